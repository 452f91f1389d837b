"""What a query found, and how it is found: what runs in a worker between a key and the rows."""

from __future__ import annotations

import threading
import time
from array import array
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.model.hits import KwicRow
from app.model.progress import CancelToken, Progress
from app.search.columns import ColumnsCache
from app.search.explain import Explanation, why_nothing
from app.search.growing import growing, reads_texts
from app.search.lines import Context, kwic
from app.search.parser import Query
from app.search.places import has_places
from app.search.searcher import Searcher
from app.store.corpus import Corpus
from app.store.reader import Reader
from app.store.tags_read import looks
from app.ui.models.desk.arranging import Arrangement, HitRows, Small, arranged, columns_of, narrowed, needed
from app.ui.models.desk.corpus import interruptible
from app.ui.tasks.task import Report, ignore_progress

Ids = NDArray[np.int64]

WHOLE_LINE = 240
"""Characters shown of a turn that was found by its fields alone."""
READY = 40
"""Hits whose rows come with the first page: what a window shows at once."""
FIRST_PAGE = 60
"""Hits shown at once while the whole id vector is still on its way."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of turns that limits the hits, with what it stands for ("A · turns per speaker").

    ``rows`` limits them further to some occurrences of these turns, such as those of one form.
    """

    label: str
    ids: array[int]
    rows: HitRows | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one query. ``complete`` False: only the first page, ``total`` not yet known.

    ``ids`` are the turns that are shown, in their order; ``occurrences`` picks one hit of each, where
    not all hits of a turn are shown side by side.
    """

    query: Query
    how: Arrangement
    scope: Scope | None
    ids: array[int]
    complete: bool
    elapsed_ms: float
    why: Explanation | None = None
    """Why nothing was found, and the nearest query that finds something."""
    ascending: Ids = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """All turns found in ascending order, also those that a sample leaves out."""
    occurrences: Small | None = None
    ready: dict[int, list[KwicRow]] = field(default_factory=dict)
    """The occurrences of the first turns, so that they are painted without asking again."""

    @property
    def total(self) -> int:
        """Turns found so far; exact when complete."""
        return len(self.ascending)

    @property
    def rows(self) -> HitRows:
        """What the list shows."""
        return HitRows(np.asarray(self.ids, dtype=np.int64), self.occurrences)

    def of_conversation(self, turn_ids: Ids) -> Ids:
        """Those of the given turns that were found."""
        if not len(self.ascending):
            return turn_ids[:0]
        at = np.minimum(np.searchsorted(self.ascending, turn_ids), len(self.ascending) - 1)
        found: Ids = turn_ids[self.ascending[at] == turn_ids]
        return found

    @property
    def asks_nothing(self) -> bool:
        """True for the empty query, which every turn matches."""
        return not self.query.text.strip()


@dataclass(frozen=True, slots=True)
class Growth(Progress):
    """A report of a search that has to read texts."""

    outcome: Outcome | None = None


_kept = threading.local()


def searcher_of(reader: Reader) -> Searcher:
    """The searcher of this thread's reader, kept because it knows speakers and titles by heart."""
    if getattr(_kept, "reader", None) is not reader:
        _kept.reader, _kept.searcher = reader, Searcher(reader)
    searcher: Searcher = _kept.searcher
    return searcher


def within(ids: array[int], scope: Scope | None) -> array[int]:
    """The ids that belong to the scope, in their order."""
    if scope is None:
        return ids
    column = np.frombuffer(ids, dtype=np.int64) if len(ids) else np.empty(0, dtype=np.int64)
    allowed = np.frombuffer(scope.ids, dtype=np.int64) if len(scope.ids) else np.empty(0, dtype=np.int64)
    return array("q", column[np.isin(column, allowed)].tobytes())


