"""On which side of the page a turn stands."""

import pytest

from app.ui.conversation.box import TurnBox
from app.ui.conversation.page import Fonts, Page
from app.ui.conversation.source import LoadedTurn
from tests.helpers.page import outline_of, theme, turn

HEBREW = "שלום, מה שלומך?"

pytestmark = pytest.mark.usefixtures("qapp")


def boxes(*texts: str, speakers: int, reply: bool = False) -> list[TurnBox]:
    turns = [
        turn(number, text, 1 + (number - 1) % speakers, parent=1 if reply and number > 1 else None)
        for number, text in enumerate(texts, 1)
    ]
    page = Page(outline_of(turns), Fonts.of(theme()), 700.0)
    return [TurnBox(LoadedTurn(one, ()), page, row, whole=False) for row, one in enumerate(turns)]


def test_a_right_to_left_turn_begins_at_the_right_edge_of_the_page() -> None:
    left, right, _ = boxes("plain", HEBREW, "more", speakers=3)
    assert left.ground().left() == pytest.approx(left.page.left)
    assert left.bar().left() < left.text_x
    assert right.ground().right() == pytest.approx(right.page.left + right.page.column)
    assert right.bar().right() > right.text_x + right.body.natural_width
    assert right.header().right() == pytest.approx(right.ground().right() - right.page.pad_x)
    word = right.body.place(0, 4)
    assert right.text_x + word.right() == pytest.approx(right.ground().right() - right.page.pad_x, abs=2)


def test_of_two_speakers_each_keeps_the_side_whatever_the_direction() -> None:
    first, second = boxes(HEBREW, "plain", speakers=2)
    assert (first.side, second.side) == ("left", "right")


def test_a_reply_stays_under_the_line_that_joins_it_to_its_parent() -> None:
    assert [box.side for box in boxes(HEBREW, HEBREW, HEBREW, speakers=3, reply=True)] == ["left"] * 3
