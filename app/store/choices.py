"""What a reader decides about repairs: another reading, the damaged original, the same for all like spans.

Every decision is stored beside the plan, survives closing and importing again, and gives back what takes
it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.model.repair import RepairSpan
from app.repair.edits import places, replaced
from app.store.alike import find_alike, span_at
from app.store.repairs import StoredRepair, read_repairs, required_repair
from app.store.rewrite import TurnRewrite, rewrite


@dataclass(frozen=True, slots=True)
class SpanBefore:
    """A span as it was before a decision, and whether a reader had decided it then."""

    turn: TurnId
    place: int
    span: RepairSpan
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


@dataclass(frozen=True, slots=True)
class _Edit:
    """What becomes of one turn: its spans by place with their being a choice, and whether it is undone."""

    spans: Mapping[int, tuple[RepairSpan, bool]]
    undone: bool


def choose(connection: sqlite3.Connection, turn: TurnId, place: int, text: str) -> Undo:
    """Read the span at ``place`` as ``text``, whichever reading that is; an undone turn is shown again.

    UserFacingError when there is no such span.
    """
    stored = required_repair(connection, turn)
    span = span_at(stored, turn, place)
    return _apply(connection, {turn: (stored, _Edit({place: (decided(span, text), True)}, undone=False))})


def restore(connection: sqlite3.Connection, turn: TurnId, place: int) -> Undo:
    """Put the damaged original of the span at ``place`` back."""
    stored = required_repair(connection, turn)
    return choose(connection, turn, place, span_at(stored, turn, place).original)


def choose_alike(
    connection: sqlite3.Connection,
    turn: TurnId,
    place: int,
    text: str,
    *,
    same_context: bool = False,
    token: CancelToken | None = None,
) -> Undo:
    """Read every span of the corpus as ``text`` that was damaged like this one: same form, same channel.

    ``same_context`` asks for the same character on both sides too. Spans that a reader decided before and
    turns that are undone stay as they are, except the one pointed at.
    """
    edits: dict[TurnId, tuple[StoredRepair, _Edit]] = {}
    for found in find_alike(connection, turn, place, token):
        spans = dict(zip(places(found.stored.repaired), found.stored.repaired.spans, strict=True))
        wanted = [at for at in found.places if not same_context or at in found.in_context]
        if wanted:
            changes = {at: (decided(spans[at], text), True) for at in wanted}
            edits[found.turn] = (found.stored, _Edit(changes, undone=False))
    return _apply(connection, edits, token)


def show_original(connection: sqlite3.Connection, turn: TurnId, *, undone: bool) -> Undo:
    """Show the damaged original of a whole turn, or its repair again."""
    stored = required_repair(connection, turn)
    return _apply(connection, {turn: (stored, _Edit({}, undone))}) if stored.undone != undone else Undo()


def take_back(connection: sqlite3.Connection, undo: Undo) -> Undo:
    """Put spans and turns back as they were; gives what does the decision again.

    Turns that are gone, and spans that a later repair cut otherwise, are passed over.
    """
    spans: dict[TurnId, dict[int, tuple[RepairSpan, bool]]] = {}
    for before in undo.spans:
        spans.setdefault(before.turn, {})[before.place] = (before.span, before.chosen)
    undone = dict(undo.undone)
    edits: dict[TurnId, tuple[StoredRepair, _Edit]] = {}
    for found, stored in read_repairs(connection, [*spans, *undone]):
        turn = TurnId(found)
        present = dict(zip(places(stored.repaired), stored.repaired.spans, strict=True))
        fitting = {
            place: item
            for place, item in spans.get(turn, {}).items()
            if place in present and present[place].original == item[0].original
        }
        edits[turn] = (stored, _Edit(fitting, undone.get(turn, stored.undone)))
    return _apply(connection, edits)


def decided(span: RepairSpan, text: str) -> RepairSpan:
    """The span as a reader wants it; candidates keep their order and shares, so that all can be compared."""
    kind = "inferred" if span.kind == "lost" and text != span.original else span.kind
    return replace(span, repaired=text, kind=kind, confidence=1.0 if kind != "lost" else span.confidence)


def _apply(
    connection: sqlite3.Connection,
    edits: Mapping[TurnId, tuple[StoredRepair, _Edit]],
    token: CancelToken | None = None,
) -> Undo:
    spans: list[SpanBefore] = []
    undone: list[tuple[TurnId, bool]] = []
    rewrites: list[TurnRewrite] = []
    for turn, (stored, edit) in edits.items():
        present = dict(zip(places(stored.repaired), stored.repaired.spans, strict=True))
        spans += [SpanBefore(turn, place, present[place], place in stored.chosen) for place in edit.spans]
        if stored.undone != edit.undone:
            undone.append((turn, stored.undone))
        changes = {place: span for place, (span, _) in edit.spans.items()}
        rewrites.append(TurnRewrite(turn, replaced(stored.repaired, changes), edit.undone, stored.twin))
    rewrite(connection, rewrites, token)
    _note(connection, edits)
    return Undo(tuple(spans), tuple(undone))


def _note(connection: sqlite3.Connection, edits: Mapping[TurnId, tuple[StoredRepair, _Edit]]) -> None:
    marks = [
        (turn, place, chosen)
        for turn, (_, edit) in edits.items()
        for place, (_, chosen) in edit.spans.items()
    ]
    connection.executemany(
        "INSERT OR IGNORE INTO choice(turn_id, place) VALUES (?, ?)", [mark[:2] for mark in marks if mark[2]]
    )
    connection.executemany(
        "DELETE FROM choice WHERE turn_id = ? AND place = ?", [mark[:2] for mark in marks if not mark[2]]
    )
