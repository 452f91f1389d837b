"""Take turns out of a corpus together with everything derived from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from app.store.index_rows import IndexedTurn, IndexRows, index_rows
from app.store.vocabulary import add_words

_BATCH = 2_000


def indexed_turns(
    connection: sqlite3.Connection, where: str, parameters: Sequence[object]
) -> Iterator[list[IndexedTurn]]:
    """The indexed part of the turns that match, in batches, in the order of their ids."""
    cursor = connection.execute(
        "SELECT turn.id, conversation.transcript_id, turn.conversation_id, turn.speaker_id, turn.position,"
        " turn.repaired, turn.text FROM conversation JOIN turn ON turn.conversation_id = conversation.id"
        f" WHERE {where} ORDER BY turn.id",
        parameters,
    )
    while rows := cursor.fetchmany(_BATCH):
        yield [IndexedTurn(*row) for row in rows]


def drop_index(connection: sqlite3.Connection, rows: IndexRows) -> None:
    """Delete index and emoji rows. FTS5 must be told the very tokens that it was given."""
    connection.executemany(
        "INSERT INTO turn_fts(turn_fts, rowid, text, facets) VALUES ('delete', ?, ?, ?)", rows.fts
    )
    connection.executemany(
        "DELETE FROM turn_emoji WHERE emoji = ? AND turn_id = ?", [row[:2] for row in rows.emoji]
    )


def add_index(connection: sqlite3.Connection, rows: IndexRows) -> None:
    """Insert index and emoji rows, and the words that are new."""
    connection.executemany("INSERT INTO turn_fts(rowid, text, facets) VALUES (?, ?, ?)", rows.fts)
    connection.executemany("INSERT INTO turn_emoji VALUES (?, ?, ?)", rows.emoji)
    add_words(connection, rows.words)


def remove_transcript(connection: sqlite3.Connection, transcript: int) -> None:
    """Remove a transcript and all it brought, inside the caller's transaction."""
    for batch in indexed_turns(connection, "conversation.transcript_id = ?", (transcript,)):
        drop_index(connection, index_rows(batch))
    conversations = "SELECT id FROM conversation WHERE transcript_id = ?"
    turns = f"SELECT id FROM turn WHERE conversation_id IN ({conversations})"
    connection.execute(
        "UPDATE speaker SET turn_count = turn_count - gone.n FROM (SELECT speaker_id, count(*) AS n FROM turn"
        f" WHERE conversation_id IN ({conversations}) GROUP BY speaker_id) AS gone"
        " WHERE gone.speaker_id = speaker.id",
        (transcript,),
    )
    connection.execute("DELETE FROM fact_block WHERE transcript_id = ?", (transcript,))
    connection.execute("DELETE FROM mark_block WHERE transcript_id = ?", (transcript,))
    connection.execute(  # who repeated a dialogue that goes may repeat another one
        "UPDATE transcript SET revisited = 0 WHERE id IN (SELECT transcript_id FROM conversation WHERE id IN"
        f" (SELECT conversation_id FROM twin WHERE twin_id IN ({conversations})))",
        (transcript,),
    )
    connection.execute(f"DELETE FROM tagging WHERE conversation_id IN ({conversations})", (transcript,))
    connection.execute(f"DELETE FROM choice WHERE turn_id IN ({turns})", (transcript,))
    connection.execute(f"DELETE FROM repair WHERE turn_id IN ({turns})", (transcript,))
    connection.execute(f"UPDATE repair SET twin = 0 WHERE twin IN ({turns})", (transcript,))
    connection.execute(
        f"DELETE FROM twin WHERE conversation_id IN ({conversations}) OR twin_id IN ({conversations})",
        (transcript, transcript),
    )
    connection.execute(f"DELETE FROM reply_choice WHERE turn_id IN ({turns})", (transcript,))
    connection.execute(f"DELETE FROM pending_parent WHERE turn_id IN ({turns})", (transcript,))
    connection.execute(f"DELETE FROM turn WHERE conversation_id IN ({conversations})", (transcript,))
    connection.execute("DELETE FROM conversation WHERE transcript_id = ?", (transcript,))
    connection.execute("DELETE FROM speaker_meta WHERE transcript_id = ?", (transcript,))
    connection.execute("DELETE FROM transcript WHERE id = ?", (transcript,))
    connection.execute("DELETE FROM speaker WHERE turn_count <= 0")
    connection.execute("UPDATE corpus_state SET rewrites = rewrites + 1")


def unmark_duplicates(connection: sqlite3.Connection, name: str, *, keep: str = "") -> None:
    """Transcripts marked as equal to ``name`` are so no more, unless their digest is ``keep``."""
    connection.execute(
        "UPDATE transcript SET duplicate_of = NULL WHERE duplicate_of = ? AND digest <> ?", (name, keep)
    )
