"""What happened to every source: kept in the corpus, bounded, and still there when its transcript is not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from app.model.reports import LogEntry
from app.text.normalize import storable

MOST_PROBLEMS = 100
"""Of the problems of one import so many are kept with their places; the rest are counted."""
MOST_ENTRIES = 20
"""Of one name the latest so many entries are kept."""
MOST_SKIPPED = 2_000
"""Of files that never became transcripts so many entries are kept, all names together."""
_LONGEST = 500
"""Characters of a reason or a place; a format may quote what it stumbled over."""

_TABLE = """
CREATE TABLE import_log(
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, outcome TEXT NOT NULL,
    format TEXT, encoding TEXT, channel TEXT, conversations INTEGER NOT NULL, turns INTEGER NOT NULL,
    repaired INTEGER NOT NULL, exact INTEGER NOT NULL, inferred INTEGER NOT NULL, lost INTEGER NOT NULL,
    seconds REAL NOT NULL, problems TEXT, more INTEGER NOT NULL
)
"""
TABLES = (
    _TABLE,
    "CREATE INDEX import_log_name ON import_log(name, id)",
    "CREATE INDEX import_log_skipped ON import_log(id) WHERE outcome = 'skipped'",
)
_COLUMNS = (
    "at, name, path, outcome, format, encoding, channel, conversations, turns, repaired, exact, inferred,"
    " lost, seconds, problems, more"
)
_SPANS = (
    "SELECT coalesce(sum(exact), 0), coalesce(sum(inferred), 0), coalesce(sum(lost), 0) FROM repair"
    " WHERE turn_id IN (SELECT turn.id FROM conversation JOIN turn ON turn.conversation_id = conversation.id"
    " WHERE conversation.transcript_id = ?)"
)


def add(connection: sqlite3.Connection, entry: LogEntry) -> None:
    """Write an entry and drop what is beyond the bounds, inside the caller's transaction.

    The same file skipped for the same reason again takes the place of its entry.
    """
    problems = [[_short(place), _short(reason)] for place, reason in entry.problems[:MOST_PROBLEMS]]
    told = json.dumps(problems, ensure_ascii=False) if problems else None
    name = storable(entry.name)
    if entry.outcome == "skipped":
        connection.execute(
            "DELETE FROM import_log WHERE name = ? AND outcome = 'skipped' AND problems IS ?", (name, told)
        )
    connection.execute(
        f"INSERT INTO import_log({_COLUMNS}) VALUES ({', '.join('?' * 16)})",
        (
            entry.at, name, storable(entry.path), entry.outcome, entry.format, entry.encoding, entry.channel,
            entry.conversations, entry.turns, entry.repaired, entry.exact, entry.inferred, entry.lost,
            round(entry.seconds, 3), told, entry.more + max(0, len(entry.problems) - MOST_PROBLEMS),
        ),
    )  # fmt: skip
    connection.execute(
        "DELETE FROM import_log WHERE name = ? AND id <= (SELECT id FROM import_log WHERE name = ?"
        " ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (name, name, MOST_ENTRIES),
    )
    if entry.outcome == "skipped":
        connection.execute(
            "DELETE FROM import_log WHERE outcome = 'skipped' AND id <= (SELECT id FROM import_log"
            " WHERE outcome = 'skipped' ORDER BY id DESC LIMIT 1 OFFSET ?)",
            (MOST_SKIPPED,),
        )


def spans(connection: sqlite3.Connection, transcript: int) -> tuple[int, int, int]:
    """How many stretches of a transcript were repaired exactly, by inference, and not at all."""
    exact, inferred, lost = connection.execute(_SPANS, (transcript,)).fetchone()
    return int(exact), int(inferred), int(lost)


def entries(
    rows: Callable[..., Iterable[Sequence[Any]]], name: str | None = None, limit: int = 1_000
) -> list[LogEntry]:
    """The latest entries first, of all sources or of the one of that name.

    ``rows`` answers a query with its parameters, as Reader.rows does.
    """
    where, parameters = ("", ()) if name is None else ("WHERE name = ? ", (name,))
    sql = f"SELECT {_COLUMNS} FROM import_log {where}ORDER BY id DESC LIMIT ?"
    return [_entry(row) for row in rows(sql, (*parameters, limit))]


def forget(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Drop the entries of these names, unless a transcript has the name."""
    connection.executemany(
        "DELETE FROM import_log WHERE name = ? AND name NOT IN (SELECT name FROM transcript)",
        [(name,) for name in names],
    )


def _entry(row: Sequence[Any]) -> LogEntry:
    fields = dict(zip(_COLUMNS.split(", "), row, strict=True))
    told = fields["problems"]
    fields["problems"] = tuple((place, reason) for place, reason in json.loads(told)) if told else ()
    return LogEntry(**fields)


def _short(text: str) -> str:
    text = storable(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
