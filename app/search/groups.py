"""Hits put together by speaker, transcript, month or form, with exact counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.search.columns import Codes, Columns
from app.search.concordance import Concordance
from app.search.dimensions import clause, coded
from app.search.facets import falling

Ints = NDArray[np.int64]

GROUPINGS: Final = ("speaker", "transcript", "form", "month")
"""What hits can be grouped by; the form is the text that matched, as it stands in the turn."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group. ``hits`` is None while the occurrences have not been counted; ``turns`` is exact.

    ``clause`` narrows the query to it, where words can (never for a form). ``key`` is 0 and ``label``
    empty for the turns without a value, such as a month.
    """

    key: int
    label: str
    turns: int
    hits: int | None
    clause: str | None


def group_turns(
    columns: Columns, ids: Ints, by: str, counted: Concordance | None = None
) -> tuple[Group, ...]:
    """Groups of the turns ``ids`` by "speaker", "transcript" or "month", the largest first.

    ``counted`` gives the hits of every group when it covers the same turns.
    """
    rows = columns.facts.rows_of(ids)
    dimension = coded(columns, by)
    codes = dimension.codes[rows]
    hits: dict[int, int] | None = None
    if counted is not None:
        at = columns.facts.rows_of(counted.turns)
        known = np.isin(counted.turns, columns.facts.turn[at])
        weights = counted.counts[known].astype(np.float64)
        hits = dict(_sums(dimension.codes[at], weights))
    groups = [
        Group(
            key, dimension.labels.get(key, ""), turns, None if hits is None else hits.get(key, 0),
            clause(by, dimension.labels[key], dimension.labels) if key in dimension.labels else None,
        )
        for key, turns in _sums(codes, None)
    ]  # fmt: skip
    return tuple(sorted(groups, key=lambda group: -(group.turns if group.hits is None else group.hits)))


def group_forms(counted: Concordance) -> tuple[Group, ...]:
    """Groups by form, the most frequent first; forms that differ in any character are different."""
    pairs = np.unique(counted.form.astype(np.int64) << 40 | _ranks(counted.turn)) >> 40
    turns = np.bincount(pairs, minlength=len(counted.forms))
    # falling() leaves code 0 out, so forms count from 1 there.
    return tuple(
        Group(key - 1, counted.forms[key - 1], int(turns[key - 1]), hits, None)
        for key, hits in falling(counted.form.astype(np.int64) + 1)
    )


def _ranks(turn: Ints) -> Ints:
    ranks: Ints = np.unique(turn, return_inverse=True)[1].astype(np.int64)
    return ranks


def _sums(codes: Codes, weights: NDArray[np.float64] | None) -> list[tuple[int, int]]:
    """As falling(), the turns without a value last."""
    pairs = falling(codes, weights)
    none = codes == 0
    rest = int(np.count_nonzero(none) if weights is None else weights[none].sum())
    return [*pairs, (0, rest)] if rest else pairs
