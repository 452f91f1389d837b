"""Tags in lists: a dot for one on a turn, a square for one on a conversation, hollow for a note alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.ui.theme import Theme
from app.ui.theme.tags import tag_ink

Looks = Sequence[tuple[str, str]]
"""Names and colours of tags; a note alone has no name."""
_DOT: Final = 6.0
_STEP: Final = _DOT + 2
_MOST: Final = 4
"""So many are drawn; the words of a tip and those for screen readers name all."""


def dots_width(turn: Looks, conversation: Looks) -> float:
    """How wide the dots of a turn's tags and the squares of its conversation's are."""
    return max(0.0, min(len(turn) + len(conversation), _MOST) * _STEP - 2)


def paint_dots(painter: QPainter, start: QPointF, turn: Looks, conversation: Looks, theme: Theme) -> None:
    """The dots, then the squares, from ``start``, the middle of their left edge, to the right."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    marks = [*((*one, True) for one in turn), *((*one, False) for one in conversation)]
    for at, (name, colour, is_round) in enumerate(marks[:_MOST]):
        ink = QColor(tag_ink(colour, dark=theme.tokens.dark))
        painter.setPen(QPen(ink, 1.2) if not name else Qt.PenStyle.NoPen)
        painter.setBrush(ink if name else Qt.BrushStyle.NoBrush)
        place = QRectF(start.x() + at * _STEP, start.y() - _DOT / 2, _DOT, _DOT)
        if is_round:
            painter.drawEllipse(place)
        else:
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
