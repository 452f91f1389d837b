"""The query and its hits: debounced, cancelled by the next keystroke, stale answers dropped."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from app.model.hits import KwicRow
from app.model.progress import CancelToken, Progress
from app.search.columns import ColumnsCache
from app.search.folding import DEFAULT, Folding
from app.search.growing import growing, reads_texts
from app.search.lines import Context, kwic
from app.search.parser import Query, parse
from app.search.places import has_places
from app.search.searcher import Searcher
from app.store.corpus import Corpus
from app.store.reader import Reader
from app.ui.models.desk.arranging import (
    Arrangement,
    HitRows,
    Small,
    arranged,
    columns_of,
    narrowed,
    needed,
)
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.models.desk.hints import Hint, nearest_hints
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report, ignore_progress

Ids = NDArray[np.int64]
T = TypeVar("T")

DEBOUNCE_MS = 150
"""Pause after the last key before everything is counted; the first page is asked for with every key.

Who types quickly presses a key every 120 ms or so: what is counted in between is thrown away and takes
the processor from the rows that are looked at.
"""
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
    hints: tuple[Hint, ...] = ()
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
    hints = () if len(ids) or scope is not None else nearest_hints(searcher, query.text, token)
    elapsed = (time.perf_counter() - started) * 1000
    ascending = in_ascending_order(ids)
    names = needed(how)
    columns = None if names is None else columns_of(corpus, reader, cache, token, *names)
    rows = HitRows(arranged(columns, ids, ascending, how))
    if scope is not None and scope.rows is not None:
        rows = narrowed(rows, scope.rows)
    shown = ids if np.shares_memory(rows.turns, ids) and how.plain else array("q", rows.turns.tobytes())
    return Outcome(
        query, how, scope, shown, complete=True, elapsed_ms=elapsed, hints=hints, ascending=ascending,
        occurrences=rows.occurrences,
    )  # fmt: skip


def in_ascending_order(ids: array[int]) -> Ids:
    """The ids sorted; those that are so already are looked at in place, for they may be a million."""
    column = np.frombuffer(ids, dtype=np.int64) if len(ids) else np.empty(0, dtype=np.int64)
    return column if bool(np.all(column[1:] > column[:-1])) else np.sort(column)


def bring(corpus: Corpus, query: Query, turns: list[int], context: Context) -> list[KwicRow]:
    """The concordance rows of some hits; runs in a worker."""
    reader = corpus.reader()
    # A row without an occurrence begins with its text and has the whole line for it.
    right = context.characters if has_places(query.ast) else WHOLE_LINE
    return kwic(searcher_of(reader), reader, query, turns, context, right)


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


class SearchDesk(QObject):
    """What is searched for and what was found.

    ``parsed`` comes with every keystroke (for problems), ``found`` with each first page and each
    complete answer, ``failed`` when the corpus could not be asked.
    """

    parsed = Signal(object)  # Query
    started = Signal()
    context_changed = Signal()
    found = Signal(object)  # Outcome
    failed = Signal(object)  # Exception

    def __init__(
        self,
        desk: CorpusDesk,
        runner: Runner,
        parent: QObject | None = None,
        cache: ColumnsCache | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cache = cache or ColumnsCache()
        self.query: Query = parse("")
        self.how = Arrangement()
        self.folding: Folding = DEFAULT
        self.scope: Scope | None = None
        self.outcome: Outcome | None = None
        self.context = Context()
        self._runner = runner
        self._fetching = 0
        self._first = Latest[Outcome](runner, "page")
        self._all = Latest[Outcome](runner)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask_all)
        desk.opened.connect(self._reopened)
        desk.changed.connect(self.search_now)
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while the newest question is waiting or unanswered."""
        return self._timer.isActive() or self._first.busy or self._all.busy or self._fetching > 0

    def set_text(self, text: str) -> None:
        """Type a query: parsed at once, asked after a short pause. A typed query drops the scope."""
        if text == self.query.text:
            return
        self.query = parse(text, self.folding)
        self.scope = None
        self.parsed.emit(self.query)
        self._ask_first()
        self._timer.start()

    def set_folding(self, folding: Folding) -> None:
        """Count other differences as none; the same words are asked again."""
        if folding != self.folding:
            self.folding = folding
            self.query = parse(self.query.text, folding)
            self.scope = None
            self.parsed.emit(self.query)
            self.search_now()

    def arrange(self, how: Arrangement) -> None:
        """Order the hits otherwise, or show others of them."""
        if how != self.how:
            self.how = how
            self.search_now()

    def set_context(self, context: Context) -> None:
        """Show more or less around every hit."""
        if context != self.context:
            self.context = context
            self.context_changed.emit()

    def limit_to(self, scope: Scope | None) -> None:
        """Show only the hits among these turns; None shows all again."""
        if scope is not self.scope:
            self.scope = scope
            self.search_now()

    def search_now(self) -> None:
        """Ask without waiting; the question before is cancelled."""
        self._timer.stop()
        self._ask_first()
        self._ask_all()

    def _ask_first(self) -> None:
        """The first page, with every key: it takes milliseconds."""
        corpus = self._desk.corpus
        self._first.cancel()
        self._all.cancel()
        if corpus is None:
            return
        query, how, context = self.query, self.how, self.context
        self.started.emit()

        def first(token: CancelToken, _report: Report) -> Outcome:
            return find_first(corpus, token, query, how, context)

        if self.scope is None and how.plain:
            self._first.ask(first, self._arrived, self._broke)

    def _ask_all(self) -> None:
        """Everything that is found, once the keys rest."""
        corpus, query, how, scope = self._desk.corpus, self.query, self.how, self.scope
        cache = self._cache
        if corpus is None:
            return

        def whole(token: CancelToken, report: Report) -> Outcome:
            return find(corpus, token, query, how, scope, cache, report)

        self._all.ask(whole, self._arrived, self._broke, progress=self._grew)

    def fetch(self, ids: Sequence[int], deliver: Callable[[Sequence[KwicRow] | None], None]) -> None:
        """Bring the concordance rows of some hits; ``deliver`` gets None when that failed."""
        corpus, query, context = self._desk.corpus, self.query, self.context
        if corpus is None:
            deliver(None)
            return
        wanted = list(ids)

        def work(_token: CancelToken, _report: Report) -> list[KwicRow]:
            return bring(corpus, query, wanted, context)

        def failed(error: Exception) -> None:
            deliver(None)
            self.failed.emit(error)

        self._fetching += 1
        self._runner.run(
            work, self._counted(deliver), self._counted(failed), lane="page", stopped=self._uncount
        )

    def _counted(self, call: Callable[[T], None]) -> Callable[[T], None]:
        def counted(value: T) -> None:
            self._uncount()
            call(value)

        return counted

    def _uncount(self) -> None:
        self._fetching -= 1

    def _arrived(self, outcome: Outcome) -> None:
        if outcome.complete:
            self._first.cancel()
            self._all.cancel()
        self.outcome = outcome
        self.found.emit(outcome)

    def _grew(self, progress: Progress) -> None:
        """Texts are being read: what was found so far is shown, and the total says that it grows."""
        if isinstance(progress, Growth):
            self._first.cancel()
            self.outcome = progress.outcome
            self.found.emit(progress.outcome)

    def _broke(self, error: Exception) -> None:
        self._first.cancel()
        self._all.cancel()
        self.failed.emit(error)

    def _reopened(self) -> None:
        self.scope = None
        self.search_now()

    def _forget(self) -> None:
        self._timer.stop()
        self._first.cancel()
        self._all.cancel()
        self.scope = None
        self.outcome = None
