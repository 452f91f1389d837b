"""Paints one turn from ready values: ground, marks, text, and the quiet lines of repairs and replies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout

from app.model.hits import Span
from app.model.ids import CodePoint
from app.model.repair import RepairSpan
from app.ui.conversation.addresses import paint_addresses
from app.ui.conversation.body import LaidPiece
from app.ui.conversation.box import TurnBox
from app.ui.conversation.header import HeadPainter
from app.ui.conversation.links import Links, paint_links
from app.ui.conversation.outline import MAX_DEPTH, Outline
from app.ui.conversation.page import Page
from app.ui.conversation.tag_paint import paint_edges, paint_stretches
from app.ui.conversation.unlike import paint_unlike
from app.ui.theme import SPACING, Theme

_RAIL = 1.5
"""How wide the lines are that join replies; filled, as drawing them takes half as long again."""
_FEW = 40
"""So many hits of a turn are painted without asking which of them are in sight."""
_SINGLE = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in one turn, in code points of its text."""

    hits: tuple[Span, ...] = ()
    current: Span | None = None
    selected: Span | None = None
    spot: Span | None = None
    active: bool = False
    doubt: float = 0.0
    """Inferred repairs less sure than this are marked more strongly."""


class TurnPainter:
    """Paints rows of one page. ``top`` and ``bottom`` of the clip are in row coordinates."""

    def __init__(self, theme: Theme, page: Page, outline: Outline, links: Links) -> None:
        self._theme = theme
        self._links = links
        self._page = page
        self._outline = outline
        self._heads = HeadPainter(theme, page, outline)

    def turn(self, painter: QPainter, box: TurnBox, marks: Marks, top: float, bottom: float) -> None:
        """One loaded turn; the painter's origin is the row's top left corner."""
        self._heads.date(painter, box)
        middle = box.header().center().y()
        self._rails(painter, box.row, middle, box.height)
        paint_links(painter, self._links.strokes(box.row), self._page.left, middle, box.height, self._theme)
        self._ground(painter, box, active=marks.active)
        self._heads.paint(painter, box, self._links.fact(int(box.turn.id)))
        x, y = box.text_x, box.body_top
        low, high = top - y, bottom - y
        marks = _within_sight(marks, box, low, high)
        painter.save()
        painter.translate(x, y)
        self._code_grounds(painter, box, low, high)
        self._mark_grounds(painter, box, marks, low, high)
        text, muted = QColor(self._theme.tokens.text), QColor(self._theme.tokens.muted)
        addressed = False
        for piece_y, laid in box.body.between(low, high):
            addressed = addressed or bool(laid.addresses)
            formats = self._formats(laid, marks)
            painter.setPen(muted if box.quiet or laid.piece.kind in {"quote", "media"} else text)
            laid.layout.draw(painter, QPointF(box.body.dx(laid), piece_y), formats)
        self._cut(painter, box)
        if addressed:
            paint_addresses(painter, box, self._theme, low, high)
        self._repairs(painter, box, marks.doubt, low, high)
        paint_stretches(painter, box, self._theme, low, high)
        paint_unlike(painter, box, self._theme.tokens.muted, low, high)
        self._spot(painter, box, marks.spot, low, high)
        painter.restore()
        self._more(painter, box)
        paint_edges(painter, box, self._theme)

    def placeholder(self, painter: QPainter, row: int, height: float) -> None:
        """A turn that has not arrived: quiet bars where its text will be."""
        slot = self._page.slot(row)
        self._rails(painter, row, self._page.fonts.header / 2, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.placeholder))
        y = self._page.header(row) + self._page.pad_y
        x = slot.x
        if slot.side == "right":
            x = self._page.left + self._page.column - self._page.pad_x - slot.width * 0.8
        pitch = self._page.fonts.pitch
        painter.drawRoundedRect(QRectF(x, 4, 64, pitch * 0.4), 3, 3)
        while y + pitch < height - self._page.gap:
            painter.drawRoundedRect(QRectF(x, y, slot.width * 0.8, pitch * 0.45), 3, 3)
            y += pitch

    def empty(self, painter: QPainter, area: QRect, words: str) -> None:
        """What stands on a page without turns."""
        painter.setFont(self._theme.ui_font(1.1))
        painter.setPen(QColor(self._theme.tokens.muted))
        margin = int(SPACING.xxl)
        inside = area.adjusted(margin, margin, -margin, -margin)
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    # -- parts of a turn -----------------------------------------------------------------------

    def _ground(self, painter: QPainter, box: TurnBox, *, active: bool) -> None:
        speaker = int(box.turn.speaker_id)
        ground = box.ground()
        ink = self._theme.speaker_colour(speaker)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if box.slot.bubble:
            painter.setPen(QPen(ink, 1.4) if active else Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.speaker_ground(speaker))
            painter.drawRoundedRect(ground, SPACING.radius, SPACING.radius)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        if active:
            painter.setBrush(self._theme.speaker_ground(speaker))
            inside = ground.adjusted(4, 0, 0, 0) if box.side == "left" else ground.adjusted(0, 0, -4, 0)
            painter.drawRoundedRect(inside, SPACING.radius, SPACING.radius)
        painter.setBrush(ink)
        painter.drawRoundedRect(box.bar(), 1.25, 1.25)

    def _code_grounds(self, painter: QPainter, box: TurnBox, low: float, high: float) -> None:
        """A tinted ground below code, a line beside what is quoted, a frame around what stands for media."""
        if not box.body.apart:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = box.ground().width() - 2 * self._page.pad_x + 12
        tokens = self._theme.tokens
        for y, laid in box.body.between(low, high):
            kind = laid.piece.kind
            painter.setPen(Qt.PenStyle.NoPen)
            if kind == "code":
                painter.setBrush(QColor(tokens.code))
                painter.drawRect(QRectF(-6, y, width, laid.height + 0.5))
            elif kind == "quote":
                x = width - 9 if laid.mirrored else -6.0
                painter.setBrush(QColor(tokens.muted))
                painter.drawRect(QRectF(x, y, 2.0, laid.height + 0.5))
            elif kind == "media":
                painter.setPen(QPen(QColor(tokens.muted), 1.0, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                wide = laid.natural + 10
                x = width - 6 - wide if laid.mirrored else -5.0
                painter.drawRoundedRect(QRectF(x, y + 2, wide, laid.height - 4), 4, 4)

    def _mark_grounds(self, painter: QPainter, box: TurnBox, marks: Marks, low: float, high: float) -> None:
        if not (box.spans or marks.hits or marks.current or marks.selected):
            return
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        self._doubt_grounds(painter, box, marks.doubt, low, high)
        painter.setBrush(QColor(tokens.hit))
        for start, end in marks.hits:
            if (start, end) != marks.current:
                self._fill(painter, box.rects((start, end), low, high), 3.0)
        if marks.current is not None:
            painter.setBrush(QColor(tokens.hit_current))
            self._fill(painter, box.rects(marks.current, low, high), 3.0)
        if marks.selected is not None:
            painter.setBrush(QColor(tokens.selection))
            self._fill(painter, box.rects(marks.selected, low, high), 1.0)

    @staticmethod
    def _fill(painter: QPainter, rects: Iterable[QRectF], radius: float) -> None:
        for rect in rects:
            painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), radius, radius)

    def _formats(self, laid: LaidPiece, marks: Marks) -> list[QTextLayout.FormatRange]:
        """Inks over hits and the selection: the grounds are painted already."""
        tokens = self._theme.tokens
        others = (span for span in marks.hits if span != marks.current)  # ranges must not overlap
        ranges = [_range(laid, *span, tokens.on_hit) for span in others]
        if marks.current is not None:
            ranges.append(_range(laid, *marks.current, tokens.on_hit_current))
        if marks.selected is not None:
            ranges.append(_range(laid, *marks.selected, tokens.on_selection))
        return [made for made in ranges if made is not None]

    def _doubt_grounds(self, painter: QPainter, box: TurnBox, doubt: float, low: float, high: float) -> None:
        """A tinted ground below what is less sure than the reader wants."""
        if not box.spans:
            return
        ground = QColor(self._theme.tokens.inferred)
        ground.setAlphaF(0.16)
        painter.setBrush(ground)
        for span, rect in box.repair_rects(low, high):
            if in_doubt(span, doubt):
                painter.drawRoundedRect(rect.adjusted(0, 1, 0, 0), 2, 2)

    def _spot(self, painter: QPainter, box: TurnBox, spot: Span | None, low: float, high: float) -> None:
        """A frame around the place that the repair card explains."""
        if spot is None:
            return
        painter.setPen(QPen(QColor(self._theme.tokens.accent), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        start, end = spot
        for rect in box.rects((start, max(end, start + 1)), low, high):
            painter.drawRoundedRect(rect.adjusted(-2, 0, 2, 0), 3, 3)

    def _repairs(self, painter: QPainter, box: TurnBox, doubt: float, low: float, high: float) -> None:
        """Exact: a hairline. Inferred: dots, larger ones where in doubt. Lost: a box around what stands."""
        if not box.spans:
            return
        inks = self._theme.tokens
        exact: list[QLineF] = []
        inferred: list[QLineF] = []
        doubtful: list[QLineF] = []
        lost: list[QRectF] = []
        for span, rect in box.repair_rects(low, high):
            under = QLineF(rect.left(), rect.bottom() - 1, rect.right(), rect.bottom() - 1)
            if span.kind == "lost":
                lost.append(rect.adjusted(0.5, 1, -0.5, -1))
            elif span.kind == "exact":
                exact.append(under)
            else:
                (doubtful if in_doubt(span, doubt) else inferred).append(under)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        hairline = QColor(inks.exact)
        hairline.setAlphaF(0.38)
        painter.setPen(QPen(hairline, 0.8))
        painter.drawLines(exact)
        for lines, width in ((inferred, 1.5), (doubtful, 2.4)):
            dots = QPen(QColor(inks.inferred), width, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
            dots.setDashPattern([0.1, 2.0 if width < 2 else 1.5])
            painter.setPen(dots)
            painter.drawLines(lines)
        painter.setPen(QPen(QColor(inks.lost), 1.0))
        for rect in lost:
            painter.drawRoundedRect(rect, 2, 2)

    def _cut(self, painter: QPainter, box: TurnBox) -> None:
        """In the outline: dots where a turn goes on behind its first words; they were left room for."""
        shown = box.body.shown
        if not self._page.brief or not shown or not box.turn.text[shown:].strip():
            return
        last = box.body.place(shown - 1, shown)
        laid = box.body.laid(len(box.body.pieces) - 1)
        painter.setFont(self._page.fonts.body)
        painter.setPen(QColor(self._theme.tokens.muted))
        wide = painter.fontMetrics().horizontalAdvance("…") + 1.0
        x = last.left() - wide if laid.mirrored else last.right()
        painter.drawText(QRectF(x, last.top(), wide, last.height()), _SINGLE, "…")

    def _more(self, painter: QPainter, box: TurnBox) -> None:
        if box.hidden:
            painter.setFont(self._page.fonts.small)
            painter.setPen(QColor(self._theme.tokens.accent))
            painter.drawText(box.more(), _SINGLE, box.more_text)

    def _rails(self, painter: QPainter, row: int, elbow: float, height: float) -> None:
        """The lines that join replies: levels that go on pass through, the row's own bends to it."""
        level = min(int(self._outline.depth[row]), MAX_DEPTH)
        if level == 0:
            return
        rails = int(self._outline.rails[row])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, half = QColor(self._theme.tokens.line), _RAIL / 2
        for other in range(1, level):
            if rails >> other & 1:
                painter.fillRect(QRectF(self._page.rail_x(other) - half, 0.0, _RAIL, height), ink)
        x, top = self._page.rail_x(level) - half, -self._page.gap / 2
        goes_on = bool(rails >> level & 1)
        if self._outline.continues[row]:
            if goes_on:
                painter.fillRect(QRectF(x, 0.0, _RAIL, height), ink)
            return
        parent = int(self._outline.parent_row[row])
        if parent < 0 or int(self._outline.depth[parent]) < int(self._outline.depth[row]):
            end = self._page.slot(row).x - SPACING.xs
            painter.fillRect(QRectF(x + _RAIL, elbow - half, end - x - _RAIL, _RAIL), ink)
        bottom = height if goes_on else elbow + half
        painter.fillRect(QRectF(x, top, _RAIL, bottom - top), ink)


def in_doubt(span: RepairSpan, doubt: float) -> bool:
    """True for an inferred span that is less sure than the reader wants."""
    return span.kind == "inferred" and span.confidence < doubt


def _within_sight(marks: Marks, box: TurnBox, low: float, high: float) -> Marks:
    """Of very many hits, sorted and disjoint, only those that stand between two offsets of the text."""
    if len(marks.hits) <= _FEW:
        return marks
    seen = [laid.piece for _y, laid in box.body.between(low, high)]
    if not seen:
        return replace(marks, hits=())
    first = bisect_right(marks.hits, seen[0].start, key=lambda span: span[1])
    after = bisect_left(marks.hits, seen[-1].end, key=lambda span: span[0])
    return replace(marks, hits=marks.hits[first:after])


def _range(laid: LaidPiece, start: int, end: int, ink: str) -> QTextLayout.FormatRange | None:
    piece = laid.piece
    low, high = max(start, piece.start), min(end, piece.end)
    if low >= high:
        return None
    made = QTextLayout.FormatRange()
    made.start = laid.map.to_utf16(CodePoint(low - piece.start))
    made.length = laid.map.to_utf16(CodePoint(high - piece.start)) - made.start
    style = QTextCharFormat()
    style.setForeground(QColor(ink))
    made.format = style
    return made
