"""What was counted of every turn at import, as columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.model.progress import CancelToken
from app.store.fact_blocks import COLUMNS, read_blocks

Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]

_CHARS_AT_ONCE = 64 * 1024
"""A millisecond or two of reading numbers."""


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """One entry per turn of the corpus, in ascending order of turn ids; all columns are equally long.

    ``turn``, ``conversation`` and ``speaker`` are ids (int64); the rest are int32. ``index``
    is the turn's place in its conversation, from 1, and ``conversation_turns`` that
    conversation's length. ``tokens`` counts segment() tokens without barriers; ``han`` to
    ``other`` count them by script and ``emoji`` counts emoji tokens.
    """

    turn: Ints
    conversation: Ints
    conversation_turns: Counts
    speaker: Ints
    index: Counts
    tokens: Counts
    han: Counts
    kana: Counts
    hangul: Counts
    latin: Counts
    cyrillic: Counts
    arabic: Counts
    other: Counts
    emoji: Counts

    def __len__(self) -> int:
        """The number of turns."""
        return int(self.turn.size)

    def rows_of(self, turn_ids: npt.ArrayLike) -> npt.NDArray[np.intp]:
        """Where the given turns stand in the columns; ids that are not here are left out."""
        if not self.turn.size:
            return np.empty(0, dtype=np.intp)
        wanted = np.asarray(turn_ids, dtype=np.int64)
        rows = np.minimum(np.searchsorted(self.turn, wanted), self.turn.size - 1)
        found: npt.NDArray[np.intp] = rows[self.turn[rows] == wanted]
        return found


@dataclass(frozen=True, slots=True)
class EmojiFacts:
    """One entry per emoji and turn: ``n`` times ``names[emoji]`` in ``turn``; sorted by emoji, then turn."""

    names: tuple[str, ...]
    turn: Ints
    emoji: Counts
    n: Counts


def column(connection: sqlite3.Connection, sql: str, parameters: Sequence[object] = ()) -> Ints:
    """The only column of a query as int64, in the order of the query.

    SQLite joins the values in C with the interpreter free, several times faster than rows.
    """
    joined = f"WITH q(v) AS ({sql}) SELECT group_concat(v, ' ') FROM q"  # order kept: group_concat keeps it
    (text,) = connection.execute(joined, parameters).fetchone()
    if not text:
        return np.empty(0, dtype=np.int64)
    return _numbers(text)


def _numbers(text: str) -> Ints:
    """The numbers of a text, read in parts: nobody else runs while numpy reads one."""
    parts: list[Ints] = []
    start = 0
    while start < len(text):
        stop = text.find(" ", start + _CHARS_AT_ONCE)
        stop = len(text) if stop < 0 else stop
        parts.append(np.fromstring(text[start:stop], dtype=np.int64, sep=" "))
        start = stop + 1
    return np.concatenate(parts)


def load_turn_facts(
    connection: sqlite3.Connection, token: CancelToken | None = None, *, known: TurnFacts | None = None
) -> TurnFacts:
    """Read the columns; with ``known`` only the turns after its last one are read and appended."""
    turns: list[Ints] = []
    blocks: list[Counts] = []
    after = 0
    if known is not None and len(known):
        after = int(known.turn[-1])
        turns.append(known.turn)
        blocks.append(np.stack([getattr(known, name).astype(np.int32) for name in COLUMNS]))
    for first, block in read_blocks(connection, after):
        if token is not None:
            token.raise_if_cancelled()
        turns.append(np.arange(first, first + block.shape[1], dtype=np.int64))
        blocks.append(block)
    turn = np.concatenate(turns) if turns else np.empty(0, dtype=np.int64)
    table = np.concatenate(blocks, axis=1) if blocks else np.empty((len(COLUMNS), 0), dtype=np.int32)
    columns = dict(zip(COLUMNS, table, strict=True))
    conversation = columns.pop("conversation").astype(np.int64)
    lengths = np.bincount(conversation).astype(np.int32)
    return TurnFacts(
        turn,
        conversation,
        conversation_turns=lengths[conversation],
        speaker=columns.pop("speaker").astype(np.int64),
        **columns,
    )


def load_emoji_facts(connection: sqlite3.Connection) -> EmojiFacts:
    """Read the emoji counts, one row of joined numbers per emoji."""
    names: list[str] = []
    turns: list[Ints] = []
    counts: list[Ints] = []
    rows = connection.execute(
        "SELECT emoji, group_concat(turn_id, ' '), group_concat(n, ' ') FROM turn_emoji"
        " GROUP BY emoji ORDER BY emoji"
    )
    for name, turn, count in rows:
        names.append(name)
        turns.append(_numbers(turn))
        counts.append(_numbers(count))
    if not names:
        empty = np.empty(0, dtype=np.int32)
        return EmojiFacts((), np.empty(0, dtype=np.int64), empty, empty)
    which = np.repeat(np.arange(len(names), dtype=np.int32), [part.size for part in turns])
    return EmojiFacts(tuple(names), np.concatenate(turns), which, np.concatenate(counts).astype(np.int32))
