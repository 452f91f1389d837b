"""Transcripts that were taken out: their rows are kept, packed, until the corpus is compacted.

What can be computed from the texts (index, counts, emoji, marks) is not kept but made anew by ``restore``.
Tables of other rooms are found by their columns: whatever points at a turn, a conversation or a transcript
goes and comes back with it.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.store import trash_rows
from app.store.trash_rows import Row

_ROWS = 2_000
_OWN_TURNS = (
    "SELECT turn.id FROM conversation JOIN turn ON turn.conversation_id = conversation.id"
    " WHERE conversation.transcript_id = ?"
)
_LISTED = (
    "SELECT id, name, removed_at, turns, (SELECT coalesce(sum(length(data)), 0) FROM removed_part"
    " WHERE removed_id = removed.id) FROM removed ORDER BY id DESC"
)
_OWN_CONVERSATIONS = "SELECT id FROM conversation WHERE transcript_id = ?"


@dataclass(frozen=True, slots=True)
class Removed:
    """A transcript that can be put back; ``removed_at`` is UTC in ISO 8601, ``size`` its packed bytes."""

    id: int
    name: str
    removed_at: str
    turns: int
    size: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one table."""

    table: str
    columns: tuple[str, ...]
    rows: list[Row]


def listed(rows: Callable[[str], Iterable[Sequence[Any]]]) -> list[Removed]:
    """What can be put back, the latest first; ``rows`` answers a query, as Reader.rows does."""
    return [Removed(*row) for row in rows(_LISTED)]


def keep(connection: sqlite3.Connection, transcript: int) -> int:
    """Pack all rows of a transcript and what pointed at it, inside the caller's transaction.

    Returns the number under which it can be put back. Takes nothing out of the tables of the texts; rows
    of further tables that point at the transcript are deleted here, as nobody else may know of them.
    """
    cursor = connection.execute(
        "INSERT INTO removed(name, turns, removed_at)"
        " SELECT name, turn_count, strftime('%Y-%m-%dT%H:%M:%SZ', 'now') FROM transcript WHERE id = ?",
        (transcript,),
    )
    number = int(cursor.lastrowid or 0)
    for part in _parts(connection, transcript):
        connection.execute(
            "INSERT INTO removed_part(removed_id, table_name, data) VALUES (?, ?, ?)",
            (number, part.table, _packed(part)),
        )
    for table, where in trash_rows.pointing(connection):
        if table not in trash_rows.TAKEN_OUT:
            connection.execute(f'DELETE FROM "{table}" WHERE {where}', {"transcript": transcript})
    return number


def parts(connection: sqlite3.Connection, removed: int, table: str) -> Iterator[Part]:
    """The kept rows of a table, in the order in which they were kept."""
    rows = connection.execute(
        "SELECT id FROM removed_part WHERE removed_id = ? AND table_name = ? ORDER BY id", (removed, table)
    ).fetchall()
    for (number,) in rows:
        (data,) = connection.execute("SELECT data FROM removed_part WHERE id = ?", (number,)).fetchone()
        yield _unpacked(table, data)


def tables(connection: sqlite3.Connection, removed: int) -> list[str]:
    """The tables of which rows are kept."""
    rows = connection.execute(
        "SELECT table_name FROM removed_part WHERE removed_id = ? GROUP BY table_name ORDER BY min(id)",
        (removed,),
    )
    return [name for (name,) in rows]


def forget(connection: sqlite3.Connection, removed: int | None = None) -> int:
    """Drop what is kept of one removed transcript, or of all; returns of how many."""
    where, parameters = ("1", ()) if removed is None else ("id = ?", (removed,))
    connection.execute(
        f"DELETE FROM removed_part WHERE removed_id IN (SELECT id FROM removed WHERE {where})", parameters
    )
    return connection.execute(f"DELETE FROM removed WHERE {where}", parameters).rowcount


def _parts(connection: sqlite3.Connection, transcript: int) -> Iterator[Part]:
    own = {"transcript": transcript}
    yield from _rows(connection, "transcript", "SELECT * FROM transcript WHERE id = :transcript", own)
    yield from _rows(
        connection, "conversation", "SELECT * FROM conversation WHERE transcript_id = :transcript"
        " ORDER BY id", own,
    )  # fmt: skip
    turns = _OWN_TURNS.replace("?", ":transcript")
    yield from _rows(
        connection, "speaker", "SELECT id, name FROM speaker WHERE id IN"
        f" (SELECT speaker_id FROM turn WHERE id IN ({turns})) ORDER BY id", own,
    )  # fmt: skip
    yield from _rows(connection, "turn", f"SELECT * FROM turn WHERE id IN ({turns}) ORDER BY id", own)
    for table, where in trash_rows.pointing(connection):
        yield from _rows(connection, table, f'SELECT * FROM "{table}" WHERE {where}', own)
    yield from _rows(
        connection, trash_rows.PROVED, "SELECT turn_id, twin FROM repair"
        f" WHERE twin IN ({turns}) AND turn_id NOT IN ({turns})", own,
    )  # fmt: skip
    conversations = _OWN_CONVERSATIONS.replace("?", ":transcript")
    yield from _rows(
        connection, trash_rows.REVISITED, "SELECT DISTINCT transcript.name FROM twin"
        " JOIN conversation ON conversation.id = twin.conversation_id"
        " JOIN transcript ON transcript.id = conversation.transcript_id"
        f" WHERE twin_id IN ({conversations}) AND transcript.id <> :transcript AND revisited = 1", own,
    )  # fmt: skip
    yield from _rows(
        connection, trash_rows.DUPLICATES, "SELECT copy.name, copy.digest FROM transcript AS copy"
        " JOIN transcript AS own ON own.id = :transcript WHERE copy.duplicate_of = own.name", own,
    )  # fmt: skip


def _rows(connection: sqlite3.Connection, table: str, sql: str, parameters: dict[str, int]) -> Iterator[Part]:
    """Rows in batches: a transcript may be larger than memory."""
    cursor = connection.execute(sql, parameters)
    columns = tuple(column[0] for column in cursor.description)
    while rows := cursor.fetchmany(_ROWS):
        yield Part(table, columns, rows)


def _packed(part: Part) -> bytes:
    rows = [[_plain(value) for value in row] for row in part.rows]
    return zlib.compress(
        json.dumps([part.columns, rows], ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    )


def _unpacked(table: str, data: bytes) -> Part:
    columns, rows = json.loads(zlib.decompress(data))
    return Part(table, tuple(columns), [tuple(_stored(value) for value in row) for row in rows])


def _plain(value: Any) -> Any:
    """JSON has no bytes: they are written as a list of one text, which no column can hold."""
    return [base64.b64encode(value).decode("ascii")] if isinstance(value, bytes) else value


def _stored(value: Any) -> Any:
    return base64.b64decode(value[0]) if isinstance(value, list) else value


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as stretches without gaps, first and last of each."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
