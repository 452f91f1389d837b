"""Suggestions are made a block at a time: bounded, the same wherever one begins; events have none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.ids import ConversationId, TurnId
from app.model.progress import Cancelled, CancelToken
from app.store import suggested as module
from app.store.corpus import Corpus
from app.store.suggested import (
    BLOCK,
    Suggested,
    all_suggested,
    chosen_replies,
    names_no_replies,
    speakers_of,
    suggested,
)
from app.threads.implied import suggest
from tests.helpers.corpora import add, turn

FIRST = ConversationId(1)
NAMES = ("ann", "bob", "cat", "dan")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    """Four people; every third turn names somebody."""
    made = Corpus.create(tmp_path / "c.parlance")
    add(
        made,
        [
            turn(f"{NAMES[n * 7 % 4]}: number {n}" if n % 3 == 0 else f"number {n}", NAMES[n % 4])
            for n in range(1_100)
        ],
    )
    yield made
    made.close()


def test_a_block_is_the_same_alone_and_among_all(corpus: Corpus) -> None:
    reader = corpus.reader()
    alone = suggested(reader, FIRST, 1, speakers_of(reader, FIRST))
    every = list(all_suggested(reader, FIRST))
    assert alone
    assert alone == [one for one in every if BLOCK <= one.position < 2 * BLOCK]
    assert [one.position for one in every] == sorted({one.position for one in every})
    assert all(one.parent_position < one.position and one.turn == one.position + 1 for one in every)


def test_a_block_reads_a_bounded_stretch(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LEAD", 50)
    lengths: list[int] = []

    def counting(said: list[object], *words: object, **more: object) -> Iterator[object]:
        lengths.append(len(said))
        return suggest(said, *words, **more)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(module, "suggest", counting)
    suggested(corpus.reader(), FIRST, 1, list(NAMES))
    assert lengths == [BLOCK + 50]


def test_work_can_be_stopped(corpus: Corpus) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        suggested(corpus.reader(), FIRST, 0, list(NAMES), token)


def test_events_neither_answer_nor_are_answered_to(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "e.parlance")
    add(
        corpus,
        [
            turn("morning", "dan"),
            turn("who is there?", "ann"),
            turn("bob joined", "bob", role="event"),
            turn("ann: me", "cat"),
        ],
    )
    found: list[Suggested] = list(all_suggested(corpus.reader(), FIRST))
    assert [(one.turn, one.parent) for one in found] == [(4, 2)]
    assert "bob" not in speakers_of(corpus.reader(), FIRST)
    corpus.close()


def test_between_two_only_what_departs_from_taking_turns_is_suggested(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "two.parlance")
    said = ["shall we see the film", "the film, yes", "then I buy tickets for the film", "at what price?"]
    turns = [turn(text, "AB"[n % 2]) for n, text in enumerate(said)]
    add(corpus, [*turns, turn("> the film, yes\nsettled then", "A")])
    found = list(all_suggested(corpus.reader(), FIRST))
    assert [(one.turn, one.parent, one.reasons[0]) for one in found] == [(5, 2, "quote")]
    corpus.close()


def test_what_readers_chose_does_not_make_a_source_name_replies(corpus: Corpus) -> None:
    assert names_no_replies(corpus.reader(), FIRST)
    with corpus.writer("test") as writer:
        writer.set_replies({TurnId(3): TurnId(1), TurnId(4): None})
    assert names_no_replies(corpus.reader(), FIRST)
    assert chosen_replies(corpus.reader(), FIRST) == {3: 1, 4: None}


def test_a_source_that_names_one_reply_names_replies(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "r.parlance")
    add(corpus, [turn("one", key="1"), turn("two", key="2", parent="1"), turn("three", key="3")])
    assert not names_no_replies(corpus.reader(), FIRST)
    with corpus.writer("test") as writer:
        writer.set_replies({TurnId(2): None})
    assert not names_no_replies(corpus.reader(), FIRST)
    corpus.close()
