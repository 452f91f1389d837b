"""An answer that grows: what a search has found so far, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.model.progress import CancelToken
from app.search.parser import Query
from app.search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Part:
    """``ids`` of the turns found since the last part, ascending; ``done`` of ``total`` turns looked at."""

    ids: NDArray[np.int64]
    done: int
    total: int

    @property
    def last(self) -> bool:
        """True for the part that completes the answer."""
        return self.done >= self.total


def reads_texts(searcher: Searcher, query: Query) -> bool:
    """True when the index alone does not answer the query, so that the answer takes its time."""
    return searcher.is_slow(query)


def growing(searcher: Searcher, query: Query, token: CancelToken | None = None) -> Iterator[Part]:
    """All matching turns in order of position. A query that the index answers comes in one part; one for
    which texts have to be read comes in the parts that the searcher reports.
    """
    if not reads_texts(searcher, query):
        ids = np.asarray(searcher.ids(query, token=token), dtype=np.int64)
        yield Part(ids, len(ids), len(ids))
        return
    for part in searcher.stream(query, token):
        yield Part(np.asarray(part.ids, dtype=np.int64), part.done, part.total)
