"""Tags on the page: quiet chips beside the speaker, lines below stretches, a folded corner for notes."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.ui.conversation.box import TurnBox
from app.ui.conversation.page import Page
from app.ui.conversation.tag_mark import TagMark
from app.ui.theme import SPACING, Theme
from app.ui.theme.tags import NOTE, tag_ink

_WIDEST = 150.0
_PAD = 6.0
_CORNER = 9.0
_STRIPE = 3.0
_LINES = 3
_GROUND = 0.13
_SINGLE = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignCenter


def paint_chips(
    painter: QPainter, tags: tuple[TagMark, ...], room: QRectF, page: Page, theme: Theme, *, right: bool
) -> None:
    """The names of the tags, each once, from the turn's own side; what has no room is counted."""
    names = list(dict.fromkeys((mark.name, mark.colour) for mark in tags if mark.name))
    if not names:
        return
    metrics = QFontMetricsF(page.fonts.small)
    painter.setFont(page.fonts.small)
    x, left = (room.right() if right else room.left()), room.width()
    for at, (name, ink) in enumerate(names):
        rest = f"+{len(names) - at}"
        least = metrics.horizontalAdvance(rest) + 2 * _PAD
        shown = metrics.elidedText(" ".join(name.split()), Qt.TextElideMode.ElideRight, _WIDEST)
        width = metrics.horizontalAdvance(shown) + 2 * _PAD
        last = at == len(names) - 1
        full = width + (0.0 if last else least + SPACING.xs) > left
        if full:
            shown, width = rest, least
            if width > left:
                return
        chip = QRectF(
            x - width if right else x, room.center().y() - metrics.height() / 2, width, metrics.height()
        )
        _chip(painter, chip, shown, tag_ink(NOTE if full else ink, dark=theme.tokens.dark))
        if full:
            return
        x += -(width + SPACING.xs) if right else width + SPACING.xs
        left -= width + SPACING.xs


def _chip(painter: QPainter, chip: QRectF, words: str, ink: str) -> None:
    ground = QColor(ink)
    ground.setAlphaF(_GROUND)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
    painter.setPen(QColor(ink))
    painter.drawText(chip, int(_SINGLE), words)


def paint_edges(painter: QPainter, box: TurnBox, theme: Theme) -> None:
    """In row coordinates: stripes for the tags of a turn that has no line above it, a corner for notes."""
    if not box.tags:
        return
    dark, ground = theme.tokens.dark, box.ground()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if not box.header().height():
        for stripe, colour in _stripes(box):
            painter.setBrush(QColor(tag_ink(colour, dark=dark)))
            painter.drawRoundedRect(stripe, _STRIPE / 2, _STRIPE / 2)
    if any(mark.note for mark in box.tags):
        side = 1 if box.side == "left" else -1
        x = ground.right() if box.side == "left" else ground.left()
        top = ground.top()
        painter.setBrush(QColor(theme.tokens.muted))
        painter.drawPolygon(
            QPolygonF([QPointF(x - side * _CORNER, top), QPointF(x, top), QPointF(x, top + _CORNER)])
        )


def paint_stretches(painter: QPainter, box: TurnBox, theme: Theme, low: float, high: float) -> None:
    """In coordinates of the text: a line in the tag's colour below every stretch, apart where they meet."""
    if not box.tags:
        return
    stretches = [mark for mark in box.tags if mark.span is not None]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for at, mark in enumerate(stretches):
        ink = QColor(tag_ink(mark.colour or NOTE, dark=theme.tokens.dark))
        painter.setPen(QPen(ink, 1.8))
        if mark.span is not None:
            down = 0.5 + 2.2 * (at % _LINES)
            for rect in box.rects(mark.span, low, high):
                painter.drawLine(
                    QLineF(rect.left(), rect.bottom() + down, rect.right(), rect.bottom() + down)
                )


def tag_tip(box: TurnBox, point: QPointF) -> str:
    """What the tags and notes under a point (in row coordinates) say, a line each; "" for none there."""
    if not box.tags:
        return ""
    inside = point - QPointF(box.text_x, box.body_top)
    over = [
        mark
        for mark in box.tags
        if mark.span is not None
        and any(
            rect.adjusted(0, 0, 0, 4).contains(inside)
            for rect in box.rects(mark.span, inside.y(), inside.y())
        )
    ]
    if over:
        return "\n".join(mark.words for mark in over)
    ground = box.ground()
    x = ground.right() if box.side == "left" else ground.left()
    edge = QRectF(x - _CORNER, ground.top(), 2 * _CORNER + 12, max(_CORNER, 16.0))
    if box.header().contains(point) or edge.contains(point):
        return "\n".join(mark.words for mark in box.tags if mark.words)
    return ""


def _stripes(box: TurnBox) -> Iterator[tuple[QRectF, str]]:
    ground = box.ground()
    for at, colour in enumerate(dict.fromkeys(mark.colour for mark in box.tags if mark.name)):
        step = 4 + at * (_STRIPE + 2)
        x = ground.right() + step if box.side == "left" else ground.left() - step - _STRIPE
        yield QRectF(x, ground.top() + 3, _STRIPE, min(14.0, ground.height() - 6)), colour
