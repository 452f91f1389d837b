"""Hits put together by speaker, transcript, form or month; the way into one group or one facet."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.model.progress import CancelToken
from app.search.columns import ColumnsCache
from app.search.concordance import Concordance
from app.search.dimensions import NEEDED
from app.search.facets import members
from app.search.groups import Group, group_forms, group_turns
from app.store.corpus import Corpus
from app.ui.models.desk.answers import Outcome, Scope
from app.ui.models.desk.arranging import HitRows
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.models.desk.counting import CountingDesk, Totals
from app.ui.models.desk.search import SearchDesk
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups of the present hits. ``complete`` False: hits are still being counted."""

    by: str
    groups: tuple[Group, ...]
    complete: bool


def group(
    corpus: Corpus,
    token: CancelToken,
    outcome: Outcome,
    by: str,
    counted: Concordance | None,
    cache: ColumnsCache,
) -> tuple[Group, ...]:
    """All groups; runs in a worker. Forms need the counted hits."""
    if by == "form":
        return group_forms(counted) if counted is not None else ()
    columns = cache.of(corpus, interruptible(corpus, token), token, *NEEDED[by])
    return group_turns(columns, outcome.ascending, by, counted)


class GroupingDesk(QObject):
    """``grouped`` comes whenever the groups of the present hits are there or ready to be shown anew."""

    changed = Signal()
    grouped = Signal(object)  # Grouped
    failed = Signal(object)  # Exception

    def __init__(
        self,
        desk: CorpusDesk,
        search: SearchDesk,
        counting: CountingDesk,
        cache: ColumnsCache,
        runner: Runner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._search = search
        self._counting = counting
        self._cache = cache
        self.by = ""
        self._ask = Latest[tuple[Group, ...]](runner)
        self._narrow = Latest[Scope](runner)
        search.started.connect(self._ask.cancel)
        counting.counted.connect(self._counted)
        desk.closed.connect(self._ask.cancel)

    @property
    def busy(self) -> bool:
        """True while groups, or the way into one, are on their way."""
        return self._ask.busy or self._narrow.busy

    def set_by(self, by: str) -> None:
        """Group by "speaker", "transcript", "form" or "month"; "" shows every hit."""
        if by == self.by:
            return
        self.by = by
        self._ask.cancel()
        self.changed.emit()
        totals = self._counting.totals
        if by and totals is not None:
            self._compute(complete=totals.complete)

    def enter(self, by: str, key: int, label: str, clause: str | None) -> None:
        """Narrow the hits to one group: by a clause of the query where there is one, else by a scope."""
        text = self._search.query.text.strip()
        self.set_by("")
        if clause is not None:
            self._search.set_text(f"{text} {clause}".strip())
            return
        corpus, outcome, counted = self._desk.corpus, self._search.outcome, self._counting.concordance
        if corpus is None or outcome is None or not outcome.complete:
            return
        cache = self._cache

        def work(token: CancelToken, _report: Report) -> Scope:
            if by == "form":
                return _form_scope(counted, key, label)
            columns = cache.of(corpus, interruptible(corpus, token), token, *NEEDED[by])
            ids = members(columns, outcome.ascending, by, key)
            return Scope(label, array("q", ids.tobytes()))

        self._narrow.ask(work, self._search.limit_to, self.failed.emit)

    def _counted(self, totals: Totals) -> None:
        if self.by and (totals.complete or not totals.looked_at):
            self._compute(complete=totals.complete)

    def _compute(self, *, complete: bool) -> None:
        corpus, outcome = self._desk.corpus, self._search.outcome
        if corpus is None or outcome is None:
            return
        by, counted, cache = self.by, self._counting.concordance, self._cache

        def work(token: CancelToken, _report: Report) -> tuple[Group, ...]:
            return group(corpus, token, outcome, by, counted, cache)

        def done(groups: tuple[Group, ...]) -> None:
            self.grouped.emit(Grouped(by, groups, complete))

        self._ask.ask(work, done, self.failed.emit)


def _form_scope(counted: Concordance | None, key: int, label: str) -> Scope:
    """The hits of one form alone."""
    if counted is None:
        return Scope(label, array("q"))
    chosen = counted.of_form(key)
    ids = np.unique(chosen.turn)
    return Scope(label, array("q", ids.tobytes()), HitRows(chosen.turn, chosen.occurrence))
