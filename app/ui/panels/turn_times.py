"""The times of very many turns, which stand in one string, as numbers; much faster where days repeat."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BETWEEN = "\x1f"
"""Stands between two times."""
DAY = 86_400
_DATE = len("2024-05-17")
_LENGTH = len("2024-05-17T08:03:00")
_CLOCK = ((11, 36_000, 2), (12, 3_600, 9), (14, 600, 5), (15, 60, 9), (17, 10, 5), (18, 1, 9))
"""Column, seconds and highest value of every digit of the time of day."""
_FEW = 4
"""Days are parsed one by one where at most every such turn begins one."""


def moments_of(joined: str, count: int) -> Floats | None:
    """``count`` local times to the second as seconds since 1970, an offset left out; NaN where there is none.

    None where one of them is no ISO 8601 time.
    """
    found = _at_fixed_places(joined, count)
    return _one_by_one(joined, count) if found is None else found


def _at_fixed_places(joined: str, count: int) -> Floats | None:
    """Where all are written alike, to the second: digits by columns, the date only where it changes."""
    if not count or len(joined) != count * (_LENGTH + 1) - 1 or not joined.isascii():
        return None
    table = np.frombuffer((joined + BETWEEN).encode(), dtype=np.uint8).reshape(count, _LENGTH + 1)
    columns = np.ascontiguousarray(table.T)
    marks = ((10, "T"), (13, ":"), (16, ":"), (19, BETWEEN))
    if any(bool((columns[place] != ord(mark)).any()) for place, mark in marks):
        return None
    seconds = np.zeros(count, dtype=np.int32)
    for place, unit, most in _CLOCK:
        digits = columns[place] - ord("0")  # what is no digit wraps round to more than nine
        if int(digits.max()) > most:
            return None
        seconds += np.multiply(digits, unit, dtype=np.int32)
    if int(seconds.max()) >= DAY:
        return None
    days = _days(table, columns)
    return None if days is None else (days * DAY + seconds).astype(np.float64)


def _days(table: npt.NDArray[np.uint8], columns: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64] | None:
    """Days since 1970 of all rows, None where they change too often or are no dates."""
    changes = np.zeros(len(table), dtype=np.bool_)
    changes[0] = True
    for column in columns[:_DATE]:
        changes[1:] |= column[1:] != column[:-1]
    heads = np.flatnonzero(changes)
    if len(heads) * _FEW > len(table) + _FEW:
        return None
    try:
        read = np.array([bytes(table[row, :_DATE]).decode() for row in heads], dtype="datetime64[D]")
    except ValueError:
        return None
    if bool(np.isnat(read).any()):
        return None
    return np.repeat(read.astype(np.int64), np.diff(heads, append=len(table)))


def _one_by_one(joined: str, count: int) -> Floats | None:
    parts = joined.split(BETWEEN)
    if len(parts) != count:
        return None
    if max(map(len, parts)) > _LENGTH:
        parts = [part[:_LENGTH] for part in parts]
    try:
        read = np.array(parts, dtype="datetime64[s]")
    except ValueError:
        return None
    return np.where(np.isnat(read), np.nan, read.astype(np.int64).astype(np.float64))
