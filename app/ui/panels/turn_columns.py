"""The shape of a conversation as columns, read in one pass over the corpus."""

from __future__ import annotations

from dataclasses import dataclass

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
_SPEAKERS = ", group_concat(speaker_id, ' '), group_concat(length(CAST(text AS BLOB)), ' ')"
_TIMES = f", group_concat(coalesce(time, ''), '{BETWEEN}')"
_PARENTS = ", group_concat(coalesce(parent_id, 0), ' ')"
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


def read_columns(reader: Reader, conversation: Conversation) -> TurnColumns:
    """The columns of a conversation. Turns whose ids follow each other, as an import writes them, take one
    pass over the table; others take the way by the index, five times as long.
    """
    found = _in_one_pass(reader, conversation) or _in_order(reader, conversation)
    if conversation.repaired_count:
        found.repaired[np.isin(found.ids, np.asarray(reader.ids(_REPAIRED, (conversation.id,))))] = True
    return found


def _in_one_pass(reader: Reader, conversation: Conversation) -> TurnColumns | None:
    ends = reader.rows(_ENDS, (conversation.id,))
    first, position, last = ends[0] if ends else (None, None, None)
    if not isinstance(first, int) or not isinstance(position, int) or not isinstance(last, int):
        return None
    count = last - first + 1
    if count != conversation.turn_count:
        return None
    columns = _SPEAKERS + _TIMES + (_PARENTS if conversation.threaded else "")
    among = (first, last, conversation.id, first - position)
    row, *_rest = reader.rows(_ONE_SCAN.format(columns=columns), among)
    if row[0] != count:
        return None
    times = str(row[3])
    moments = None
    if len(times) >= count:  # more than what stands between them
        moments = moments_of(times, count)
        if moments is None:
            return None
    return TurnColumns(
        ids=np.arange(first, last + 1, dtype=np.int64),
        parents=_numbers(row[4]) if conversation.threaded else None,
        speakers=_numbers(row[1]),
        sizes=_numbers(row[2]).astype(np.float64) * CHARS_PER_BYTE,
        repaired=np.zeros(count, dtype=np.bool_),
        moments=moments,
        days=None if moments is None else _days(moments),
    )


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
