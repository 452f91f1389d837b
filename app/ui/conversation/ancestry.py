"""Sums along the replies of a tree, all turns at once: each round reaches twice as far up (pointer doubling).

For trees in which every turn replies to one before it. ``ceil(log2(depth + 1))`` rounds of plain array
operations, whatever the shape: Hillis and Steele, "Data parallel algorithms", Comm. ACM 29 (12), 1986.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def sums_upwards(parent: Ints, values: npt.NDArray[Any]) -> Ints:
    """For every position the sum of ``values`` over it and all that it replies to, directly or not.

    ``parent`` holds positions, -1 for none.
    """
    total = np.append(values, 0).astype(np.int64)
    more = np.empty_like(total)
    for above in _doublings(parent):
        np.take(total, above, out=more, mode="clip")  # "raise" would copy
        total += more
    return total[:-1]


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
