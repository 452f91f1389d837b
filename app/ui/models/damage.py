"""Damaged transcripts as a table that can be sorted by any of its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.i18n import _, ngettext
from app.model.ids import TranscriptId
from app.ui.models.desk.damage import Damage
from app.ui.theme.tips import plain_tip
from app.ui.theme.visible import percent

AnyIndex = QModelIndex | QPersistentModelIndex


class DamageColumn(IntEnum):
    """The columns, left to right."""

    NAME = 0
    EXACT = 1
    INFERRED = 2
    LOST = 3
    WORST = 4
    CHANNEL = 5
    RUNNER_UP = 6
    UNLIKE = 7
    TWIN = 8


_KEYS: dict[DamageColumn, Callable[[Damage], Any]] = {
    DamageColumn.NAME: lambda one: one.of.name.casefold(),
    DamageColumn.EXACT: lambda one: one.of.exact,
    DamageColumn.INFERRED: lambda one: one.of.inferred,
    DamageColumn.LOST: lambda one: one.of.lost,
    DamageColumn.WORST: lambda one: 2.0 if one.of.worst is None else one.of.worst,
    DamageColumn.CHANNEL: lambda one: one.of.channel or "",
    DamageColumn.RUNNER_UP: lambda one: one.of.runner_up or "",
    DamageColumn.UNLIKE: lambda one: one.of.disagreements,
    DamageColumn.TWIN: lambda one: one.twin.casefold(),
}
_NUMBERS = {
    DamageColumn.EXACT,
    DamageColumn.INFERRED,
    DamageColumn.LOST,
    DamageColumn.WORST,
    DamageColumn.UNLIKE,
}


class DamageModel(QAbstractTableModel):
    """One row a transcript. Without sort() rows stand as given: the most doubtful first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given: Sequence[Damage] = ()
        self._rows: list[Damage] = []
        self._sorted: tuple[DamageColumn, bool] | None = None

    def set_rows(self, rows: Sequence[Damage]) -> None:
        """Show these, sorted as before. Rows of the same transcripts keep what is selected."""
        same = len(rows) == len(self._given) and [one.of.id for one in rows] == [
            one.of.id for one in self._given
        ]
        self._given = rows
        if same:
            by_id = {one.of.id: one for one in rows}
            self._rows = [by_id[one.of.id] for one in self._rows]
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(DamageColumn) - 1))
            return
        self.beginResetModel()
        self._rows = self._in_order()
        self.endResetModel()

    def damage(self, row: int) -> Damage:
        """The transcript of a row; raises IndexError."""
        return self._rows[row]

    def row_of(self, transcript: TranscriptId) -> int:
        """The row of a transcript, or -1."""
        return next((row for row, one in enumerate(self._rows) if one.of.id == transcript), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Damaged transcripts."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """See DamageColumn."""
        return 0 if parent.isValid() else len(DamageColumn)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts and their alignment; the whole name as tooltip."""
        if not index.isValid():
            return None
        one, column = self._rows[index.row()], DamageColumn(index.column())
        value: Any = None
        if role == Qt.ItemDataRole.DisplayRole:
            value = cell(one, column)
        elif role == Qt.ItemDataRole.ToolTipRole:
            value = plain_tip(self._tip(one, column))
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            value = spoken(one) if column == DamageColumn.NAME else cell(one, column)
        elif role == Qt.ItemDataRole.TextAlignmentRole and column in _NUMBERS:
            value = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return value

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles, and what they mean."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(DamageColumn):
            return None
        column = DamageColumn(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return titles()[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return meanings()[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one restores the given order."""
        falling = order == Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [(self._rows[index.row()].of.id, index.column()) for index in before]
        self._sorted = (DamageColumn(column), falling) if column >= 0 else None
        self._rows = self._in_order()
        rows = {one.of.id: row for row, one in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(rows[key], at) for key, at in ids])
        self.layoutChanged.emit()

    def _in_order(self) -> list[Damage]:
        if self._sorted is None:
            return list(self._given)
        column, falling = self._sorted
        return sorted(self._given, key=_KEYS[column], reverse=falling)

    @staticmethod
    def _tip(one: Damage, column: DamageColumn) -> str:
        if column == DamageColumn.TWIN and one.of.proved:
            proved = ngettext("{n} turn is proved by it", "{n} turns are proved by it", one.of.proved)
            return f"{one.twin}\n{proved.format(n=f'{one.of.proved:,}')}"
        return cell(one, column)


def cell(one: Damage, column: DamageColumn) -> str:
    """What stands in a cell."""
    counts = {
        DamageColumn.EXACT: one.of.exact,
        DamageColumn.INFERRED: one.of.inferred,
        DamageColumn.LOST: one.of.lost,
        DamageColumn.UNLIKE: one.of.disagreements,
    }
    if column in counts:
        return f"{counts[column]:,}" if counts[column] else "–"
    texts = {
        DamageColumn.NAME: one.of.name,
        DamageColumn.WORST: percent(one.of.worst),
        DamageColumn.CHANNEL: one.of.channel,
        DamageColumn.RUNNER_UP: one.of.runner_up,
        DamageColumn.TWIN: one.twin,
    }
    return texts[column] or "–"


def spoken(one: Damage) -> str:
    """A row as a screen reader says it."""
    counts = _("{exact} exact, {inferred} inferred, {lost} lost").format(
        exact=f"{one.of.exact:,}", inferred=f"{one.of.inferred:,}", lost=f"{one.of.lost:,}"
    )
    if one.of.disagreements:
        places = ngettext("{n} mismatch", "{n} mismatches", one.of.disagreements)
        counts = f"{counts}, {places.format(n=f'{one.of.disagreements:,}')}"
    return f"{one.of.name}, {counts}"


def titles() -> dict[DamageColumn, str]:
    """The columns' titles."""
    return {
        DamageColumn.NAME: _("Transcript"),
        DamageColumn.EXACT: _("Exact"),
        DamageColumn.INFERRED: _("Inferred"),
        DamageColumn.LOST: _("Lost"),
        DamageColumn.WORST: _("Least sure"),
        DamageColumn.CHANNEL: _("Damaged as"),
        DamageColumn.RUNNER_UP: _("or as"),
        DamageColumn.UNLIKE: _("Mismatch"),
        DamageColumn.TWIN: _("Twin"),
    }


def meanings() -> dict[DamageColumn, str]:
    """What the columns mean."""
    return {
        DamageColumn.NAME: _("The file under the imported folder"),
        DamageColumn.EXACT: _("Places whose bytes survived, or that a twin proves"),
        DamageColumn.INFERRED: _("Places whose lost bytes were inferred"),
        DamageColumn.LOST: _("Places where nothing can be known"),
        DamageColumn.WORST: _("The lowest confidence of an inferred place"),
        DamageColumn.CHANNEL: _("How the text was misread, and what was lost with it"),
        DamageColumn.RUNNER_UP: _("What explains the damage next best"),
        DamageColumn.UNLIKE: _("Places that, damaged again so, are not what stands in the file"),
        DamageColumn.TWIN: _("Another transcript of the same dialogue"),
    }
