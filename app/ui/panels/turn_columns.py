"""The shape of a conversation as columns, read in one pass over the corpus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.model.corpus import Conversation
from app.store.reader import Reader

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

CHARS_PER_BYTE = 0.55
"""Of text in UTF-8: letters that take more bytes are wider, or fewer of them stand in a line."""
_DAY = 86_400
_UNIX_EPOCH_DAY = 2_440_587
_TO_SECONDS = len("2024-05-17T08:03:00")
_BETWEEN = "\x1f"

_ENDS = (
    "SELECT (SELECT id FROM turn WHERE conversation_id = ?1 ORDER BY position LIMIT 1),"
    " (SELECT id FROM turn WHERE conversation_id = ?1 ORDER BY position DESC LIMIT 1)"
)
# NOT INDEXED leaves the order of ids as the only one in which SQLite can come by the rows.
_ONE_SCAN = (
    "SELECT count(*), min(id - position) = max(id - position), group_concat(speaker_id, ' '),"
    " group_concat(length(CAST(text AS BLOB)), ' '),"
    f" group_concat(coalesce(time, ''), '{_BETWEEN}'){{more}}"
    " FROM turn NOT INDEXED WHERE id BETWEEN ?1 AND ?2 AND conversation_id = ?3"
)
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
    (first, last), *_rest = reader.rows(_ENDS, (conversation.id,))
    if not isinstance(first, int) or not isinstance(last, int):
        return None
    count = last - first + 1
    if count != conversation.turn_count:
        return None
    sql = _ONE_SCAN.format(more=_PARENTS if conversation.threaded else "")
    row, *_rest = reader.rows(sql, (first, last, conversation.id))
    if row[0] != count or not row[1]:
        return None
    times = str(row[4])
    moments = None
    if len(times) >= count:  # more than what stands between them
        moments = _moments(times, count)
        if moments is None:
            return None
    return TurnColumns(
        ids=np.arange(first, last + 1, dtype=np.int64),
        parents=_numbers(row[5]) if conversation.threaded else None,
        speakers=_numbers(row[2]),
        sizes=_numbers(row[3]).astype(np.float64) * CHARS_PER_BYTE,
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


def _moments(joined: str, count: int) -> Floats | None:
    """Local times to the second as seconds, an offset left out; None where one of them is no such time."""
    parts = joined.split(_BETWEEN)
    if len(parts) != count:
        return None
    if max(map(len, parts)) > _TO_SECONDS:
        parts = [part[:_TO_SECONDS] for part in parts]
    try:
        read = np.array(parts, dtype="datetime64[s]")
    except ValueError:
        return None
    return np.where(np.isnat(read), np.nan, read.astype(np.int64).astype(np.float64))


def _days(moments: Floats) -> Ints:
    days = np.floor_divide(moments, _DAY) + _UNIX_EPOCH_DAY
    numbered: Ints = np.nan_to_num(days).astype(np.int64)
    return numbered
