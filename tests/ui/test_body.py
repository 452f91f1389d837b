"""Places in laid-out text: emoji, right-to-left, wrapped lines."""

import pytest
from PySide6.QtCore import QPointF

from app.ui.conversation.body import EAGER, Body
from app.ui.conversation.page import Fonts
from app.ui.conversation.pieces import is_code
from tests.helpers.page import theme

WIDTH = 400.0

pytestmark = pytest.mark.usefixtures("qapp")


def body(text: str, limit: int | None = None) -> Body:
    return Body(text, Fonts.of(theme()), WIDTH, limit)


@pytest.mark.parametrize(
    "text",
    [
        "plain words here",
        "😀😀 emoji 汉字 first",
        "line one\n\nline three",
        "x" * 300,
        "> " + "quoted words " * 9,
        "שלום code עולם",
    ],
)
def test_a_character_is_found_where_it_stands(text: str) -> None:
    laid = body(text)
    for at, char in enumerate(text):
        if char.isspace():
            continue
        place = laid.place(at, at + 1)
        assert laid.contains(place.center(), at, at + 1)
        if not laid.laid(0).bidi:  # between directions a place has two cursors
            assert laid.position_at(place.center()) in (at, at + 1)


def test_offsets_after_an_emoji_are_not_off_by_one() -> None:
    with_emoji, without = body("😀x"), body("x")
    assert with_emoji.place(1, 2).width() == pytest.approx(without.place(0, 1).width(), abs=0.1)
    assert with_emoji.place(1, 2).left() > 10


def test_a_span_over_a_line_break_has_a_rectangle_a_line() -> None:
    laid = body("word " * 40)
    rects = laid.rects(0, 200, 0.0, laid.height)
    assert len(rects) > 1
    assert all(rect.right() <= WIDTH + 1 for rect in rects)
    tops = [rect.top() for rect in rects]
    assert tops == sorted(tops)


def test_right_to_left_text_ends_at_the_edge_of_the_turn() -> None:
    laid = body("שלום עולם\nshort")
    first = laid.place(0, 1)
    assert first.right() == pytest.approx(laid.natural_width, abs=1.5)
    assert first.left() > laid.place(8, 9).left()


def test_a_mixed_direction_span_may_stand_in_two_places() -> None:
    text = "abc שלום def"
    rects = body(text).rects(2, 6, 0.0, 100.0)
    assert len(rects) == 2


def test_lines_stand_on_one_grid_whatever_fonts_they_mix() -> None:
    heights = {body(text).height for text in ("plain", "汉字", "😀", "mixed 汉字 😀")}
    assert len(heights) == 1


def test_only_what_is_asked_for_is_laid_out() -> None:
    laid = body("\n".join(f"line {n}" for n in range(EAGER * 50)))
    assert len(laid._laid) == 0
    laid.ensure(1000.0, 1400.0)
    assert 0 < len(laid._laid) < 30


def test_a_pinned_place_is_told_how_far_it_moved() -> None:
    text = "\n".join("汉" * (n % 90) for n in range(EAGER * 5))
    laid = body(text)
    pin = laid.height / 2
    at = laid.position_at(QPointF(1.0, pin))
    before = laid._sums.before(laid._number_at(at))
    moved = laid.ensure(0.0, pin, pin)
    after = laid._sums.before(laid._number_at(at))
    assert moved == pytest.approx(after - before, abs=1e-6)


def test_beside_the_text_is_the_nearest_place() -> None:
    laid = body("abc\ndef")
    assert laid.position_at(QPointF(-50.0, 1.0)) == 0
    assert laid.position_at(QPointF(999.0, 1.0)) == 3
    assert laid.position_at(QPointF(999.0, 9999.0)) == 7
    assert body("").position_at(QPointF(5.0, 5.0)) == 0


def test_the_lines_of_a_quotation_stand_under_its_words() -> None:
    text = "> " + "quoted words " * 12
    laid = body(text)
    rects = laid.rects(0, len(text.rstrip()), 0.0, laid.height)
    words = laid.place(2, 3).left()
    assert len(rects) > 2
    assert [rect.left() for rect in rects[1:]] == pytest.approx([words] * (len(rects) - 1), abs=1.5)
    assert all(rect.right() <= WIDTH + 1 for rect in rects)


def test_a_quotation_from_right_to_left_hangs_on_the_right() -> None:
    laid = body("> " + "שלום עולם " * 20)
    rects = laid.rects(2, 180, 0.0, laid.height)
    assert len(rects) > 2
    assert max(rect.right() for rect in rects[1:]) <= laid.place(2, 3).right() + 1.5


def test_blank_lines_at_the_end_take_no_room() -> None:
    assert body("words\n\n\n").height == body("words").height
    assert body("words\n\n\nmore").height > body("words\nmore").height
    assert body("\n\n").height > 0


def test_a_turn_that_is_a_program_is_code_without_fences() -> None:
    text = "import x\n\n```\n> 1"
    laid = Body(text, Fonts.of(theme()), WIDTH, code=True)
    assert {piece.kind for piece in laid.pieces} == {"code"}
    assert is_code({"content": {"content_type": "code", "language": "unknown"}})
    assert not is_code({"content": "code"})
    assert not is_code({})
