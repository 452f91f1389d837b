"""The number said before a decision about all like places is the number that it decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import UserFacingError
from app.model.ids import TurnId
from app.model.repair import RepairedText
from app.store.alike import AlikeCount
from app.store.corpus import Corpus
from app.store.writer import Writer
from tests.helpers.corpora import add, turn
from tests.helpers.damaged import NOT, exact, inferred, said


def not_(*readings: tuple[str, float]) -> RepairedText:
    return inferred(NOT, *(readings or (("不", 0.6), ("中", 0.3))))


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = Corpus.create(tmp_path / "c.parlance")
    texts = [
        said(not_(), "好", not_(("中", 0.5), ("不", 0.4)), "间"),
        said(exact("Ã©", "é"), not_(), "好"),
        said(not_(), "好"),
        said("前", not_(), "好"),
        said(inferred("ä¸\x81", ("丁", 0.9)), "好"),
    ]
    add(made, [turn(text) for text in texts], name="a.txt", channel="cp1254-drop")
    add(made, [turn(said(not_(), "好"))], name="b.txt", channel="cp1252-drop")
    yield made
    made.close()


def decided_by(writer: Writer, turn_id: TurnId, place: int) -> AlikeCount:
    """What decisions about all alike change; they are taken back."""
    counts: list[int] = []
    for same_context in (False, True):
        undo = writer.choose_alike(turn_id, place, "与", same_context=same_context)
        counts.append(len(undo.spans))
        writer.take_back(undo)
    return AlikeCount(*counts)


def test_the_count_says_what_will_be_decided(corpus: Corpus) -> None:
    reader = corpus.reader()
    first = TurnId(reader.ids("SELECT turn_id FROM repair ORDER BY 1")[0])
    assert reader.count_alike(first, 0) == AlikeCount(places=5, in_context=2)
    with corpus.writer("test") as writer:
        for one in (0, 3):
            assert decided_by(writer, first, one) == reader.count_alike(first, one)
        undo = writer.choose_alike(first, 0, "与", same_context=True)
        assert len(undo.spans) == 2


def test_decided_places_and_undone_turns_are_not_counted_but_the_one_pointed_at_is(corpus: Corpus) -> None:
    turns = [TurnId(one) for one in corpus.reader().ids("SELECT turn_id FROM repair ORDER BY 1")]
    with corpus.writer("test") as writer:
        writer.choose(turns[0], 0, "中")
        writer.undo_repair(turns[2])
        assert corpus.reader().count_alike(turns[0], 0) == AlikeCount(places=4, in_context=1)
        assert corpus.reader().count_alike(turns[1], 2) == decided_by(writer, turns[1], 2)
        assert corpus.reader().count_alike(turns[2], 0).places == 4


def test_a_place_that_is_gone_is_said_to_be(corpus: Corpus) -> None:
    turns = corpus.reader().ids("SELECT turn_id FROM repair ORDER BY 1")
    with pytest.raises(UserFacingError):
        corpus.reader().count_alike(TurnId(turns[0]), 1)
