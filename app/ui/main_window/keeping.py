"""What outlives a look at the hits: searches kept under a name, concordances written to a file, seeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.settings.saved import SavedSearches
from app.ui.actions.book import ActionBook
from app.ui.dialogs.choosers import Choosers
from app.ui.dialogs.saved import SavedDialog
from app.ui.main_window.layout import Layout
from app.ui.models.desk.answers import Outcome
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.exporting import HitsToWrite
from app.ui.panels.hits import HitsPanel
from app.ui.panels.search_bar import SearchBar

MOST_SEEDS = 999_999


class Keeping(QObject):
    """Asks where to write, which seed to draw with, and opens the kept searches."""

    def __init__(self, desk: Desk, choosers: Choosers, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._choosers = choosers
        self._folder = folder
        self._window = window
        self.dialog: SavedDialog | None = None

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Actions by name."""
        return {
            "file.export_concordance": self.export_concordance,
            "search.saved": self.show_saved,
            "search.seed": self.ask_seed,
        }

    def offer(self, book: ActionBook, layout: Layout) -> None:
        """Put the actions where hits and searches are."""
        hits, search = layout.panels.get("hits"), layout.panels.get("search")
        if isinstance(hits, HitsPanel):
            hits.tools.offer(book["search.seed"], [book["edit.copy_rows"], book["file.export_concordance"]])
        if isinstance(search, SearchBar):
            search.offer(book["search.saved"])

    def show_saved(self) -> None:
        """The kept searches; one dialog at a time."""
        if self.dialog is not None:
            self.dialog.close()
        text = self._desk.search.query.text
        dialog = SavedDialog(SavedSearches(self._desk.settings), text, self._desk.theme, self._window)
        dialog.run.connect(self._desk.search.set_text)
        dialog.destroyed.connect(self._closed)
        self.dialog = dialog
        dialog.show()

    def ask_seed(self) -> None:
        """Draw the sample of a number that somebody wrote down."""
        how = self._desk.search.how
        seed = self._choosers.number(
            _("Random sample"),
            _("Seed: the same number always draws the same hits."),
            how.seed,
            0,
            MOST_SEEDS,
        )
        if seed is not None:
            self._desk.search.arrange(replace(how, sample=how.sample or 100, seed=seed))

    def export_concordance(self) -> None:
        """Write the hits as they are shown, with the ids that lead back to them."""
        outcome = self._desk.search.outcome
        if outcome is None or not outcome.complete:
            return
        path = self._desk.corpus.path
        name = f"{path.stem} {_('concordance')}.csv" if path is not None else "concordance.csv"
        target = self._choosers.concordance_target(self._folder / name)
        if target is not None:
            self._desk.exporting.export_concordance(self._hits(outcome), target[1], target[0])

    def _hits(self, outcome: Outcome) -> HitsToWrite:
        counting, context = self._desk.counting, self._desk.search.context
        rows = counting.rows if outcome.how.by_context else outcome.rows
        total: int | None = None
        if rows is not None and rows.occurrences is not None:
            total = len(rows.turns)
        elif counting.totals is not None and counting.totals.complete and not outcome.how.sample:
            total = counting.totals.hits
        return HitsToWrite(outcome, rows, context, total)

    def _closed(self) -> None:
        self.dialog = None
