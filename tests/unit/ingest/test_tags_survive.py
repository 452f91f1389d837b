"""Tags and notes stay with their turns: a file unchanged or grown, repair choices, a removal taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.ids import TurnId
from app.store.corpus import Corpus
from app.store.tags import Target
from app.store.tags_read import placed
from tests.helpers.importing import chat, run_import, write

LINES = ("good morning", "un café très serré", "good morning", "see you")
OWNED = [
    ("good morning", "second", "", "look"),
    ("un café très serré", "drink", "café", ""),
    ("", "whole", "", ""),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = Corpus.create(tmp_path / "c.parlance")
    run_import(made, talk(tmp_path, *LINES))
    one = made.reader().conversations()[0].id
    ids = [TurnId(turn) for turn in made.reader().turn_ids(one)]
    with made.writer("test") as writer:
        writer.tags.tag([Target(one, ids[2])], "second", note="look")
        writer.tags.tag([Target(one, ids[1], 3, 7)], "drink")
        writer.tags.tag([Target(one)], "whole")
    yield made
    made.close()


def talk(folder: Path, *lines: str) -> Path:
    """The transcript, damaged as its file is."""
    write(folder / "in" / "a.txt", chat(*lines).encode().decode("cp1252"))
    return folder / "in"


def owned(corpus: Corpus) -> list[tuple[str, str, str, str]]:
    """Whose the tags are: the text of the turn, the tag, its stretch as it stands there now, and the note."""
    reader = corpus.reader()
    found = []
    for conversation in reader.conversations():
        for one in reader.taggings_within(conversation.id):
            assert one.target.turn is not None
            (turn,) = reader.turns_by_id([one.target.turn])
            place = placed(turn.text, one)
            found.append((turn.text, one.tag, turn.text[slice(*place)] if place else "", one.note))
        found += [("", one.tag, "", one.note) for one in reader.conversation_taggings(conversation.id)]
    return found


def test_a_file_that_is_imported_again_unchanged_keeps_them(corpus: Corpus, tmp_path: Path) -> None:
    assert owned(corpus) == OWNED
    run_import(corpus, tmp_path / "in")
    assert owned(corpus) == OWNED


def test_a_file_that_grew_keeps_them_with_the_same_one_of_equal_turns(corpus: Corpus, tmp_path: Path) -> None:
    run_import(corpus, talk(tmp_path, *LINES, "good morning", "one more"))
    assert corpus.reader().counts().turns == 6
    assert owned(corpus) == OWNED
    one = corpus.reader().conversations()[0].id
    taggings = corpus.reader().taggings_within(one)
    assert taggings[0].target.turn == corpus.reader().turn_ids(one)[2]


def test_a_repair_that_is_undone_moves_a_stretch_along_or_leaves_it(corpus: Corpus) -> None:
    turn = TurnId(corpus.reader().taggings_within(corpus.reader().conversations()[0].id)[1].target.turn or 0)
    with corpus.writer("test") as writer:
        writer.undo_repair(turn)
    damaged = owned(corpus)[1]
    assert "Ã©" in damaged[0]
    assert damaged[1] == "drink"
    with corpus.writer("test") as writer:
        writer.redo_repair(turn)
    assert owned(corpus) == OWNED


def test_a_removal_that_is_taken_back_brings_them_back(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        removed = writer.remove(corpus.reader().transcripts()[0].id)
    assert owned(corpus) == []
    assert [tag.turns for tag in corpus.reader().tags()] == [0, 0, 0]
    with corpus.writer("test") as writer:
        writer.restore(removed)
    assert owned(corpus) == OWNED


def test_a_tag_deleted_between_a_removal_and_its_undo_stays_deleted(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        removed = writer.remove(corpus.reader().transcripts()[0].id)
        writer.tags.delete("second")
        writer.restore(removed)
    assert owned(corpus) == OWNED[1:]