def find(
    corpus: Corpus,
    token: CancelToken,
    query: Query,
    how: Arrangement,
    scope: Scope | None,
    cache: ColumnsCache,
    report: Report = ignore_progress,
) -> Outcome:
    """The whole answer; runs in a worker, and reports what it has found where texts have to be read."""
    started = time.perf_counter()
    reader = interruptible(corpus, token)
    searcher = searcher_of(reader)
    ids = within(_all_ids(searcher, query, how, token, None if scope is not None else report), scope)
    why = None if len(ids) or scope is not None else why_nothing(query, searcher, token)
    elapsed = (time.perf_counter() - started) * 1000
    ascending = in_ascending_order(ids)
    names = needed(how)
    columns = None if names is None else columns_of(corpus, reader, cache, token, *names)
    rows = HitRows(arranged(columns, ids, ascending, how))
    if scope is not None and scope.rows is not None:
        rows = narrowed(rows, scope.rows)
    let_go(reader)
    shown = ids if np.shares_memory(rows.turns, ids) and how.plain else array("q", rows.turns.tobytes())
    return Outcome(
        query, how, scope, shown, complete=True, elapsed_ms=elapsed, why=why, ascending=ascending,
        occurrences=rows.occurrences,
    )  # fmt: skip


def let_go(reader: Reader) -> None:
    """Give back the pages that a look through the whole corpus left behind; others read them from the file.

    First pages are read by a thread of their own, whose pages stay.
    """
    reader.rows("PRAGMA shrink_memory")


def in_ascending_order(ids: array[int]) -> Ids:
    """The ids sorted; those that are so already are looked at in place, for they may be a million."""
    column = np.frombuffer(ids, dtype=np.int64) if len(ids) else np.empty(0, dtype=np.int64)
    return column if bool(np.all(column[1:] > column[:-1])) else np.sort(column)


def bring(corpus: Corpus, query: Query, turns: list[int], context: Context) -> list[KwicRow]:
    """The concordance rows of some hits; runs in a worker."""
    reader = corpus.reader()
    # A row without an occurrence begins with its text and has the whole line for it.
    right = context.characters if has_places(query.ast) else WHOLE_LINE
    rows = kwic(searcher_of(reader), reader, query, turns, context, right)
    tags = {turn: looks(found) for turn, found in reader.taggings(turns).items()}
    conversations = reader.taggings_beside({int(row.hit.turn.conversation_id) for row in rows})
    whole = {conversation: looks(found) for conversation, found in conversations.items()}
    if not tags and not whole:
        return rows
    return [
        replace(
            row,
            tags=tags.get(row.hit.turn.id, ()),
            conversation_tags=whole.get(row.hit.turn.conversation_id, ()),
        )
        for row in rows
    ]


def _all_ids(
    searcher: Searcher, query: Query, how: Arrangement, token: CancelToken, report: Report | None
) -> array[int]:
    """Every turn found; where texts have to be read, what was found so far is reported."""
    if how.order == "relevance" or not reads_texts(searcher, query):
        return searcher.ids(query, "relevance" if how.order == "relevance" else "position", None, token)
    ids = array("q")
    for part in growing(searcher, query, token):
        ids.frombytes(part.ids.tobytes())
        if report is not None and how.plain and not part.last:
            ascending = np.array(ids, dtype=np.int64)
            so_far = Outcome(query, how, None, ids[:], complete=False, elapsed_ms=0.0, ascending=ascending)
            report(Growth("searching", part.done, part.total, "", "", so_far))
    return ids


def find_first(
    corpus: Corpus, token: CancelToken, query: Query, how: Arrangement, context: Context
) -> Outcome:
    """The first page alone; runs in a worker."""
    started = time.perf_counter()
    searcher = searcher_of(interruptible(corpus, token))
    ids = searcher.first(query, how.order, FIRST_PAGE, token)
    elapsed = (time.perf_counter() - started) * 1000
    ascending = in_ascending_order(ids)
    whole = 0 < len(ids) < FIRST_PAGE
    ready: dict[int, list[KwicRow]] = {turn: [] for turn in ids[:READY]}
    for row in bring(corpus, query, list(ready), context):
        ready[row.hit.turn.id].append(row)
    return Outcome(
        query, how, None, ids, complete=whole, elapsed_ms=elapsed, ascending=ascending, ready=ready
    )
