"""The command concordance: sorted, drawn, grouped and written hits, and exact totals."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import base
from app.store.corpus import Corpus
from tests.helpers.corpora import add, turn
from tests.helpers.small_corpus import Said, Talk, make_corpus

Run = Callable[..., tuple[int, str, str]]
TALKS = [
    Talk(
        [
            Said("A", "周末 zoo, the beach and the park", time="2024-02-01T00:00:00Z", role="user"),
            Said("B", "=1+1 The end\x1b[31m", time="2024-01-01T00:00:00Z"),
            Said("A", "no"),
        ],
        "Weekend",
    ),
    Talk([("Dr. Li", "in the air")]),
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


def lines_of(answer: tuple[int, str, str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(answer[1])["lines"]
    return found


def test_every_hit_has_a_line_and_the_totals_are_exact(run: Run, corpus: Path) -> None:
    status, out, err = run("concordance", "the", "-c", corpus)
    assert status == 0
    assert len(out.splitlines()) == 5
    assert "«the» beach" in out
    assert "\x1b" not in out
    assert out.splitlines()[-1] == "4 hits · 3 turns · 2 conversations"
    assert err == ""


@pytest.mark.parametrize(
    ("order", "nodes"),
    [("right", ["air", "beach", "end", "park"]), ("left", ["end", "park", "air", "beach"])],
)
def test_hits_are_sorted_by_the_words_beside_them(
    run: Run, corpus: Path, order: str, nodes: list[str]
) -> None:
    rows = lines_of(run("concordance", "the", "-c", corpus, "--sort", order, "--json"))
    assert [str(row["right"]).split()[0].partition("\x1b")[0].strip(",") for row in rows] == nodes
    again = lines_of(run("concordance", "the", "-c", corpus, "--sort", order, "--reverse", "--json"))
    assert again == rows[::-1]


def test_hits_are_sorted_by_time_and_by_length(run: Run, corpus: Path) -> None:
    by_time = lines_of(run("concordance", "the", "-c", corpus, "--sort", "time", "--json"))
    assert [str(row["time"])[:7] for row in by_time] == ["2024-01", "2024-02", "2024-02", ""]
    by_length = lines_of(run("concordance", "the", "-c", corpus, "--sort", "length", "--json"))
    assert by_length[0]["speaker"] == "Dr. Li"


def test_a_sample_says_how_much_it_shows_and_comes_again(run: Run, corpus: Path) -> None:
    first = run("concordance", "the", "-c", corpus, "--sample", 1, "--seed", 3)
    assert run("concordance", "the", "-c", corpus, "--sample", 1, "--seed", 3) == first
    assert first[1].splitlines()[-1] == "4 hits · 3 turns · 2 conversations · 1 turns shown"


def test_groups_and_facets_are_counted(run: Run, corpus: Path) -> None:
    groups = json.loads(run("concordance", "the", "-c", corpus, "--group", "form", "--json")[1])
    assert [(one["form"], one["hits"], one["turns"]) for one in groups] == [("the", 3, 2), ("The", 1, 1)]
    speakers = run("concordance", "the", "-c", corpus, "--group", "speaker")[1].splitlines()
    assert speakers[2].split() == ["A", "2", "1"]
    facets = json.loads(run("concordance", "the", "-c", corpus, "--facets", "--json")[1])
    assert facets["speaker"] == {"A": 1, "B": 1, "Dr. Li": 1}
    assert facets["month"] == {"2024-01": 1, "2024-02": 1}


def test_context_by_turns_shows_what_was_said_around(run: Run, corpus: Path) -> None:
    rows = lines_of(run("concordance", "end", "-c", corpus, "--turns", "--json"))
    assert str(rows[0]["before"]).startswith("A: 周末 zoo")
    assert rows[0]["after"] == "A: no"


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx"])
def test_a_file_holds_every_hit_with_the_ids_that_lead_back(
    run: Run, corpus: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"hits.{suffix}"
    status, out, _err = run("concordance", "the", "-c", corpus, "-o", path, "--limit", 1)
    assert status == 0
    assert f"4 hits written to {path}" in out
    if suffix == "csv":
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
        assert [(row["conversation"], row["turn_id"], row["start"]) for row in rows] == [
            ("1", "1", "8"), ("1", "1", "22"), ("1", "2", "5"), ("2", "4", "3"),
        ]  # fmt: skip
        assert rows[2]["left"] == "'=1+1 "


def test_what_cannot_be_is_said_and_nothing_is_written(run: Run, corpus: Path, tmp_path: Path) -> None:
    assert run("concordance", "x", "-c", corpus, "-o", tmp_path / "x.doc")[0] == 2
    assert run("concordance", "x", "-c", corpus, "--group", "form", "--facets")[0] == 2
    twin = tmp_path / "link.csv"
    twin.symlink_to(corpus)
    before = corpus.read_bytes()
    assert run("concordance", "x", "-c", corpus, "-o", twin)[0] == 1
    assert corpus.read_bytes() == before


def test_what_does_not_count_is_a_switch(run: Run, corpus: Path) -> None:
    _code, out, _err = run("concordance", "the", "-c", str(corpus), "--fold", "no-case", "--json")
    assert json.loads(out)["hits"] == 3
    _code, out, _err = run("concordance", "the", "-c", str(corpus), "--json")
    assert json.loads(out)["hits"] == 4


def test_properties_of_the_transcripts_are_fields_in_every_command(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "b.parlance"
    made = Corpus.create(path)
    add(made, [turn("one", meta={"model": "x-1"}), turn("two", conversation="2")])
    made.close()
    monkeypatch.chdir(tmp_path)
    for command in ("concordance", "search"):
        assert "1 turn" in run(command, "model:x-1", "-c", str(path))[1]
    assert run("export", "-o", "out.csv", "-c", str(path), "--where", "model:x-1")[0] == 0
    assert "two" not in (tmp_path / "out.csv").read_text("utf-8")
    assert run("tag", "add", "good", "--where", "model:x-1", "-c", str(path))[0] == 0
    assert "1 turn" in run("search", "tag:good", "-c", str(path))[1]
