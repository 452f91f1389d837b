"""Carry tags and notes over to a new version of their transcript.

A transcript that is imported anew gets new turns. A tag belongs to the turn of the same key in the same
conversation, or, where turns have no keys, to the turn that came with the same text, of several equal ones
in their order. Tags of turns that the new version does not have go with those.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

_TAGGED: Final = """
SELECT tagging.id, conversation.key, tagging.turn_id, tagging.tag_id, tagging.start, tagging."end",
       tagging.quote, tagging.note, tagging.made_at
FROM conversation JOIN tagging ON tagging.conversation_id = conversation.id
WHERE conversation.transcript_id = ? ORDER BY tagging.id
"""

_TURNS: Final = """
SELECT turn.id, turn.key, coalesce(repair.original, turn.text) FROM conversation
JOIN turn ON turn.conversation_id = conversation.id LEFT JOIN repair ON repair.turn_id = turn.id
WHERE conversation.transcript_id = ? AND conversation.key = ? ORDER BY turn.position
"""

_Place = tuple[str, str, int]
"""A turn's own key and -1; or "", its text as it came and how many equal ones stand before it."""
Kept = tuple[str, _Place | None, tuple[object, ...]]
"""A conversation's key, the place of a turn in it (None: the whole), and the rest of the row."""


def collect(connection: sqlite3.Connection, transcript: int) -> list[Kept]:
    """The tags and notes of a transcript, to be taken before it is removed."""
    rows = connection.execute(_TAGGED, (transcript,)).fetchall()
    places: dict[str, dict[int, _Place]] = {}
    for key in {row[1] for row in rows if row[2] is not None}:
        places[key] = {turn: place for place, turn in _places(connection, transcript, key)}
    return [
        (key, None if turn is None else places[key][turn], (number, *rest))
        for number, key, turn, *rest in rows
        if turn is None or turn in places[key]
    ]


def restore(connection: sqlite3.Connection, transcript: int, kept: list[Kept]) -> None:
    """Write them beside the new version, inside the caller's transaction."""
    places: dict[str, dict[_Place, int]] = {}
    for key, place, (number, tag, *rest) in kept:
        sql = "SELECT id FROM conversation WHERE transcript_id = ? AND key = ?"
        found = connection.execute(sql, (transcript, key)).fetchone()
        if found is None:
            continue
        if place is not None and key not in places:
            places[key] = dict(_places(connection, transcript, key))
        turn = None if place is None else places[key].get(place)
        if place is None or turn is not None:
            connection.execute(
                'INSERT INTO tagging(id, tag_id, conversation_id, turn_id, start, "end", quote, note,'
                " made_at) VALUES (?,?,?,?,?,?,?,?,?)",
                (number, tag, found[0], turn, *rest),
            )


def _places(connection: sqlite3.Connection, transcript: int, key: str) -> Iterator[tuple[_Place, int]]:
    seen: dict[str, int] = {}
    for turn, own, original in connection.execute(_TURNS, (transcript, key)):
        if own is not None:
            yield (own, "", -1), turn
        else:
            number = seen[original] = seen.get(original, -1) + 1
            yield ("", original, number), turn
