"""Long lists as tables: fixed rows, no headers, one selection model that never touches a million rows."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QLabel, QTableView, QWidget

Mode = QAbstractItemView.SelectionMode


class LongList(QTableView):
    """A QTableView that opens a million rows at once (a QListView would take seconds)."""

    def __init__(self, name: str, mode: Mode = Mode.SingleSelection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionMode(mode)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def set_row_height(self, height: int) -> None:
        """The height of every row."""
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)


class HitsList(LongList):
    """Rows that follow each other can be selected together, up to ``MOST``.

    Qt keeps an index for every selected row; with a million of them the window would stand still.
    """

    MOST = 5_000

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, Mode.ContiguousSelection, parent)

    def selectAll(self) -> None:
        """As many rows as can be, from the first."""
        rows = self.model().rowCount()
        last = self.model().index(min(rows, self.MOST) - 1, self.model().columnCount() - 1)
        if last.isValid():
            span = QItemSelection(self.model().index(0, 0), last)
            self.selectionModel().select(span, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A stretch longer than that selects its end alone."""
        anchor = self.currentIndex().row()
        if anchor >= 0 and abs(index.row() - anchor) > self.MOST:
            flags = QItemSelectionModel.SelectionFlag
            return flags.ClearAndSelect | flags.Rows
        return super().selectionCommand(index, event)


def heading(text: str, *, above: int = 8, below: int = 4) -> QLabel:
    """A quiet title above a list, with its distances in pixels."""
    label = QLabel(text)
    label.setProperty("heading", True)  # noqa: FBT003 - Qt's own signature
    label.setContentsMargins(12, above, 8, below)
    return label
