"""remove, its undo, and that search, statistics and export say the same afterwards."""

from pathlib import Path

import pytest

from tests.helpers.importing import chat, write
from tests.unit.cli.test_corpus_commands import Command


@pytest.fixture
def parlance(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("PARLANCE_LANG", "en")
    return Command(capsys)


@pytest.fixture
def corpus(tmp_path: Path, parlance: Command) -> Path:
    write(tmp_path / "in" / "a.txt", chat("你好", "two words 😀"))
    write(tmp_path / "in" / "b.txt", chat("three words", "four"))
    path = tmp_path / "c.parlance"
    assert parlance("import", tmp_path / "in", "-c", path)[0] == 0
    return path


def rows(found: dict[str, object]) -> list[dict[str, object]]:
    """What the JSON answer lists under "removed"."""
    listed = found["removed"]
    assert isinstance(listed, list)
    return listed


def answers(parlance: Command, corpus: Path, out: Path) -> list[object]:
    """Everything that can be asked, and an export."""
    status, _out, err = parlance("export", "-c", corpus, "--where", "words", "--format", "jsonl", "-o", out)
    assert status == 0, err
    return [
        parlance.json("search", "words", "-c", corpus)["hits"],
        parlance("stats", "turn_length", "-c", corpus),
        parlance("stats", "emoji", "-c", corpus),
        out.read_text(encoding="utf-8"),
        parlance.json("list", "-c", corpus),
        parlance.json("check", "-c", corpus),
    ]


def test_after_remove_and_undo_all_answers_are_as_before(
    tmp_path: Path, corpus: Path, parlance: Command
) -> None:
    before = answers(parlance, corpus, tmp_path / "before.jsonl")
    name = parlance.json("list", "-c", corpus)["conversations"][0]["transcript"]  # type: ignore[index]
    status, out, _err = parlance("remove", name, "-c", corpus)
    assert (status, f"Removed {name}." in out) == (0, True)
    assert parlance.json("check", "-c", corpus)["turns"] == 2
    assert answers(parlance, corpus, tmp_path / "between.jsonl")[0] != before[0]
    assert "in the corpus again" in parlance("remove", "--undo", "-c", corpus)[1]
    assert answers(parlance, corpus, tmp_path / "after.jsonl") == before


def test_removed_transcripts_are_listed_until_they_are_forgotten(corpus: Path, parlance: Command) -> None:
    removed = rows(parlance.json("remove", "2", "-c", corpus))[0]
    kept = rows(parlance.json("remove", "--list", "-c", corpus))[0]
    assert (kept["id"], kept["name"], kept["turns"]) == (removed["id"], removed["name"], 2)
    assert str(removed["name"]) in parlance("remove", "--list", "-c", corpus)[1]
    assert parlance.json("remove", "--forget", "-c", corpus) == {"forgotten": 1}
    assert parlance("remove", "--list", "-c", corpus)[1] == "Nothing is kept of removed transcripts.\n"
    status, _out, err = parlance("remove", "--undo", str(removed["name"]), "-c", corpus)
    assert (status, "No removed transcript" in err) == (1, True)


def test_an_unknown_name_removes_nothing(corpus: Path, parlance: Command) -> None:
    status, _out, err = parlance("remove", "1", "none.txt", "-c", corpus)
    assert (status, "There is no transcript none.txt" in err) == (1, True)
    assert parlance.json("check", "-c", corpus)["turns"] == 4


@pytest.mark.parametrize("words", [[], ["--undo", "--list"], ["1", "--forget"]])
def test_unclear_orders_are_wrong_usage(corpus: Path, parlance: Command, words: list[str]) -> None:
    assert parlance("remove", *words, "-c", corpus)[0] == 2
