"""A random sample of hits that comes out the same wherever and whenever it is drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MASK = 0xFFFF_FFFF_FFFF_FFFF


def sample(ids: Ints, size: int, seed: int) -> Ints:
    """``size`` of the turns ``ids`` drawn without replacement, in their order; all when there are no more.

    Every turn has a number that hangs on the seed and its id alone, and those with the lowest are taken:
    the same seed gives the same turns on every machine, and a larger sample holds the smaller one.
    """
    if size >= len(ids):
        return ids
    if size <= 0:
        return ids[:0]
    lots = _lots(ids, seed)
    chosen = np.sort(np.argpartition(lots, size - 1)[:size])
    taken: Ints = ids[chosen]
    return taken


def _lots(ids: Ints, seed: int) -> NDArray[np.uint64]:
    """SplitMix64 (Steele, Lea, Flood 2014) of id and seed; a bijection, so no two ids draw the same lot."""
    start = _mixed(np.array([seed & _MASK], dtype=np.uint64))[0]
    return _mixed(np.asarray(ids).astype(np.uint64) ^ start)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        z = values + _STEP
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: NDArray[np.uint64] = z ^ (z >> np.uint64(31))
        return mixed
