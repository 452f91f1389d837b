"""The marks of turns, stored as one block per written batch; see app.repair.sketches."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from app.model.progress import CancelToken
from app.repair.sketches import Marks, Numbers, Sketch, marks_of
from app.store.facts import load_columns

_STORED = np.dtype("<u4")


def write_marks(connection: sqlite3.Connection, transcript: int, first: int, texts: Sequence[str]) -> None:
    """Store the marks of turns whose ids follow each other from ``first`` on."""
    if texts:
        write_mark_block(connection, transcript, first, pack_marks(texts))


def pack_marks(texts: Sequence[str]) -> bytes:
    """The marks of turns as bytes, to be handed to write_mark_block."""
    return marks_of(texts).astype(_STORED).tobytes()


def write_mark_block(connection: sqlite3.Connection, transcript: int, first: int, marks: bytes) -> None:
    """Store packed marks of turns whose ids follow each other from ``first`` on."""
    connection.execute(
        "INSERT INTO mark_block(first_turn, turns, transcript_id, data) VALUES (?, ?, ?, ?)",
        (first, len(marks) // _STORED.itemsize, transcript, marks),
    )


def read_sketch(connection: sqlite3.Connection, token: CancelToken | None = None) -> Sketch:
    """The corpus's sketch.

    Turns of one conversation come together, whatever stood between them in their source. What is in order
    already is not copied: of millions of turns every copy counts.
    """
    turn, columns = load_columns(connection, ("conversation", "tokens"), token)
    conversation: Numbers = columns["conversation"]
    tokens: Numbers = columns["tokens"]
    ids: list[Numbers] = []
    found: list[Marks] = []
    for first, turns, data in connection.execute(
        "SELECT first_turn, turns, data FROM mark_block ORDER BY first_turn"
    ):
        ids.append(np.arange(first, first + turns, dtype=np.int64))
        found.append(np.frombuffer(data, dtype=_STORED))
    marked = np.concatenate(ids) if ids else np.array([], dtype=np.int64)
    marks = np.concatenate(found) if found else np.array([], dtype=np.uint32)
    del ids, found
    if not np.array_equal(turn, marked):
        places = np.minimum(np.searchsorted(marked, turn), max(0, marked.size - 1))
        rows = np.flatnonzero(marked[places] == turn) if marked.size else np.array([], dtype=np.intp)
        conversation, marks, tokens = conversation[rows], marks[places[rows]], tokens[rows]
    if np.any(conversation[1:] < conversation[:-1]):
        order = np.argsort(conversation, kind="stable")
        conversation, marks, tokens = conversation[order], marks[order], tokens[order]
    return Sketch(conversation, marks, tokens)
