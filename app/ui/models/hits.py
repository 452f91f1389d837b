"""The hits as a table: one row an occurrence, known by turn ids alone until painted."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from app.i18n import _
from app.model.hits import KwicRow
from app.ui.models.hydration import Hydration
from app.ui.models.row_counts import RowCounts
from app.ui.theme.roles import Roles
from app.ui.theme.tips import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
_NONE: Mapping[int, Sequence[KwicRow]] = {}
Deliver = Callable[[Sequence[KwicRow] | None], None]


class Fetch(Protocol):
    """Brings the occurrences of some turns from the background.

    ``deliver`` is called once, in the thread of the window, with all rows of all ``ids`` (ids
    without a row are shown as gone), or with None when the attempt failed and may be repeated.
    """

    def __call__(self, ids: Sequence[int], deliver: Deliver) -> None: ...


class HitColumn(IntEnum):
    """The columns. KWIC is painted whole by its delegate from ``Roles.KWIC``."""

    KWIC = 0
    SPEAKER = 1
    CONVERSATION = 2
    INDEX = 3


class HitsModel(QAbstractTableModel):
    """Occurrences in the order of the hit turns.

    A turn has one row until its occurrences are known, then one row each: the number of rows grows
    by ``layoutChanged`` while batches arrive, the rows before a batch never move, and ``total_turns``
    is exact from the start. Selections and persistent indexes follow their occurrence.
    """

    arrived = Signal(int, int)
    """First and last row that were filled by a batch."""
    expanded = Signal(int, int)
    """First row after which rows were added, and how many: a view above it may keep its place."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids = np.zeros(0, dtype=np.int64)
        self._rows = RowCounts(0)
        self._picked: NDArray[np.int32] | None = None
        self._store = Hydration()
        self._generation = 0
        self._last = (-1, 0, 0)
        self._waiting: list[tuple[int, Callable[[], None]]] = []  # position in the id vector, what to call
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._flush)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def total_turns(self) -> int:
        """Number of hit turns: the search's exact total."""
        return len(self._ids)

    @property
    def generation(self) -> int:
        """Grows with every ``set_ids``; answers of an older one are dropped."""
        return self._generation

    def set_ids(
        self,
        ids: Sequence[int] | array[int] | NDArray[np.int64],
        occurrences: NDArray[np.int32] | None = None,
        ready: Mapping[int, Sequence[KwicRow]] = _NONE,
    ) -> None:
        """Show these turns, forgetting everything before.

        With ``occurrences`` every row is one hit from the start, that one of its turn (from 0), and a
        turn may come several times: hits sorted by their context do not stand side by side. ``ready``
        holds all occurrences of the first turns, where they are known already.
        """
        self.beginResetModel()
        self._generation += 1
        self._ids = vector(ids)
        self._rows = RowCounts(len(self._ids))
        self._picked = occurrences
        self._forget()
        self._store.put(list(ready), [row for rows in ready.values() for row in rows])
        for position, turn in enumerate(self._ids[: len(ready)].tolist() if occurrences is None else ()):
            self._rows.set(position, max(1, len(self._store.rows(turn) or ())))
        self.endResetModel()

    def extend_to(self, ids: Sequence[int] | array[int]) -> None:
        """Show these turns; what is shown already stays in place when it is their beginning.

        For a first page followed by the whole vector.
        """
        longer = vector(ids)
        known = len(self._ids)
        if not known or len(longer) < known or not np.array_equal(longer[:known], self._ids):
            self.set_ids(ids)
            return
        extra = len(longer) - known
        if not extra:
            return
        first = self.rowCount()
        self.beginInsertRows(QModelIndex(), first, first + extra - 1)
        self._ids = longer
        self._rows.extend(extra)
        self.endInsertRows()

    def refresh(self) -> None:
        """Fetch shown rows again (texts changed in the corpus); the rows stay in place."""
        self._generation += 1
        self._forget()
        if self.rowCount():
            self._announce(0, self.rowCount() - 1)

    # -- finding the way -----------------------------------------------------------------------

    def place(self, row: int) -> tuple[int, int]:
        """The hit turn (position in the id vector) and occurrence of a row."""
        if self._picked is not None:
            return row, int(self._picked[row])
        known, position, occurrence = self._last
        if known >= 0 and row == known + 1:  # the row below, as lists are painted
            below = occurrence + 1 < self._rows[position]
            self._last = (row, position, occurrence + 1) if below else (row, position + 1, 0)
        elif known != row:
            position, inside = self._rows.find(row)
            self._last = (row, position, inside)
        return self._last[1], self._last[2]

    def row_at(self, position: int, occurrence: int = 0) -> int:
        """The row of an occurrence of the hit turn at ``position`` of the id vector."""
        return self._rows.before(position) + (occurrence if self._picked is None else 0)

    def turn_id(self, row: int) -> int:
        """The turn of a row."""
        return int(self._ids[self.place(row)[0]])

    def position_of(self, turn_id: int) -> int:
        """Position of a turn in the id vector, or -1."""
        found = np.flatnonzero(self._ids == turn_id)
        return int(found[0]) if len(found) else -1

    def kwic(self, row: int) -> KwicRow | None:
        """The occurrence of a row if it has arrived; never asks for it."""
        position, occurrence = self.place(row)
        rows = self._store.rows(int(self._ids[position]))
        return rows[occurrence] if rows and occurrence < len(rows) else None

    def ready(self, row: int) -> tuple[KwicRow | None, bool]:
        """The occurrence of a row, if it has arrived, and whether it is waited for: now it is asked for."""
        position, occurrence = self.place(row)
        rows = self._store.rows(int(self._ids[position]))
        if rows is None:
            self._want(position)
            return None, True
        return (rows[occurrence] if occurrence < len(rows) else None), False

    def ensure(self, row: int, ready: Callable[[], None]) -> None:
        """Call ``ready`` once the turn of ``row`` has arrived: at once when it has already."""
        self._ensure(self.place(row)[0], ready)

    def step(self, row: int, ready: Callable[[int], None], *, forward: bool = True) -> None:
        """Find the next (or previous) occurrence and call ``ready`` with its row, around the ends.

        Turns on the way are fetched first, so that no occurrence is passed over. A row of -1 starts
        before the first (or after the last) occurrence. Nothing is called when there are no hits.
        """
        count = len(self._ids)
        if not count:
            return
        if row < 0:
            position, occurrence = (-1, 0) if forward else (count, 0)
            self._step_turn(position, forward, ready)
            return
        position, occurrence = self.place(row)
        if self._picked is not None:
            self._step_turn(position, forward, ready)
            return

        def inside() -> None:
            wanted = occurrence + (1 if forward else -1)
            if 0 <= wanted < self._rows[position]:
                ready(self.row_at(position, wanted))
            else:
                self._step_turn(position, forward, ready)

        self._ensure(position, inside)

    def _step_turn(self, position: int, forward: bool, ready: Callable[[int], None]) -> None:
        target = (position + (1 if forward else -1)) % len(self._ids)

        def arrived() -> None:
            last = 0 if forward else self._rows[target] - 1
            ready(self.row_at(target, last))

        self._ensure(target, arrived)

    def _ensure(self, position: int, ready: Callable[[], None]) -> None:
        if self._known(position):
            ready()
            return
        self._waiting.append((position, ready))
        self._want(position)

    def _known(self, position: int) -> bool:
        return self._store.known(int(self._ids[position]))

    # -- Qt's questions ------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """All rows known so far."""
        return 0 if parent.isValid() else self._rows.total

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Four columns: ``HitColumn``."""
        return 0 if parent.isValid() else len(HitColumn)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Ready values only; a row that has not arrived is asked for and shown as waiting."""
        if not index.isValid():
            return None
        position, occurrence = self.place(index.row())
        turn = int(self._ids[position])
        if role == Roles.TURN_ID:
            return turn
        if role == Roles.OCCURRENCE:
            return occurrence
        rows = self._store.rows(turn)
        if rows is None:
            self._want(position)
        kwic = rows[occurrence] if rows and occurrence < len(rows) else None
        if role == Roles.KWIC:
            return kwic
        if role == Roles.STATE:
            return "waiting" if rows is None else "ready" if rows else "gone"
        return None if kwic is None else _value(kwic, index.column(), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Column titles, each over its values."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == HitColumn.INDEX:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (_("In context"), _("Speaker"), _("Conversation"), _("Turn"))
        return titles[section] if 0 <= section < len(titles) else None

    # -- rows arriving -------------------------------------------------------------------------

    def _forget(self) -> None:
        self._store.clear()
        self._waiting.clear()
        self._last = (-1, 0, 0)

    def _want(self, position: int) -> None:
        if self._store.want(position) and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _flush(self) -> None:
        positions = self._store.next_batch(len(self._ids))
        if not positions:
            return
        generation = self._generation
        turns = [int(self._ids[position]) for position in positions]

        def deliver(rows: Sequence[KwicRow] | None) -> None:
            if generation == self._generation:
                self._arrive(positions, turns, rows)

        self._fetch(list(dict.fromkeys(turns)), deliver)

    def _arrive(self, positions: list[int], turns: list[int], rows: Sequence[KwicRow] | None) -> None:
        self._store.landed(positions)
        if rows is None:
            self._waiting.clear()
        else:
            self._store.put(turns, rows)
            self._expand(positions, turns)
            self._announce(self.row_at(positions[0]), self.row_at(positions[-1] + 1) - 1)
            self._tell_waiting()
        if self._store.wanted:
            self._timer.start()

    def _expand(self, positions: list[int], turns: list[int]) -> None:
        """Give every occurrence its row; selections follow."""
        if self._picked is not None:
            return
        counts = [max(1, len(self._store.rows(turn) or ())) for turn in turns]
        changed = [(p, n) for p, n in zip(positions, counts, strict=True) if n != self._rows[p]]
        if not changed:
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        places = [(*self.place(index.row()), index.column()) for index in old]
        extra = sum(self._rows.set(position, count) for position, count in changed)
        self._last = (-1, 0, 0)
        moved = [
            self.index(self.row_at(position, min(occurrence, self._rows[position] - 1)), column)
            for position, occurrence, column in places
        ]
        self.changePersistentIndexList(old, moved)
        self.layoutChanged.emit()
        self.expanded.emit(self.row_at(changed[0][0]), extra)

    def _announce(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(HitColumn) - 1))
        self.arrived.emit(first, last)

    def _tell_waiting(self) -> None:
        ready = [call for position, call in self._waiting if self._known(position)]
        self._waiting = [pair for pair in self._waiting if not self._known(pair[0])]
        for position, _call in self._waiting:
            self._want(position)
        for call in ready:
            call()


