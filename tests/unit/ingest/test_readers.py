"""Reading in other processes gives the corpus that reading in this one gives, and fails as clearly."""

import multiprocessing
import os
import random
import signal
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from app.ingest import crew, importer
from app.ingest.discover import Candidate
from app.ingest.options import ImportOptions
from app.ingest.reading import LocalReading
from app.ingest.readings import WORTH_WHILE
from app.model.progress import Cancelled, CancelToken, Progress
from app.store.corpus import Corpus
from tests.helpers.importing import assert_sound, chat, run_import, write


def transcripts(folder: Path) -> Path:
    """Files of every sort: long, short, damaged, structured, twice the same, and some that are none."""
    rng = random.Random(5)
    words = ["the", "code", "周末", "你好", "😂", "don't", "한글", "café", "软件", "ＡＩ", "chill"]
    for number in range(6):
        lines = [
            " ".join(rng.choices(words, k=rng.randint(1, 20))) for _ in range(6_000 if number == 2 else 80)
        ]
        write(folder / f"{number}.txt", chat(*lines[:40]) + "---\n" + chat(*lines[40:]))
    write(folder / "again.txt", (folder / "1.txt").read_bytes())
    damaged = (folder / "0.txt").read_text(encoding="utf-8").encode().decode("cp1252", "replace")
    write(folder / "damaged.txt", damaged)
    messages = '{"role": "user", "content": "hello"}, {"role": "assistant", "content": "你好"}'
    write(folder / "chat.jsonl", f'{{"messages": [{messages}]}}\n' * 3 + "{broken\n")
    write(folder / "empty.txt", "")
    write(folder / "prose.txt", "Nothing is said here.\n" * 9)
    write(folder / "sub" / "bytes.txt", bytes(range(256)) * 9)
    return folder


def rows(corpus: Corpus) -> dict[str, list[tuple[object, ...]]]:
    """Everything that the tables hold but the time of import, how long it took, and who holds the lock."""
    reader = corpus.reader()
    names = [str(name) for (name,) in reader.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: reader.rows(f"SELECT * FROM {name}") for name in names if name != "writer_lock"}
    columns = [str(row[1]) for row in reader.rows("PRAGMA table_info(transcript)")]
    at = columns.index("imported_at")
    found["transcript"] = [row[:at] + row[at + 1 :] for row in found["transcript"]]
    found.pop("_sqlite_migrations", None)
    found["import_log"] = reader.rows("SELECT id, name, outcome, turns, repaired, problems FROM import_log")
    return found


def test_two_readers_make_the_corpus_that_none_makes(tmp_path: Path) -> None:
    folder = transcripts(tmp_path / "in")
    made = []
    for readers in (0, 2):
        corpus = Corpus.create(tmp_path / f"{readers}.parlance")
        report = run_import(corpus, folder, options=ImportOptions(readers=readers))
        assert_sound(corpus)
        made.append((rows(corpus), report.skipped, report.warnings, report.turns, report.repaired_turns))
        corpus.close()
    assert made[0][1:] == made[1][1:]
    for name, expected in made[0][0].items():
        assert made[1][0][name] == expected, name
    assert not multiprocessing.active_children()


def test_a_reader_that_dies_costs_its_file_and_no_other(tmp_path: Path) -> None:
    folder = transcripts(tmp_path / "in")
    corpus = Corpus.create(tmp_path / "c.parlance")
    killed: list[str] = []

    def kill(report: Progress) -> None:
        if not killed and report.detail == "2.txt" and report.done:
            for process in multiprocessing.active_children():
                process.kill()
                killed.append(process.name)

    report = run_import(corpus, folder, options=ImportOptions(readers=1), on_progress=kill)
    assert killed
    died = [item for item in report.skipped if "ended the process" in item.reason]
    assert len(died) <= 2
    assert_sound(corpus)
    again = run_import(corpus, folder)
    assert report.transcripts + again.transcripts == 9
    assert report.turns + again.turns == 6 * 80 + 5_920 + 160 + 6
    assert_sound(corpus)
    corpus.close()


