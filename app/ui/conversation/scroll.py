"""Where the page stands: an anchor row at a place of the view, so that better heights move nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.ui.conversation.heights import Heights

_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Measured:
    """The best known height of a row, and how far what stood at the pinned offset has moved down.

    ``known`` is False while the row is only estimated.
    """

    height: float
    shift: float = 0.0
    known: bool = True


Measure = Callable[[int, float, float, float], Measured]
"""``measure(row, top, bottom, pin)`` lays out what lies between two offsets in the row, if it can."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row on screen; ``y`` is its top in the viewport, negative above it."""

    row: int
    y: float
    height: float


class Scroll:
    """The visible rows of a page of ``view`` pixels; every visible row is measured, others never.

    The anchor is one visible row and the place of its top. Rows above and below it are stacked around
    it: however their heights change, the anchor stays where it is read.
    """

    def __init__(self, heights: Heights, measure: Measure) -> None:
        self.heights = heights
        self._measure = measure
        self.row = 0
        self.y = 0.0
        self.view = 1.0

    @property
    def value(self) -> float:
        """The top of the view as pixels from the start, for the scroll bar."""
        return max(0.0, self.heights.top(self.row) - self.y) if len(self.heights) else 0.0

    @property
    def maximum(self) -> float:
        """The largest value: the last page."""
        return max(0.0, self.heights.total - self.view)

    def jump(self, value: float) -> None:
        """Go to a place by pixels: a drag of the scroll bar."""
        if len(self.heights):
            self.row, inside = self.heights.row_at(value)
            self.y = -inside

    def move(self, by: float) -> None:
        """Scroll by pixels, down is positive. What a long turn holds just above is laid out first."""
        if not len(self.heights):
            return
        if by < 0 and self.y < 0:
            self.y -= self._measured(self.row, max(0.0, by - self.y), -self.y, -self.y).shift
        self.y -= by

    def show(self, row: int, offset: float, at: float = 0.0) -> None:
        """Put the place ``offset`` inside ``row`` at ``at`` pixels below the top of the view."""
        self.row, self.y = row, at - offset

    def settle(self) -> list[Placed]:
        """Measure and place the visible rows; nothing but rows stands above the first or below the last."""
        if not len(self.heights):
            return []
        placed: list[Placed] = []
        for _round in range(_ROUNDS):
            placed = self._stack()
            top, bottom = placed[0].y, placed[-1].y + placed[-1].height
            first, last = placed[0].row == 0, placed[-1].row == len(self.heights) - 1
            if first and top > 0:
                self.y -= top
            elif last and bottom < self.view - 1e-6 and (top < 0 or not first):
                self.y += min(self.view - bottom, -top if first else self.view)
            else:
                break
        visible = [one for one in placed if one.y + one.height > 0 and one.y < self.view] or placed[:1]
        self._anchor_among(visible)
        return visible

    def _stack(self) -> list[Placed]:
        """Rows around the anchor until the view is full both ways."""
        start = max(0.0, -self.y)
        measured = self._measured(self.row, start, self.view - self.y, start)
        self.y -= measured.shift
        above: list[Placed] = []
        row, top = self.row, self.y
        while top > 0 and row > 0:
            row -= 1
            height = self._measured_from_below(row, top)
            top -= height
            above.append(Placed(row, top, height))
        placed = [*reversed(above), Placed(self.row, self.y, measured.height)]
        row, y = self.row + 1, self.y + measured.height
        while y < self.view and row < len(self.heights):
            height = self._measured(row, max(0.0, -y), self.view - y, 0.0).height
            placed.append(Placed(row, y, height))
            y += height
            row += 1
        return placed

    def _measured_from_below(self, row: int, room: float) -> float:
        """The height of a row of which the last ``room`` pixels are seen."""
        height = self.heights[row]
        for _round in range(_ROUNDS):
            better = self._measured(row, max(0.0, height - room), height, height).height
            if better == height:
                break
            height = better
        return height

    def _measured(self, row: int, top: float, bottom: float, pin: float) -> Measured:
        measured = self._measure(row, top, bottom, pin)
        if measured.known:
            self.heights.set_exact(row, measured.height)
        return measured

    def _anchor_among(self, visible: list[Placed]) -> None:
        """Keep the anchor while it is seen; else take the first row whose height is certain."""
        if any(one.row == self.row for one in visible):
            return
        certain = (one for one in visible if self.heights.is_exact(one.row))
        chosen = next(certain, visible[0])
        self.row, self.y = chosen.row, chosen.y
