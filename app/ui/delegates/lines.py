"""Single lines of text shaped once and painted many times.

Shaping a line that mixes scripts costs a tenth of a millisecond, and a table paints two hundred of
them a frame; scrolling shows mostly the same ones again.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTransform

_KEEP = 2_000


class Line(NamedTuple):
    """A shaped line, cut to its room, with its size in pixels."""

    text: QStaticText
    width: float
    height: float


class Lines:
    """Shaped lines in one font; the painter's pen gives the colour."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self._lines: OrderedDict[tuple[str, int, Qt.TextElideMode], Line] = OrderedDict()

    def line(self, text: str, room: float, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> Line:
        """The line, with an ellipsis where it does not fit."""
        key = (text, int(room), elide)
        found = self._lines.get(key)
        if found is None:
            shown = QStaticText(self.metrics.elidedText(text, elide, int(room)))
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.prepare(QTransform(), self.font)
            size = shown.size()
            found = self._lines[key] = Line(shown, size.width(), size.height())
            if len(self._lines) > _KEEP:
                self._lines.popitem(last=False)
        else:
            self._lines.move_to_end(key)
        return found

    def draw(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        at: float = 0.0,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """Paint one line, centred in height; ``at`` is 0 for the left edge, 1 for the right."""
        if box.width() <= 0 or not text:
            return
        line = self.line(text, box.width(), elide)
        painter.setFont(self.font)
        x = box.left() + (box.width() - line.width) * at
        painter.drawStaticText(QPointF(x, box.center().y() - line.height / 2), line.text)
