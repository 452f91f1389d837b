"""Writing conversations to a file, in the background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.export.base import export_conversations
from app.export.concordance.base import export_concordance
from app.i18n import _
from app.model.concordance import ConcordanceLine
from app.model.ids import ConversationId
from app.model.progress import CancelToken
from app.model.reports import ConcordanceReport, ExportReport
from app.search.lines import Context, lines
from app.store.facts import TurnFacts
from app.store.reader import Reader
from app.ui.models.desk.answers import Outcome, searcher_of
from app.ui.models.desk.arranging import HitRows
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.models.desk.counting import look_through, sorted_rows
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report, Task


def conversations_of(facts: TurnFacts, outcome: Outcome) -> list[ConversationId]:
    """The conversations that contain a hit, in the order of the corpus."""
    rows = facts.rows_of(outcome.ascending)
    return [ConversationId(one) for one in np.unique(facts.conversation[rows]).tolist()]


@dataclass(frozen=True, slots=True)
class HitsToWrite:
    """The hits as they are shown; ``rows`` None: sorted by context, which has not been done yet."""

    outcome: Outcome
    rows: HitRows | None
    context: Context
    total: int | None


def concordance_lines(
    reader: Reader, hits: HitsToWrite, token: CancelToken, report: Report
) -> Iterator[ConcordanceLine]:
    """The lines of a concordance; runs in a worker."""
    outcome, searcher, rows = hits.outcome, searcher_of(reader), hits.rows
    if rows is None:
        ids = np.unique(np.asarray(outcome.ids, dtype=np.int64))
        found = look_through(reader, outcome.query, ids, outcome.how, token, report)
        rows = sorted_rows(found, outcome.how)
    yield from lines(searcher, reader, outcome.query, rows.turns, rows.occurrences, hits.context, token)


class ExportingDesk(QObject):
    """One export at a time; a cancelled or failed one leaves no file behind."""

    progressed = Signal(object)  # Progress
    exported = Signal(object)  # ExportReport or ConcordanceReport
    stopped = Signal(str)
    failed = Signal(object)  # Exception
    idle = Signal()

    def __init__(self, desk: CorpusDesk, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._runner = runner
        self.chosen: list[ConversationId] = []
        """The conversations selected in the list."""
        self._task: Task[ExportReport] | Task[ConcordanceReport] | None = None

    @property
    def busy(self) -> bool:
        """True while a file is being written."""
        return self._task is not None and not self._task.finished

    def export(self, chosen: Sequence[ConversationId] | Outcome, format_name: str, destination: Path) -> None:
        """Write the conversations, or the whole conversations behind the hits, to ``destination``."""
        corpus = self._desk.corpus
        if corpus is None or self.busy:
            return

        def work(token: CancelToken, report: Report) -> ExportReport:
            reader = interruptible(corpus, token)
            ids = conversations_of(reader.facts(token), chosen) if isinstance(chosen, Outcome) else chosen
            steps = export_conversations(reader, ids, format_name, destination, token)
            while True:
                try:
                    report(next(steps))
                except StopIteration as end:
                    result: ExportReport = end.value
                    return result

        self._task = self._runner.run(
            work, self._done, self._broke, progress=self.progressed.emit, stopped=self._stopped
        )

    def export_concordance(self, hits: HitsToWrite, form_name: str, destination: Path) -> None:
        """Write every hit with its context to ``destination``, in the order in which hits are shown."""
        corpus = self._desk.corpus
        if corpus is None or self.busy:
            return

        def work(token: CancelToken, report: Report) -> ConcordanceReport:
            reader = interruptible(corpus, token)
            steps = export_concordance(
                concordance_lines(reader, hits, token, report), hits.total, form_name, destination, token
            )
            while True:
                try:
                    report(next(steps))
                except StopIteration as end:
                    result: ConcordanceReport = end.value
                    return result

        self._task = self._runner.run(
            work, self._done, self._broke, progress=self.progressed.emit, stopped=self._stopped
        )

    def cancel(self) -> None:
        """Stop the export; the half-written file is removed by the exporter."""
        if self._task is not None:
            self._task.cancel()

    def _done(self, report: ExportReport | ConcordanceReport) -> None:
        self.exported.emit(report)
        self.idle.emit()

    def _broke(self, error: Exception) -> None:
        self.failed.emit(error)
        self.idle.emit()

    def _stopped(self) -> None:
        self.stopped.emit(_("Export cancelled. No file was written."))
        self.idle.emit()
