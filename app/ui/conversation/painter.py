"""Paints one turn from ready values: ground, marks, text, and the quiet lines of repairs and replies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QDate, QLineF, QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout

from app.i18n import _, ngettext
from app.model.hits import Span
from app.model.ids import CodePoint
from app.model.repair import RepairSpan
from app.ui.conversation.body import LaidPiece
from app.ui.conversation.box import TurnBox
from app.ui.conversation.controls import controls_of, paint_controls
from app.ui.conversation.links import Links, paint_links
from app.ui.conversation.outline import MAX_DEPTH, Outline
from app.ui.conversation.page import Page
from app.ui.conversation.tag_paint import paint_chips, paint_edges, paint_stretches
from app.ui.conversation.unlike import paint_unlike
from app.ui.delegates import draw_repaired_mark
from app.ui.theme import SPACING, Theme

_MINUTE = len("2024-05-17T08:03")
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
        self._small = QFontMetricsF(page.fonts.small)
        self._name = QFontMetricsF(page.fonts.name)

    def turn(self, painter: QPainter, box: TurnBox, marks: Marks, top: float, bottom: float) -> None:
        """One loaded turn; the painter's origin is the row's top left corner."""
        self._date(painter, box)
        middle = box.header().center().y()
        self._rails(painter, box.row, middle, box.height)
        paint_links(painter, self._links.strokes(box.row), self._page.left, middle, box.height, self._theme)
        self._ground(painter, box, active=marks.active)
        self._header(painter, box)
        x, y = box.text_x, box.body_top
        low, high = top - y, bottom - y
        painter.save()
        painter.translate(x, y)
        self._code_grounds(painter, box, low, high)
        self._mark_grounds(painter, box, marks, low, high)
        painter.setPen(QColor(self._theme.tokens.text))
        for piece_y, laid in box.body.between(low, high):
            formats = self._formats(laid, marks)
            laid.layout.draw(painter, QPointF(box.body.dx(laid), piece_y), formats)
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

    def _header(self, painter: QPainter, box: TurnBox) -> None:
        """Speaker, number, time, level and the repaired mark; from the turn's own side inwards."""
        line = box.header()
        if not line.height():
            return
        controls = controls_of(box, self._outline)
        paint_controls(painter, box, controls, folded=self._outline.is_folded(box.row), theme=self._theme)
        right = box.side == "right"
        tokens = self._theme.tokens
        turn = box.turn
        facts = [f"{turn.index:,}"]
        if turn.time:
            facts.append(readable_time(turn.time, day=not self._outline.has_days))
        if self._page.brief:
            count = len(turn.text)
            facts.append(ngettext("{n} character", "{n} characters", count).format(n=f"{count:,}"))
        if fact := self._links.fact(int(turn.id)):
            facts.append(fact)
        if int(self._outline.depth[box.row]) > MAX_DEPTH:
            facts.append(_("level {n}").format(n=int(self._outline.depth[box.row])))
        free = max(0.0, line.width() - controls.width)
        speaker = " ".join(turn.speaker.split()) or "—"
        name = self._name.elidedText(speaker, Qt.TextElideMode.ElideRight, free * 0.6)
        parts = [(name, self._page.fonts.name, self._name, self._theme.speaker_colour(int(turn.speaker_id)))]
        small = self._small.elidedText(" · ".join(facts), Qt.TextElideMode.ElideRight, free * 0.38)
        parts.append((small, self._page.fonts.small, self._small, QColor(tokens.muted)))
        x = line.right() if right else line.left()
        for text, font, metrics, colour in parts:
            width = metrics.horizontalAdvance(text) + 1
            place = QRectF(x - width if right else x, line.top(), width, line.height())
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(place, _SINGLE, text)
            x += -(width + SPACING.s) if right else width + SPACING.s
        if turn.repaired is not None:
            size = self._small.ascent() * 0.82
            mark = QRectF(x - size if right else x, line.center().y() - size / 2, size, size)
            draw_repaired_mark(painter, mark, QColor(tokens.muted))
            x += -(size + SPACING.s) if right else size + SPACING.s
        end = line.left() + controls.width if right else line.right() - controls.width
        room = QRectF(min(x, end), line.top(), abs(end - x), line.height())
        paint_chips(painter, box.tags, room, self._page, self._theme, right=right)

    def _date(self, painter: QPainter, box: TurnBox) -> None:
        """The date above the first turn of a day, between two hairlines."""
        line = box.date_line()
        if line.isEmpty() or not box.turn.time:
            return
        words = readable_day(box.turn.time)
        painter.setFont(self._page.fonts.small)
        painter.setPen(QColor(self._theme.tokens.muted))
        painter.drawText(line, int(_SINGLE | Qt.AlignmentFlag.AlignHCenter), words)
        half = self._small.horizontalAdvance(words) / 2 + SPACING.m
        painter.setPen(QPen(QColor(self._theme.tokens.line), 1.0))
        y, middle = line.center().y(), line.center().x()
        painter.drawLine(QLineF(line.left(), y, middle - half, y))
        painter.drawLine(QLineF(middle + half, y, line.right(), y))

    def _code_grounds(self, painter: QPainter, box: TurnBox, low: float, high: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.code))
        if not box.body.has_code:
            return
        width = box.ground().width() - 2 * self._page.pad_x + 12
        for y, laid in box.body.between(low, high):
            if laid.piece.kind == "code":
                painter.drawRect(QRectF(-6, y, width, laid.height + 0.5))

    def _mark_grounds(self, painter: QPainter, box: TurnBox, marks: Marks, low: float, high: float) -> None:
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
        painter.setPen(QPen(QColor(self._theme.tokens.line), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for passing in range(1, level):
            if rails >> passing & 1:
                x = self._page.rail_x(passing)
                painter.drawLine(QLineF(x, 0, x, height))
        x = self._page.rail_x(level)
        end = self._page.slot(row).x - SPACING.xs
        parent = int(self._outline.parent_row[row])
        if parent < 0 or int(self._outline.depth[parent]) < int(self._outline.depth[row]):
            painter.drawLine(QLineF(x, elbow, end, elbow))
        bottom = height if rails >> level & 1 else elbow
        painter.drawLine(QLineF(x, -self._page.gap / 2, x, bottom))


def in_doubt(span: RepairSpan, doubt: float) -> bool:
    """True for an inferred span that is less sure than the reader wants."""
    return span.kind == "inferred" and span.confidence < doubt


def readable_day(time: str) -> str:
    """The day of an ISO 8601 time as the user's system writes dates; what is no date stays as it is."""
    day = QDate.fromString(time[:10], Qt.DateFormat.ISODate)
    return QLocale().toString(day, QLocale.FormatType.LongFormat) if day.isValid() else time


def readable_time(time: str, *, day: bool = True) -> str:
    """An ISO 8601 time to the minute, with its ``day`` or without; anything else stays as it is."""
    if len(time) < _MINUTE or time[10] != "T" or time[13] != ":":
        return time
    return f"{time[:10]} {time[11:_MINUTE]}" if day else time[11:_MINUTE]


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
