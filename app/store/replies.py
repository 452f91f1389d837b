"""Replies that a reader confirmed where the source names none: kept beside what was there before."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from app.errors import BadInputError
from app.model.ids import TurnId
from app.store.parents import circle_breaks

TABLE = "CREATE TABLE reply_choice(turn_id INTEGER PRIMARY KEY, parent_id INTEGER, parent_before INTEGER)"
"""``parent_before`` is what the source said; it stays however often a reader chooses anew."""


def set_replies(connection: sqlite3.Connection, links: Mapping[TurnId, TurnId | None]) -> None:
    """Let each turn answer the given one, or none, inside the caller's transaction.

    BadInputError when a turn or its parent is not there, when they are of two conversations, or when
    replies would run in a circle.
    """
    conversations = {_conversation(connection, turn) for turn in links}
    for turn, parent in links.items():
        if parent is not None and _conversation(connection, turn) != _conversation(connection, parent):
            raise BadInputError("A turn can only answer a turn of its own conversation.")
        connection.execute(
            "INSERT INTO reply_choice SELECT id, ?, parent_id FROM turn WHERE id = ?"
            " ON CONFLICT(turn_id) DO UPDATE SET parent_id = excluded.parent_id",
            (parent, turn),
        )
        connection.execute("UPDATE turn SET parent_id = ? WHERE id = ?", (parent, turn))
    _settle(connection, conversations)


def take_back(connection: sqlite3.Connection, turn: int) -> bool:
    """Let a turn answer what its source said; False when nobody had chosen anything else.

    BadInputError when that would close a circle with replies chosen since.
    """
    found = connection.execute("SELECT parent_before FROM reply_choice WHERE turn_id = ?", (turn,)).fetchone()
    if found is None:
        return False
    connection.execute("UPDATE turn SET parent_id = ? WHERE id = ?", (found[0], turn))
    connection.execute("DELETE FROM reply_choice WHERE turn_id = ?", (turn,))
    _settle(connection, {_conversation(connection, turn)})
    return True


def _conversation(connection: sqlite3.Connection, turn: int) -> int:
    found = connection.execute("SELECT conversation_id FROM turn WHERE id = ?", (turn,)).fetchone()
    if found is None:
        raise BadInputError(f"There is no turn {turn} in this corpus.")
    return int(found[0])


def _settle(connection: sqlite3.Connection, conversations: set[int]) -> None:
    """Refuse circles, and note whether there are replies at all."""
    for conversation in conversations:
        parent_of: dict[int, int] = dict(
            connection.execute(
                "SELECT id, parent_id FROM turn WHERE conversation_id = ? AND parent_id IS NOT NULL",
                (conversation,),
            ).fetchall()
        )
        if circle_breaks(parent_of):
            raise BadInputError("These replies would run in a circle.")
        connection.execute(
            "UPDATE conversation SET threaded = ? WHERE id = ?", (bool(parent_of), conversation)
        )
