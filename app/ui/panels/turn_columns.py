"""The shape of a conversation as columns, read in one pass over the corpus."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from app.model.corpus import Conversation
from app.store.reader import Reader
from app.ui.panels.turn_times import BETWEEN, DAY, moments_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CHARS_PER_BYTE = 0.55
"""Of text in UTF-8: letters that take more bytes are wider, or fewer of them stand in a line."""
_UNIX_EPOCH_DAY = 2_440_587
_SIZE_BITS = 31
"""Of the bytes of a text (SQLite ends at 10**9); a speaker stands above them in one number with the size."""
_PIECE = 10_000
"""Turns that are read at a time. Two threads share the pieces of a long conversation: SQLite reads with the
interpreter free.
"""

_ENDS = (
    "SELECT id, position,"
    " (SELECT id FROM turn WHERE conversation_id = ?1 ORDER BY position DESC LIMIT 1)"
    " FROM turn WHERE conversation_id = ?1 ORDER BY position LIMIT 1"
)
# NOT INDEXED leaves the order of ids as the only one in which SQLite can come by the rows; a row that stands
# elsewhere in the conversation is not counted, which costs half of comparing differences.
_ONE_SCAN = (
    "SELECT count(*){columns} FROM turn NOT INDEXED"
    " WHERE id BETWEEN ?1 AND ?2 AND conversation_id = ?3 AND position = id - ?4"
)
# Every number that is written out and read again costs as much as finding the row: two travel as one, and of
# the turn replied to its distance, which is short.
_SPEAKERS = f", group_concat(speaker_id << {_SIZE_BITS} | length(CAST(text AS BLOB)), ' ')"
_TIMES = f", group_concat(coalesce(time, ''), '{BETWEEN}')"
_STEPS_UP = ", group_concat(coalesce(id - parent_id, 0), ' ')"
_IN_ORDER = (
    "SELECT id, speaker_id, length(CAST(text AS BLOB)), coalesce(parent_id, 0), unixepoch(time),"
    " cast(julianday(substr(time, 1, 10)) AS INTEGER) FROM turn WHERE conversation_id = ? ORDER BY position"
)
_REPAIRED = "SELECT id FROM turn WHERE conversation_id = ? AND repaired IS NOT NULL"


@dataclass(frozen=True, slots=True)
class TurnColumns:
    """Arrays over the turns of a conversation in their order.

    ``parents`` are turn ids, 0 for none; ``sizes`` approximate characters; ``moments`` seconds, comparable
    within the conversation (NaN unknown); ``days`` a number per calendar day (0 unknown).
    """

    ids: Ints
    parents: Ints | None
    speakers: Ints
    sizes: Floats
    repaired: npt.NDArray[np.bool_]
    moments: Floats | None
    days: Ints | None


SecondReader = Callable[[], AbstractContextManager[Reader]]
"""Gives the thread that calls it a reader of its own."""


class _Piece(NamedTuple):
    """Columns of some turns that follow each other; ``moments`` None where no turn has a time."""

    speakers: Ints
    sizes: Ints
    moments: Floats | None
    steps_up: Ints
    """How far before it the turn stands that it replies to; 0 for none."""


def read_columns(
    reader: Reader, conversation: Conversation, second: SecondReader | None = None
) -> TurnColumns:
    """The columns of a conversation. Turns whose ids follow each other, as an import writes them, take one
    pass over the table; others take the way by the index, five times as long.

    With ``second``, another thread helps with long ones.
    """
    found = _in_one_pass(reader, conversation, second) or _in_order(reader, conversation)
    if conversation.repaired_count:
        found.repaired[np.isin(found.ids, np.asarray(reader.ids(_REPAIRED, (conversation.id,))))] = True
    return found


def _in_one_pass(
    reader: Reader, conversation: Conversation, second: SecondReader | None
) -> TurnColumns | None:
    ends = reader.rows(_ENDS, (conversation.id,))
    first, position, last = ends[0] if ends else (None, None, None)
    if not isinstance(first, int) or not isinstance(position, int) or not isinstance(last, int):
        return None
    count = last - first + 1
    if count != conversation.turn_count:
        return None
    query = _ONE_SCAN.format(columns=_SPEAKERS + _TIMES + (_STEPS_UP if conversation.threaded else ""))

    def piece(reader: Reader, begin: int) -> _Piece | None:
        end = min(begin + _PIECE - 1, last)
        row, *_rest = reader.rows(query, (begin, end, conversation.id, first - position))
        return _piece(row, end - begin + 1)

    pieces = _shared(piece, range(first, last + 1, _PIECE), reader, second)
    if pieces is None:
        return None
    timed = any(one.moments is not None for one in pieces)
    moments = np.concatenate([_or_unknown(one) for one in pieces]) if timed else None
    ids = np.arange(first, last + 1, dtype=np.int64)
    return TurnColumns(
        ids=ids,
        parents=_parents(ids, pieces) if conversation.threaded else None,
        speakers=np.concatenate([one.speakers for one in pieces]),
        sizes=np.concatenate([one.sizes for one in pieces]) * CHARS_PER_BYTE,
        repaired=np.zeros(count, dtype=np.bool_),
        moments=moments,
        days=None if moments is None else _days(moments),
    )


def _piece(row: Sequence[object], count: int) -> _Piece | None:
    """What ``_ONE_SCAN`` gave for ``count`` turns; None where some stand elsewhere, or a time is no time."""
    if row[0] != count:
        return None
    times = str(row[2])
    moments = None
    if len(times) >= count:  # more than what stands between them
        moments = moments_of(times, count)
        if moments is None:
            return None
    steps_up = row[3] if len(row) > 3 else None
    both = _numbers(row[1])
    return _Piece(both >> _SIZE_BITS, both & (1 << _SIZE_BITS) - 1, moments, _numbers(steps_up))


def _parents(ids: Ints, pieces: Sequence[_Piece]) -> Ints:
    steps_up = np.concatenate([one.steps_up for one in pieces])
    return np.where(steps_up == 0, 0, ids - steps_up)


def _or_unknown(piece: _Piece) -> Floats:
    return np.full(len(piece.speakers), np.nan) if piece.moments is None else piece.moments


_Read = TypeVar("_Read")


def _shared(
    read: Callable[[Reader, int], _Read | None],
    begins: Sequence[int],
    reader: Reader,
    second: SecondReader | None,
) -> list[_Read] | None:
    """``read`` of all ``begins`` in their order, None as soon as one of them is; two threads take turns where
    there are several.
    """
    todo = iter(begins)  # one step of it is one instruction: each thread gets others
    found: dict[int, _Read] = {}
    failed: list[Exception] = []

    def take(reader: Reader) -> None:
        for begin in todo:
            one = read(reader, begin)
            if one is None:
                drop_the_rest()
            else:
                found[begin] = one

    def drop_the_rest() -> None:
        for _left in todo:
            pass

    def help_along(second: SecondReader) -> None:
        try:
            with second() as own:
                take(own)
        except Exception as error:  # noqa: BLE001 - raised again below, in the thread that waits
            failed.append(error)

    if second is None or len(begins) < 2:
        take(reader)
        return [found[begin] for begin in begins] if len(found) == len(begins) else None
    helper = threading.Thread(target=help_along, args=[second], name="parlance-columns", daemon=True)
    helper.start()
    try:
        take(reader)
    finally:
        drop_the_rest()  # after an error there is nothing more to do for the other thread
        helper.join()
    for error in failed:
        raise error
    return [found[begin] for begin in begins] if len(found) == len(begins) else None


def _in_order(reader: Reader, conversation: Conversation) -> TurnColumns:
    rows = reader.rows(_IN_ORDER, (conversation.id,))
    table = np.asarray(rows, dtype=np.float64).reshape(-1, 6)  # NULL becomes NaN; ids are far below 2**53
    timed = not bool(np.isnan(table[:, 4:]).all())
    return TurnColumns(
        ids=table[:, 0].astype(np.int64),
        parents=table[:, 3].astype(np.int64) if conversation.threaded else None,
        speakers=table[:, 1].astype(np.int64),
        sizes=table[:, 2] * CHARS_PER_BYTE,
        repaired=np.zeros(len(table), dtype=np.bool_),
        moments=table[:, 4] if timed else None,
        days=np.nan_to_num(table[:, 5]).astype(np.int64) if timed else None,
    )


def _numbers(joined: object) -> Ints:
    return np.fromstring(str(joined or ""), dtype=np.int64, sep=" ")


def _days(moments: Floats) -> Ints:
    days = np.floor(moments / DAY) + _UNIX_EPOCH_DAY
    numbered: Ints = np.nan_to_num(days, copy=False).astype(np.int64)
    return numbered
