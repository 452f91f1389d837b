"""Running totals over many numbers that change one at a time: sums by blocks, search by offset.

Used for the heights of turns, where a million numbers must answer "what stands at offset x" in
microseconds while single numbers keep being corrected.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_BLOCK = 1024


class BlockSums:
    """Non-negative numbers with prefix sums. Setting is O(1), asking O(block + n / block)."""

    def __init__(self, values: npt.ArrayLike) -> None:
        self._values: Numbers = np.array(values, dtype=np.float64).ravel()
        firsts = np.arange(0, len(self._values), _BLOCK)
        self._blocks: Numbers = np.add.reduceat(self._values, firsts) if len(firsts) else np.zeros(0)
        self._prefix: Numbers | None = None
        self._total = 0.0

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, at: int) -> float:
        return float(self._values[at])

    @property
    def values(self) -> Numbers:
        """The numbers themselves; a read-only view."""
        view = self._values.view()
        view.flags.writeable = False
        return view

    @property
    def total(self) -> float:
        """The sum of all numbers."""
        if self._prefix is None:
            self._starts()
        return self._total

    def set(self, at: int, value: float) -> float:
        """Replace one number; returns the difference new - old."""
        difference = value - float(self._values[at])
        if difference:
            self._values[at] = value
            self._blocks[at // _BLOCK] += difference
            self._prefix = None
        return difference

    def before(self, at: int) -> float:
        """The sum of the numbers before position ``at`` (0..len)."""
        block = at // _BLOCK
        return float(self._starts()[block] + self._values[block * _BLOCK : at].sum())

    def starts(self) -> Numbers:
        """The sum before every position, shape (len,): for drawing all of them at once."""
        return np.concatenate([[0.0], np.cumsum(self._values)])[:-1]

    def find(self, offset: float) -> tuple[int, float]:
        """The position whose stretch holds ``offset``, and how far inside it.

        Offsets below 0 give the start of the first, offsets past the end the end of the last.
        Positions holding 0 are never found unless all are. Raises IndexError when empty.
        """
        if not len(self._values):
            raise IndexError("no numbers")
        starts = self._starts()
        offset = max(offset, 0.0)
        if offset >= starts[-1]:
            last = len(self._values) - 1
            return last, self[last]
        block = int(np.searchsorted(starts, offset, side="right")) - 1
        first = block * _BLOCK
        inside = np.cumsum(self._values[first : first + _BLOCK])
        wanted = offset - float(starts[block])
        step = min(int(np.searchsorted(inside, wanted, side="right")), len(inside) - 1)
        return first + step, max(0.0, wanted - float(inside[step] - self._values[first + step]))

    def _starts(self) -> Numbers:
        if self._prefix is None:
            self._prefix = np.concatenate([[0.0], np.cumsum(self._blocks)])
            self._total = float(self._prefix[-1])
        return self._prefix
