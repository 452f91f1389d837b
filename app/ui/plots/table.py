"""The table behind a plot: the same numbers, readable by everyone and every screen reader."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.i18n import _
from app.stats.base import MetricResult
from app.ui.plots.base import is_number, plain

Index = QModelIndex | QPersistentModelIndex


class ResultModel(QAbstractTableModel):
    """A metric result as a table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._result: MetricResult | None = None

    def show_result(self, result: MetricResult) -> None:
        """Replace the numbers."""
        self.beginResetModel()
        self._result = result
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() or self._result is None else len(self._result.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() or self._result is None else len(self._result.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._result is None or not index.isValid():
            return None
        cell = self._result.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole and is_number(cell):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        if self._result is None or not across:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self._result.rows:
            number = is_number(self._result.rows[0][section])
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _(self._result.columns[section])


class ResultTable(QTableView):
    """Shows a result; Enter or a double click on a cell picks the turns behind it."""

    picked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ResultModel(self)
        self.setModel(self._model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setObjectName("resultTable")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(24)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultSectionSize(84)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.activated.connect(self._activated)

    def minimumSizeHint(self) -> QSize:
        """As small as the chart it stands behind."""
        return QSize(60, 40)

    def show_result(self, result: MetricResult) -> None:
        """Replace the numbers."""
        self._model.show_result(result)

    def _activated(self, index: QModelIndex) -> None:
        self.picked.emit(index.row(), index.column())
