"""The page keeps its place while heights are still being found out."""

import itertools

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from app.ui.conversation.heights import Heights, estimate
from app.ui.conversation.scroll import Measured, Placed, Scroll

VIEW = 100.0


class Rows:
    """Rows of known real heights, of which only some have arrived."""

    def __init__(self, real: list[int], guess: float = 20.0) -> None:
        self.real = real
        self.here = set(range(len(real)))
        self.asked: set[int] = set()
        self.heights = Heights(np.full(len(real), guess))
        self.scroll = Scroll(self.heights, self.measure)
        self.scroll.view = VIEW

    def measure(self, row: int, top: float, bottom: float, pin: float) -> Measured:
        self.asked.add(row)
        if row in self.here:
            return Measured(float(self.real[row]))
        return Measured(self.heights[row], known=False)


def y_of(placed: list[Placed], row: int) -> float:
    return next(one.y for one in placed if one.row == row)


heights = st.lists(st.integers(1, 250), min_size=1, max_size=80)
moves = st.lists(st.one_of(st.integers(-400, 400), st.floats(0, 1)), max_size=12)


@given(heights, moves)
@example([1, 1], [1.0, 1])  # the last row at the very top, with rows above it
def test_the_view_is_always_filled_without_gaps(real: list[int], steps: list[float]) -> None:
    rows = Rows(real)
    rows.scroll.settle()
    for step in steps:
        if isinstance(step, float):
            rows.scroll.jump(step * rows.heights.total)
        else:
            rows.scroll.move(step)
        placed = rows.scroll.settle()
        assert [one.row for one in placed] == list(range(placed[0].row, placed[-1].row + 1))
        for above, below in itertools.pairwise(placed):
            assert abs(above.y + above.height - below.y) < 1e-6
        assert placed[0].y <= 1e-6
        assert placed[-1].y + placed[-1].height >= min(VIEW, sum(real)) - 1e-6
        assert placed[-1].y < VIEW


@given(heights, st.data())
def test_scrolling_there_and_back_returns_to_the_pixel(real: list[int], data: st.DataObject) -> None:
    rows = Rows(real)
    rows.scroll.jump(data.draw(st.floats(0, 1)) * rows.heights.total)
    before = rows.scroll.settle()
    distance = data.draw(st.integers(1, 90))
    rows.scroll.move(-distance)
    moved = rows.scroll.settle()
    common = {one.row for one in before} & {one.row for one in moved}
    went = {round(y_of(moved, row) - y_of(before, row), 6) for row in common}
    assert len(went) <= 1
    if went and moved[0].row + moved[0].y < 0:
        assert went == {float(distance)}


@given(heights, st.data())
def test_rows_arriving_above_do_not_move_what_is_shown(real: list[int], data: st.DataObject) -> None:
    rows = Rows(real)
    rows.here = set()
    target = data.draw(st.integers(0, len(real) - 1))
    rows.scroll.show(target, 0.0, 30.0)
    rows.scroll.settle()
    rows.here = {target}
    before = y_of(rows.scroll.settle(), target)
    rows.here = set(range(len(real)))
    after = rows.scroll.settle()
    room_below = sum(real[target:]) >= VIEW - before
    room_above = sum(real[:target]) >= before
    if room_below and room_above:
        assert y_of(after, target) == before


def test_only_visible_rows_are_measured() -> None:
    rows = Rows([40] * 100_000, guess=30.0)
    rows.scroll.show(50_000, 0.0)
    rows.scroll.settle()
    assert len(rows.asked) < 10


def test_the_bar_agrees_with_the_anchor() -> None:
    rows = Rows([50] * 10, guess=50.0)
    rows.scroll.jump(120.0)
    rows.scroll.settle()
    assert rows.scroll.value == 120.0
    assert rows.scroll.maximum == 400.0
    rows.scroll.jump(10_000.0)
    rows.scroll.settle()
    assert rows.scroll.value == rows.scroll.maximum


def test_nothing_to_show() -> None:
    rows = Rows([])
    rows.scroll.move(10)
    rows.scroll.jump(10)
    assert rows.scroll.settle() == []
    assert rows.scroll.value == 0


def test_exact_heights_replace_estimates() -> None:
    found = Heights(estimate([10, 100, 0], per_line=40.0, line=20.0, chrome=30.0))
    assert [found[row] for row in range(3)] == [50.0, 90.0, 50.0]
    assert not found.is_exact(1)
    assert found.set_exact(1, 100.0) == 10.0
    assert found.is_exact(1)
    assert found.top(2) == 150.0
    assert found.row_at(149.0) == (1, 99.0)
    assert found.tops().tolist() == [0.0, 50.0, 150.0]
    assert found.total == 200.0
