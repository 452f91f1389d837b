"""Lines beside the page: each in a lane of its own, through every row between its ends, never unbounded."""

from app.ui.conversation import make_outline
from app.ui.conversation.links import LANES, Link, Links, Stroke


def link(turn: int, parent: int, *, confirmed: bool = False) -> Link:
    return Link(turn, parent, parent, confirmed, lambda: "")


def laid(*links: Link, turns: int = 12) -> Links:
    made = Links()
    made.put(links, make_outline(range(1, turns + 1)))
    return made


def test_a_line_goes_from_the_answered_turn_through_to_the_answer() -> None:
    links = laid(link(4, 2))
    assert list(links.strokes(0)) == []
    assert list(links.strokes(1)) == [Stroke(0, above=False, below=True, confirmed=False)]
    assert list(links.strokes(2)) == [Stroke(0, above=True, below=True, confirmed=False)]
    assert list(links.strokes(3)) == [Stroke(0, above=True, below=False, confirmed=False)]
    assert links.fact(4) == "↩ 2?"
    assert laid(link(4, 2, confirmed=True)).fact(4) == "↩ 2"


def test_lines_that_run_together_have_lanes_of_their_own() -> None:
    links = laid(link(4, 1), link(3, 2), link(6, 5))
    between = {stroke.lane for stroke in links.strokes(1)}
    assert len(between) == 2
    assert {stroke.lane for stroke in links.strokes(5)} == {0}


def test_where_too_many_run_the_longest_keep_their_ends_alone() -> None:
    links = laid(*(link(turn, 1) for turn in range(2, 12)))
    assert all(stroke.lane < LANES for stroke in links.strokes(1) if stroke.above and stroke.below)
    assert [stroke.lane for stroke in links.strokes(10)] == [LANES]


def test_links_to_turns_that_are_not_shown_are_left_out() -> None:
    links = laid(link(3, 99), link(98, 1))
    assert all(not links.strokes(row) for row in range(12))
