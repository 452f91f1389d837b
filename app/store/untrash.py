"""Put a removed transcript back: its rows as they were, what is computed from them made anew."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.errors import CorpusError
from app.store import trash
from app.store.fact_blocks import pack_counts, write_block
from app.store.index_rows import IndexedTurn, index_rows
from app.store.marks import write_marks
from app.store.removal import add_index
from app.store.speakers import SpeakerTable
from app.store.trash import Part
from app.store.trash_rows import (
    CONVERSATION_COLUMNS,
    DUPLICATES,
    PROVED,
    REVISITED,
    TURN_COLUMNS,
    Row,
    columns_of,
)

_PLACES = 4
"""A row of counts begins with turn, conversation, speaker and index."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The ids that rows of one kind had, and by how much they are moved as others took some of them."""

    runs: list[tuple[int, int]]
    shift: int

    def of(self, number: int) -> int:
        """The present id; ids of rows that were never removed stay."""
        at = bisect_right(self.runs, (number, 1 << 62)) - 1
        own = at >= 0 and number <= self.runs[at][1]
        return number + self.shift if own else number


@dataclass(frozen=True, slots=True)
class Moves:
    """Old ids to present ones."""

    transcript: int
    conversations: Numbers
    turns: Numbers
    speakers: dict[int, int]

    def value(self, column: str, value: object) -> object:
        """What a column that may point somewhere holds from now on."""
        if not isinstance(value, int):
            return value
        if column in TURN_COLUMNS:
            return self.turns.of(value)
        if column in CONVERSATION_COLUMNS:
            return self.conversations.of(value)
        if column == "speaker_id":
            return self.speakers[value]
        return self.transcript if column == "transcript_id" else value


def restore(connection: sqlite3.Connection, removed: int, speakers: SpeakerTable) -> int:
    """Put everything back inside the caller's transaction; returns the transcript's id.

    Ids are those of before where they are free. CorpusError when nothing is kept under this number, or
    when a transcript of this name was imported in the meantime.
    """
    found = connection.execute("SELECT name FROM removed WHERE id = ?", (removed,)).fetchone()
    if found is None:
        raise CorpusError(
            "There is no such removed transcript.", "What was removed can be put back until it is forgotten."
        )
    (name,) = found
    if connection.execute("SELECT 1 FROM transcript WHERE name = ?", (name,)).fetchone():
        raise CorpusError(f"{name} was imported again and is in the corpus.", "Nothing was changed.")
    moves = _moves(connection, removed)
    _insert_texts(connection, removed, moves, speakers)
    for table in trash.tables(connection, removed):
        if table not in ("transcript", "conversation", "speaker", "turn", PROVED, REVISITED, DUPLICATES):
            for part in trash.parts(connection, removed, table):
                _insert(connection, part, moves)
    _relink(connection, removed, moves, name)
    trash.forget(connection, removed)
    connection.execute("UPDATE corpus_state SET rewrites = rewrites + 1")
    return moves.transcript


def _moves(connection: sqlite3.Connection, removed: int) -> Moves:
    (transcript,) = _ids(connection, removed, "transcript")
    taken = connection.execute("SELECT 1 FROM transcript WHERE id = ?", (transcript,)).fetchone()
    if taken:
        (transcript,) = connection.execute("SELECT max(id) + 1 FROM transcript").fetchone()
    return Moves(
        transcript,
        _numbers(connection, removed, "conversation"),
        _numbers(connection, removed, "turn"),
        _speakers(connection, removed),
    )


def _ids(connection: sqlite3.Connection, removed: int, table: str) -> list[int]:
    found: list[int] = []
    for part in trash.parts(connection, removed, table):
        at = part.columns.index("id")
        found += [row[at] for row in part.rows]
    return found


