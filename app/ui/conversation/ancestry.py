"""Sums along the replies of a tree, all turns at once: each round reaches twice as far up (pointer doubling).

For trees in which every turn replies to one before it. ``ceil(log2(depth + 1))`` rounds of plain array
operations, whatever the shape: Hillis and Steele, "Data parallel algorithms", Comm. ACM 29 (12), 1986.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    above = doublings(parent)
    below = counts_below(above, count)
    replies = np.bincount(parent[parent >= 0], minlength=count + 1)  # -1 takes the last, and is no fork
    return Descent(
        below,
        sums_upwards(above, _steps_down(parent, below)) - 1,
        sums_upwards(above, np.ones(count, dtype=np.int64)) - 1,
        sums_upwards(above, replies[parent] > 1),
    )


def _steps_down(parent: Ints, below: Ints) -> Ints:
    """How many rows below the one it replies to each position stands: as many as turns stand before it among
    the replies, and one more.
    """
    count = len(parent)
    # Sorting numbers is several times as fast as sorting them with their places; each holds its place.
    by_parent = np.sort((parent + 1) * count + np.arange(count)) % max(1, count)
    sizes = below[by_parent] + 1
    starts = np.cumsum(sizes) - sizes
    above = parent[by_parent]
    first = np.append(True, above[1:] != above[:-1])[:count]
    steps = np.empty(count, dtype=np.int64)
    steps[by_parent] = starts - np.maximum.accumulate(np.where(first, starts, 0)) + 1
    return steps


def sums_upwards(doublings: Sequence[Ints], values: npt.NDArray[Any]) -> Ints:
    """For every position the sum of ``values`` over it and all that it replies to, directly or not."""
    total = np.append(values, 0).astype(np.int64)
    more = np.empty_like(total)
    for above in doublings:
        np.take(total, above, out=more, mode="clip")  # "raise" would copy
        total += more
    return total[:-1]


def counts_below(doublings: Sequence[Ints], count: int) -> Ints:
    """How many of ``count`` turns stand below each position, at all levels; at the end, how many in all."""
    sizes = np.append(np.ones(count), 0.0)  # weights of bincount are floats; exact up to 2**53
    for above in doublings:
        sizes += np.bincount(above, weights=sizes, minlength=count + 1)
        sizes[count] = 0.0  # what begins a thread is below nothing
    sizes[count] = count + 1
    return sizes.astype(np.int64) - 1


def doublings(parent: Ints) -> list[Ints]:
    """For every position the one 1, 2, 4… steps above it; the place behind the last stands for none.

    ``parent`` holds positions, -1 for none.
    """
    count = len(parent)
    above = np.append(np.where(parent < 0, count, parent), count)
    found: list[Ints] = []
    while int(above.min()) != count:
        found.append(above)
        above = np.take(above, above, mode="clip")
    return found
