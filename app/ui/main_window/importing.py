"""Imports under way, the watched folder, compacting: what menus and the status bar do with them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.i18n import _, ngettext
from app.model.progress import CancelToken, Progress
from app.store import trash
from app.store.compact import CompactReport, compact
from app.ui.actions.book import ActionBook
from app.ui.dialogs.choosers import Choosers
from app.ui.models.desk.desk import Desk
from app.ui.models.desk.writing import HOLDER
from app.ui.panels.question import Question
from app.ui.panels.status import StatusBar
from app.ui.tasks.task import Report


class Importing(QObject):
    """Keeps the status bar in step with imports and the watched folder."""

    said = Signal(str)

    def __init__(
        self, desk: Desk, choosers: Choosers, status: StatusBar, question: Question, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._choosers = choosers
        self._status = status
        self.question = question
        self.menu = QMenu(window)
        status.pause_asked.connect(self.pause)
        desk.writing.rested.connect(self._show_rest)
        desk.writing.progressed.connect(self._show_rest)
        desk.watching.moved.connect(self._show_watched)
        desk.watching.said.connect(self.said)
        desk.corpus.closed.connect(question.drop)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Actions by name."""
        return {
            "file.watch": self.watch,
            "file.unwatch": self._desk.watching.stop,
            "file.compact": self.compact,
            "edit.pause": self.pause,
        }

    def offer(self, book: ActionBook) -> None:
        """What can be done with the watched folder stands where it is shown."""
        self.menu.addActions([book["file.unwatch"], book["file.watch"]])
        self._status.watched.setMenu(self.menu)
        self._status.watched.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def pause(self) -> None:
        """Let the import rest, or go on."""
        writing = self._desk.writing
        writing.pause(on=not writing.paused)

    def watch(self) -> None:
        """Ask for a folder and watch it."""
        folder = self._choosers.folder()
        if folder is not None:
            self._desk.watching.start(folder)

    def compact(self) -> None:
        """Say what would be forgotten, ask, and write the corpus anew."""
        corpus = self._desk.corpus.corpus
        if corpus is None or self._desk.writing.busy:
            return

        def count(_token: CancelToken, _report: Report) -> int:
            return len(trash.listed(corpus.reader().rows))

        self._desk.runner.run(count, self._ask, self._desk.writing.failed.emit)

    def _ask(self, removed: int) -> None:
        corpus = self._desk.corpus.corpus
        if corpus is None:
            return
        size = f"{corpus.path.stat().st_size / 1e6:,.1f}"
        words = _("Write the corpus ({size} MB) anew without gaps? This can take a while.").format(size=size)
        if removed:
            lost = ngettext(
                "{n} removed transcript cannot be put back afterwards.",
                "{n} removed transcripts cannot be put back afterwards.",
                removed,
            )
            words = f"{words} {lost.format(n=f'{removed:,}')}"
        self.question.ask(words, _("Compact"), self._compact, _("Not now"))

    def _compact(self) -> None:
        corpus = self._desk.corpus.corpus
        if corpus is None:
            return

        def work(token: CancelToken, report: Report) -> CompactReport:
            steps = compact(corpus, token, HOLDER)
            while True:
                try:
                    report(next(steps))
                except StopIteration as end:
                    result: CompactReport = end.value
                    return result

        self._desk.writing.progressed.emit(Progress(_("compacting"), 0, None, _("steps")))
        self._desk.writing.write(work, self._compacted, lambda: self.said.emit(_("Compacting cancelled.")))

    def _compacted(self, report: CompactReport) -> None:
        words = _("The corpus took {before} MB and takes {after} MB now.").format(
            before=f"{report.before / 1e6:,.1f}", after=f"{report.after / 1e6:,.1f}"
        )
        if report.forgotten:
            self._desk.deciding.stack.clear()
        self._desk.corpus.refresh()
        self.said.emit(words)

    def _show_rest(self, *_values: object) -> None:
        writing = self._desk.writing
        self._status.show_rest(can_rest=writing.importing, rests=writing.paused)

    def _show_watched(self) -> None:
        watching = self._desk.watching
        if watching.folder is None:
            self._status.show_watched("", "")
            return
        words = _("Watching {name}") if not watching.trouble else _("Watching {name}: cannot be read now")
        tip = "\n".join(part for part in (str(watching.folder), watching.trouble) if part)
        self._status.show_watched(tip, words.format(name=watching.folder.name or str(watching.folder)))
