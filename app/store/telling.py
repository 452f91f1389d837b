"""A whole conversation with its repairs, as twins are compared."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from app.model.ids import ConversationId, TurnId
from app.model.repair import RepairedText
from app.repair import plan


@dataclass(frozen=True, slots=True)
class ToldTurn:
    """A turn as it can be compared: its repair (no spans where there is none), shown or undone."""

    id: TurnId
    repaired: RepairedText
    channel: str | None
    undone: bool
    chosen: frozenset[int]
    twin: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A whole conversation to be compared. ``name`` is its transcript's."""

    id: ConversationId
    name: str
    turns: tuple[ToldTurn, ...]


def tell(connection: sqlite3.Connection, conversation: int) -> Told:
    """Read a conversation for comparison."""
    (name,) = connection.execute(
        "SELECT transcript.name FROM conversation JOIN transcript ON transcript.id = transcript_id"
        " WHERE conversation.id = ?",
        (conversation,),
    ).fetchone()
    rows = connection.execute(
        "SELECT turn.id, text, original, plan, repair.channel, undone, twin"
        " FROM turn LEFT JOIN repair ON turn_id = turn.id WHERE conversation_id = ? ORDER BY position",
        (conversation,),
    )
    chosen = _chosen(connection, conversation)
    turns = tuple(
        ToldTurn(
            TurnId(number),
            RepairedText(text) if spans is None else plan.replay(original, plan.load(spans)),
            channel,
            bool(undone),
            frozenset(chosen.get(number, ())),
            twin,
        )
        for number, text, original, spans, channel, undone, twin in rows
    )
    return Told(ConversationId(conversation), name, turns)


def _chosen(connection: sqlite3.Connection, conversation: int) -> dict[int, set[int]]:
    chosen: dict[int, set[int]] = {}
    for turn, place in connection.execute(
        "SELECT turn_id, place FROM choice JOIN turn ON turn.id = turn_id WHERE conversation_id = ?",
        (conversation,),
    ):
        chosen.setdefault(turn, set()).add(place)
    return chosen