def test_cancelling_ends_all_readers_at_once(tmp_path: Path) -> None:
    folder = transcripts(tmp_path / "in")
    corpus = Corpus.create(tmp_path / "c.parlance")
    token = CancelToken()

    def cancel(report: Progress) -> None:
        if report.done:
            token.cancel()

    with pytest.raises(Cancelled):
        run_import(corpus, folder, options=ImportOptions(readers=2), token=token, on_progress=cancel)
    assert not multiprocessing.active_children()
    assert run_import(corpus, folder).transcripts > 0
    assert_sound(corpus)
    corpus.close()


def test_cancelling_while_files_are_looked_for_ends_the_readers_that_were_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = transcripts(tmp_path / "in")
    corpus = Corpus.create(tmp_path / "c.parlance")
    token = CancelToken()
    called: list[int] = []
    muster = crew.Crew.muster

    def noted(self: crew.Crew) -> None:
        called.append(self.size)
        muster(self)

    monkeypatch.setattr(crew.Crew, "muster", noted)
    monkeypatch.setattr(importer, "_FILES_PER_REPORT", 3)
    with pytest.raises(Cancelled):
        run_import(
            corpus,
            folder,
            options=ImportOptions(readers=2),
            token=token,
            on_progress=lambda report: token.cancel() if report.done else None,
        )
    assert called == [2]
    assert not multiprocessing.active_children()
    corpus.close()


def test_few_files_are_read_without_other_processes(tmp_path: Path) -> None:
    folder = transcripts(tmp_path / "in")
    assert sum(path.stat().st_size for path in folder.rglob("*.*")) < WORTH_WHILE
    corpus = Corpus.create(tmp_path / "c.parlance")
    run_import(corpus, folder, on_progress=lambda _report: no_children())
    corpus.close()


def no_children() -> None:
    assert not multiprocessing.active_children()


def fails_to_start(*_arguments: object) -> None:
    raise OSError(11, "Resource temporarily unavailable")


def dies_at_once(*_arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies_in_the_middle(candidate: Candidate, *rest: object) -> LocalReading:
    """Stands for LocalReading in a reader; as the kernel does when memory is short."""
    if candidate.name == "2.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return LocalReading(candidate, *rest)  # type: ignore[arg-type]  # handed through


def works_with_a_trap(*arguments: object) -> None:
    vars(crew)["LocalReading"] = dies_in_the_middle  # in that process alone
    WORK(*arguments)  # type: ignore[arg-type]  # handed through


WORK = crew._work


@pytest.mark.parametrize("trap", ["start", "work"])
def test_when_no_reader_can_be_started_this_process_reads_everything_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trap: str
) -> None:
    folder = transcripts(tmp_path / "in")
    if trap == "start":
        monkeypatch.setattr(SpawnProcess, "start", fails_to_start)
    else:
        monkeypatch.setattr(crew, "_work", dies_at_once)
    made = []
    for readers in (0, 2):
        corpus = Corpus.create(tmp_path / f"{readers}.parlance")
        report = run_import(corpus, folder, options=ImportOptions(readers=readers))
        assert_sound(corpus)
        told = [item for item in report.warnings if "several processes" not in item.reason]
        made.append((rows(corpus), report.skipped, told, report.turns))
        assert len(report.warnings) - len(told) == (readers > 0)
        corpus.close()
    assert made[0] == made[1]
    assert not multiprocessing.active_children()


def test_a_source_that_ends_every_process_that_reads_it_is_skipped_for_that_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = transcripts(tmp_path / "in")
    monkeypatch.setattr(crew, "_work", works_with_a_trap)
    corpus = Corpus.create(tmp_path / "c.parlance")
    report = run_import(corpus, folder, options=ImportOptions(readers=2))
    assert [item.path for item in report.skipped if "ended the process" in item.reason] == [
        str(folder / "2.txt")
    ]
    assert report.transcripts == 8
    assert_sound(corpus)
    corpus.close()


def test_a_reader_that_is_killed_once_is_replaced(tmp_path: Path) -> None:
    folder = transcripts(tmp_path / "in")
    corpus = Corpus.create(tmp_path / "c.parlance")
    killed: list[str] = []

    def kill(report: Progress) -> None:
        if not killed and report.detail == "1.txt":
            for process in multiprocessing.active_children():
                process.kill()
                killed.append(process.name)

    report = run_import(corpus, folder, options=ImportOptions(readers=2), on_progress=kill)
    assert killed
    assert not [item for item in report.skipped if "ended the process" in item.reason]
    assert report.transcripts == 9
    assert_sound(corpus)
    corpus.close()
