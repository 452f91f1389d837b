"""Hits on their way to the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.export.concordance.base import COLUMNS
from app.export.concordance.tsv import tsv_line
from app.model.progress import CancelToken
from app.search.lines import lines
from app.ui.models.desk.answers import searcher_of
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.models.desk.search import SearchDesk
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report


class Copying(QObject):
    """Makes the lines in the background; ``copied`` brings their text, headings first."""

    copied = Signal(str)
    failed = Signal(object)  # Exception

    def __init__(
        self, desk: CorpusDesk, search: SearchDesk, runner: Runner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._search = search
        self._ask = Latest[str](runner)

    @property
    def busy(self) -> bool:
        """True while lines are being made."""
        return self._ask.busy

    def copy(self, places: Sequence[tuple[int, int]]) -> None:
        """Copy the hits at these places (turn id, occurrence from 0); none leaves the clipboard alone."""
        corpus, query, context = self._desk.corpus, self._search.query, self._search.context
        if corpus is None or not places:
            return
        turns = np.array([turn for turn, _occurrence in places], dtype=np.int64)
        occurrences = np.array([occurrence for _turn, occurrence in places], dtype=np.int32)

        def work(token: CancelToken, _report: Report) -> str:
            reader = interruptible(corpus, token)
            made = lines(searcher_of(reader), reader, query, turns, occurrences, context, token)
            return "\n".join([tsv_line(COLUMNS), *(tsv_line(astuple(line)) for line in made), ""])

        self._ask.ask(work, self.copied.emit, self.failed.emit)
