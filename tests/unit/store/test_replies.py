"""Replies that a reader chose: shown, taken back, refused where they cannot be, gone with their source."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from app.errors import BadInputError
from app.model.ids import ConversationId, TranscriptId, TurnId
from app.store.corpus import Corpus
from app.store.migrations import MIGRATIONS
from tests.helpers.corpora import add, turn
from tests.helpers.importing import assert_sound

FIRST = ConversationId(1)
ONE, TWO, THREE, OTHER = (TurnId(number) for number in (1, 2, 3, 4))


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = Corpus.create(tmp_path / "c.parlance")
    add(made, [turn("who?"), turn("me"), turn("you?")])
    add(made, [turn("elsewhere")], name="b.txt")
    yield made
    assert_sound(made)
    made.close()


def parents(corpus: Corpus) -> list[int]:
    return list(corpus.reader().parents(FIRST))


def kept(corpus: Corpus) -> list[tuple[object, ...]]:
    return [tuple(row) for row in corpus.reader().rows("SELECT * FROM reply_choice ORDER BY turn_id")]


def test_a_chosen_reply_is_shown_and_makes_the_conversation_threaded(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.set_replies({TWO: ONE})
    assert parents(corpus) == [0, 1, 0]
    assert corpus.reader().conversation(FIRST).threaded


def test_taking_back_gives_what_the_source_said_however_often_it_was_changed(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.set_replies({THREE: ONE})
        writer.set_replies({THREE: TWO})
        assert writer.forget_replies([THREE]).turns
        assert not writer.forget_replies([THREE]).turns
    assert parents(corpus) == [0, 0, 0]
    assert not corpus.reader().conversation(FIRST).threaded
    assert kept(corpus) == []


@pytest.mark.parametrize(
    "links",
    [{TWO: ONE, ONE: TWO}, {ONE: ONE}, {TWO: ONE, THREE: OTHER}, {TWO: TurnId(99)}, {TurnId(99): None}],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    corpus: Corpus, links: dict[TurnId, TurnId | None]
) -> None:
    with corpus.writer("test") as writer, pytest.raises(BadInputError):
        writer.set_replies(links)
    assert parents(corpus) == [0, 0, 0]
    assert kept(corpus) == []


def test_a_choice_is_taken_back_and_done_again(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        first = writer.set_replies({TWO: ONE, THREE: TWO})
        second = writer.set_replies({THREE: None, TWO: ONE})
        assert second.turns == 1
        again = writer.take_back(second)
        assert parents(corpus) == [0, 1, 2]
        nothing = writer.take_back(first)
        assert (parents(corpus), kept(corpus)) == ([0, 0, 0], [])
        writer.take_back(nothing)
        assert parents(corpus) == [0, 1, 2]
        writer.take_back(again)
        assert parents(corpus) == [0, 1, 0]


def test_choices_go_and_come_back_with_their_transcript(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.set_replies({TWO: ONE, THREE: TWO})
        removed = writer.remove(TranscriptId(1))
        assert kept(corpus) == []
    assert_sound(corpus)
    with corpus.writer("test") as writer:
        writer.restore(removed)
    assert [row[2] for row in kept(corpus)] == [None, None]


def test_m009_replies_makes_room_for_choices() -> None:
    database = Database(memory=True)
    assert "m009_replies" in [migration.name for migration in MIGRATIONS.pending(database)]


def test_a_choice_that_is_not_that_of_its_turn_is_found(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "c.parlance")
    add(corpus, [turn("one"), turn("two")])
    with corpus.writer("test") as writer:
        writer.set_replies({TWO: ONE})
        writer.connection.execute("UPDATE turn SET parent_id = NULL WHERE id = 2")
    with pytest.raises(AssertionError):
        assert_sound(corpus)
    corpus.close()
