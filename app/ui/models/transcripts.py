"""Transcripts of a corpus, and removed ones, as tables that can be sorted by any of their columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.i18n import _, ngettext
from app.model.corpus import Transcript
from app.store.trash import Removed
from app.ui.theme.tips import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Held:
    """A transcript with where it was read, whether that is gone, and how many problems its import had."""

    of: Transcript
    path: str
    gone: bool
    problems: int


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: what stands in its cells, and what they are sorted by (the text where nothing is said)."""

    title: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any] | None = None

    @property
    def right(self) -> bool:
        """Numbers stand at the right."""
        return self.key is not None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows with an identity, sorted as before when they come anew."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        identity: Callable[[Row], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._identity = identity
        self._given: Sequence[Row] = ()
        self._rows: list[Row] = []
        self._sorted: tuple[int, bool] | None = None

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self._given = rows
        self._rows = self._in_order()
        self.endResetModel()

    def row(self, at: int) -> Row:
        """The row at a place; IndexError."""
        return self._rows[at]

    def row_of(self, identity: int) -> int:
        """The place of a row, or -1."""
        return next((at for at, one in enumerate(self._rows) if self._identity(one) == identity), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Plain texts and their alignment; the whole text as tooltip."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return " ".join(column.text(self._rows[index.row()]).split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.text(self._rows[index.row()]))
        return _side(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        return _side(column) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one restores the given order."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [(self._identity(self._rows[index.row()]), index.column()) for index in before]
        self._sorted = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._rows = self._in_order()
        rows = {self._identity(one): at for at, one in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(rows[key], at) for key, at in ids])
        self.layoutChanged.emit()

    def _in_order(self) -> list[Row]:
        if self._sorted is None:
            return list(self._given)
        column, falling = self._columns[self._sorted[0]], self._sorted[1]
        key = column.key or (lambda one: column.text(one).casefold())
        return sorted(self._given, key=key, reverse=falling)


def transcripts_model(parent: QObject) -> RowsModel[Held]:
    """Transcripts: name, how they were read, what they hold, when they came, how they are."""
    return RowsModel(
        (
            Column(_("Transcript"), lambda one: one.of.name),
            Column(_("Format"), lambda one: one.of.format),
            Column(_("Encoding"), lambda one: one.of.encoding),
            Column(_("Turns"), lambda one: f"{one.of.turn_count:,}", lambda one: one.of.turn_count),
            Column(
                _("Repaired"), lambda one: _number(one.of.repaired_count), lambda one: one.of.repaired_count
            ),
            Column(_("Problems"), lambda one: _number(one.problems), lambda one: one.problems),
            Column(_("Imported"), lambda one: day(one.of.imported_at)),
            Column(_("State"), state),
        ),
        lambda one: int(one.of.id),
        parent,
    )


def removed_model(parent: QObject) -> RowsModel[Removed]:
    """Removed transcripts: name, turns, when they were removed, what is kept of them."""
    return RowsModel(
        (
            Column(_("Removed transcript"), lambda one: one.name),
            Column(_("Turns"), lambda one: f"{one.turns:,}", lambda one: one.turns),
            Column(_("Kept"), lambda one: f"{max(1, one.size // 1000):,} kB", lambda one: one.size),
            Column(_("Removed"), lambda one: day(one.removed_at)),
        ),
        lambda one: one.id,
        parent,
    )


def state(one: Held) -> str:
    """What is to be known of a transcript beside its counts."""
    told = []
    if not one.of.complete:
        told.append(_("not imported to its end"))
    if one.gone:
        told.append(_("its file is gone"))
    if one.of.duplicate_of:
        told.append(_("equal to {name}").format(name=one.of.duplicate_of))
    return ", ".join(told)


def day(stamp: str) -> str:
    """A stored time as a person here reads it: date and minute of this computer's zone."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return stamp


def summary(rows: Sequence[Held]) -> str:
    """How many there are, and how many files are gone."""
    told = ngettext("{n} transcript", "{n} transcripts", len(rows)).format(n=f"{len(rows):,}")
    gone = sum(one.gone for one in rows)
    if gone:
        words = ngettext("the file of {n} is gone", "the files of {n} are gone", gone)
        told = f"{told} · {words.format(n=f'{gone:,}')}"
    return told


def _number(count: int) -> str:
    return f"{count:,}" if count else "–"


def _side(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
