"""Tables of the Repair panel: rows of fixed height below a header, moved through with the keyboard."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.ui.delegates import RepairDelegate
from app.ui.panels.lists import LongList
from app.ui.theme import Theme

_BESIDE_TITLE = 26
"""Pixels for the padding of a title and the arrow of the column that the rows are sorted by."""


class HeadedTable(LongList):
    """A LongList with a visible header. ``digit`` tells that 1 to 9 was pressed, counted from 0."""

    entered = Signal()
    digit = Signal(int)

    def __init__(
        self,
        name: str,
        model: QAbstractItemModel,
        theme: Theme,
        *,
        quiet: frozenset[int] = frozenset(),
        strong: frozenset[int] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent=parent)
        delegate = RepairDelegate(theme, self, quiet=quiet, strong=strong)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.set_row_height(delegate.row_height())
        self.horizontalHeader().show()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(32)
        theme.changed.connect(self._repaint)

    def set_widths(self, characters: Mapping[int, int], stretch: int) -> None:
        """Widths of columns in average characters, but no less than a title; ``stretch`` takes the rest."""
        header = self.horizontalHeader()
        unit = self.fontMetrics().averageCharWidth()
        for column, count in characters.items():
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
            least = header.fontMetrics().horizontalAdvance(title) + _BESIDE_TITLE
            header.resizeSection(column, max(unit * count + 16, least))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def select(self, row: int) -> None:
        """Make a row current and show it; a row that is not there clears the selection."""
        if 0 <= row < self.model().rowCount():
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, digits choose, the rest is the table's."""
        number = event.key() - int(Qt.Key.Key_1)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif 0 <= number < 9 and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.digit.emit(number)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Something is current as soon as the keyboard is here."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.currentIndex().isValid():
            self.select(0)

    def _repaint(self) -> None:
        self.viewport().update()
