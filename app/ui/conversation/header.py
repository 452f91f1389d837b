"""The line above a turn: who speaks, which turn, when; measured once for every laid-out turn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QDate, QLineF, QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText, QTextLayout

from app.i18n import _, ngettext
from app.ui.conversation.box import TurnBox
from app.ui.conversation.controls import controls_of, paint_controls
from app.ui.conversation.outline import MAX_DEPTH, Outline
from app.ui.conversation.page import Page
from app.ui.conversation.tag_paint import paint_chips
from app.ui.delegates import draw_repaired_mark
from app.ui.theme import SPACING, Theme

_MINUTE = len("2024-05-17T08:03")
_SINGLE = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a turn, elided, shaped and placed; kept with the turn's box while ``fact`` stays."""

    fact: str
    name: QStaticText
    name_place: QPointF
    facts: QStaticText
    facts_place: QPointF
    end: float


class HeadPainter:
    """Paints the lines above the turns of one page."""

    def __init__(self, theme: Theme, page: Page, outline: Outline) -> None:
        self._theme = theme
        self._page = page
        self._outline = outline
        self._small = QFontMetricsF(page.fonts.small)
        self._name = QFontMetricsF(page.fonts.name)

    def paint(self, painter: QPainter, box: TurnBox, fact: str) -> None:
        """Speaker, number, time, level, ``fact``, repaired mark, tags; from the turn's own side inwards."""
        line = box.header()
        if not line.height():
            return
        controls = controls_of(box, self._outline)
        paint_controls(painter, box, controls, self._theme)
        head = box.head
        if not isinstance(head, Head) or head.fact != fact:
            head = box.head = self._measured(box, line, controls.width, fact)
        muted = QColor(self._theme.tokens.muted)
        painter.setFont(self._page.fonts.name)
        painter.setPen(self._theme.speaker_colour(int(box.turn.speaker_id)))
        painter.drawStaticText(head.name_place, head.name)
        painter.setFont(self._page.fonts.small)
        painter.setPen(muted)
        painter.drawStaticText(head.facts_place, head.facts)
        right, x = box.side == "right", head.end
        if box.turn.repaired is not None:
            size = self._small.ascent() * 0.82
            mark = QRectF(x - size if right else x, line.center().y() - size / 2, size, size)
            draw_repaired_mark(painter, mark, muted)
            x += -(size + SPACING.s) if right else size + SPACING.s
        end = line.left() + controls.width if right else line.right() - controls.width
        room = QRectF(min(x, end), line.top(), abs(end - x), line.height())
        paint_chips(painter, box.tags, room, self._page, self._theme, right=right)

    def date(self, painter: QPainter, box: TurnBox) -> None:
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

    def _measured(self, box: TurnBox, line: QRectF, taken: float, fact: str) -> Head:
        free = max(0.0, line.width() - taken)
        speaker = " ".join(box.turn.speaker.split()) or "—"
        number = self._small.horizontalAdvance(f"{box.turn.index:,}")
        most = free * 0.6 if box.tags else max(free * 0.6, free - number - 2 * line.height())
        name = self._name.elidedText(speaker, Qt.TextElideMode.ElideRight, most)
        room = free * 0.38
        if not box.tags:  # nothing else wants the line, but the mark of a repair
            aside = SPACING.m if box.turn.repaired is None else 2 * line.height()
            room = max(room, free - self._name.horizontalAdvance(name) - SPACING.s - aside)
        facts = self._fitting(box, fact, room)
        places = []
        right = box.side == "right"
        x = line.right() if right else line.left()
        fonts = self._page.fonts
        for text, metrics, font in ((name, self._name, fonts.name), (facts, self._small, fonts.small)):
            width = metrics.horizontalAdvance(text) + 1
            baseline = line.top() + (line.height() - metrics.height()) / 2 + metrics.ascent()
            top = baseline - (metrics.ascent() if text.isascii() else _ascent(text, font))
            places.append(QPointF(x - width if right else x, top))
            x += -(width + SPACING.s) if right else width + SPACING.s
        words = (_shaped(name, fonts.name), _shaped(facts, fonts.small))
        return Head(fact, words[0], places[0], words[1], places[1], x)

    def _tells_day(self, row: int) -> bool:
        """Replies say their day; others only where no dates stand between the turns."""
        return not self._outline.has_days or int(self._outline.depth[row]) > 0

    def _fitting(self, box: TurnBox, fact: str, room: float) -> str:
        """The facts in one line; where they are too long, first the hour goes, then the time altogether."""
        time = box.turn.time or ""
        full = readable_time(time, day=self._tells_day(box.row))
        words = ""
        for told in dict.fromkeys((full, full.partition(" ")[0], "")):
            words = " · ".join(self._facts(box, told, fact))
            if self._small.horizontalAdvance(words) <= room:
                return words
        return self._small.elidedText(words, Qt.TextElideMode.ElideRight, room)

    def _facts(self, box: TurnBox, time: str, fact: str) -> list[str]:
        facts = [f"{box.turn.index:,}"]
        if time:
            facts.append(time)
        if self._page.brief:
            count = len(box.turn.text)
            facts.append(ngettext("{n} character", "{n} characters", count).format(n=f"{count:,}"))
        if fact:
            facts.append(fact)
        if int(self._outline.depth[box.row]) > MAX_DEPTH:
            facts.append(_("level {n}").format(n=int(self._outline.depth[box.row])))
        return facts


def _shaped(words: str, font: QFont) -> QStaticText:
    """Words whose glyphs are found once, not at every painting; plain, whatever stands in them."""
    made = QStaticText(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(font=font)
    return made


def _ascent(words: str, font: QFont) -> float:
    """How far above its baseline a line stands, the fonts included that are taken for other scripts."""
    layout = QTextLayout(words, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return line.ascent()


def readable_day(time: str) -> str:
    """The day of an ISO 8601 time as the user's system writes dates; what is no date stays as it is."""
    day = QDate.fromString(time[:10], Qt.DateFormat.ISODate)
    return QLocale().toString(day, QLocale.FormatType.LongFormat) if day.isValid() else time


def readable_time(time: str, *, day: bool = True) -> str:
    """An ISO 8601 time to the minute, with its ``day`` or without; anything else stays as it is."""
    if len(time) < _MINUTE or time[10] != "T" or time[13] != ":":
        return time
    return f"{time[:10]} {time[11:_MINUTE]}" if day else time[11:_MINUTE]
