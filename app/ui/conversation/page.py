"""Where turns stand on the page: the measure, the sides, the indentation. Plain geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QFont, QFontMetricsF

from app.ui.conversation.outline import MAX_DEPTH, Outline
from app.ui.theme import SPACING, Theme

Side = Literal["left", "right"]

LATIN_MEASURE = 68
HAN_MEASURE = 36
INDENT = 22.0
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
    """Places rows for one viewport width. Two speakers who only take turns stand on two sides."""

    pad_x = SPACING.l
    pad_y = SPACING.m - 2
    gap = SPACING.xl - 4

    def __init__(self, outline: Outline, fonts: Fonts, width: float) -> None:
        self.fonts = fonts
        self.width = width
        self._outline = outline
        self.threaded = outline.threaded
        self.two_sided = not outline.threaded and len(outline.first_speakers) == 2
        wanted = fonts.measure + 2 * self.pad_x
        if self.two_sided:
            wanted /= 1 - _SHARE
        self.column = max(120.0, min(wanted, width - 2 * _MARGIN))
        self.left = max(_MARGIN / 2, (width - self.column) / 2)

    def slot(self, row: int) -> Slot:
        """The place of a row."""
        if self.two_sided:
            right = int(self._outline.speakers[row]) == self._outline.first_speakers[1]
            free = min(self.column * _SHARE, self.column - 100.0)
            width = self.column - free - 2 * self.pad_x
            return Slot(self.left + self.pad_x, width, "right" if right else "left", 0, bubble=True)
        level = min(int(self._outline.depth[row]), MAX_DEPTH)
        step = min(INDENT, max(8.0, (self.column - 160.0) / MAX_DEPTH))
        x = self.left + self.pad_x + level * step
        width = self.left + self.column - self.pad_x - x
        return Slot(x, max(60.0, min(width, self.fonts.measure)), "left", level, bubble=False)

    def rail_x(self, level: int) -> float:
        """Where the connecting line of a level (from 1) runs: under the edge of its parent."""
        step = min(INDENT, max(8.0, (self.column - 160.0) / MAX_DEPTH))
        return self.left + self.pad_x + (level - 1) * step + 2.0

    @property
    def chrome(self) -> float:
        """Height of a row beside its lines of text."""
        return self.fonts.header + 2 * self.pad_y + self.gap

    @property
    def per_line(self) -> float:
        """Characters a full line holds, for estimates; between Latin and Han."""
        return max(10.0, self.slot(0).width / (self.fonts.em * 0.72)) if len(self._outline) else 40.0
