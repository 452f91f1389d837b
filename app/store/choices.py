"""What a reader decides about repairs: another reading, the damaged original, the same for all like spans.

Every decision is stored beside the plan, survives closing and importing again, and gives back what takes
it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.repair.plan_rows import Row
from app.store.alike import find_alike, pattern_at, turns_alike
from app.store.planned import PlannedTurn, decided_places, parts, planned_turns
from app.store.repairs import required_repair
from app.store.rewrite import NewRepair, note_rewrite, store

Report = Callable[[int, int], None]
"""Told how many turns of how many were changed so far."""


class SpanBefore(NamedTuple):
    """A span as it was before a decision (the row of its plan), and whether a reader had decided it then."""

    turn: TurnId
    place: int
    row: Row
    chosen: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes a decision back, for Writer.take_back: spans as they were, turns shown or undone before."""

    spans: tuple[SpanBefore, ...] = ()
    undone: tuple[tuple[TurnId, bool], ...] = ()

    @property
    def turns(self) -> int:
        """How many turns the decision changed."""
        return len({before.turn for before in self.spans} | {turn for turn, _ in self.undone})


class _Edit(NamedTuple):
    """What becomes of one turn: its rows by number with their being a choice, and whether it is undone."""

    of: PlannedTurn
    rows: Mapping[int, tuple[Row, bool]]
    undone: bool


@dataclass(slots=True)
class _Changes:
    """Decisions on their way into the corpus, a part of the turns at a time."""

    connection: sqlite3.Connection
    total: int
    report: Report | None = None
    spans: list[SpanBefore] = field(default_factory=list)
    undone: list[tuple[TurnId, bool]] = field(default_factory=list)
    done: int = 0

    def apply(self, part: list[int], edits: Iterable[_Edit]) -> None:
        """Change some turns of a part of them."""
        decided = decided_places(self.connection, part)
        changed: list[NewRepair] = []
        marks: list[tuple[int, int, bool]] = []
        for edit in edits:
            one, turn, plan = edit.of, TurnId(edit.of.turn), edit.of.plan
            chosen = decided.get(turn, set())
            for number, (_row, marked) in edit.rows.items():
                place = plan.places[number]
                self.spans.append(SpanBefore(turn, place, plan.row(number), place in chosen))
                marks.append((turn, place, marked))
            if one.undone != edit.undone:
                self.undone.append((turn, one.undone))
            rows = {number: row for number, (row, _marked) in edit.rows.items()}
            changed.append(one.exchanged(rows, undone=edit.undone))
        store(self.connection, changed)
        _note(self.connection, marks)
        self.done += len(part)
        if self.report is not None:
            self.report(self.done, self.total)

    def undo(self) -> Undo:
        """What takes all of it back."""
        if self.spans or self.undone:
            note_rewrite(self.connection)
        return Undo(tuple(self.spans), tuple(self.undone))


def choose(connection: sqlite3.Connection, turn: TurnId, place: int, text: str) -> Undo:
    """Read the span at ``place`` as ``text``, whichever reading that is; an undone turn is shown again.

    UserFacingError when there is no such span.
    """
    pattern_at(connection, turn, place)
    changes = _Changes(connection, 1)
    (one,) = planned_turns(connection, [turn])
    number = one.plan.places.index(place)
    changes.apply([turn], [_Edit(one, {number: (one.plan.row(number).decided(text), True)}, undone=False)])
    return changes.undo()


def restore(connection: sqlite3.Connection, turn: TurnId, place: int) -> Undo:
    """Put the damaged original of the span at ``place`` back."""
    return choose(connection, turn, place, pattern_at(connection, turn, place).form)


def choose_alike(
    connection: sqlite3.Connection,
    turn: TurnId,
    place: int,
    text: str,
    *,
    same_context: bool = False,
    token: CancelToken | None = None,
    report: Report | None = None,
) -> Undo:
    """Read every span of the corpus as ``text`` that was damaged like this one: same form, same channel.

    ``same_context`` asks for the same character on both sides too. Spans that a reader decided before and
    turns that are undone stay as they are, except the one pointed at.
    """
    pattern = pattern_at(connection, turn, place)
    turns = turns_alike(connection, pattern)
    changes = _Changes(connection, len(turns), report)
    for part in parts(turns, token):
        edits: list[_Edit] = []
        for one, alike, near in find_alike(connection, pattern, part):
            wanted = near if same_context else alike
            rows = {number: (one.plan.row(number).decided(text), True) for number in wanted}
            if rows:
                edits.append(_Edit(one, rows, undone=False))
        changes.apply(part, edits)
    return changes.undo()


def show_original(connection: sqlite3.Connection, turn: TurnId, *, undone: bool) -> Undo:
    """Show the damaged original of a whole turn, or its repair again."""
    required_repair(connection, turn)
    changes = _Changes(connection, 1)
    (one,) = planned_turns(connection, [turn])
    if one.undone != undone:
        changes.apply([turn], [_Edit(one, {}, undone)])
    return changes.undo()


def take_back(
    connection: sqlite3.Connection,
    undo: Undo,
    token: CancelToken | None = None,
    report: Report | None = None,
) -> Undo:
    """Put spans and turns back as they were; gives what does the decision again.

    Turns that are gone, and spans that a later repair cut otherwise, are passed over. Cancelled leaves the
    transaction to be rolled back.
    """
    spans: dict[int, dict[int, SpanBefore]] = {}
    for before in undo.spans:
        spans.setdefault(before.turn, {})[before.place] = before
    undone: dict[int, bool] = dict(undo.undone)
    turns = [*spans, *undone]
    changes = _Changes(connection, len(set(turns)), report)
    for part in parts(turns, token):
        edits: list[_Edit] = []
        for one in planned_turns(connection, part):
            wanted = spans.get(one.turn, {})
            rows = {
                number: (wanted[place].row, wanted[place].chosen)
                for number, place in enumerate(one.plan.places)
                if place in wanted and wanted[place].row.original == one.plan.originals[number]
            }
            edits.append(_Edit(one, rows, undone.get(one.turn, one.undone)))
        changes.apply(part, edits)
    return changes.undo()


def _note(connection: sqlite3.Connection, marks: list[tuple[int, int, bool]]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO choice(turn_id, place) VALUES (?, ?)", [mark[:2] for mark in marks if mark[2]]
    )
    connection.executemany(
        "DELETE FROM choice WHERE turn_id = ? AND place = ?", [mark[:2] for mark in marks if not mark[2]]
    )
