"""Read tags and notes, by tag, by conversation or of some turns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.model.ids import ConversationId, TurnId
from app.store.tags import Target

_PER_QUERY: Final = 500


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name, its colour (one of tags.COLOURS), its memo, and how much carries it."""

    name: str
    colour: str
    memo: str
    turns: int
    """Turns that have it, whole or in a stretch."""
    conversations: int
    """Conversations that have it as a whole."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """A tag (empty name: a note alone) on a target, with its note; ``quote``: the words of a stretch.

    ``memo`` is what the tag means, wherever it stands.
    """

    tag: str
    colour: str
    target: Target
    quote: str
    note: str
    made_at: str
    memo: str = ""


def all_tags(connection: sqlite3.Connection) -> list[Tag]:
    """Every tag in the order of the names."""
    rows = connection.execute(
        "SELECT tag.name, colour, memo, count(DISTINCT turn_id),"
        " count(DISTINCT CASE WHEN turn_id IS NULL THEN conversation_id END) FROM tag"
        " LEFT JOIN tagging ON tag_id = tag.id GROUP BY tag.id ORDER BY folded"
    )
    return [Tag(*row) for row in rows]


def of_turns(connection: sqlite3.Connection, turns: Sequence[int]) -> dict[TurnId, list[Tagging]]:
    """What is written beside these turns, in the order in which it was."""
    found: dict[TurnId, list[Tagging]] = {}
    for start in range(0, len(turns), _PER_QUERY):
        part = turns[start : start + _PER_QUERY]
        marks = ",".join("?" * len(part))
        for tagging in _taggings(connection, f"turn_id IN ({marks})", part):
            if tagging.target.turn is not None:
                found.setdefault(tagging.target.turn, []).append(tagging)
    return found


def of_conversation(connection: sqlite3.Connection, conversation: int) -> list[Tagging]:
    """What is written beside a conversation as a whole."""
    return list(_taggings(connection, "conversation_id = ? AND turn_id IS NULL", [conversation]))


def of_conversations(
    connection: sqlite3.Connection, conversations: Iterable[int]
) -> dict[ConversationId, list[Tagging]]:
    """What is written beside each of these conversations as a whole; those with nothing are left out."""
    found: dict[ConversationId, list[Tagging]] = {}
    where = "conversation_id IN (SELECT value FROM json_each(?)) AND coalesce(turn_id, 0) = 0"  # as indexed
    for tagging in _taggings(connection, where, [json.dumps(sorted(set(conversations)))]):
        found.setdefault(tagging.target.conversation, []).append(tagging)
    return found


def of_all_conversations(connection: sqlite3.Connection) -> dict[ConversationId, list[Tagging]]:
    """What is written beside conversations as a whole, for all that have something."""
    found: dict[ConversationId, list[Tagging]] = {}
    for tagging in _taggings(connection, "turn_id IS NULL", []):
        found.setdefault(tagging.target.conversation, []).append(tagging)
    return found


def looks(taggings: Iterable[Tagging]) -> tuple[tuple[str, str], ...]:
    """Names and colours, each pair once, in the order in which they were put; a note alone has no name."""
    return tuple(dict.fromkeys((one.tag, one.colour) for one in taggings))


def within(connection: sqlite3.Connection, conversation: int) -> list[Tagging]:
    """What is written beside the turns of a conversation."""
    return list(_taggings(connection, "conversation_id = ? AND turn_id IS NOT NULL", [conversation]))


def placed(text: str, tagging: Tagging) -> tuple[int, int] | None:
    """Where the stretch of a tagging is in the text of its turn as it is now: at its place, else at the
    nearest occurrence of its words; None when they are gone or the whole turn is tagged.
    """
    start, end, quote = tagging.target.start, tagging.target.end, tagging.quote
    if start is None or end is None or not quote:
        return None
    if text[start:end] == quote:
        return start, end
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    places = [place for place in (before, after) if place >= 0]
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - start))
    return nearest, nearest + len(quote)


def _taggings(
    connection: sqlite3.Connection, where: str, parameters: Sequence[int | str]
) -> Iterable[Tagging]:
    rows = connection.execute(
        "SELECT coalesce(name, ''), coalesce(colour, ''), conversation_id, turn_id, start, \"end\", quote,"
        " note, made_at, coalesce(memo, '') FROM tagging LEFT JOIN tag ON tag.id = tag_id"
        f" WHERE {where} ORDER BY tagging.id",
        parameters,
    )
    for name, colour, conversation, turn, start, end, quote, note, made_at, memo in rows.fetchall():
        target = Target(ConversationId(conversation), None if turn is None else TurnId(turn), start, end)
        yield Tagging(name, colour, target, quote, note, made_at, memo)
