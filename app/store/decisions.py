"""Carry readers' decisions over to a new version of their transcript.

A transcript that is imported anew gets new turns. What a reader decided belongs to the damaged original:
it goes to the turn of the same original in the same conversation, of several equal ones in their order.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from app.repair.edits import overlaid
from app.store.repairs import StoredRepair, read_repairs
from app.store.rewrite import TurnRewrite, rewrite

_DECIDED = """
SELECT turn.id, conversation.key, repair.original FROM repair
JOIN turn ON turn.id = repair.turn_id JOIN conversation ON conversation.id = turn.conversation_id
WHERE conversation.transcript_id = ?
      AND (repair.undone OR EXISTS (SELECT 1 FROM choice WHERE choice.turn_id = repair.turn_id))
ORDER BY turn.id
"""

_REPAIRED = """
SELECT turn.id, conversation.key, repair.original FROM repair
JOIN turn ON turn.id = repair.turn_id JOIN conversation ON conversation.id = turn.conversation_id
WHERE conversation.transcript_id = ? ORDER BY turn.id
"""

_Place = tuple[str, str, int]
"""A conversation's key, a damaged original, and how many equal ones stand before it."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What readers decided about a transcript's repairs, by the place of the turn."""

    by_place: dict[_Place, StoredRepair]


def collect(connection: sqlite3.Connection, transcript: int) -> Decisions:
    """The decisions about a transcript, to be taken before it is removed."""
    if connection.execute(_DECIDED, (transcript,)).fetchone() is None:
        return Decisions({})
    decided = {row[0] for row in connection.execute(_DECIDED, (transcript,))}
    places = {turn: place for place, turn in _places(connection, transcript).items() if turn in decided}
    return Decisions({places[turn]: stored for turn, stored in read_repairs(connection, list(places))})


def restore(connection: sqlite3.Connection, transcript: int, decisions: Decisions) -> None:
    """Apply decisions to the turns of a new version, inside the caller's transaction."""
    if not decisions.by_place:
        return
    present = _places(connection, transcript)
    turns = {present[place]: stored for place, stored in decisions.by_place.items() if place in present}
    rewrites: list[TurnRewrite] = []
    for turn, fresh in read_repairs(connection, list(turns)):
        stored = turns[turn]
        kept = overlaid(fresh.repaired, stored.repaired, stored.chosen) or stored.repaired
        rewrites.append(TurnRewrite(turn, kept, stored.undone))
        connection.executemany(
            "INSERT INTO choice(turn_id, place) VALUES (?, ?)",
            [(turn, place) for place in sorted(stored.chosen)],
        )
    rewrite(connection, rewrites)


def _places(connection: sqlite3.Connection, transcript: int) -> dict[_Place, int]:
    found: dict[_Place, int] = {}
    seen: dict[tuple[str, str], int] = {}
    for turn, key, original in connection.execute(_REPAIRED, (transcript,)):
        number = seen[key, original] = seen.get((key, original), -1) + 1
        found[key, original, number] = turn
    return found
