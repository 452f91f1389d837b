"""Orders of hits that come from columns: time, speaker, turn length."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.hits import Order
from app.search.columns import NO_TIME, Columns

Ints = NDArray[np.int64]

BY_COLUMN: Final = ("time", "speaker", "length")
"""Orders that need no texts."""
BY_CONTEXT: Final = ("left", "right")
"""Orders of occurrences by what stands beside them; these need the texts of all hits."""
NEEDED: Final = {"time": ("time",), "speaker": ("speaker_names",), "length": ()}
"""The columns an order reads."""


def ordered(columns: Columns, ids: Ints, order: Order) -> Ints:
    """The turns ``ids`` (ascending) in another order; ties keep the order of position.

    ``time``: earliest first, turns without a time last. ``speaker``: by label, case folded, then by
    code points. ``length``: fewest tokens first. Any other order leaves them as they are. Ids that
    the columns do not know are left out.
    """
    if order not in BY_COLUMN:
        return ids
    rows = columns.facts.rows_of(ids)
    known: Ints = columns.facts.turn[rows]
    if order == "time":
        times = columns.time[rows]
        return known[np.lexsort((times, times == NO_TIME))]
    if order == "speaker":
        keys = _ranks(columns.speaker_names)[columns.facts.speaker[rows]]
    else:
        keys = columns.facts.tokens[rows].astype(np.int64)
    return known[np.argsort(keys, kind="stable")]


def _ranks(names: dict[int, str]) -> Ints:
    """The place of every speaker id in the order of the labels."""
    ranks = np.zeros(max(names, default=0) + 1, dtype=np.int64)
    in_order = sorted(names, key=lambda key: (names[key].casefold(), names[key], key))
    ranks[np.array(in_order, dtype=np.int64)] = np.arange(len(in_order))
    return ranks
