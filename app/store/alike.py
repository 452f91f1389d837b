"""Which stretches of a corpus are damaged alike: the same damaged form, in the same channel."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import UserFacingError
from app.model.ids import TurnId
from app.model.progress import CancelToken
from app.model.repair import RepairSpan
from app.repair import plan
from app.repair.edits import places
from app.store.repairs import StoredRepair, read_repairs, required_repair


@dataclass(frozen=True, slots=True)
class AlikeTurn:
    """A turn with its stretches that are like the one pointed at: places, and which have its neighbours."""

    turn: TurnId
    stored: StoredRepair
    places: tuple[int, ...]
    in_context: frozenset[int]


@dataclass(frozen=True, slots=True)
class AlikeCount:
    """How many stretches a decision about all alike would change, the one pointed at included.

    ``in_context`` counts those that stand between the same two characters.
    """

    places: int
    in_context: int


def find_alike(
    connection: sqlite3.Connection, turn: TurnId, place: int, token: CancelToken | None = None
) -> Iterator[AlikeTurn]:
    """The turns with stretches like the one at ``place``, itself included, by their ids.

    Stretches that a reader decided before and turns that are undone are left out, except the one pointed
    at. UserFacingError when there is no such stretch.
    """
    stored = required_repair(connection, turn)
    span = span_at(stored, turn, place)
    around = _around(stored, span)
    for found, other in read_repairs(connection, _holding(connection, span.original, stored.channel)):
        if token is not None:
            token.raise_if_cancelled()
        if other.undone and found != turn:
            continue
        alike: list[int] = []
        near: set[int] = set()
        for at, item in zip(places(other.repaired), other.repaired.spans, strict=True):
            pointed_at = found == turn and at == place
            if item.original != span.original or (at in other.chosen and not pointed_at):
                continue
            alike.append(at)
            if pointed_at or _around(other, item) == around:
                near.add(at)
        if alike:
            yield AlikeTurn(TurnId(found), other, tuple(alike), frozenset(near))


def count_alike(
    connection: sqlite3.Connection, turn: TurnId, place: int, token: CancelToken | None = None
) -> AlikeCount:
    """How many stretches find_alike gives; counted from the stored plans, without their candidates."""
    stored = required_repair(connection, turn)
    span = span_at(stored, turn, place)
    around = _around(stored, span)
    chosen = set(connection.execute("SELECT turn_id, place FROM choice"))
    total = near = 0
    rows = connection.execute(
        "SELECT turn_id, original, plan FROM repair WHERE coalesce(channel, '') = ?"
        " AND instr(original, ?) > 0 AND (NOT undone OR turn_id = ?)",
        (stored.channel, span.original, turn),
    )
    for found, original, kept in rows:
        if token is not None:
            token.raise_if_cancelled()
        for at, before, after in _neighbours(original, plan.stretches(kept), span.original):
            pointed_at = (found, at) == (turn, place)
            if pointed_at or (found, at) not in chosen:
                total += 1
                near += pointed_at or (before, after) == around
    return AlikeCount(total, near)


def _neighbours(
    original: str, stretches: list[tuple[int, str, str]], form: str
) -> Iterator[tuple[int, str, str]]:
    """Place, character before and character after of every stretch of a damaged form."""
    pieces: list[str] = []
    alike: list[tuple[int, int, int]] = []
    at = length = 0
    for start, damaged, repaired in stretches:
        place = at + start - length
        pieces += (original[at:place], repaired)
        at, length = place + len(damaged), start + len(repaired)
        if damaged == form:
            alike.append((place, start, length))
    if alike:
        text = "".join((*pieces, original[at:]))
        for place, start, end in alike:
            yield place, text[max(0, start - 1) : start], text[end : end + 1]


def span_at(stored: StoredRepair, turn: TurnId, place: int) -> RepairSpan:
    """The span that begins at a place of the damaged original; UserFacingError when there is none."""
    for at, span in zip(places(stored.repaired), stored.repaired.spans, strict=True):
        if at == place:
            return span
    raise UserFacingError(f"Turn {turn} has no repaired stretch there any more.", "Look at it again.")


def _around(stored: StoredRepair, span: RepairSpan) -> tuple[str, str]:
    """The characters beside a span, as they stand in the repaired text."""
    text = stored.repaired.text
    return text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]


def _holding(connection: sqlite3.Connection, form: str, channel: str) -> list[int]:
    """Turns damaged in a channel whose original holds a damaged form."""
    rows = connection.execute(
        "SELECT turn_id FROM repair WHERE coalesce(channel, '') = ? AND instr(original, ?) > 0",
        (channel, form),
    )
    return [turn for (turn,) in rows]
