"""The query and its hits: debounced, cancelled by the next keystroke, stale answers dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.hits import KwicRow
from app.model.progress import CancelToken, Progress
from app.search.columns import ColumnsCache
from app.search.folding import DEFAULT, Folding
from app.search.lines import Context
from app.search.parser import Query, parse
from app.ui.models.desk.answers import Growth, Outcome, Scope, bring, find, find_first
from app.ui.models.desk.arranging import Arrangement
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.models.desk.keys import KeysDesk
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report

T = TypeVar("T")

DEBOUNCE_MS = 150
"""Pause after the last key before everything is counted; the first page is asked for with every key.

Who types quickly presses a key every 120 ms or so: what is counted in between is thrown away and takes
the processor from the rows that are looked at.
"""


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
        self.keys = KeysDesk(desk, runner, self)
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
        self.keys.arrived.connect(self._read_again)
        desk.opened.connect(self._reopened)
        desk.changed.connect(self._changed)
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while the newest question is waiting or unanswered."""
        asking = self._first.busy or self._all.busy or self._fetching > 0
        return asking or self._timer.isActive() or self.keys.busy

    def read(self, text: str) -> Query:
        """What a text asks for, with the differences that count now and the corpus's own properties."""
        self.keys.want(text)
        return parse(text, self.folding, self.keys.known)

    def set_text(self, text: str) -> None:
        """Type a query: parsed at once, asked after a short pause. A typed query drops the scope."""
        if text == self.query.text:
            return
        self.query = self.read(text)
        self.scope = None
        self.parsed.emit(self.query)
        self._ask_first()
        self._timer.start()

    def set_folding(self, folding: Folding) -> None:
        """Count other differences as none; the same words are asked again."""
        self.ask(self.query.text, folding)

    def ask(self, text: str, folding: Folding) -> None:
        """Ask a query without waiting for more keys, with the differences that count."""
        if (text, folding) != (self.query.text, self.folding):
            self.folding = folding
            self.query = self.read(text)
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
        self._changed()

    def _changed(self) -> None:
        self.keys.want(self.query.text)
        self.search_now()

    def _read_again(self) -> None:
        """More is known of the corpus: the same words may ask for something else."""
        query = self.read(self.query.text)
        if query != self.query:
            self.query = query
            self.parsed.emit(query)
            self.search_now()

    def _forget(self) -> None:
        self._timer.stop()
        self._first.cancel()
        self._all.cancel()
        self.scope = None
        self.outcome = None
