"""In which order hits are shown, and which of them: sorted, reversed, sampled."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.model.hits import Order
from app.model.progress import CancelToken
from app.search.columns import Columns, ColumnsCache
from app.search.sample import sample
from app.search.sorting import BY_COLUMN, BY_CONTEXT, NEEDED, ordered
from app.store.corpus import Corpus
from app.store.reader import Reader

Ints = NDArray[np.int64]
Small = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How hits are shown. ``sample`` turns drawn with ``seed``; 0 shows all."""

    order: Order = "position"
    reverse: bool = False
    sample: int = 0
    seed: int = 1

    @property
    def plain(self) -> bool:
        """True when the first hits can be shown before all are known."""
        return self.order in {"position", "relevance"} and not self.reverse and not self.sample

    @property
    def by_context(self) -> bool:
        """True when the words beside every hit decide, which takes the texts of all."""
        return self.order in BY_CONTEXT


@dataclass(frozen=True, slots=True)
class HitRows:
    """What a list of hits shows: turns, and which hit of each; None shows every hit of every turn."""

    turns: Ints
    occurrences: Small | None = None


def columns_of(
    corpus: Corpus, reader: Reader, cache: ColumnsCache, token: CancelToken | None, *names: str
) -> Columns:
    """The columns of the corpus as it is now, those named read already."""
    return cache.of(corpus, reader, token, *names)


def arranged(columns: Columns | None, ids: array[int], ascending: Ints, how: Arrangement) -> Ints:
    """The turns to show of those found: ``ids`` as the search gave them, ``ascending`` the same by id.

    ``columns`` may be None for an order that needs none. An order by context comes in order of
    position here; its rows are sorted when their texts have been read.
    """
    found = np.frombuffer(ids, dtype=np.int64) if len(ids) else np.empty(0, dtype=np.int64)
    if how.sample:
        drawn = sample(ascending, how.sample, how.seed)
        found = drawn if how.order != "relevance" else found[np.isin(found, drawn)]
        ascending = drawn
    if how.order in BY_COLUMN and columns is not None:
        found = ordered(columns, ascending, how.order)
    if how.reverse and not how.by_context:
        found = found[::-1]
    return found


def needed(how: Arrangement) -> tuple[str, ...] | None:
    """The columns an arrangement reads; None when it reads none."""
    return NEEDED.get(how.order)


def among(rows: HitRows, chosen: HitRows) -> HitRows:
    """Those of the occurrences ``rows`` that are chosen, in their order."""
    if rows.occurrences is None or chosen.occurrences is None:
        return rows
    kept = np.isin(_numbered(rows.turns, rows.occurrences), _numbered(chosen.turns, chosen.occurrences))
    return HitRows(rows.turns[kept], rows.occurrences[kept])


def _numbered(turns: Ints, occurrences: Small) -> Ints:
    """One number an occurrence; a turn has far fewer of them than 2^24."""
    numbers: Ints = (turns << 24) | occurrences
    return numbers


def narrowed(rows: HitRows, chosen: HitRows) -> HitRows:
    """The ``chosen`` occurrences in the order in which ``rows`` shows their turns."""
    if chosen.occurrences is None or not len(rows.turns):
        return rows
    by_id = np.argsort(rows.turns, kind="stable")
    at = np.searchsorted(rows.turns, chosen.turns, sorter=by_id)
    at = by_id[np.minimum(at, len(by_id) - 1)]
    there = rows.turns[at] == chosen.turns
    order = np.lexsort((chosen.occurrences[there], at[there]))
    return HitRows(chosen.turns[there][order], chosen.occurrences[there][order])
