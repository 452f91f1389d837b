"""tag: what it puts, shows, takes off, and that search and other commands follow."""

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
    write(tmp_path / "in" / "a.txt", chat("你好", "two words 😀", "words again"))
    path = tmp_path / "c.parlance"
    assert parlance("import", tmp_path / "in", "-c", path)[0] == 0
    return path


def hits(parlance: Command, corpus: Path, query: str) -> list[int]:
    found = parlance.json("search", query, "-c", corpus)["hits"]
    return [hit["turn"] for hit in found]  # type: ignore[attr-defined]  # JSON


def test_turns_are_tagged_by_query_and_by_id_and_found_by_the_tag(corpus: Path, parlance: Command) -> None:
    words = ("tag", "add", "Greeting", "-c", corpus)
    done = parlance.json(*words, "--where", "words", "--colour", "teal", "--note", "why")
    assert done == {"tag": "Greeting", "changed": 2, "targets": 2}
    assert parlance.json(*words, "--turn", "1", "--turn", "2")["changed"] == 1
    assert hits(parlance, corpus, "tag:greeting") == [1, 2, 3]
    assert hits(parlance, corpus, "has:note") == [2, 3]
    listed = parlance.json("tag", "list", "-c", corpus)["tags"]
    assert listed == [{"name": "Greeting", "colour": "teal", "memo": "", "turns": 3, "conversations": 0}]
    assert "Greeting" in parlance("tag", "list", "-c", corpus)[1]
    assert parlance.json("tag", "remove", "greeting", "--where", "你好", "-c", corpus)["changed"] == 1
    assert hits(parlance, corpus, "tag:greeting") == [2, 3]


def test_notes_stand_beside_turns_and_conversations_and_are_shown(corpus: Path, parlance: Command) -> None:
    where = ("--turn", "1", "--conversation", "1", "-c", corpus)
    assert parlance.json("tag", "note", "look here", *where)["changed"] == 2
    shown = parlance.json("tag", "show", *where)["taggings"]
    assert [(one["turn"], one["note"]) for one in shown] == [(1, "look here"), (None, "look here")]  # type: ignore[attr-defined]  # JSON
    assert "turn 1  look here" in parlance("tag", "show", *where)[1]
    assert parlance.json("tag", "note", "", *where)["changed"] == 2
    assert parlance("tag", "show", *where)[1] == "There are no tags and no notes there.\n"


def test_tags_are_renamed_recoloured_merged_and_deleted(corpus: Path, parlance: Command) -> None:
    for name, turn in (("a", "1"), ("b", "2")):
        assert parlance("tag", "add", name, "--turn", turn, "-c", corpus)[0] == 0
    edited = parlance.json("tag", "edit", "a", "--rename", "c", "--colour", "red", "-c", corpus)["tags"]
    assert [(tag["name"], tag["turns"]) for tag in edited] == [("b", 1), ("c", 1)]  # type: ignore[attr-defined]  # JSON
    merged = parlance.json("tag", "merge", "b", "c", "-c", corpus)["tags"]
    assert [(tag["name"], tag["turns"]) for tag in merged] == [("c", 2)]  # type: ignore[attr-defined]  # JSON
    assert parlance("tag", "delete", "c", "-c", corpus)[1] == "2 places changed.\n"
    assert parlance("tag", "list", "-c", corpus)[1] == "There are no tags in this corpus.\n"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["add", "a"], 2, "Say what"),
        (["add", "a", "--turn", "99"], 1, "There is no turn 99"),
        (["remove", "nobody", "--turn", "1"], 1, "There is no tag “nobody”"),
        (["add", " ", "--turn", "1"], 1, "needs a name"),
        (["add", "a", "--turn", "1", "--colour", "pink"], 2, "pink"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    corpus: Path, parlance: Command, words: list[str], status: int, said: str
) -> None:
    found, _out, err = parlance("tag", *words, "-c", corpus)
    assert (found, said in err) == (status, True), err
    assert parlance.json("tag", "list", "-c", corpus) == {"tags": []}