def _numbers(connection: sqlite3.Connection, removed: int, table: str) -> Numbers:
    runs = trash.runs(_ids(connection, removed, table))
    for first, last in runs:
        sql = f"SELECT 1 FROM {table} WHERE id BETWEEN ? AND ? LIMIT 1"
        if connection.execute(sql, (first, last)).fetchone():
            (highest,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()
            return Numbers(runs, max(highest, runs[-1][1]) + 1 - runs[0][0])
    return Numbers(runs, 0)


def _speakers(connection: sqlite3.Connection, removed: int) -> dict[int, int]:
    """Speakers are told by their names; who went with the transcript keeps the number, where it is free."""
    present: dict[int, int] = {}
    for part in trash.parts(connection, removed, "speaker"):
        for number, name in part.rows:
            connection.execute(
                "INSERT OR IGNORE INTO speaker(id, name, turn_count) VALUES (?, ?, 0)", (number, name)
            )
            connection.execute("INSERT OR IGNORE INTO speaker(name, turn_count) VALUES (?, 0)", (name,))
            (present[number],) = connection.execute(
                "SELECT id FROM speaker WHERE name = ?", (name,)
            ).fetchone()
    return present


def _insert_texts(connection: sqlite3.Connection, removed: int, moves: Moves, speakers: SpeakerTable) -> None:
    """Transcript, conversations and turns, and everything that is computed from the turns."""
    for table, own in (("transcript", None), ("conversation", moves.conversations)):
        for part in trash.parts(connection, removed, table):
            _insert(connection, part, moves, own)
    connection.execute(
        "UPDATE transcript SET duplicate_of = NULL WHERE id = ?"
        " AND duplicate_of NOT IN (SELECT name FROM transcript)",
        (moves.transcript,),
    )
    spoken: Counter[int] = Counter()
    for part in trash.parts(connection, removed, "turn"):
        rows = _insert(connection, part, moves, moves.turns)
        for stretch in _without_gaps(_indexed(part.columns, rows, moves.transcript)):
            _derive(connection, moves.transcript, stretch)
            spoken.update(turn.speaker for turn in stretch)
    connection.executemany(
        "UPDATE speaker SET turn_count = turn_count + ? WHERE id = ?",
        [(count, number) for number, count in spoken.items()],
    )
    speakers.forget()


def _insert(
    connection: sqlite3.Connection, part: Part, moves: Moves, own: Numbers | None = None
) -> list[Row]:
    """Insert rows with their present ids; ``own`` moves the column ``id``. Returns them as inserted."""
    columns = part.columns
    rows = [
        tuple(moves.value(column, value) for column, value in zip(columns, row, strict=True))
        for row in part.rows
    ]
    if "id" in columns:
        rows = _with_ids(connection, part.table, columns.index("id"), rows, moves, own)
    known = columns_of(connection, part.table)
    kept = [at for at, column in enumerate(columns) if column in known]
    names = ", ".join(f'"{columns[at]}"' for at in kept)
    connection.executemany(
        f'INSERT OR {"ABORT" if own else "IGNORE"} INTO "{part.table}"({names})'
        f" VALUES ({', '.join('?' * len(kept))})",
        [tuple(row[at] for at in kept) for row in rows],
    )
    return rows


def _with_ids(
    connection: sqlite3.Connection, table: str, at: int, rows: list[Row], moves: Moves, own: Numbers | None
) -> list[Row]:
    """Rows with the number that is theirs now; a number that another row has is given anew by SQLite."""

    def number(old: int) -> int | None:
        if table == "transcript":
            return moves.transcript
        if own is not None:
            return own.of(old)
        taken = connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (old,)).fetchone()
        return None if taken else old

    return [(*row[:at], number(row[at]), *row[at + 1 :]) for row in rows]


def _indexed(columns: Sequence[str], rows: Sequence[Row], transcript: int) -> list[IndexedTurn]:
    wanted = ("id", "conversation_id", "speaker_id", "position", "repaired", "text")
    places = [columns.index(name) for name in wanted]
    turns = [[row[at] for at in places] for row in rows]
    return [IndexedTurn(row[0], transcript, *row[1:]) for row in turns]


def _without_gaps(turns: Sequence[IndexedTurn]) -> Iterator[list[IndexedTurn]]:
    """Blocks of counts and marks hold turns whose ids follow each other."""
    stretch: list[IndexedTurn] = []
    for turn in turns:
        if stretch and turn.id != stretch[-1].id + 1:
            yield stretch
            stretch = []
        stretch.append(turn)
    if stretch:
        yield stretch


def _derive(connection: sqlite3.Connection, transcript: int, turns: list[IndexedTurn]) -> None:
    """Index, emoji, words, counts and marks of turns whose ids follow each other."""
    derived = index_rows(turns)
    add_index(connection, derived)
    first = turns[0].id
    places = (
        [turn.conversation for turn in turns],
        [turn.speaker for turn in turns],
        [turn.position for turn in turns],
    )
    counts = np.array([row[_PLACES:] for row in derived.facts], dtype=np.int64)
    write_block(connection, transcript, first, places, pack_counts(counts))
    write_marks(connection, transcript, first, [turn.text for turn in turns])


def _relink(connection: sqlite3.Connection, removed: int, moves: Moves, name: str) -> None:
    """What others held of it; and nothing of it points at what has gone in the meantime."""
    for part in trash.parts(connection, removed, PROVED):
        connection.executemany(
            "UPDATE repair SET twin = ? WHERE turn_id = ? AND twin = 0",
            [(moves.turns.of(twin), turn) for turn, twin in part.rows],
        )
    for part in trash.parts(connection, removed, REVISITED):
        connection.executemany("UPDATE transcript SET revisited = 1 WHERE name = ?", part.rows)
    for part in trash.parts(connection, removed, DUPLICATES):
        connection.executemany(
            "UPDATE transcript SET duplicate_of = ? WHERE name = ? AND digest = ? AND duplicate_of IS NULL",
            [(name, *row) for row in part.rows],
        )
    connection.execute("DELETE FROM tagging WHERE tag_id NOT IN (SELECT id FROM tag)")
    connection.execute("UPDATE repair SET twin = 0 WHERE twin > 0 AND twin NOT IN (SELECT id FROM turn)")
    connection.execute(
        "DELETE FROM twin WHERE conversation_id NOT IN (SELECT id FROM conversation)"
        " OR twin_id NOT IN (SELECT id FROM conversation)"
    )
