"""Paints one occurrence in context: the node in one column down the list, its context on both sides."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.model.hits import KwicRow
from app.ui.delegates.direction import is_right_to_left
from app.ui.delegates.dots import paint_dots
from app.ui.delegates.lines import Lines
from app.ui.theme import SPACING, Roles, Theme

NODE_AT = 0.42
"""Where the node begins, as a share of the column's width; mirrored for right-to-left rows."""
NODE_MAX = 0.30
_LEFT, _MIDDLE, _RIGHT = 0.0, 0.5, 1.0
_GAP = 3.0


class KwicDelegate(QStyledItemDelegate):
    """For every column of a ``HitsModel``. Paints ready values; a waiting row shows a quiet bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.by_turns = False
        """True where every row shows the turns before and after its own, above and below it."""
        self._refresh()
        theme.changed.connect(self._refresh)

    def _refresh(self) -> None:
        self._plain = Lines(self._theme.ui_font(1.08))
        self._bold = Lines(self._theme.ui_font(1.08, QFont.Weight.DemiBold))
        tokens = self._theme.tokens
        self._ink, self._muted = QColor(tokens.text), QColor(tokens.muted)
        self._chosen, self._on_chosen = QColor(tokens.selection), QColor(tokens.on_selection)
        self._hit, self._on_hit = QColor(tokens.hit), QColor(tokens.on_hit)
        self._placeholder = QColor(tokens.placeholder)
        self._x_height = self._plain.metrics.xHeight()

    def row_height(self) -> int:
        """The fixed height of a row, for the view's vertical header."""
        line = self._plain.metrics.height()
        return round(
            (3 if self.by_turns else 1) * line + 2 * SPACING.xs + 2 + (SPACING.s if self.by_turns else 0)
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The fixed height; the width of the column, or of a value that fits a column."""
        if not index.column():
            return QSize(option.rect.width(), self.row_height())
        shown = str(index.data() or "")
        return QSize(
            round(self._plain.metrics.horizontalAdvance(shown) + 2 * SPACING.s + 1), self.row_height()
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, then the value of the column."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        waiting = index.data(Roles.STATE) == "waiting"
        painter.save()
        if selected:
            painter.fillRect(option.rect, self._chosen)
        place = (index.column(), QRectF(option.rect))
        self.cells(painter, index.data(Roles.KWIC), [place], waiting=waiting, selected=selected)
        painter.restore()

    def cells(
        self,
        painter: QPainter,
        row: KwicRow | None,
        places: Iterable[tuple[int, QRectF]],
        *,
        waiting: bool,
        selected: bool,
    ) -> None:
        """Paint some columns of a row, each into its place; leaves the painter's pen and font behind."""
        ink, muted = (self._on_chosen, self._on_chosen) if selected else (self._ink, self._muted)
        for column, place in places:
            box = place.adjusted(SPACING.s, 0, -SPACING.s, 0)
            if row is None:
                self._missing(painter, box, column, muted, waiting=waiting)
            elif column == 0:
                self._kwic(painter, self._around(painter, box, row, muted), row, ink, muted)
            else:
                turn = row.hit.turn
                plain = column != 1 or selected
                painter.setPen(muted if plain else self._theme.speaker_colour(int(turn.speaker_id)))
                shown = (turn.speaker, row.hit.title, f"{turn.index:,}")[column - 1]
                self._plain.draw(painter, box, _one_line(shown), _RIGHT if column == 3 else _LEFT)
                if column == 3 and (row.tags or row.conversation_tags):
                    start = QPointF(box.left(), box.center().y())
                    paint_dots(painter, start, row.tags, row.conversation_tags, self._theme)

    @property
    def ground(self) -> QColor:
        """What stands behind a selected row."""
        return self._chosen

    def _around(self, painter: QPainter, box: QRectF, row: KwicRow, muted: QColor) -> QRectF:
        """Draw the turns around, if they are shown, and a line between rows; gives the place of the hit."""
        if not self.by_turns:
            return box
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), QColor(self._theme.tokens.line))
        room = box.adjusted(0, SPACING.xs, 0, -SPACING.xs)
        third = room.height() / 3
        painter.setPen(muted)
        for text, top in ((row.before, room.top()), (row.after, room.bottom() - third)):
            place = QRectF(room.left(), top, room.width(), third)
            self._plain.draw(painter, place, text, _RIGHT if is_right_to_left(text) else _LEFT)
        return QRectF(box.left(), room.top() + third, box.width(), third)

    def _kwic(self, painter: QPainter, box: QRectF, row: KwicRow, ink: QColor, muted: QColor) -> None:
        mirrored = is_right_to_left(row.left + row.node + row.right)
        if not row.node:  # found by its fields alone: the text begins where the line does
            painter.setPen(ink)
            self._plain.draw(painter, box, row.right, _RIGHT if mirrored else _LEFT)
            return
        width = self._bold.line(row.node, box.width() * NODE_MAX).width + 2 * SPACING.xs
        start = box.left() + box.width() * ((1 - NODE_AT) if mirrored else NODE_AT)
        node = QRectF(start - width if mirrored else start, box.top(), width, box.height())
        before = QRectF(box.left(), box.top(), node.left() - box.left() - _GAP, box.height())
        after = QRectF(node.right() + _GAP, box.top(), box.right() - node.right() - _GAP, box.height())
        if mirrored:
            before, after = after, before
        self._node(painter, node, row.node, box.width() * NODE_MAX)
        near, far = (_LEFT, _RIGHT) if mirrored else (_RIGHT, _LEFT)
        painter.setPen(muted)
        self._plain.draw(painter, before, row.left, near, Qt.TextElideMode.ElideLeft)
        painter.setPen(ink)
        self._plain.draw(painter, after, row.right, far)

    def _node(self, painter: QPainter, box: QRectF, node: str, room: float) -> None:
        ground = box.adjusted(0, SPACING.xs - 1, 0, -(SPACING.xs - 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._hit)
        painter.drawRoundedRect(ground, 3, 3)
        painter.setPen(self._on_hit)
        middle = QRectF(box.center().x() - room / 2, box.top(), room, box.height())
        self._bold.draw(painter, middle, node, _MIDDLE)

    def _missing(self, painter: QPainter, box: QRectF, column: int, muted: QColor, *, waiting: bool) -> None:
        """A quiet bar while the row is on its way, a dash when its turn is gone."""
        if waiting:
            height = self._x_height
            bar = QRectF(box.left(), box.center().y() - height / 2, box.width() * 0.7, height)
            painter.fillRect(bar, self._placeholder)
        elif column == 0:
            painter.setPen(muted)
            self._plain.draw(painter, box, "—")


def _one_line(text: str) -> str:
    return " ".join(text.split())
