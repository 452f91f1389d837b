"""How hits spread over the values of every dimension: the exact counts beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.model.progress import CancelToken
from app.search.columns import Codes, Columns
from app.search.dimensions import NEEDED, SCRIPTS, clause, coded

Ints = NDArray[np.int64]

SHOWN: Final = 40
"""Values of a dimension that are listed; the rest is counted as ``more``."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: how many of the hit turns have it, and the words that narrow the query to them.

    ``clause`` is None where the query language cannot say it; :func:`members` gives the turns then.
    """

    key: int
    label: str
    turns: int
    clause: str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """One dimension, its most frequent values first; ``more`` values are not listed."""

    name: str
    values: tuple[FacetValue, ...]
    more: int = 0


def count_facets(
    columns: Columns, ids: Ints | None, token: CancelToken | None = None, shown: int = SHOWN
) -> tuple[Facet, ...]:
    """The facets of the turns ``ids`` (None: all); dimensions that no hit has a value of are left out.

    A dimension with a single value in the whole corpus says nothing and is left out too, scripts and
    speakers excepted.
    """
    rows = None if ids is None else columns.facts.rows_of(ids)
    found: list[Facet] = []
    for name in NEEDED:
        if token is not None:
            token.raise_if_cancelled()
        if name == "script":
            facet = _scripts(columns, rows)
        elif name == "tag":
            facet = _tags(columns, rows, shown)
        else:
            facet = _facet(columns, name, rows, shown)
        if facet.values:
            found.append(facet)
    return tuple(found)


def members(columns: Columns, ids: Ints, name: str, key: int) -> Ints:
    """Those of the turns ``ids`` (ascending) that have a value; ``key`` as in FacetValue."""
    rows = columns.facts.rows_of(ids)
    if name == "tag":
        tagged = columns.facts.rows_of(columns.tags[key][1])
        chosen = np.isin(rows, tagged)
    elif name == "script":
        chosen = getattr(columns.facts, SCRIPTS[key])[rows] > 0
    else:
        chosen = coded(columns, name).codes[rows] == key
    taken: Ints = columns.facts.turn[rows[chosen]]
    return taken


def falling(codes: Codes, weights: NDArray[np.float64] | None = None) -> list[tuple[int, int]]:
    """Every code but 0 with its sum, the largest first, then the lowest code."""
    if not len(codes):
        return []
    sums = np.bincount(codes, weights).astype(np.int64)
    sums[0] = 0
    keys = np.flatnonzero(sums)
    order = keys[np.argsort(-sums[keys], kind="stable")]
    return list(zip(order.tolist(), sums[order].tolist(), strict=True))


def _facet(columns: Columns, name: str, rows: NDArray[np.intp] | None, shown: int) -> Facet:
    dimension = coded(columns, name)
    alone = len(dimension.labels) < 2 and name in {"transcript", "month"}
    if alone:
        return Facet(name, ())
    counts = falling(dimension.codes if rows is None else dimension.codes[rows])
    counts = [(key, count) for key, count in counts if key in dimension.labels]
    values = tuple(
        FacetValue(key, dimension.labels[key], count, clause(name, dimension.labels[key], dimension.labels))
        for key, count in counts[:shown]
    )
    return Facet(name, values, max(0, len(counts) - shown))


def _tags(columns: Columns, rows: NDArray[np.intp] | None, shown: int) -> Facet:
    """A turn can have several; its conversation's count as its own, as in the query language."""
    if not columns.tags:
        return Facet("tag", ())
    hit = np.zeros(len(columns.facts), dtype=np.bool_)
    hit[slice(None) if rows is None else rows] = True
    counts = [
        (key, int(np.count_nonzero(hit[columns.facts.rows_of(turns)])))
        for key, (_name, turns) in enumerate(columns.tags)
    ]
    found = sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])
    names = [name for name, _turns in columns.tags]
    values = tuple(FacetValue(key, names[key], n, clause("tag", names[key])) for key, n in found[:shown])
    return Facet("tag", values, max(0, len(found) - shown))


def _scripts(columns: Columns, rows: NDArray[np.intp] | None) -> Facet:
    counts: list[tuple[int, int]] = []
    for key, name in enumerate(SCRIPTS):
        column = getattr(columns.facts, name)
        counts.append((key, int(np.count_nonzero(column if rows is None else column[rows]))))
    found = sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])
    values = tuple(FacetValue(key, SCRIPTS[key], n, clause("script", SCRIPTS[key])) for key, n in found)
    return Facet("script", values)
