"""Where turns stand on the page: the measure, the sides, the indentation. Plain geometry."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QFont, QFontMetricsF

from app.ui.conversation.outline import MAX_DEPTH, Outline
from app.ui.theme import SPACING, Theme

Side = Literal["left", "right"]

LATIN_MEASURE = 68
HAN_MEASURE = 36
BAR = 2.5
BAR_INSET = 2.0
"""The line in the speaker's colour along a turn: how wide, and how far inside of the turn's ground."""
_STEPS = (17.0, 14.0, 11.0, 9.0, 8.0, 7.0, 6.0, 6.0, 6.0)
"""How far each level of reply stands in from the one above: ever less, so that deep ones keep their width."""
_MOST_INDENT = 0.16
"""How much of the column all levels together take; a narrow page draws them closer."""
_SAMPLE = "the quick brown fox jumps over the lazy dog and runs away"
_MARGIN = 28.0
_SHARE = 0.16
"""How much of the column a side leaves free, so that two sides are seen as two."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a page, made once per reading size."""

    body: QFont
    code: QFont
    name: QFont
    small: QFont
    em: float
    pitch: float
    code_pitch: float
    header: float
    measure: float

    @staticmethod
    def of(theme: Theme) -> Fonts:
        """From the theme's reading size; ``measure`` is the longest line of text in pixels."""
        body = theme.reading_font()
        metrics = QFontMetricsF(body)
        latin = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * LATIN_MEASURE
        em = metrics.horizontalAdvance("　") or metrics.height()
        small = theme.fonts.reading(theme.reading_size * 0.82)
        code = theme.mono_font()
        return Fonts(
            body=body,
            code=code,
            name=theme.fonts.reading(theme.reading_size * 0.92, QFont.Weight.DemiBold),
            small=small,
            em=em,
            pitch=round(em * 1.62),
            code_pitch=round(QFontMetricsF(code).height() * 1.12),
            header=round(QFontMetricsF(body).height() + 2),
            measure=round(min(latin, em * HAN_MEASURE)),
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """The horizontal place of one row: text of at most ``width`` pixels beginning at ``x``."""

    x: float
    width: float
    side: Side
    level: int
    bubble: bool


class Page:
    """Places rows for one viewport width. Two speakers who only take turns stand on two sides.

    ``brief``: of every turn one line, close together, all on one side.
    """

    pad_x: float = SPACING.l
    pad_y: float = SPACING.m - 2
    gap: float = SPACING.xl - 4
    close_gap: float = 3.0

    def __init__(self, outline: Outline, fonts: Fonts, width: float, *, brief: bool = False) -> None:
        self.fonts = fonts
        self.brief = brief
        if brief:
            self.pad_y, self.gap = 0.0, self.close_gap
        self.width = width
        self._outline = outline
        self.threaded = outline.threaded
        self.two_sided = not (brief or outline.threaded) and len(outline.first_speakers) == 2
        wanted = fonts.measure + 2 * self.pad_x
        if self.two_sided:
            wanted /= 1 - _SHARE
        self.column = max(120.0, min(wanted, width - 2 * _MARGIN))
        self.left = max(_MARGIN / 2, (width - self.column) / 2)
        self._indents = _indents(self.column)

    def slot(self, row: int) -> Slot:
        """The place of a row."""
        if self.two_sided:
            right = int(self._outline.speakers[row]) == self._outline.first_speakers[1]
            free = min(self.column * _SHARE, self.column - 100.0)
            width = self.column - free - 2 * self.pad_x
            return Slot(self.left + self.pad_x, width, "right" if right else "left", 0, bubble=True)
        level = min(int(self._outline.depth[row]), MAX_DEPTH)
        x = self.left + self.pad_x + self._indents[level]
        width = self.left + self.column - self.pad_x - x
        return Slot(x, max(60.0, min(width, self.fonts.measure)), "left", level, bubble=False)

    def rail_x(self, level: int) -> float:
        """Where the connecting line of a level (from 1) runs: below the bar of the turn that is answered."""
        return self.left + self._indents[level - 1] + BAR_INSET + BAR / 2

    def header(self, row: int) -> float:
        """The height of the line above a turn's text; none where a speaker goes on."""
        return 0.0 if self._outline.continues[row] else self.fonts.header

    def gap_below(self, row: int) -> float:
        """The space below a row: little before the same speaker goes on."""
        last = row + 1 >= len(self._outline)
        return self.gap if last or not self._outline.continues[row + 1] else self.close_gap

    def day_height(self, row: int) -> float:
        """The room for the date above the first turn of a day."""
        return round(self.fonts.header * 1.9) if self._outline.new_day[row] else 0.0

    @property
    def chrome(self) -> npt.NDArray[np.float64]:
        """Heights of rows beside their lines of text."""
        goes_on = self._outline.continues
        heights = np.where(goes_on, 0.0, self.fonts.header) + 2 * self.pad_y + self.gap
        heights[:-1] -= np.where(goes_on[1:], self.gap - self.close_gap, 0.0)
        chrome: npt.NDArray[np.float64] = heights + np.where(
            self._outline.new_day, round(self.fonts.header * 1.9), 0.0
        )
        return chrome

    @property
    def per_line(self) -> float:
        """Characters a full line holds, for estimates; between Latin and Han."""
        return max(10.0, self.slot(0).width / (self.fonts.em * 0.72)) if len(self._outline) else 40.0


def _indents(column: float) -> tuple[float, ...]:
    """How far every level stands in, from 0 to ``MAX_DEPTH``, in whole pixels."""
    sums = list(accumulate(_STEPS[:MAX_DEPTH], initial=0.0))
    share = min(1.0, column * _MOST_INDENT / sums[-1])
    return tuple(float(round(one * share)) for one in sums)
