"""Long lists as tables: fixed rows, no headers, one selection model that never touches a million rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
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


def heading(text: str, *, above: int = 8, below: int = 4) -> QLabel:
    """A quiet title above a list, with its distances in pixels."""
    label = QLabel(text)
    label.setProperty("heading", True)  # noqa: FBT003 - Qt's own signature
    label.setContentsMargins(12, above, 8, below)
    return label
