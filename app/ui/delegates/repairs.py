"""Paints the cells of the Repair panel: quiet columns, doubtful readings in their ink, places in context."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.delegates.lines import Lines
from app.ui.theme import SPACING, Roles, Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_LEFT, _RIGHT = 0.0, 1.0
_NODE_MAX = 0.3


class RepairDelegate(QStyledItemDelegate):
    """For every column of a ``DamageModel`` or ``PlacesModel``; rows have a fixed height.

    ``quiet`` and ``strong`` are columns in the muted ink and columns that show doubt; ``Roles.CONTEXT``
    gives what stands before, in and after a place where a cell shows that.
    """

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        quiet: frozenset[int] = frozenset(),
        strong: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._quiet = quiet
        self._strong = strong
        self._refresh()
        theme.changed.connect(self._refresh)

    def _refresh(self) -> None:
        self._plain = Lines(self._theme.ui_font())
        self._bold = Lines(self._theme.ui_font(1.0, QFont.Weight.DemiBold))

    def row_height(self) -> int:
        """The fixed height of a row, for the view's vertical header."""
        return round(self._plain.metrics.height() + SPACING.s)

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: AnyIndex,  # noqa: ARG002 - Qt's signature
    ) -> QSize:
        """The fixed height; the width is the column's."""
        return QSize(option.rect.width(), self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Ground, then the cell's text or the place in its context."""
        of = self._theme.tokens
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        doubtful = bool(index.data(Roles.DOUBTFUL))
        painter.save()
        if selected:
            painter.fillRect(option.rect, QColor(of.selection))
        box = QRectF(option.rect).adjusted(SPACING.s, 0, -SPACING.s, 0)
        muted = QColor(of.on_selection if selected else of.muted)
        ink = muted if index.column() in self._quiet else QColor(of.on_selection if selected else of.text)
        strong = doubtful and index.column() in self._strong
        if strong and not selected:
            ink = QColor(of.inferred)
        context: tuple[str, str, str] | None = index.data(Roles.CONTEXT)
        if context is not None:
            self._context(painter, box, context, ink, muted)
        else:
            painter.setPen(ink)
            align = index.data(Qt.ItemDataRole.TextAlignmentRole)
            right = align is not None and bool(align & Qt.AlignmentFlag.AlignRight)
            lines = self._bold if strong else self._plain
            lines.draw(painter, box, str(index.data() or ""), _RIGHT if right else _LEFT)
        painter.restore()

    def _context(
        self, painter: QPainter, box: QRectF, context: tuple[str, str, str], ink: QColor, muted: QColor
    ) -> None:
        """The reading in one column down the list, what surrounds it on both sides."""
        before, node, after = context
        width = self._bold.line(node, box.width() * _NODE_MAX).width
        start = box.left() + box.width() * 0.45
        painter.setPen(muted)
        self._plain.draw(
            painter, QRectF(box.left(), box.top(), start - box.left() - 2, box.height()), before, _RIGHT,
            Qt.TextElideMode.ElideLeft,
        )  # fmt: skip
        rest = QRectF(start + width + 2, box.top(), box.right() - start - width - 2, box.height())
        self._plain.draw(painter, rest, after)
        painter.setPen(ink)
        self._bold.draw(painter, QRectF(start, box.top(), box.width() * _NODE_MAX, box.height()), node)
