"""Sums along the replies of a tree, all turns at once: each round reaches twice as far up (pointer doubling).

For trees in which every turn replies to one before it. ``ceil(log2(depth + 1))`` rounds of plain array
operations, whatever the shape: Hillis and Steele, "Data parallel algorithms", Comm. ACM 29 (12), 1986.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Descent:
    """Of every position how many turns stand ``below`` it at all levels, and at the end of them all; its
    ``row`` when the replies to a turn follow it, depth first, siblings in order; its ``level``, from 0; its
    ``level_by_forks``: only replies that are not the only one are a level deeper.
    """

    below: Ints
    rows: Ints
    levels: Ints
    levels_by_forks: Ints


def descent(parent: Ints) -> Descent:
    """Where everything stands in a tree; ``parent`` holds positions, each before its own, or -1 for none."""
    count = len(parent)
    below = counts_below(parent)
    replies = np.bincount(parent[parent >= 0], minlength=count + 1)  # -1 takes the last, and is no fork
    rows, levels, forks = _sums_upwards_at_once(
        parent, _steps_down(parent, below), np.ones(count, dtype=np.int64), replies[parent] > 1
    )
    rows -= 1
    levels -= 1
    return Descent(below, rows, levels, forks)


def _steps_down(parent: Ints, below: Ints) -> Ints:
    """How many rows below the one it replies to each position stands: as many as turns stand before it among
    the replies, and one more.
    """
    count = len(parent)
    by_parent = np.argsort(parent, kind="stable")  # a merge sort: fast as replies stand nearly in order
    sizes = below[by_parent] + 1
    starts = np.cumsum(sizes) - sizes
    above = parent[by_parent]
    first = np.append(True, above[1:] != above[:-1])[:count]
    steps = np.empty(count, dtype=np.int64)
    steps[by_parent] = starts - np.maximum.accumulate(np.where(first, starts, 0)) + 1
    return steps


def sums_upwards(parent: Ints, *columns: npt.NDArray[Any]) -> list[Ints]:
    """For every position the sum of each column over it and all that it replies to, directly or not."""
    totals = [np.append(column, 0).astype(np.int64) for column in columns]
    more = np.empty(len(parent) + 1, dtype=np.int64)
    for above in _doublings(parent):
        for total in totals:
            np.take(total, above, out=more, mode="clip")  # "raise" would copy
            np.add(total, more, out=total)
    return [total[:-1] for total in totals]


def _sums_upwards_at_once(parent: Ints, *columns: npt.NDArray[Any]) -> list[Ints]:
    """``sums_upwards`` of columns without negatives whose sums are at most the number of turns: several of
    them as digits of one number, which takes one addition.
    """
    width = len(parent).bit_length()
    together = 63 // width if width else len(columns)
    found: list[Ints] = []
    for begin in range(0, len(columns), together):
        some = columns[begin : begin + together]
        packed = np.zeros(len(parent), dtype=np.int64)
        for place, column in enumerate(some):
            packed |= column.astype(np.int64) << width * place
        (sums,) = sums_upwards(parent, packed)
        found += [sums >> width * place & (1 << width) - 1 for place in range(len(some))]
    return found


def counts_below(parent: Ints) -> Ints:
    """How many turns stand below each position, at all levels; one more at the end, of the whole tree."""
    count = len(parent)
    sizes = np.append(np.ones(count), 0.0)  # weights of bincount are floats; exact up to 2**53
    for above in _doublings(parent):
        sizes += np.bincount(above, weights=sizes, minlength=count + 1)
        sizes[count] = 0.0  # what begins a thread is below nothing
    sizes[count] = count + 1
    return sizes.astype(np.int64) - 1


def _doublings(parent: Ints) -> Iterator[Ints]:
    """For every position the one 1, 2, 4… steps above it; the place behind the last stands for none."""
    count = len(parent)
    above = np.append(np.where(parent < 0, count, parent), count)
    spare = np.empty_like(above)  # fresh memory for every round would cost more than the round
    while int(above.min()) != count:
        yield above
        np.take(above, above, out=spare, mode="clip")
        above, spare = spare, above
