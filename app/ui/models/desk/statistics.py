"""The numbers behind facets and plots; they follow the corpus, the filter and the query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.model.progress import CancelToken
from app.search.columns import ColumnsCache
from app.stats.base import METRICS, MetricResult, Selection
from app.store.corpus import Corpus
from app.ui.models.desk.answers import Outcome, let_go
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.models.desk.facets import NEEDED, FacetCounts, facet_counts
from app.ui.models.desk.search import SearchDesk
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report


@dataclass(frozen=True, slots=True)
class Numbers:
    """Facets and metric results for one outcome."""

    facets: FacetCounts
    results: dict[str, MetricResult]


def compute(
    corpus: Corpus, token: CancelToken, outcome: Outcome, metrics: Sequence[str], cache: ColumnsCache
) -> Numbers:
    """All numbers for the hits of ``outcome``; runs in a worker."""
    reader = interruptible(corpus, token)
    facts = reader.facts(token)
    everything = outcome.asks_nothing and outcome.scope is None
    ids = None if everything else outcome.ascending
    selection = Selection(ids)
    results: dict[str, MetricResult] = {}
    for name in metrics:
        token.raise_if_cancelled()
        results[name] = METRICS[name].compute(facts, selection, reader, token)
    numbers = Numbers(facet_counts(cache.of(corpus, reader, token, *NEEDED), ids, token), results)
    let_go(reader)
    return numbers


class StatisticsDesk(QObject):
    """Asks for numbers whenever the hits are complete; only the metrics on screen are computed."""

    computing = Signal()
    computed = Signal(object)  # Numbers
    failed = Signal(object)  # Exception

    def __init__(
        self,
        desk: CorpusDesk,
        search: SearchDesk,
        runner: Runner,
        parent: QObject | None = None,
        cache: ColumnsCache | None = None,
    ) -> None:
        super().__init__(parent)
        self._cache = cache or ColumnsCache()
        self._desk = desk
        self._search = search
        self._metrics: tuple[str, ...] = ()
        self.numbers: Numbers | None = None
        self._ask = Latest[Numbers](runner)
        search.started.connect(self._ask.cancel)  # numbers of a query that is no longer asked
        search.found.connect(self._found)
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while numbers are on their way."""
        return self._ask.busy

    def show(self, metrics: Sequence[str]) -> None:
        """The metrics that are on screen now; new ones are computed at once."""
        wanted = tuple(name for name in metrics if name in METRICS)
        news = set(wanted) - set(self._metrics)
        self._metrics = wanted
        if news and self._search.outcome is not None:
            self._found(self._search.outcome)

    def _found(self, outcome: Outcome) -> None:
        corpus = self._desk.corpus
        if corpus is None or not outcome.complete:
            return
        metrics, cache = self._metrics, self._cache

        def work(token: CancelToken, _report: Report) -> Numbers:
            return compute(corpus, token, outcome, metrics, cache)

        self.computing.emit()
        self._ask.ask(work, self._done, self.failed.emit)

    def _done(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.computed.emit(numbers)

    def _forget(self) -> None:
        self._ask.cancel()
        self.numbers = None
