"""How many rows each hit turn has: one, but for those few whose occurrences have been looked at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate


class RowCounts:
    """A count a turn, 1 until it is set. A million turns cost nothing; asking takes O(log set turns)."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._places: list[int] = []
        self._extra: list[int] = []
        self._added: list[int] | None = None

    def __len__(self) -> int:
        """The number of turns."""
        return self._count

    def __getitem__(self, position: int) -> int:
        """The rows of a turn."""
        at = bisect_left(self._places, position)
        there = at < len(self._places) and self._places[at] == position
        return 1 + self._extra[at] if there else 1

    @property
    def total(self) -> int:
        """The rows of all turns."""
        return self._count + self._sums()[-1]

    def extend(self, count: int) -> None:
        """Let so many turns follow."""
        self._count += count

    def set(self, position: int, rows: int) -> int:
        """Give a turn so many rows, at least one; returns the difference new - old."""
        at = bisect_left(self._places, position)
        if at == len(self._places) or self._places[at] != position:
            if rows == 1:
                return 0
            self._places.insert(at, position)
            self._extra.insert(at, 0)
        difference = rows - 1 - self._extra[at]
        self._extra[at] += difference
        self._added = None
        return difference

    def before(self, position: int) -> int:
        """The rows of all turns before one."""
        return position + self._sums()[bisect_left(self._places, position)]

    def find(self, row: int) -> tuple[int, int]:
        """The turn that a row belongs to, and which of its rows it is; both from 0."""
        sums = self._sums()
        at = bisect_right(range(len(self._places)), row, key=lambda one: self._places[one] + sums[one])
        if not at:
            return row, 0
        first = self._places[at - 1] + sums[at - 1]
        inside = row - first
        if inside <= self._extra[at - 1]:
            return self._places[at - 1], inside
        return row - sums[at], 0

    def _sums(self) -> list[int]:
        """What the turns set so far add to the rows before each of them, and to all rows."""
        if self._added is None:
            self._added = list(accumulate(self._extra, initial=0))
        return self._added
