"""Replies that a reader confirmed where the source names none: kept beside what was there before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.errors import BadInputError
from app.model.ids import TurnId
from app.store.parents import circle_breaks

TABLE = "CREATE TABLE reply_choice(turn_id INTEGER PRIMARY KEY, parent_id INTEGER, parent_before INTEGER)"
"""``parent_before`` is what the source said; it stays however often a reader chooses anew."""

LISTED = (
    "SELECT turn_id, reply_choice.parent_id FROM reply_choice JOIN turn ON turn.id = turn_id"
    " WHERE conversation_id = ? ORDER BY turn_id"
)
"""The choices of a conversation: the turn, and what it answers."""


@dataclass(frozen=True, slots=True)
class ReplyUndo:
    """What takes choices of replies back: every turn, whether it was chosen before, and what it answered."""

    before: tuple[tuple[TurnId, bool, TurnId | None], ...] = ()

    @property
    def turns(self) -> int:
        """How many turns changed."""
        return len(self.before)


def set_replies(connection: sqlite3.Connection, links: Mapping[TurnId, TurnId | None]) -> ReplyUndo:
    """Let each turn answer the given one, or none, inside the caller's transaction.

    What is so already, and chosen, is left out of what is given back. BadInputError when a turn or its
    parent is not there, when they are of two conversations, or when replies would run in a circle.
    """
    conversations = {_conversation(connection, turn) for turn in links}
    before = _before(connection, links)
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
    return ReplyUndo(tuple(one for one in before if not one[1] or one[2] != links[one[0]]))


def forget(connection: sqlite3.Connection, turns: Iterable[TurnId]) -> ReplyUndo:
    """Let turns answer what their source said; those that nobody chose anything else for are left out.

    BadInputError when that would close a circle with replies chosen since.
    """
    before = [one for one in _before(connection, turns) if one[1]]
    for turn, _chosen, _parent in before:
        connection.execute(
            "UPDATE turn SET parent_id ="
            " (SELECT parent_before FROM reply_choice WHERE turn_id = turn.id) WHERE id = ?",
            (turn,),
        )
        connection.execute("DELETE FROM reply_choice WHERE turn_id = ?", (turn,))
    _settle(connection, {_conversation(connection, turn) for turn, _chosen, _parent in before})
    return ReplyUndo(tuple(before))


def take_back(connection: sqlite3.Connection, undo: ReplyUndo) -> ReplyUndo:
    """Take choices back; the result does them again. Turns that are gone since are left out."""
    here = [one for one in undo.before if _is_there(connection, one[0])]
    now = tuple(_before(connection, [turn for turn, _chosen, _parent in here]))
    forget(connection, [turn for turn, chosen, _parent in here if not chosen])
    set_replies(connection, {turn: parent for turn, chosen, parent in here if chosen})
    return ReplyUndo(now)


def _before(
    connection: sqlite3.Connection, turns: Iterable[TurnId]
) -> list[tuple[TurnId, bool, TurnId | None]]:
    found = []
    for turn in turns:
        row = connection.execute(
            "SELECT parent_id, id IN (SELECT turn_id FROM reply_choice) FROM turn WHERE id = ?", (turn,)
        ).fetchone()
        if row is not None:
            found.append((turn, bool(row[1]), None if row[0] is None else TurnId(row[0])))
    return found


def _is_there(connection: sqlite3.Connection, turn: TurnId) -> bool:
    return connection.execute("SELECT 1 FROM turn WHERE id = ?", (turn,)).fetchone() is not None


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
