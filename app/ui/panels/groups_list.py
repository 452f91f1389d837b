"""The groups of the hits as a table: what, how many hits, how many turns."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.i18n import _
from app.search.groups import Group
from app.ui.models.desk.grouping import Grouped
from app.ui.panels.lists import LongList
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import named

AnyIndex = QModelIndex | QPersistentModelIndex


def grouping_titles() -> dict[str, str]:
    """What hits can be grouped by, in the order of the menu."""
    return {
        "speaker": _("Speaker"), "transcript": _("Transcript"), "form": _("Form"), "month": _("Month"),
    }  # fmt: skip


class GroupsModel(QAbstractTableModel):
    """One row a group."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grouped = Grouped("", (), complete=True)

    def show(self, grouped: Grouped) -> None:
        """Show other groups."""
        self.beginResetModel()
        self.grouped = grouped
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One a group."""
        return 0 if parent.isValid() else len(self.grouped.groups)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Name, hits, turns."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Column titles."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(section))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (grouping_titles().get(self.grouped.by, ""), _("Hits"), _("Turns"))[section]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain text."""
        if not index.isValid():
            return None
        group = self.grouped.groups[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (self._label(group), "…" if group.hits is None else f"{group.hits:,}", f"{group.turns:,}")[
                index.column()
            ]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return plain_tip(self._label(group))
        return None

    def _label(self, group: Group) -> str:
        if group.label:
            return named(group.label)
        return _("(no place in the text)") if self.grouped.by == "form" else _("(none)")


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


class GroupsList(LongList):
    """A click or Enter on a group chooses it."""

    chosen = Signal(object)  # Group

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Groups of hits"), parent=parent)
        self.setObjectName("resultTable")
        self.model_ = GroupsModel(self)
        self.setModel(self.model_)
        header = self.horizontalHeader()
        header.show()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        width = self.fontMetrics().horizontalAdvance("9,999,999") + 28
        header.resizeSection(1, width)
        header.resizeSection(2, width)
        self.set_row_height(self.fontMetrics().height() + 10)
        self.clicked.connect(self._choose)

    def show_groups(self, grouped: Grouped) -> None:
        """Show other groups; the current row stays where it is the same grouping."""
        row = self.currentIndex().row() if grouped.by == self.model_.grouped.by else -1
        self.model_.show(grouped)
        if 0 <= row < self.model_.rowCount():
            self.selectRow(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model_.grouped.groups[index.row()])
