"""Link replies to their parents once a transcript is complete."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_AT_ONCE = 250_000
"""Replies linked by one statement: what it looks up lies in memory until it ends."""
_PENDING = (
    "SELECT turn_id, conversation_id, parent_key FROM pending_parent"
    " WHERE conversation_id IN (SELECT id FROM conversation WHERE transcript_id = ?)"
)


@dataclass(frozen=True, slots=True)
class ParentProblem:
    """A reply that could not be linked; ``key`` is the parent's id in the source."""

    turn: int
    key: str
    reason: str


def link(connection: sqlite3.Connection, transcript: int) -> list[ParentProblem]:
    """Resolve every noted parent of a transcript, inside the caller's transaction.

    A parent is looked for in the reply's own conversation. An unknown parent and a reply
    that would close a circle are left without a parent and reported; its id stays in the turn's metadata.
    """
    waiting = connection.execute(f"SELECT min(turn_id), max(turn_id) FROM ({_PENDING})", (transcript,))
    first, last = waiting.fetchone()
    if first is None:
        return []
    for start in range(first, last + 1, _AT_ONCE):
        connection.execute(
            "UPDATE turn SET parent_id = found.parent FROM ("
            " SELECT pending.turn_id AS turn, min(target.id) AS parent"
            f" FROM ({_PENDING} AND turn_id BETWEEN ? AND ?) AS pending JOIN turn AS target"
            " ON target.conversation_id = pending.conversation_id AND target.key = pending.parent_key"
            " GROUP BY pending.turn_id) AS found WHERE turn.id = found.turn",
            (transcript, start, start + _AT_ONCE - 1),
        )
    problems = [
        ParentProblem(turn, key, "the turn it answers is not in its conversation")
        for turn, key in connection.execute(
            f"SELECT pending.turn_id, pending.parent_key FROM ({_PENDING}) AS pending"
            " JOIN turn ON turn.id = pending.turn_id WHERE turn.parent_id IS NULL ORDER BY turn.id",
            (transcript,),
        )
    ]
    problems += _break_circles(connection, transcript)
    connection.executemany(
        "UPDATE turn SET meta = json_insert(coalesce(meta, '{}'), '$.parent', ?)"
        " WHERE id = ? AND json_valid(coalesce(meta, '{}'))",  # numbers such as NaN are none to SQLite
        [(problem.key, problem.turn) for problem in problems],
    )
    connection.execute(
        "UPDATE conversation SET threaded = EXISTS (SELECT 1 FROM turn WHERE turn.conversation_id ="
        " conversation.id AND turn.parent_id IS NOT NULL) WHERE transcript_id = ?",
        (transcript,),
    )
    connection.execute(
        "DELETE FROM pending_parent WHERE conversation_id IN"
        " (SELECT id FROM conversation WHERE transcript_id = ?)",
        (transcript,),
    )
    return problems


def _break_circles(connection: sqlite3.Connection, transcript: int) -> list[ParentProblem]:
    """A circle needs a turn that answers itself or a later one: only their conversations are read."""
    suspects = connection.execute(
        "SELECT DISTINCT conversation_id FROM turn WHERE parent_id >= id AND conversation_id IN"
        " (SELECT id FROM conversation WHERE transcript_id = ?)",
        (transcript,),
    ).fetchall()
    problems: list[ParentProblem] = []
    for (conversation,) in suspects:
        parent_of = dict(
            connection.execute(
                "SELECT id, parent_id FROM turn WHERE conversation_id = ? AND parent_id IS NOT NULL",
                (conversation,),
            )
        )
        for turn in circle_breaks(parent_of):
            (key,) = connection.execute(
                "SELECT parent_key FROM pending_parent WHERE turn_id = ?", (turn,)
            ).fetchone()
            connection.execute("UPDATE turn SET parent_id = NULL WHERE id = ?", (turn,))
            problems.append(ParentProblem(turn, key, "its replies run in a circle; the link was left out"))
    return problems


def circle_breaks(parent_of: dict[int, int]) -> list[int]:
    """For every circle the turn whose link must go: the earliest one of the circle.

    Each turn has one parent, so walking up from every turn and colouring what was seen
    finds each circle once, in linear time.
    """
    done: set[int] = set()
    breaks: list[int] = []
    for start in sorted(parent_of):
        walk: list[int] = []
        on_walk: set[int] = set()
        at: int | None = start
        while at is not None and at not in done and at not in on_walk:
            walk.append(at)
            on_walk.add(at)
            at = parent_of.get(at)
        if at is not None and at in on_walk:
            breaks.append(min(walk[walk.index(at) :]))
        done.update(walk)
    return sorted(breaks)
