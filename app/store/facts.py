"""What was counted of every turn at import, as columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from app.model.progress import CancelToken
from app.store.fact_blocks import COLUMNS, count_turns, read_blocks

Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.signedinteger[Any]]
"""Numbers as narrow as they fit, 16 or 32 bits: a million turns stay in memory."""

_MOST_NARROW: Final = int(np.iinfo(np.int16).max)
_CHARS_AT_ONCE = 64 * 1024
"""A millisecond or two of reading numbers."""


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """One entry per turn of the corpus, in ascending order of turn ids; all columns are equally long.

    ``turn``, ``conversation`` and ``speaker`` are ids, ``turn`` as int64. The other columns are int16
    where all their numbers fit, else int32: widen them before multiplying. ``index`` is the turn's
    place in its conversation, from 1, and ``conversation_turns`` that conversation's length.
    ``tokens`` counts segment() tokens without barriers; ``han`` to ``other`` count them by script and
    ``emoji`` counts emoji tokens.
    """

    turn: Ints
    conversation: Counts
    conversation_turns: Counts
    speaker: Counts
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
        first, last = int(self.turn[0]), int(self.turn[-1])
        if last - first == self.turn.size - 1:  # no turn was ever removed: nothing has to be looked up
            rows = wanted - first
            if wanted.size and (int(wanted.min()) < first or int(wanted.max()) > last):
                rows = rows[(wanted >= first) & (wanted <= last)]
            return rows.astype(np.intp, copy=False)
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
    turn, found = load_columns(connection, COLUMNS, token, known=known)
    lengths = narrow(np.bincount(found["conversation"]))
    return TurnFacts(turn, conversation_turns=lengths[found["conversation"]], **found)


def load_columns(
    connection: sqlite3.Connection,
    names: Sequence[str],
    token: CancelToken | None = None,
    *,
    known: TurnFacts | None = None,
) -> tuple[Ints, dict[str, Counts]]:
    """The ids of all turns, ascending, and some of fact_blocks.COLUMNS; see load_turn_facts."""
    before = 0 if known is None else len(known)
    after = int(known.turn[-1]) if known is not None and before else 0
    size = before + count_turns(connection, after)
    turn = np.empty(size, dtype=np.int64)
    columns = {name: _Growing(size) for name in names}
    if known is not None and before:
        turn[:before] = known.turn
        for name, column_ in columns.items():
            column_.put(0, getattr(known, name))
    places = [(columns[name], COLUMNS.index(name)) for name in names]
    at = before
    for ids, block in read_blocks(connection, after):
        if token is not None:
            token.raise_if_cancelled()
        turn[at : at + ids.size] = ids
        for growing, row in places:
            growing.put(at, block[row])
        at += ids.size
    return turn, {name: one.values for name, one in columns.items()}


class _Growing:
    """A column that is filled part by part and widened by the first number that does not fit.

    Parts without a number are not written: of a script that nobody writes no page takes up memory.
    """

    def __init__(self, size: int) -> None:
        self.values: Counts = np.zeros(size, dtype=np.int16)

    def put(self, at: int, part: Counts) -> None:
        """Write numbers from place ``at`` on."""
        if not part.any():
            return
        if self.values.dtype == np.int16 and int(part.max()) > _MOST_NARROW:
            self.values = self.values.astype(np.int32)
        self.values[at : at + part.size] = part


def narrow(numbers: npt.NDArray[np.integer[Any]]) -> Counts:
    """The same non-negative numbers, which fit 32 bits, in 16 bits each where they fit those."""
    small = int(numbers.max(initial=0)) <= _MOST_NARROW
    return numbers.astype(np.int16 if small else np.int32)


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
    which = np.repeat(narrow(np.arange(len(names))), [part.size for part in turns])
    return EmojiFacts(tuple(names), np.concatenate(turns), which, narrow(np.concatenate(counts)))
