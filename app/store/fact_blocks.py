"""Counts per turn, stored as one compressed block of columns per written batch.

A row per turn would take 27 bytes and a second per half a million turns to read; a block takes about
4 bytes a turn and reads twenty times faster, which keeps plots live on large corpora.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from app.store.schema import FACT_COLUMNS

COLUMNS = ("conversation", "speaker", "index", *FACT_COLUMNS)
"""The rows of a block, in this order."""

Block = npt.NDArray[np.int32]
Ids = npt.NDArray[np.int64]
FactRow = tuple[int, ...]
"""A turn's id followed by its values in the order of COLUMNS."""

_LITTLE_ENDIAN = np.dtype("<i4")
_LEVEL = 6
_SMALL = 8_192
"""Bytes; to compress less with zlib's usual quarter of a megabyte is to clear memory most of the time."""
_SMALL_WINDOW, _SMALL_MEMORY = 13, 5
_TOGETHER = 4_000
"""Turns; to look at a block costs as much as to look at so many."""
_IN_PLANES = b"\1"


def pack_counts(counts: npt.NDArray[np.int64]) -> bytes:
    """Rows of FACT_COLUMNS as bytes, to be handed to write_block."""
    return np.ascontiguousarray(counts.T, dtype=_LITTLE_ENDIAN).tobytes()


def write_block(
    connection: sqlite3.Connection,
    transcript: int,
    first: int,
    places: tuple[Sequence[int], Sequence[int], Sequence[int]],
    counts: bytes,
) -> None:
    """Store the counts of turns whose ids follow each other from ``first`` on.

    ``places`` are the columns conversation, speaker and index, ``counts`` comes from pack_counts.
    """
    turns = len(places[0])
    block = np.empty((len(COLUMNS), turns), dtype=_LITTLE_ENDIAN)
    for row, numbers in enumerate(places):
        block[row] = numbers
    block[len(places) :].reshape(-1)[:] = np.frombuffer(counts, dtype=_LITTLE_ENDIAN)
    connection.execute(
        "INSERT INTO fact_block(first_turn, turns, transcript_id, data) VALUES (?, ?, ?, ?)",
        (first, turns, transcript, _packed(block)),
    )


def replace_rows(connection: sqlite3.Connection, rows: Sequence[FactRow]) -> None:
    """Change the counts of some turns; every block they are in is packed once."""
    waiting = sorted(rows, key=lambda row: row[0], reverse=True)
    while waiting:
        first, turns, data = connection.execute(
            "SELECT first_turn, turns, data FROM fact_block WHERE first_turn <= ?"
            " ORDER BY first_turn DESC LIMIT 1",
            (waiting[-1][0],),
        ).fetchone()
        block = _unpacked(data, turns).copy()
        while waiting and waiting[-1][0] < first + turns:
            row = waiting.pop()
            block[:, row[0] - first] = row[1:]
        connection.execute("UPDATE fact_block SET data = ? WHERE first_turn = ?", (_packed(block), first))


def read_blocks(connection: sqlite3.Connection, after: int = 0) -> Iterator[tuple[Ids, Block]]:
    """The ids of turns and their columns, behind turn ``after``, ascending; small blocks come together."""
    rows = connection.execute(
        "SELECT first_turn, turns, data FROM fact_block WHERE first_turn > ? ORDER BY first_turn", (after,)
    )
    ids: list[Ids] = []
    blocks: list[Block] = []
    gathered = 0
    for first, turns, data in rows:
        ids.append(np.arange(first, first + turns, dtype=np.int64))
        blocks.append(_unpacked(data, turns))
        gathered += turns
        if gathered >= _TOGETHER:
            yield np.concatenate(ids), np.hstack(blocks) if len(blocks) > 1 else blocks[0]
            ids, blocks, gathered = [], [], 0
    if blocks:
        yield np.concatenate(ids), np.hstack(blocks)


def count_turns(connection: sqlite3.Connection, after: int = 0) -> int:
    """How many turns stand in the blocks that ``read_blocks`` gives."""
    sql = "SELECT coalesce(sum(turns), 0) FROM fact_block WHERE first_turn > ?"
    (turns,) = connection.execute(sql, (after,)).fetchone()
    return int(turns)


def _packed(columns: Block | npt.NDArray[np.int64]) -> bytes:
    """Compressed with all lowest bytes first, then the second ones and so on: most of those are 0."""
    values = np.ascontiguousarray(columns, dtype=_LITTLE_ENDIAN)
    planes = values.view(np.uint8).reshape(values.size, _LITTLE_ENDIAN.itemsize).T
    data = np.ascontiguousarray(planes).tobytes()
    if len(data) > _SMALL:
        return _IN_PLANES + zlib.compress(data, _LEVEL)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _SMALL_WINDOW, _SMALL_MEMORY)
    return b"".join((_IN_PLANES, packer.compress(data), packer.flush()))


def _unpacked(data: bytes, turns: int) -> Block:
    """Blocks of older corpora are compressed as they are; they begin with zlib's own first byte."""
    shape = (len(COLUMNS), turns)
    if not data.startswith(_IN_PLANES):
        old: Block = np.frombuffer(zlib.decompress(data), dtype=_LITTLE_ENDIAN).reshape(shape)
        return old
    planes = np.frombuffer(zlib.decompress(data[1:]), np.uint8).reshape(_LITTLE_ENDIAN.itemsize, -1)
    block: Block = np.ascontiguousarray(planes.T).view(_LITTLE_ENDIAN).reshape(shape)
    return block
