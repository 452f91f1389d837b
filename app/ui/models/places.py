"""Places of one transcript that are in doubt, or that a reader decided, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.i18n import _
from app.ui.models.desk.damage import Place
from app.ui.theme.roles import Roles
from app.ui.theme.visible import named, percent, shortened

AnyIndex = QModelIndex | QPersistentModelIndex
OTHERS = 4
"""Other readings shown in a row."""


class PlaceColumn(IntEnum):
    """The columns, left to right."""

    SURE = 0
    ORIGINAL = 1
    READING = 2
    OTHERS = 3
    CONTEXT = 4
    TURN = 5


class PlacesModel(QAbstractTableModel):
    """One row a place, the least sure first. ``threshold`` (0..1): places below it stand out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Place] = ()
        self.threshold = 0.0

    def set_rows(self, rows: Sequence[Place]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def add_rows(self, rows: Sequence[Place]) -> None:
        """Show these too, below."""
        if rows:
            known = len(self._rows)
            self.beginInsertRows(QModelIndex(), known, known + len(rows) - 1)
            self._rows = [*self._rows, *rows]
            self.endInsertRows()

    def set_threshold(self, threshold: float) -> None:
        """Let other places stand out."""
        self.threshold = threshold
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(PlaceColumn) - 1))

    def place(self, row: int) -> Place:
        """The place of a row; raises IndexError."""
        return self._rows[row]

    def row_of(self, turn: int, place: int) -> int:
        """The row of a place, or -1."""
        found = (row for row, one in enumerate(self._rows) if (one.turn, one.place) == (turn, place))
        return next(found, -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Places."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """See PlaceColumn."""
        return 0 if parent.isValid() else len(PlaceColumn)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; the value itself under ``Roles.PLACE``, whether it stands out under ``Roles.DOUBTFUL``."""
        if not index.isValid():
            return None
        one, column = self._rows[index.row()], PlaceColumn(index.column())
        value: Any = None
        if role == Qt.ItemDataRole.DisplayRole:
            value = cell(one, column)
        elif role == Roles.PLACE:
            value = one
        elif role == Roles.DOUBTFUL:
            value = self.doubtful(one)
        elif role == Roles.CONTEXT and column == PlaceColumn.CONTEXT:
            value = (flat(one.before), reading(one), flat(one.after))
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            value = spoken(one) if column == PlaceColumn.SURE else cell(one, column)
        elif role == Qt.ItemDataRole.TextAlignmentRole and column in {PlaceColumn.SURE, PlaceColumn.TURN}:
            value = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return value

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(PlaceColumn):
            return None
        right = PlaceColumn(section) in {PlaceColumn.SURE, PlaceColumn.TURN}
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Sure"), _("In the file"), _("Read as"), _("Or as"), _("In context"), _("Turn"))[
                section
            ]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def doubtful(self, one: Place) -> bool:
        """True for a lost place and one below the threshold, unless a reader decided it."""
        if one.state in {"chosen", "restored"}:
            return False
        return one.span.kind == "lost" or (
            one.span.kind == "inferred" and one.span.confidence < self.threshold
        )


def cell(one: Place, column: PlaceColumn) -> str:
    """What stands in a cell."""
    if column == PlaceColumn.SURE:
        return sure(one)
    if column == PlaceColumn.ORIGINAL:
        return named(one.span.original)
    if column == PlaceColumn.READING:
        return reading(one)
    if column == PlaceColumn.OTHERS:
        others = (named(rival.text) for rival in one.span.candidates if rival.text != one.span.repaired)
        return "  ".join(list(others)[:OTHERS])
    if column == PlaceColumn.CONTEXT:
        return flat(f"{one.before}{one.span.repaired}{one.after}")
    return f"{one.index:,}"


def flat(text: str) -> str:
    """On one line; line ends and tabs are spaces, spaces at the ends stay."""
    return shortened("".join(" " if char.isspace() else char for char in text))


def sure(one: Place) -> str:
    """How sure the reading is, or that a reader decided it."""
    if one.state in {"chosen", "restored"}:
        return _("yours")
    return _("lost") if one.span.kind == "lost" else percent(one.span.confidence)


def reading(one: Place) -> str:
    """What stands there now."""
    if one.state == "restored":
        return _("as in the file")
    return "▯" if one.span.kind == "lost" else named(one.span.repaired)


def spoken(one: Place) -> str:
    """A row as a screen reader says it."""
    words = _("{sure}: {damaged} read as {text}, turn {n}")
    return words.format(
        sure=sure(one), damaged=named(one.span.original), text=reading(one), n=f"{one.index:,}"
    )
