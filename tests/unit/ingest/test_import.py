"""What an import brings, and what it reports."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ingest import gather
from app.ingest.drain import drain
from app.ingest.options import ImportOptions
from app.ingest.preview import preview
from app.ingest.repair_file import repair_file
from app.ingest.sniff import string_values
from app.model.corpus import RepairState
from app.model.ids import ConversationId
from app.model.progress import CancelToken, Progress
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from tests.helpers.importing import assert_sound, chat, run_import, write
from tests.helpers.shared import shared_path

GREETING = "你好，今天天气很好。周末去看电影吧！"


def mojibake(text: str) -> str:
    """UTF-8 read as Latin-1: damage that loses nothing."""
    return text.encode().decode("latin-1")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = Corpus.create(tmp_path / "c.parlance")
    yield corpus
    assert_sound(corpus)
    corpus.close()


def test_the_report_counts_this_run(corpus: Corpus, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", chat("one", "two") + "---\n" + chat("three"))
    write(tmp_path / "in" / "b.txt", "prose\n")
    report = run_import(corpus, tmp_path / "in")
    assert (report.transcripts, report.conversations, report.turns, report.repaired_turns) == (1, 2, 3, 0)
    assert (report.unchanged, len(report.skipped)) == (0, 1)
    assert report.seconds > 0


def test_damaged_text_is_repaired_and_its_original_kept(corpus: Corpus, tmp_path: Path) -> None:
    lines = [f"{GREETING} {number}" for number in range(12)]
    damaged = "".join(f"[{'AB'[number % 2]}]: {mojibake(line)}\n" for number, line in enumerate(lines))
    report = run_import(corpus, write(tmp_path / "a.txt", damaged))
    assert (report.turns, report.repaired_turns) == (12, 12)
    turns = corpus.reader().turns(ConversationId(1))
    assert [found.text for found in turns] == lines
    assert {found.repaired for found in turns} <= {RepairState.EXACT, RepairState.INFERRED}
    stored = corpus.reader().turn_repair(turns[3].id)
    assert stored is not None
    assert stored.original == mojibake(lines[3])
    assert corpus.reader().transcripts()[0].channel


def test_damage_that_begins_late_in_a_long_file_is_repaired(corpus: Corpus, tmp_path: Path) -> None:
    clean = chat(*(f"turn {number} " + "word " * 20 for number in range(1000)))
    late = chat(*(mojibake(f"{GREETING} {number}") for number in range(400)))
    report = run_import(corpus, write(tmp_path / "a.txt", clean + late))
    assert (report.turns, report.repaired_turns) == (1400, 400)


def test_a_damaged_label_is_a_label_once_repaired(corpus: Corpus, tmp_path: Path) -> None:
    text = "".join(f"{name}：{GREETING}\n" for name in ("小明", "小红") * 6)
    report = run_import(corpus, write(tmp_path / "a.txt", mojibake(text)))
    assert report.turns == 12
    assert [found.name for found in corpus.reader().speakers()] == ["小明", "小红"]


def test_replies_are_linked_whatever_the_batches(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "BATCH_TURNS", 2)
    utterances = [
        {"id": "u1", "conversation_id": "u1", "speaker": "ann", "text": "root", "reply-to": None},
        {"id": "u2", "conversation_id": "u1", "speaker": "bob", "text": "answer", "reply-to": "u1"},
        {"id": "u3", "conversation_id": "u1", "speaker": "ann", "text": "deeper", "reply-to": "u2"},
        {"id": "u4", "conversation_id": "u1", "speaker": "cy", "text": "lost", "reply-to": "gone"},
    ]
    folder = tmp_path / "kit"
    lines = "".join(json.dumps(row) + "\n" for row in utterances)
    write(folder / "utterances.jsonl", lines)
    write(folder / "speakers.json", '{"ann": {}, "bob": {}, "cy": {}}')
    write(folder / "conversations.json", '{"u1": {"title": "t"}}')
    write(folder / "index.json", "{}")
    write(folder / "corpus.json", "{}")
    report = run_import(corpus, tmp_path / "kit")
    assert (report.transcripts, report.turns, report.skipped) == (1, 4, ())
    assert list(corpus.reader().parents(ConversationId(1))) == [0, 1, 2, 0]
    assert any("gone" in warning.place for warning in report.warnings)
    assert run_import(corpus, tmp_path / "kit").unchanged == 1


def test_progress_ends_at_its_total_and_never_runs_backwards(corpus: Corpus, tmp_path: Path) -> None:
    for number in range(4):
        write(
            tmp_path / "in" / f"{number}.txt", chat(*(f"{number} {line} " + "x" * 900 for line in range(9)))
        )
    seen: list[Progress] = []
    run_import(corpus, tmp_path / "in", on_progress=seen.append)
    done = [report.done for report in seen if report.stage == "importing"]
    assert done == sorted(done)
    assert all(report.total is not None and report.done <= report.total for report in seen if report.total)
    assert {report.detail for report in seen if report.stage == "importing"} == {f"{n}.txt" for n in range(4)}


def test_string_values_of_cut_json() -> None:
    assert string_values('{"a": "b\\n\\u4f60", "c": ["d", 1, "cut') == ["a", "b\n你", "c", "d"]


def test_repairing_a_file_changes_mojibake_and_nothing_else(tmp_path: Path) -> None:
    text = f"\ufefftitle\r\n[A]: {mojibake(GREETING)}\r\r\n\n e\u0301 \u3000{mojibake(GREETING)}"
    found = repair_file(write(tmp_path / "a.txt", text), RepairEngine())
    assert found.text == f"title\r\n[A]: {GREETING}\r\r\n\n e\u0301 \u3000{GREETING}"
    for span in found.spans:
        assert found.text[span.start : span.end] == span.repaired
    assert found.encoding.startswith("utf")


def test_repairing_keeps_the_syntax_of_a_structured_file(tmp_path: Path) -> None:
    row = '{"messages":  [{"role": "user", "content": "%s \\" \\n %s"}, {"role": "user","content":"ok"}]}\n'
    damaged = row % (mojibake(GREETING), mojibake(GREETING))
    found = repair_file(write(tmp_path / "a.jsonl", damaged * 4), RepairEngine())
    assert found.text == (row % (GREETING, GREETING)) * 4


def test_repairing_a_clean_or_an_empty_file_gives_it_back(tmp_path: Path) -> None:
    text = "[A]: Ünïcödé 你好 😀\r\nno label\n"
    assert repair_file(write(tmp_path / "a.txt", text), RepairEngine()).text == text
    assert repair_file(write(tmp_path / "b.txt", ""), RepairEngine()).text == ""


@pytest.mark.corpora
def test_the_seeds_give_five_transcripts_and_no_skip(corpus: Corpus) -> None:
    seeds = shared_path("seeds")
    report = run_import(corpus, seeds)
    assert (report.transcripts, report.conversations, report.turns, report.skipped) == (5, 5, 100, ())
    assert report.repaired_turns == 60
    assert run_import(corpus, seeds).unchanged == 5


def test_a_folder_that_only_looks_like_an_export_is_read_file_by_file(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "team"
    write(folder / "users.json", '[{"id": "U1", "name": "ann"}]')
    write(folder / "general" / "2024-01-05.json", '[{"instruction": "Say yes", "output": "Yes"}]')
    report = run_import(corpus, folder)
    assert [found.name for found in corpus.reader().transcripts()] == ["team/general/2024-01-05.json"]
    assert [(item.place, item.path) for item in report.warnings] == [("as a whole", str(folder))]
    assert [Path(item.path).name for item in report.skipped] == ["users.json"]
    looked = drain(preview([folder], ImportOptions(), RepairEngine(), CancelToken()))
    assert [(group.format, len(group.files)) for group in looked.groups] == [("alpaca", 1)]
    assert run_import(corpus, folder).unchanged == 1
