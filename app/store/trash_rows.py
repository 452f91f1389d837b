"""Which tables point at a transcript's turns and conversations, and by which columns."""

from __future__ import annotations

import sqlite3
from typing import Any

Row = tuple[Any, ...]

PROVED, REVISITED, DUPLICATES = "(proved)", "(revisited)", "(duplicates)"
"""What is kept of others: repairs proved by a turn that goes, transcripts that were compared with it or
were marked as equal to it. No table can have such a name.
"""

TURN_COLUMNS = frozenset({"turn_id", "parent_id", "parent_before", "twin"})
CONVERSATION_COLUMNS = frozenset({"conversation_id", "twin_id"})

TAKEN_OUT = frozenset({"repair", "choice", "twin", "pending_parent", "speaker_meta"})
"""Tables whose rows app.store.removal takes out itself, some after it has looked at them."""

_DERIVED = frozenset({"fact_block", "mark_block", "turn_emoji"})
_TEXTS = frozenset({"transcript", "conversation", "speaker", "turn"})
_CONVERSATIONS = "(SELECT id FROM conversation WHERE transcript_id = :transcript)"
_TURNS = f"(SELECT id FROM turn WHERE conversation_id IN {_CONVERSATIONS})"


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns."""
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def pointing(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Tables whose rows belong to a transcript, each with the condition for ``:transcript``."""
    found: list[tuple[str, str]] = []
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (name,) in names:
        if name in _DERIVED | _TEXTS or name.startswith(("turn_fts", "sqlite_", "removed")):
            continue
        condition = _condition(set(columns_of(connection, name)))
        if condition:
            found.append((name, condition))
    return found


def _condition(columns: set[str]) -> str:
    """How its rows are told; a row that names a turn goes with the turn, whatever else it names."""
    if "turn_id" in columns:
        where = f"turn_id IN {_TURNS}"
        if "conversation_id" in columns:
            where = f"({where} OR turn_id IS NULL AND conversation_id IN {_CONVERSATIONS})"
        return where
    ends = sorted(columns & CONVERSATION_COLUMNS)
    if ends:
        return " OR ".join(f"{end} IN {_CONVERSATIONS}" for end in ends)
    return "transcript_id = :transcript" if "transcript_id" in columns else ""
