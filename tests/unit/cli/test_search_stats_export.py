"""The commands search, stats and export: their JSON, their text for people, their exit statuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import base
from app.cli.search import excerpt
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from tests.helpers.small_corpus import Talk, make_corpus

Run = Callable[..., tuple[int, str, str]]
TALKS = [
    Talk([("A", "周末去 chill 吗？"), ("B", "是的，周末\x1b[31m！"), ("A", "no")], "Weekend"),
    Talk([("Dr. Li", "[A]: quoted\n---\n\\x"), ("A", "周末 😂")]),
    Talk([("B", "nothing here")], "Third"),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "a.parlance"
    make_corpus(path, {"talks.txt": TALKS}).close()
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Run:
    monkeypatch.setenv("PARLANCE_LANG", "en")
    monkeypatch.setattr("app.cli._failures.data_dir", lambda: tmp_path / "data")

    def call(*argv: object) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        status = base.main([str(word) for word in argv], lambda _paths: 0, lambda _json: 0)
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


def test_search_json_is_the_contract(run: Run, corpus: Path) -> None:
    status, out, err = run("search", "周末", "-c", corpus, "--json")
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert list(answer) == ["query", "total", "elapsed_ms", "hits"]
    assert (answer["query"], answer["total"]) == ("周末", 3)
    assert answer["elapsed_ms"] > 0
    assert answer["hits"][0] == {
        "turn": 1,
        "conversation": 1,
        "title": "Weekend",
        "index": 1,
        "speaker": "A",
        "text": "周末去 chill 吗？",
        "spans": [[0, 2]],
        "transcript": "talks.txt",
    }


def test_the_limit_cuts_hits_and_never_the_total(run: Run, corpus: Path) -> None:
    for limit, shown in ((1, 1), (2, 2), (0, 6), (50, 6)):
        answer = json.loads(run("search", "", "-c", corpus, "--limit", limit, "--json")[1])
        assert (answer["total"], len(answer["hits"])) == (6, shown)


def test_more_hits_than_a_page(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "many.parlance"
    make_corpus(path, {"a.txt": [Talk([("A", f"x {n}") for n in range(130)])]}).close()
    for order in ("position", "relevance"):
        for limit, shown in ((0, 130), (120, 120), (50, 50), (51, 51)):
            words = ("search", "x", "-c", path, "--limit", limit, "--order", order, "--json")
            hits = json.loads(run(*words)[1])["hits"]
            assert len({hit["turn"] for hit in hits}) == len(hits) == shown


def test_a_query_may_begin_with_a_minus(run: Run, corpus: Path) -> None:
    for words in (("search", "-周末", "-c", corpus), ("search", "-c", corpus, "--", "-周末")):
        answer = json.loads(run(*words[:1], "--json", *words[1:])[1])
        assert (answer["query"], answer["total"]) == ("-周末", 3)


def test_search_for_people_marks_hits_and_disarms_controls(run: Run, corpus: Path) -> None:
    status, out, _err = run("search", "周末", "-c", corpus, "--limit", "2")
    assert status == 0
    assert "Weekend · #1 · A\n    «周末»去 chill 吗？\n" in out
    assert "«周末»␛[31m！" in out
    assert "3 turns match, the first 2 shown (" in out
    assert "\x1b" not in out


def test_problems_of_a_query_are_told_and_the_best_reading_used(run: Run, corpus: Path) -> None:
    status, out, err = run("search", '周末 speaker: "', "-c", corpus, "--json")
    assert status == 0
    assert json.loads(out)["total"] == 3
    assert "character 4" in err
    assert "character 13" in err


def test_wrong_usage_and_a_missing_corpus(run: Run, corpus: Path, tmp_path: Path) -> None:
    assert run("search", "x", "-c", tmp_path / "no.parlance")[0] == 1
    assert run("search", "-c", corpus)[0] == 2
    assert run("search", "x", "-c", corpus, "--limit", "-1")[0] == 2
    assert run("stats", "nonsense", "-c", corpus)[0] == 2
    assert run("export", "-c", corpus, "-o", tmp_path / "x.txt")[0] == 2
    assert run("export", "--where", "x", "--conversation", 1, "-c", corpus, "-o", tmp_path / "x.txt")[0] == 2
    assert run("export", "--conversation", 1, "-c", corpus, "-o", tmp_path / "x.unknown")[0] == 2


def test_a_long_turn_is_shown_around_its_places() -> None:
    text = "a" * 500 + "周末" + "b" * 500 + "周末"
    pieces = list(excerpt(text, [(500, 502), (1002, 1004)]))
    assert [piece for piece, found in pieces if found] == ["周末", "周末"]
    assert "".join(piece for piece, _found in pieces) == f"…{'a' * 80}周末{'b' * 80}…{'b' * 80}周末"
    assert "".join(piece for piece, _found in excerpt("x" * 500, [])) == "x" * 400 + "…"
    assert "".join(piece for piece, _found in excerpt("short", [(0, 2)])) == "short"


def test_stats_json_is_one_object_or_a_list(run: Run, corpus: Path) -> None:
    one = json.loads(run("stats", "turns-per-speaker", "-c", corpus, "--json")[1])
    assert list(one) == ["metric", "unit", "rows"]
    assert one["rows"][0]["speaker"] == "A"
    assert one["rows"][0]["turns"] == 3
    every = json.loads(run("stats", "-c", corpus, "--json")[1])
    assert [item["metric"] for item in every] == [
        "emoji", "language-mix", "position", "turn-length", "turns-per-speaker",
    ]  # fmt: skip


def test_stats_of_a_query(run: Run, corpus: Path) -> None:
    rows = json.loads(run("stats", "turns-per-speaker", "-c", corpus, "--where", "周末 -chill", "--json")[1])[
        "rows"
    ]
    assert [(row["speaker"], row["turns"]) for row in rows] == [("B", 1), ("A", 1)]  # B's has more tokens


def test_stats_for_people_name_their_unit(run: Run, corpus: Path) -> None:
    status, out, _err = run("stats", "language-mix", "-c", corpus)
    assert status == 0
    assert "segment() tokens without barriers" in out
    assert "hangul" not in out  # a column of nothing but zeros
    assert "latin_share" in out


@pytest.mark.parametrize("form", ["txt", "jsonl"])
def test_export_and_import_again_give_the_same_turns(
    run: Run, corpus: Path, tmp_path: Path, form: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    status, out, _err = run(
        "export", "--where", "周末", "-c", corpus, "--format", form, "-o", folder / f"x.{form}"
    )
    assert (status, out.count("2 conversations, 5 turns")) == (0, 1)
    again = Corpus.create(tmp_path / "again.parlance")
    for _report in import_paths(again, [folder], ImportOptions(), RepairEngine(), CancelToken()):
        pass
    first, second = Corpus.open(corpus), again
    wanted = [
        [(turn.speaker, turn.text) for turn in first.reader().turns(item.id)]
        for item in first.reader().conversations()[:2]
    ]
    found = [
        [(turn.speaker, turn.text) for turn in second.reader().turns(item.id)]
        for item in second.reader().conversations()
    ]
    first.close()
    second.close()
    assert found == wanted


def test_export_by_id_takes_the_form_from_the_name(run: Run, corpus: Path, tmp_path: Path) -> None:
    assert (
        run("export", "--conversation", 3, "--conversation", 1, "-c", corpus, "-o", tmp_path / "x.md")[0] == 0
    )
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert text.index("# Third") < text.index("# Weekend")


def test_an_export_that_cannot_be_leaves_nothing(run: Run, corpus: Path, tmp_path: Path) -> None:
    before = corpus.read_bytes()
    target = tmp_path / "x.txt"
    assert run("export", "--where", "absent", "-c", corpus, "-o", target)[0] == 1
    assert run("export", "--conversation", 99, "-c", corpus, "-o", target)[0] == 1
    assert run("export", "--conversation", 1, "-c", corpus, "-o", tmp_path / "no" / "x.txt")[0] == 1
    status, _out, err = run("export", "--where", "", "-c", corpus, "--format", "txt", "-o", corpus)
    assert (status, "corpus itself" in err) == (1, True)
    assert corpus.read_bytes() == before
    assert not target.exists()


def test_a_search_says_how_it_was_read_and_what_it_matched(run: Run, corpus: Path) -> None:
    status, out, err = run("search", "CHILL  (周末", "-c", corpus, "--explain")
    assert status == 0
    assert "Read as: CHILL 周末" in out + err
    assert "chill 1" in out + err
    _status, out, _err = run("search", "Chill tea", "-c", corpus, "--explain", "--fold", "no-case", "--json")
    told = json.loads(out)["explanation"]
    assert told["folds"] == ["width"]
    assert told["missing"] == ["Chill", "tea"]


def test_what_counts_as_the_same_is_a_switch(run: Run, corpus: Path) -> None:
    found = [
        json.loads(run("search", "Chill", "-c", corpus, "--json", *folds)[1])["total"]
        for folds in ((), ("--fold", "no-case"), ("--fold", "no-case", "--fold", "case"))
    ]
    assert found == [1, 0, 1]
