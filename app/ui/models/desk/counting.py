"""Exact totals of hits, turns and conversations, and the orders that need every text; all in slices."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.model.hits import Order
from app.model.progress import CancelToken, Progress
from app.search.columns import ColumnsCache
from app.search.concordance import Concordance, Side, concordance
from app.search.groups import Group, group_forms
from app.search.parser import Query
from app.search.places import has_places, quick_finder
from app.store.corpus import Corpus
from app.store.facts import TurnFacts
from app.store.reader import Reader
from app.ui.models.desk.answers import Outcome, let_go, searcher_of
from app.ui.models.desk.arranging import Arrangement, HitRows, Ints, among
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.models.desk.search import SearchDesk
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report

FORMS = 50
"""Forms that are kept to be named."""
CALM_MS = 300
"""How long a query has to stand before its hits are counted one by one."""


@dataclass(frozen=True, slots=True)
class Totals:
    """``turns`` and ``conversations`` are exact; ``hits`` grows until ``complete``."""

    turns: int
    conversations: int
    hits: int
    looked_at: int

    @property
    def complete(self) -> bool:
        """True when ``hits`` is the exact total."""
        return self.looked_at >= self.turns


@dataclass(frozen=True, slots=True)
class Growing(Progress):
    """A report of a count under way."""

    hits: int = 0


@dataclass(frozen=True, slots=True)
class _Counted:
    concordance: Concordance
    forms: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class _Sorted:
    rows: HitRows
    counted: _Counted


def conversations_in(facts: TurnFacts, ids: Ints) -> int:
    """How many conversations the turns stand in."""
    conversations = facts.conversation[facts.rows_of(ids)]
    return int(np.count_nonzero(np.bincount(conversations))) if len(conversations) else 0


def side_of(order: Order) -> Side | None:
    """The context that an order goes by."""
    match order:
        case "left":
            return "left"
        case "right":
            return "right"
        case _:
            return None


def look_through(
    reader: Reader, query: Query, ids: Ints, how: Arrangement, token: CancelToken,
    report: Report,
) -> Concordance:  # fmt: skip
    """Read the texts of all hits; runs in a worker and reports how many it has found."""
    searcher = searcher_of(reader)

    def exact(text: str) -> tuple[tuple[int, int], ...]:
        return searcher.spans(query, text)

    steps = concordance(reader, quick_finder(query, exact), ids, side_of(how.order), token)
    while True:
        try:
            tally = next(steps)
        except StopIteration as end:
            found: Concordance = end.value
            return found
        report(Growing("counting", tally.turns, tally.of, "", "", tally.hits))


def sorted_rows(found: Concordance, how: Arrangement) -> HitRows:
    """The occurrences in the order of their context."""
    rows = found.by_context()
    rows = rows.reversed() if how.reverse else rows
    return HitRows(rows.turn, rows.occurrence)


def _counted(found: Concordance) -> _Counted:
    return _Counted(found, group_forms(found)[:FORMS])


class CountingDesk(QObject):
    """Follows the search. ``counted`` comes at once with exact turns and conversations and then as the
    hits grow; ``arranged`` when an order by context is there.
    """

    counted = Signal(object)  # Totals
    arranged = Signal(object)  # HitRows
    sort_progress = Signal(object)  # Progress
    failed = Signal(object)  # Exception

    def __init__(
        self,
        desk: CorpusDesk,
        search: SearchDesk,
        cache: ColumnsCache,
        runner: Runner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._search = search
        self._cache = cache
        self.totals: Totals | None = None
        self.concordance: Concordance | None = None
        """All hits of the present query, once they have been counted."""
        self.forms: tuple[Group, ...] = ()
        """The texts that matched, the most frequent first; at most FORMS of them."""
        self.rows: HitRows | None = None
        """The hits in the order of their context, once they have been sorted."""
        self._totals = Latest[int](runner)
        self._count = Latest[_Counted](runner, "count")
        self._sort = Latest[_Sorted](runner)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CALM_MS)
        self._timer.timeout.connect(self._look_through)
        search.started.connect(self._forget)
        search.found.connect(self._found)
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while hits are being counted or about to be."""
        return self._timer.isActive() or self._totals.busy or self._count.busy or self.sorting

    @property
    def sorting(self) -> bool:
        """True while rows wait for their order."""
        return self._sort.busy

    def _forget(self) -> None:
        self._timer.stop()
        for ask in (self._totals, self._count, self._sort):
            ask.cancel()
        self.totals = None
        self.concordance = None
        self.forms = ()
        self.rows = None

    def _found(self, outcome: Outcome) -> None:
        corpus = self._desk.corpus
        if not outcome.complete or corpus is None:
            return
        self._forget()

        def work(token: CancelToken, _report: Report) -> int:
            return conversations_in(interruptible(corpus, token).facts(token), outcome.ascending)

        def done(conversations: int) -> None:
            turns, scope = outcome.total, outcome.scope
            if scope is not None and scope.rows is not None:
                self._tell(Totals(turns, conversations, len(scope.rows.turns), turns))
            elif not has_places(outcome.query.ast) or not turns:
                self._tell(Totals(turns, conversations, turns, turns))
            elif self.totals is not None and self.totals.complete:
                self._tell(replace(self.totals, conversations=conversations))
            else:
                self._tell(Totals(turns, conversations, 0, 0))
                if not self._sort_counts(outcome):
                    self._timer.start()

        self._totals.ask(work, done, self.failed.emit)
        if outcome.how.by_context and outcome.total:
            self._arrange(corpus, outcome)

    def _sort_counts(self, outcome: Outcome) -> bool:
        """True when the texts that are read for the order are all there are to count."""
        return outcome.how.by_context and not outcome.how.sample

    def _arrange(self, corpus: Corpus, outcome: Outcome) -> None:
        ids = np.unique(np.asarray(outcome.ids, dtype=np.int64))

        def work(token: CancelToken, report: Report) -> _Sorted:
            reader = interruptible(corpus, token)
            found = look_through(reader, outcome.query, ids, outcome.how, token, report)
            rows = sorted_rows(found, outcome.how)
            if outcome.scope is not None and outcome.scope.rows is not None:
                rows = among(rows, outcome.scope.rows)
            return _Sorted(rows, _counted(replace(found, keys=None)))

        def done(made: _Sorted) -> None:
            if self._sort_counts(outcome):
                self._keep(made.counted)
            self.rows = made.rows
            self.arranged.emit(made.rows)

        self._sort.ask(work, done, self.failed.emit, progress=self._sort_grows)

    def _look_through(self) -> None:
        corpus, outcome = self._desk.corpus, self._search.outcome
        if corpus is None or outcome is None:
            return

        def work(token: CancelToken, report: Report) -> _Counted:
            reader = interruptible(corpus, token)
            found = look_through(reader, outcome.query, outcome.ascending, Arrangement(), token, report)
            let_go(reader)
            return _counted(found)

        self._count.ask(work, self._keep, self.failed.emit, progress=self._grows)

    def _grows(self, progress: Progress) -> None:
        if isinstance(progress, Growing) and self.totals is not None:
            self._tell(replace(self.totals, hits=progress.hits, looked_at=progress.done))

    def _sort_grows(self, progress: Progress) -> None:
        self.sort_progress.emit(progress)
        outcome = self._search.outcome
        if outcome is not None and self._sort_counts(outcome):
            self._grows(progress)

    def _keep(self, counted: _Counted) -> None:
        outcome = self._search.outcome
        if outcome is None:
            return
        scope = outcome.scope
        if scope is None or scope.rows is None:
            found = self.concordance = counted.concordance
            self.forms = counted.forms
            if self.totals is None:  # sorted before the conversations were counted, which is told then
                self.totals = Totals(outcome.total, 0, found.hits, outcome.total)
            else:
                self._tell(replace(self.totals, hits=found.hits, looked_at=outcome.total))

    def _tell(self, totals: Totals) -> None:
        self.totals = totals
        self.counted.emit(totals)
