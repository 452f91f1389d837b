"""Which stretches of a corpus are damaged alike: the same damaged form, in the same channel."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import UserFacingError
from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.model.repair import RepairSpan
from app.repair.plan_rows import encoded
from app.store.planned import PlannedTurn, decided_places, parts, planned_turns
from app.store.repairs import StoredRepair, required_repair


@dataclass(frozen=True, slots=True)
class AlikeCount:
    """How many stretches a decision about all alike would change, the one pointed at included.

    ``in_context`` counts those that stand between the same two characters.
    """

    places: int
    in_context: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """What stretches must be like: the one at ``place`` of ``turn``, with the characters beside it."""

    turn: TurnId
    place: int
    form: str
    channel: str
    around: tuple[str, str]


def pattern_at(connection: sqlite3.Connection, turn: TurnId, place: int) -> Pattern:
    """The stretch at a place of a turn; UserFacingError when there is none."""
    stored = required_repair(connection, turn)
    span = span_at(stored, turn, place)
    text = stored.repaired.text
    around = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    return Pattern(turn, place, span.original, stored.channel, around)


def span_at(stored: StoredRepair, turn: TurnId, place: int) -> RepairSpan:
    """The span that begins at a place of the damaged original; UserFacingError when there is none."""
    for one in stored.spans:
        if one.place == place:
            return one.span
    raise UserFacingError(f"Turn {turn} has no repaired stretch there any more.", "Look at it again.")


def turns_alike(connection: sqlite3.Connection, pattern: Pattern) -> list[int]:
    """Turns that may hold such stretches; undone ones are left out, except the one pointed at."""
    rows = connection.execute(
        "SELECT turn_id FROM repair WHERE coalesce(channel, '') = ? AND instr(plan, ?) > 0"
        " AND (NOT undone OR turn_id = ?)",
        (pattern.channel, f'"{encoded(pattern.form)}"', pattern.turn),
    )
    return [turn for (turn,) in rows]


def find_alike(
    connection: sqlite3.Connection, pattern: Pattern, turns: list[int]
) -> Iterator[tuple[PlannedTurn, list[int], list[int]]]:
    """Of each turn with such stretches their numbers in its plan, and which have the same neighbours too.

    Stretches that a reader decided before are left out, except the one pointed at.
    """
    form = encoded(pattern.form)
    decided = decided_places(connection, turns)
    for one in planned_turns(connection, turns):
        rows = one.plan
        chosen = decided.get(one.turn, set())
        here = pattern.place if one.turn == pattern.turn else None
        alike = [
            number
            for number, original in enumerate(rows.originals)
            if original == form and (rows.places[number] not in chosen or rows.places[number] == here)
        ]
        if alike:
            text = one.text
            near = [
                number
                for number in alike
                if rows.places[number] == here
                or around(text, rows.starts[number], rows.ends[number]) == pattern.around
            ]
            yield one, alike, near


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters beside a stretch of the repaired text."""
    return text[max(0, start - 1) : start], text[end : end + 1]


def count_alike(
    connection: sqlite3.Connection, turn: TurnId, place: int, token: CancelToken | None = None
) -> AlikeCount:
    """How many stretches a decision about all that are like the one at ``place`` would change."""
    pattern = pattern_at(connection, turn, place)
    total = near = 0
    for part in parts(turns_alike(connection, pattern), token):
        for _turn, alike, in_context in find_alike(connection, pattern, part):
            total += len(alike)
            near += len(in_context)
    return AlikeCount(total, near)
