"""One look at the hits of a query: order, sample, totals, groups and lines, without a window."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.model.concordance import ConcordanceLine
from app.model.hits import Order
from app.search.columns import Columns
from app.search.concordance import Concordance, Side, Tally, concordance
from app.search.dimensions import NEEDED
from app.search.facets import Facet, count_facets
from app.search.folding import DEFAULT, Folding
from app.search.groups import Group, group_forms, group_turns
from app.search.lines import Context, lines
from app.search.places import quick_finder
from app.search.sample import sample as drawn
from app.search.searcher import Searcher
from app.search.sorting import BY_COLUMN, BY_CONTEXT, ordered
from app.store.reader import Reader

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
R = TypeVar("R")


class Look:
    """Answers in the reader's thread, everything at once; what was counted is kept."""

    def __init__(
        self, reader: Reader, text: str, order: Order = "position", *, reverse: bool = False, sample: int = 0,
        seed: int = 1, folding: Folding = DEFAULT,
    ) -> None:  # fmt: skip
        self._reader = reader
        self._searcher = Searcher(reader)
        self.query = self._searcher.read(text, folding)
        self._order: Order = order
        self._reverse = reverse
        self._sample = sample
        self._seed = seed

    @cached_property
    def ids(self) -> Ints:
        """All matching turns, ascending."""
        return np.asarray(self._searcher.ids(self.query), dtype=np.int64)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self._reader.facts(), self._reader)

    @property
    def sampled(self) -> bool:
        """True when not all hits are shown."""
        return 0 < self._sample < len(self.ids)

    def conversations(self) -> int:
        """How many conversations hold a hit."""
        facts = self._columns.facts
        return len(np.unique(facts.conversation[facts.rows_of(self.ids)]))

    def counted(self) -> Concordance:
        """All hits in order of position."""
        return self._counted

    @cached_property
    def _counted(self) -> Concordance:
        return self._look_through(self.ids, None)

    def rows(self) -> tuple[Ints, Small | None, int | None]:
        """What is shown, in its order: turns, which hit of each (None: all), and the number of hits."""
        ids = drawn(self.ids, self._sample, self._seed) if self._sample else self.ids
        if self._order in BY_CONTEXT:
            found = self._look_through(ids, "left" if self._order == "left" else "right").by_context()
            found = found.reversed() if self._reverse else found
            return found.turn, found.occurrence, found.hits
        if self._order == "relevance":
            ranked = np.asarray(self._searcher.ids(self.query, "relevance"), dtype=np.int64)
            ids = ranked[np.isin(ranked, ids)]
        elif self._order in BY_COLUMN:
            ids = ordered(self._columns, ids, self._order)
        return (ids[::-1] if self._reverse else ids), None, None if self._sample else self._counted.hits

    def lines(self, context: Context, limit: int | None) -> Iterator[ConcordanceLine]:
        """The lines shown, the first ``limit`` of them."""
        turns, occurrences, _hits = self.rows()
        made = lines(self._searcher, self._reader, self.query, turns, occurrences, context)
        for number, line in enumerate(made):
            if limit is not None and number >= limit:
                return
            yield line

    def groups(self, by: str) -> tuple[Group, ...]:
        """The hits put together; see ``groups``."""
        if by == "form":
            return group_forms(self._counted)
        return group_turns(self._columns.load(*NEEDED[by]), self.ids, by, self._counted)

    def facets(self) -> tuple[Facet, ...]:
        """Counts by every dimension."""
        return count_facets(self._columns, self.ids)

    def _look_through(self, ids: Ints, side: Side | None) -> Concordance:
        find = quick_finder(self.query, lambda text: self._searcher.spans(self.query, text))
        return _result(concordance(self._reader, find, ids, side))


def _result(steps: Generator[Tally, None, R]) -> R:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: R = end.value
            return result
