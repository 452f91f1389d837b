"""Single lines of text shaped once and painted many times.

Shaping a line that mixes scripts costs a tenth of a millisecond, and a table paints two hundred of
them a frame; scrolling shows mostly the same ones again.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTransform

_KEEP = 2_000
_PLAIN = re.compile(
    "[\x20-\x7e\xa0-\u024f\u0370-\u03ff\u0400-\u052f\u2010-\u2027\u3000-\u303f\u3041-\u3096\u30a1-\u30fc"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*"
)
"""Text whose width is, but for kerning, the sum of its characters' widths."""
_ELLIPSIS = "…"


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
        self._widths: dict[str, float] = {}

    def line(self, text: str, room: float, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> Line:
        """The line, with an ellipsis where it does not fit."""
        key = (text, int(room), elide)
        found = self._lines.get(key)
        if found is None:
            shown = QStaticText(self._cut(text, elide, int(room)))
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.prepare(QTransform(), self.font)
            size = shown.size()
            found = self._lines[key] = Line(shown, size.width(), size.height())
            if len(self._lines) > _KEEP:
                self._lines.popitem(last=False)
        else:
            self._lines.move_to_end(key)
        return found

    def _cut(self, text: str, elide: Qt.TextElideMode, room: int) -> str:
        """The text with an ellipsis where it does not fit. Qt shapes it two or three times to find out;
        adding up the widths of characters is enough where they stand side by side."""
        if elide == Qt.TextElideMode.ElideMiddle or not _PLAIN.fullmatch(text):
            return self.metrics.elidedText(text, elide, room)
        left = elide == Qt.TextElideMode.ElideLeft
        free = room - self._width(_ELLIPSIS)
        used, fits = 0.0, 0
        for count, char in enumerate(reversed(text) if left else text, 1):
            used += self._width(char)
            if used <= free:
                fits = count
            elif used > room:
                return _ELLIPSIS + text[len(text) - fits :] if left else text[:fits] + _ELLIPSIS
        return text

    def _width(self, char: str) -> float:
        found = self._widths.get(char)
        if found is None:
            found = self._widths[char] = self.metrics.horizontalAdvance(char)
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
