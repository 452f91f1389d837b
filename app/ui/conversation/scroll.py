"""Where the page stands: an anchor in a row, not a number of pixels, so that better heights move nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.ui.conversation.heights import Heights

_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Measured:
    """The best known height of a row, and how far what stood at the pinned offset has moved down."""

    height: float
    shift: float = 0.0


Measure = Callable[[int, float, float, float], Measured]
"""``measure(row, top, bottom, pin)`` lays out what lies between two offsets in the row, if it can."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row on screen; ``y`` is its top in the viewport, negative above it."""

    row: int
    y: float
    height: float


class Scroll:
    """The visible rows of a page of ``view`` pixels; every visible row is measured, others never."""

    def __init__(self, heights: Heights, measure: Measure) -> None:
        self.heights = heights
        self._measure = measure
        self.row = 0
        self.offset = 0.0
        self.view = 1.0

    @property
    def value(self) -> float:
        """The anchor as pixels from the start, for the scroll bar."""
        return self.heights.top(self.row) + self.offset if len(self.heights) else 0.0

    @property
    def maximum(self) -> float:
        """The largest value: the last page."""
        return max(0.0, self.heights.total - self.view)

    def jump(self, value: float) -> None:
        """Go to a place by pixels: a drag of the scroll bar."""
        if len(self.heights):
            self.row, self.offset = self.heights.row_at(value)

    def move(self, by: float) -> None:
        """Scroll by pixels (down is positive); rows on the way up are measured first, so nothing jumps."""
        if not len(self.heights):
            return
        if by < 0:
            self.offset += self._measured(
                self.row, max(0.0, self.offset + by), self.offset, self.offset
            ).shift
        self.offset += by
        self._normalise()

    def show(self, row: int, offset: float, at: float = 0.0) -> None:
        """Put the place ``offset`` inside ``row`` at ``at`` pixels below the top of the view."""
        self.row, self.offset = row, offset - at
        self._normalise()

    def settle(self) -> list[Placed]:
        """Measure and place the visible rows; moves up when the end leaves room below."""
        if not len(self.heights):
            return []
        placed: list[Placed] = []
        for _round in range(_ROUNDS):
            self._normalise()
            placed, bottom = self._fill()
            room = self.view - bottom
            if room <= 0.5 or (self.row == 0 and self.offset <= 0):
                break
            self.offset -= room
        return placed

    def _fill(self) -> tuple[list[Placed], float]:
        placed: list[Placed] = []
        y = -self.offset
        row = self.row
        while row < len(self.heights) and y < self.view:
            top = max(0.0, -y)
            measured = self._measured(row, top, self.view - y, top)
            if row == self.row and measured.shift:
                self.offset += measured.shift
                y = -self.offset
            placed.append(Placed(row, y, measured.height))
            y += measured.height
            row += 1
        return placed, y

    def _measured(self, row: int, top: float, bottom: float, pin: float) -> Measured:
        measured = self._measure(row, top, bottom, pin)
        if measured.height != self.heights[row]:
            self.heights.set_exact(row, measured.height)
        return measured

    def _normalise(self) -> None:
        """Bring the anchor to the row that really stands at the top of the view."""
        while self.offset < 0 and self.row > 0:
            self.row -= 1
            height = self.heights[self.row]
            bottom = height + self.offset
            measured = self._measured(self.row, max(0.0, bottom), height, height)
            self.offset += measured.height
        while self.row < len(self.heights) - 1 and self.offset >= self.heights[self.row]:
            self.offset -= self.heights[self.row]
            self.row += 1
        if self.row == 0:
            self.offset = max(0.0, self.offset)
