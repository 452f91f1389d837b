"""A turn's text laid out: pieces on demand, places of spans, places under the mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextLine, QTextOption

from app.model.hits import Span
from app.model.ids import CodePoint, Utf16Offset
from app.text.offsets import Utf16Map
from app.ui.conversation.lru import Lru
from app.ui.conversation.page import Fonts
from app.ui.conversation.pieces import Piece, addresses_in, displayable, quote_signs, split
from app.ui.delegates import is_right_to_left
from app.ui.models import BlockSums

EAGER = 60
"""Turns of at most so many pieces are laid out whole at once."""
_KEEP = 160
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u200f\u202b\u202e\u2067\U00010800-\U00010fff]")


@dataclass(slots=True)
class LaidPiece:
    """One piece with its lines; ``shift`` moves a right-to-left piece to the edge of its shrunk turn."""

    piece: Piece
    layout: QTextLayout
    height: float
    natural: float
    mirrored: bool
    bidi: bool
    map: Utf16Map = field(repr=False)
    addresses: tuple[Span, ...] = ()
    """Web addresses, in code points of the whole text."""


class Body:
    """The laid-out text of one turn at one width. Coordinates begin at the text's top left corner.

    ``code``: all of it is code. ``shown`` code points of the text are laid out (all unless capped).
    Heights of pieces are estimates until ``ensure`` lays them out; short turns are laid out whole when made.
    """

    def __init__(
        self, text: str, fonts: Fonts, width: float, limit: int | None = None, *, code: bool = False
    ) -> None:
        self.text = text
        self.width = width
        self._fonts = fonts
        self.pieces = split(text, limit, code=code)
        self.shown = len(text) if limit is None else min(limit, len(text))
        self._end = max((n for n, one in enumerate(self.pieces) if one.kind != "blank"), default=0)
        """The last piece with something in it: blank lines after it take no room."""
        self._laid: Lru[int, LaidPiece] = Lru(max(_KEEP, EAGER))
        self._sums = BlockSums([self._guess(n, piece) for n, piece in enumerate(self.pieces)])
        self.natural_width = 0.0
        self.apart = any(piece.kind in {"code", "quote", "media"} for piece in self.pieces)
        self.whole = len(self.pieces) <= EAGER
        self._standing: list[tuple[float, LaidPiece]] = []
        """All pieces with their tops, of a text that was laid out whole and moves no more."""
        if self.whole:
            self.ensure(0.0, float("inf"))
            self._standing = [(self._sums.before(n), self.laid(n)) for n in range(len(self.pieces))]
        else:
            self.natural_width = width

    @property
    def height(self) -> float:
        """The best known height."""
        return self._sums.total

    def ensure(self, top: float, bottom: float, pin: float = 0.0) -> float:
        """Lay out what lies between two offsets; returns how far what stood at ``pin`` has moved down."""
        pinned, inside = self._sums.find(pin)
        before = self._sums.before(pinned)
        number = self._sums.find(max(0.0, top))[0]
        while number < len(self.pieces) and self._sums.before(number) <= bottom:
            self.laid(number)
            number += 1
        moved = self._sums.before(pinned) - before
        return moved + min(0.0, self._sums[pinned] - inside)

    def laid(self, number: int) -> LaidPiece:
        """A piece, laid out now if it was not."""
        found = self._laid.get(number)
        if found is None:
            found = self._lay_out(self.pieces[number])
            if number > self._end:
                found.height = 0.0
            self._laid.put(number, found)
            self._sums.set(number, found.height)
            self.natural_width = max(self.natural_width, found.natural)
        return found

    def between(self, top: float, bottom: float) -> Iterator[tuple[float, LaidPiece]]:
        """The pieces that stand between two offsets, each with its top."""
        if bottom < 0 or top > self.height:
            return
        if self._standing:
            yield from (one for one in self._standing if one[0] <= bottom and one[0] + one[1].height > top)
            return
        number = self._sums.find(max(0.0, top))[0]
        while number < len(self.pieces):
            y = self._sums.before(number)
            if y > bottom:
                return
            yield y, self.laid(number)
            number += 1

    def dx(self, laid: LaidPiece) -> float:
        """How far a piece is shifted: right-to-left text ends at the edge of the turn, not of the page."""
        return min(0.0, self.natural_width - self.width) if laid.mirrored else 0.0

    def rects(self, start: int, end: int, top: float, bottom: float) -> list[QRectF]:
        """Where code points ``start..end`` stand, line by line, between two offsets."""
        found: list[QRectF] = []
        for y, laid in self.between(top, bottom):
            found.extend(self.piece_rects(y, laid, start, end))
        return found

    def place(self, start: int, end: int) -> QRectF:
        """Where a span begins: the rectangle of its first line, laying out its piece if needed."""
        number = self._number_at(start)
        laid = self.laid(number)
        y = self._sums.before(number)
        rects = self.piece_rects(y, laid, start, max(end, start + 1))
        return rects[0] if rects else QRectF(0.0, y, 1.0, laid.height)

    def position_at(self, point: QPointF) -> int:
        """The code point nearest to a place."""
        number = self._sums.find(max(0.0, point.y()))[0]
        laid = self.laid(number)
        y = point.y() - self._sums.before(number)
        line = self._line_at(laid.layout, y)
        if line is None:
            return laid.piece.start
        unit = line.xToCursor(point.x() - self.dx(laid))
        return laid.piece.start + laid.map.from_utf16(Utf16Offset(unit))

    def contains(self, point: QPointF, start: int, end: int) -> bool:
        """True when a place lies on the span."""
        near = self.rects(start, end, point.y(), point.y())
        return any(rect.adjusted(-2, 0, 2, 0).contains(point) for rect in near)

    # -- laying out ----------------------------------------------------------------------------

    def _guess(self, number: int, piece: Piece) -> float:
        if number > self._end:
            return 0.0
        if piece.kind == "blank":
            return self._fonts.pitch * 0.6
        per_line = max(8.0, self.width / (self._fonts.em * 0.72))
        return self._fonts.pitch * max(1.0, -(-(piece.end - piece.start) // per_line))

    def _lay_out(self, piece: Piece) -> LaidPiece:
        text = displayable(self.text[piece.start : piece.end])
        code = piece.kind == "code"
        layout = QTextLayout(text, self._fonts.code if code else self._fonts.body)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        mirrored = not code and is_right_to_left(text)
        direction = Qt.LayoutDirection
        option.setTextDirection(direction.RightToLeft if mirrored else direction.LeftToRight)
        option.setAlignment(Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        pitch = self._fonts.code_pitch if code else self._fonts.pitch
        hang = self._hang(text) if piece.kind == "quote" else 0.0
        height, natural = self._set_lines(layout, pitch, hang, mirrored=mirrored)
        if piece.kind == "blank":
            height = self._fonts.code_pitch if code else pitch * 0.6
        bidi = mirrored or bool(_RTL.search(text))
        found = tuple((piece.start + start, piece.start + end) for start, end in addresses_in(text))
        return LaidPiece(piece, layout, height, natural, mirrored, bidi, Utf16Map(text), found)

    def _hang(self, text: str) -> float:
        """How far the lines of a quotation after its first stand in: to its words, past its signs."""
        signs = QFontMetricsF(self._fonts.body).horizontalAdvance(quote_signs(text))
        return min(signs, self.width / 3)

    def _set_lines(
        self, layout: QTextLayout, pitch: float, hang: float, *, mirrored: bool
    ) -> tuple[float, float]:
        """Break lines on one grid, whatever fonts a line mixes; returns height and natural width."""
        y = natural = inset = 0.0
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(self.width - inset)
            step = max(pitch, line.height())
            baseline = y + step / 2 + self._fonts.em * 0.36
            line.setPosition(QPointF(0.0 if mirrored else inset, baseline - line.ascent()))
            natural = max(natural, inset + line.naturalTextWidth())
            y += step
            inset = hang
        layout.endLayout()
        return max(y, pitch), natural

    # -- finding places ------------------------------------------------------------------------

    def _number_at(self, position: int) -> int:
        low, high = 0, len(self.pieces) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.pieces[middle].start <= position:
                low = middle
            else:
                high = middle - 1
        return low

    @staticmethod
    def _line_at(layout: QTextLayout, y: float) -> QTextLine | None:
        """The line at a height inside a piece; the nearest one above or below."""
        chosen: QTextLine | None = None
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if chosen is None or y >= line.y():
                chosen = line
        return chosen

    def piece_rects(self, y: float, laid: LaidPiece, start: int, end: int) -> list[QRectF]:
        """Where code points ``start..end`` stand in a piece whose top is at ``y``."""
        piece = laid.piece
        if end <= piece.start or start >= piece.end:
            return []
        first = laid.map.to_utf16(CodePoint(max(start, piece.start) - piece.start))
        last = laid.map.to_utf16(CodePoint(min(end, piece.end) - piece.start))
        dx = self.dx(laid)
        rects: list[QRectF] = []
        for number in range(laid.layout.lineCount()):
            line = laid.layout.lineAt(number)
            low = max(first, line.textStart())
            high = min(last, line.textStart() + line.textLength())
            if low >= high:
                continue
            centre = y + line.y() + line.ascent() - self._fonts.em * 0.36
            tall = self._fonts.em * 1.36
            for left, right in _extents(line, low, high, bidi=laid.bidi):
                rects.append(QRectF(left + dx, centre - tall / 2, right - left, tall))
        return rects


def _extents(line: QTextLine, low: int, high: int, *, bidi: bool) -> list[tuple[float, float]]:
    """Left and right edges of a range of one line; several where directions are mixed."""
    if not bidi:
        left, right = _x(line, low), _x(line, high)
        return [(min(left, right), max(left, right))]
    boxes = (run.boundingRect() for run in line.glyphRuns(low, high - low))
    edges = sorted((box.left(), box.right()) for box in boxes if box.width() > 0)
    merged: list[tuple[float, float]] = []
    for left, right in edges:
        if merged and left <= merged[-1][1] + 0.5:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _x(line: QTextLine, unit: int) -> float:
    """The x of a UTF-16 offset. The binding returns the offset beside it."""
    placed = line.cursorToX(unit)
    return cast("float", placed[0] if isinstance(placed, tuple) else placed)
