"""Selections and hit marks as plain values."""

from app.model.corpus import Turn
from app.model.hits import Span
from app.model.ids import ConversationId, SpeakerId, TurnId
from app.ui.conversation.marks import HitMarks, Place, Selection, clipboard_text
from app.ui.conversation.outline import make_outline


def turn(number: int, text: str = "一二三", speaker: str = "A") -> Turn:
    return Turn(TurnId(number), ConversationId(1), number, None, SpeakerId(1), speaker, text)


def test_a_selection_may_be_dragged_upwards() -> None:
    selection = Selection(Place(2, 1), Place(0, 2))
    assert (selection.first, selection.last) == (Place(0, 2), Place(2, 1))
    assert selection.part(0, 3) == (2, 3)
    assert selection.part(1, 3) == (0, 3)
    assert selection.part(2, 3) == (0, 1)
    assert selection.part(3, 3) is None


def test_an_empty_selection_has_no_part() -> None:
    assert Selection(Place(1, 4), Place(1, 4)).part(1, 9) is None


def test_a_selection_beyond_the_text_ends_with_it() -> None:
    assert Selection(Place(0, 1), Place(0, 10**9)).part(0, 3) == (1, 3)


def test_copying_several_turns_says_who_spoke() -> None:
    turns = [turn(1, "hello there", "A"), turn(2, "你好<b>", "B")]
    selection = Selection(Place(0, 6), Place(1, 2))
    assert clipboard_text(turns, selection, [0, 1], labels=True) == "[A]: there\n[B]: 你好"
    assert clipboard_text(turns, selection, [0, 1], labels=False) == "there\n你好"


def test_copying_inside_one_turn_is_a_quotation() -> None:
    selection = Selection(Place(0, 0), Place(0, 5))
    assert clipboard_text([turn(1, "hello there")], selection, [0], labels=True) == "hello"


def test_hit_places_are_asked_for_once_and_only_for_hits() -> None:
    asked: list[int] = []

    def find(one: Turn) -> list[Span]:
        asked.append(int(one.id))
        return [(2, 3), (0, 1)]

    marks = HitMarks([3, 1], find)
    assert marks.spans(turn(2)) == ()
    assert marks.spans(turn(3)) == ((0, 1), (2, 3))
    marks.spans(turn(3))
    assert asked == [3]
    marks.forget(3)
    marks.spans(turn(3))
    assert asked == [3, 3]
    assert marks.rows(make_outline([1, 2, 3])).tolist() == [0, 2]


def test_known_places_come_from_the_mapping() -> None:
    marks = HitMarks({5: [(0, 2)]})
    assert marks.spans(turn(5)) == ((0, 2),)
    assert HitMarks().spans(turn(5)) == ()