def vector(ids: Sequence[int] | array[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Ids as numpy has them; an id vector is looked at in place, for a million ids are eight megabytes."""
    if isinstance(ids, array) and len(ids):
        return np.frombuffer(ids, dtype=np.int64)
    return np.array(ids, dtype=np.int64)


def _value(kwic: KwicRow, column: int, role: int) -> Any:
    turn = kwic.hit.turn
    if role == Roles.SPEAKER_ID:
        return int(turn.speaker_id)
    if role == Roles.CONVERSATION_ID:
        return int(turn.conversation_id)
    if role == Qt.ItemDataRole.TextAlignmentRole and column == HitColumn.INDEX:
        return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    context = f"{kwic.left}{kwic.node}{kwic.right}"
    if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
        return _told(kwic, column, role)
    if role != Qt.ItemDataRole.DisplayRole:
        return None
    return (context, turn.speaker, kwic.hit.title, turn.index)[column]


def _told(kwic: KwicRow, column: int, role: int) -> str | None:
    """A row for screen readers; the tip over its number names its tags and those of its conversation."""
    names = [name for name, _colour in kwic.tags if name]
    whole = [name for name, _colour in kwic.conversation_tags if name]
    if role == Qt.ItemDataRole.AccessibleTextRole:
        both = list(dict.fromkeys([*names, *whole]))
        beside = f" ({', '.join(both)})" if both else ""
        return f"{kwic.hit.turn.speaker}: {kwic.left}{kwic.node}{kwic.right}{beside}"
    if column != HitColumn.INDEX or not (kwic.tags or kwic.conversation_tags):
        return None
    said = names or ([_("Note")] if kwic.tags else [])
    if kwic.conversation_tags:
        said.append(_("Tags of the conversation: {tags}").format(tags=", ".join(whole or [_("Note")])))
    return plain_tip("\n".join(said))
