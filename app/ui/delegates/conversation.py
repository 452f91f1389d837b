"""Paints a conversation of the list: its title, and quietly below how long it is and what was done to it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.i18n import _, ngettext
from app.model.corpus import Conversation
from app.ui.delegates.dots import dots_width, paint_dots
from app.ui.theme import SPACING, Roles, Theme

_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class ConversationDelegate(QStyledItemDelegate):
    """For the column of a ``ConversationsModel``; two lines, fixed height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._refresh()
        theme.changed.connect(self._refresh)

    def _refresh(self) -> None:
        self._title = self._theme.ui_font(1.05, QFont.Weight.Medium)
        self._meta = self._theme.ui_font(0.92)
        self._title_metrics = QFontMetricsF(self._title)
        self._meta_metrics = QFontMetricsF(self._meta)

    def row_height(self) -> int:
        """The fixed height of a row, for the view's vertical header."""
        return round(self._title_metrics.height() + self._meta_metrics.height() + 2 * SPACING.s)

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
    ) -> QSize:
        """The fixed height; the width is the column's."""
        return QSize(option.rect.width(), self.row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, title, marks of tags, meta line, and a half-filled circle where turns were repaired."""
        conversation: Conversation = index.data(Roles.CONVERSATION)
        tokens = self._theme.tokens
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, QColor(tokens.selection if selected else tokens.surface))
        box = QRectF(option.rect).adjusted(SPACING.m, SPACING.s - 1, -SPACING.m, -SPACING.s + 1)
        top = QRectF(box.left(), box.top(), box.width(), self._title_metrics.height())
        low = QRectF(box.left(), top.bottom(), box.width(), box.bottom() - top.bottom())
        painter.setFont(self._title)
        painter.setPen(QColor(tokens.on_selection if selected else tokens.text))
        title = conversation.heading.replace("\n", " ")
        tags = index.data(Roles.TAGS) or ()
        if tags:
            top.setRight(top.right() - dots_width((), tags) - SPACING.s)
        painter.drawText(top, _LINE, self._title_metrics.elidedText(title, _ELIDE, top.width()))
        if tags:
            painter.save()
            paint_dots(painter, QPointF(top.right() + SPACING.s, top.center().y()), (), tags, self._theme)
            painter.restore()
        painter.setFont(self._meta)
        painter.setPen(QColor(tokens.on_selection if selected else tokens.muted))
        right = self._badge(painter, low, index.data(Roles.HITS))
        if conversation.repaired_count:
            low.setLeft(self._mark(painter, low))
        low.setRight(right)
        meta = self._meta_metrics.elidedText(meta_line(conversation), _ELIDE, low.width())
        painter.drawText(low, _LINE, meta)
        painter.restore()

    def _badge(self, painter: QPainter, box: QRectF, hits: int | None) -> float:
        """The number of hits at the right end; returns where the rest of the line must stop."""
        if not hits:
            return box.right()
        tokens = self._theme.tokens
        shown = f"{hits:,}"
        width = self._meta_metrics.horizontalAdvance(shown) + 2 * SPACING.s
        pill = QRectF(box.right() - width, box.top() + 1, width, box.height() - 2)
        pen = painter.pen()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.hit))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(QColor(tokens.on_hit))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
        painter.setPen(pen)
        return pill.left() - SPACING.s

    def _mark(self, painter: QPainter, box: QRectF) -> float:
        """The repaired mark, drawn so that no font has to have it; returns where the text begins."""
        size = self._meta_metrics.ascent() * 0.8
        circle = QRectF(box.left(), box.center().y() - size / 2, size, size)
        draw_repaired_mark(painter, circle, painter.pen().color())
        return circle.right() + SPACING.xs + 1


_ELIDE = Qt.TextElideMode.ElideRight


def meta_line(conversation: Conversation) -> str:
    """Turns, repairs and, where it says more than the heading, the transcript's name."""
    count = ngettext("{n} turn", "{n} turns", conversation.turn_count)
    parts = [count.format(n=f"{conversation.turn_count:,}")]
    if conversation.repaired_count:
        parts.append(_("{n} repaired").format(n=f"{conversation.repaired_count:,}"))
    if conversation.transcript not in {"", conversation.heading}:
        parts.append(conversation.transcript)
    return " · ".join(parts)


def draw_repaired_mark(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A circle whose left half is filled: some of this was repaired."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(box.center()), box.width() / 2 - 0.6, box.height() / 2 - 0.6)
    painter.setBrush(colour)
    painter.drawPie(box.adjusted(0.6, 0.6, -0.6, -0.6), 90 * 16, 180 * 16)
    painter.restore()
