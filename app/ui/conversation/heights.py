"""Heights of rows that are only estimated until they are laid out, and the places between them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.ui.models import BlockSums

Floats = npt.NDArray[np.float64]


class Heights:
    """One height per row, in device-independent pixels: an estimate first, exact once laid out."""

    def __init__(self, estimates: npt.ArrayLike) -> None:
        self._sums = BlockSums(estimates)
        self._exact = np.zeros(len(self._sums), dtype=np.bool_)

    def __len__(self) -> int:
        return len(self._sums)

    def __getitem__(self, row: int) -> float:
        return self._sums[row]

    @property
    def total(self) -> float:
        """The height of everything, as far as known."""
        return self._sums.total

    def is_exact(self, row: int) -> bool:
        """True when the row was laid out."""
        return bool(self._exact[row])

    def set_exact(self, row: int, height: float) -> float:
        """Note a row's real height; returns by how much it differs from what was assumed."""
        self._exact[row] = True
        return self._sums.set(row, height)

    def top(self, row: int) -> float:
        """Where a row begins; ``len`` gives the end of the last."""
        return self._sums.before(row)

    def tops(self) -> Floats:
        """Where every row begins, shape (len,)."""
        return self._sums.starts()

    def row_at(self, offset: float) -> tuple[int, float]:
        """The row at an offset and how far inside it, clamped to the rows; raises IndexError when empty."""
        return self._sums.find(offset)


def estimate(sizes: npt.ArrayLike, per_line: float, line: float, chrome: npt.ArrayLike) -> Floats:
    """Heights of turns of ``sizes`` characters at ``per_line`` characters a line, plus ``chrome`` each."""
    lines = np.maximum(1.0, np.ceil(np.asarray(sizes, dtype=np.float64) / max(per_line, 1.0)))
    heights: Floats = lines * line + np.asarray(chrome)
    return heights
