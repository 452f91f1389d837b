"""Paints one occurrence in context: the node in one column down the list, its context on both sides."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.model.hits import KwicRow
from app.ui.delegates.direction import is_right_to_left
from app.ui.theme import SPACING, Roles, Theme

NODE_AT = 0.42
"""Where the node begins, as a share of the column's width; mirrored for right-to-left rows."""
NODE_MAX = 0.30
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ABSOLUTE = Qt.AlignmentFlag.AlignAbsolute


class KwicDelegate(QStyledItemDelegate):
    """For every column of a ``HitsModel``. Paints ready values; a waiting row shows a quiet bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._refresh()
        theme.changed.connect(self._refresh)

    def _refresh(self) -> None:
        self._font = self._theme.ui_font(1.08)
        self._bold = self._theme.ui_font(1.08, QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(self._font)
        self._bold_metrics = QFontMetricsF(self._bold)

    def row_height(self) -> int:
        """The fixed height of a row, for the view's vertical header."""
        return round(self._metrics.height() + 2 * SPACING.xs + 2)

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
        """Ground, then the value of the column."""
        painter.save()
        tokens = self._theme.tokens
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, QColor(tokens.selection if selected else tokens.surface))
        ink = QColor(tokens.on_selection if selected else tokens.text)
        muted = QColor(tokens.on_selection if selected else tokens.muted)
        box = QRectF(option.rect).adjusted(SPACING.s, 0, -SPACING.s, 0)
        state = index.data(Roles.STATE)
        if state == "waiting":
            self._waiting(painter, box)
        elif state == "ready" and index.column() == 0:
            self._kwic(painter, box, index.data(Roles.KWIC), ink, muted)
        elif state == "ready":
            speaker = index.column() == 1 and not selected
            colour = self._theme.speaker_colour(index.data(Roles.SPEAKER_ID)) if speaker else muted
            self._cell(painter, box, index, colour)
        elif index.column() == 0:
            self._text(painter, box, "—", muted, _LEFT)
        painter.restore()

    def _kwic(self, painter: QPainter, box: QRectF, row: KwicRow, ink: QColor, muted: QColor) -> None:
        if not row.node:
            rtl = is_right_to_left(row.right)
            self._text(painter, box, row.right, ink, _RIGHT if rtl else _LEFT)
            return
        mirrored = is_right_to_left(row.left + row.node + row.right)
        natural = self._bold_metrics.horizontalAdvance(row.node)
        width = min(natural + 2 * SPACING.xs, box.width() * NODE_MAX)
        start = box.left() + box.width() * ((1 - NODE_AT) if mirrored else NODE_AT)
        node = QRectF(start - width if mirrored else start, box.top(), width, box.height())
        before = QRectF(box.left(), box.top(), node.left() - box.left() - 3, box.height())
        after = QRectF(node.right() + 3, box.top(), box.right() - node.right() - 3, box.height())
        if mirrored:
            before, after = after, before
        self._node(painter, node, row.node)
        near, far = (_LEFT, _RIGHT) if mirrored else (_RIGHT, _LEFT)
        self._text(painter, before, row.left, muted, near, Qt.TextElideMode.ElideLeft)
        self._text(painter, after, row.right, ink, far)

    def _node(self, painter: QPainter, box: QRectF, node: str) -> None:
        tokens = self._theme.tokens
        ground = box.adjusted(0, SPACING.xs - 1, 0, -(SPACING.xs - 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.hit))
        painter.drawRoundedRect(ground, 3, 3)
        painter.setFont(self._bold)
        painter.setPen(QColor(tokens.on_hit))
        shown = self._bold_metrics.elidedText(node, Qt.TextElideMode.ElideMiddle, box.width() - 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, shown)

    def _cell(
        self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex, colour: QColor
    ) -> None:
        number = index.column() == 3
        value = str(index.data(Qt.ItemDataRole.DisplayRole))
        self._text(painter, box, value, colour, _RIGHT if number else _LEFT)

    def _text(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        colour: QColor,
        align: Qt.AlignmentFlag,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        if box.width() <= 0 or not text:
            return
        painter.setFont(self._font)
        painter.setPen(colour)
        shown = self._metrics.elidedText(text, elide, box.width())
        painter.drawText(box, align | _ABSOLUTE | Qt.TextFlag.TextSingleLine, shown)

    def _waiting(self, painter: QPainter, box: QRectF) -> None:
        height = self._metrics.xHeight()
        bar = QRectF(box.left(), box.center().y() - height / 2, box.width() * 0.7, height)
        painter.fillRect(bar, QColor(self._theme.tokens.placeholder))
