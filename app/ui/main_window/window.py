"""The window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from app.model.ids import TurnId
from app.model.reports import ConcordanceReport, ExportReport, ImportReport
from app.settings import options
from app.ui.actions.book import ActionBook
from app.ui.dialogs.choosers import Choosers, FileChoosers
from app.ui.main_window.errorlog import ErrorLog
from app.ui.main_window.files import Files, export_words, import_words
from app.ui.main_window.helping import Helping
from app.ui.main_window.importing import Importing
from app.ui.main_window.keeping import Keeping
from app.ui.main_window.layout import Layout
from app.ui.main_window.looks import Looks
from app.ui.main_window.permalinks import Permalinks
from app.ui.main_window.services import Services
from app.ui.main_window.states import keep_states
from app.ui.models.desk.damage import Tally
from app.ui.models.desk.desk import build_desk
from app.ui.panels.notice import Notice
from app.ui.panels.question import Question
from app.ui.panels.reader import ReaderPanel
from app.ui.panels.status import StatusBar
from app.ui.panels.welcome import Welcome
from app.ui.tasks.runner import Runner
from app.ui.theme import Theme

REFRESH_SECONDS = 3.0
"""How often an import's progress reaches lists and charts."""
CLOSING_SECONDS = 5.0
"""How long closing waits for work that was told to stop."""


class MainWindow(QMainWindow):
    """One window, one corpus."""

    closed = Signal()

    def __init__(
        self, services: Services, theme: Theme, runner: Runner, choosers: Choosers | None = None
    ) -> None:
        super().__init__()
        self.services = services
        self.runner = runner
        self.log = ErrorLog(services.error_log)
        self.desk = build_desk(services.settings, theme, services.engine, runner, self)
        self.layout_ = Layout(self.desk)
        self.notice = Notice(theme)
        self.status = StatusBar()
        self.welcome = Welcome(theme)
        self.book = ActionBook(self)
        self.files = Files(self.desk, services, choosers or FileChoosers(self), self)
        self.helping = Helping(self.desk, self.book, self.log, self)
        self.question = Question(theme)
        self.importing = Importing(self.desk, self.files.choosers, self.status, self.question, self)
        self.keeping = Keeping(self.desk, self.files.choosers, services.documents_dir, self)
        self.permalinks = Permalinks(self.desk, services.settings, self.files.open_path, self)
        self._recent_menu = QMenu(_("Recent corpora"), self)
        self._details: Callable[[], None] = self.helping.show_log
        self._ended = ""
        self._called_off = False
        self._refreshed = 0.0
        self._stack = QStackedWidget()
        self._build()
        self.looks = Looks(self.desk, self.book, self.layout_, self)
        self._bind()
        self._listen()
        keep_states(self.desk, self.book)
        self._show_corpus()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.setAcceptDrops(True)
        self.setWindowTitle("Parlance")
        self.setMinimumSize(720, 480)
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.layout_.body)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.layout_.top)
        column.addWidget(self.notice)
        column.addWidget(self.question)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)
        menus = self.book.fill(self.menuBar())
        menus["file"].insertMenu(self.book["file.sample"], self._recent_menu)
        self.book["file.quit"].setMenuRole(QAction.MenuRole.QuitRole)
        self.book["help.about"].setMenuRole(QAction.MenuRole.AboutRole)
        self.layout_.restore(self, self.services.settings)

    def _bind(self) -> None:
        for panel in self.layout_.panels.values():
            self.book.bind_all(dict(panel.handlers()))
        self.book.bind_all(self.files.handlers())
        self.book.bind_all(self.permalinks.handlers())
        self.book.bind_all(self.helping.handlers(self.files.open_recent))
        self.book.bind_all(self.looks.handlers())
        self.book.bind_all(self.keeping.handlers())
        self.book.bind_all(self.importing.handlers())
        self.importing.offer(self.book)
        self.keeping.offer(self.book, self.layout_)
        self.book.bind_all(
            {
                "file.quit": self.close,
                "edit.undo": self.desk.deciding.undo,
                "edit.redo": self.desk.deciding.redo,
                "edit.cancel": self.cancel,
                "go.turn": self.go_to_turn,
                "go.repair": self.review_repairs,
            }
        )

    def _listen(self) -> None:
        desk = self.desk
        desk.corpus.hold = self._unsettled
        for failed in (
            desk.search.failed,
            desk.statistics.failed,
            desk.writing.failed,
            desk.exporting.failed,
            desk.counting.failed,
            desk.grouping.failed,
        ):
            failed.connect(self.show_error)
        self.files.failed.connect(self.show_error)
        self.files.said.connect(self._say)
        self.files.given_up.connect(self._given_up)
        self.helping.map_asked.connect(self._map_skipped)
        self.permalinks.failed.connect(self.show_error)
        self.permalinks.said.connect(self._say)
        reader = self.layout_.panels["reader"]
        if isinstance(reader, ReaderPanel):
            reader.menu.offer(self.permalinks.fill)
        desk.corpus.failed.connect(self._not_opened)
        desk.corpus.opening.connect(self._opening)
        desk.corpus.opened.connect(self._show_corpus)
        desk.corpus.changed.connect(self._show_counts)
        desk.corpus.closed.connect(self._show_corpus)
        for work in (desk.writing, desk.exporting):
            work.progressed.connect(self.status.show_progress)
            work.stopped.connect(self._stopped)
            work.idle.connect(self._idle)
        desk.writing.imported.connect(self._imported)
        desk.deciding.said.connect(self._stopped)
        self.importing.said.connect(self._stopped)
        desk.damage.failed.connect(self.show_error)
        desk.transcripts.failed.connect(self.show_error)
        desk.transcripts.said.connect(self._stopped)
        desk.exporting.exported.connect(self._exported)
        self.status.cancel.connect(self.cancel)
        self.status.skipped_asked.connect(self.helping.show_skipped)
        self.status.review_asked.connect(self.review_repairs)
        self.notice.details.connect(self._show_details)
        self.welcome.sample.connect(self.files.open_sample)
        self.welcome.open_corpus.connect(self.files.open)
        self.welcome.import_folder.connect(self.files.import_folder)
        self.welcome.recent.connect(self.files.open_recent)
        self._recent_menu.triggered.connect(self._recent_chosen)

    # ------------------------------------------------------------------ what others ask for

    @property
    def settled(self) -> bool:
        """True when nothing on screen will change any more by itself."""
        busy = self.desk.busy or self.files.previewing.busy
        return not busy and all(panel.settled for panel in self.layout_.panels.values())

    def take(self, paths: list[Path]) -> None:
        """Open or import paths, as if they had been dropped."""
        self.notice.hide()
        self.files.take(paths)

    def follow(self, link: str) -> None:
        """Go to the turn that a link names, in the corpus that holds it."""
        self.notice.hide()
        self.permalinks.go(link)

    def cancel(self) -> None:
        """Stop importing and exporting; what was committed stays."""
        if self.desk.corpus.call_off():
            self.status.idle(_("Cancelling …"))
            self._called_off = True
        self.desk.writing.cancel()
        self.desk.exporting.cancel()

    def go_to_turn(self) -> None:
        """Ask for a number and go there."""
        place, turn = self.desk.reading.place, self.desk.reading.turn
        conversation = self.desk.corpus.conversation(place.conversation) if place is not None else None
        if conversation is None:
            return
        number = self.files.choosers.turn_number(turn.index if turn else 1, conversation.turn_count)
        corpus = self.desk.corpus.corpus
        if number is None or corpus is None:
            return

        def arrived(found: int) -> None:
            self.desk.reading.go(conversation.id, TurnId(found))

        self.runner.run(
            lambda _token, _report: corpus.reader().turn_ids(conversation.id)[number - 1],
            arrived,
            self.show_error,
        )

    def review_repairs(self) -> None:
        """Show the Repair panel and go there with the keyboard."""
        self.layout_.show_part("repair", on=True)
        panel = self.layout_.panels["repair"]
        panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_error(self, error: Exception) -> None:
        """Say it in the window and write it down."""
        self.log.add(error)
        self._details = self.helping.show_log
        self.notice.show_error(error)

    # ------------------------------------------------------------------ what happened

    def _not_opened(self, _path: Path, error: Exception) -> None:
        self.status.idle()
        self.show_error(error)

    def _opening(self, path: Path) -> None:
        self.status.idle(_("Opening {name} …").format(name=path.name))
        self.status.stop.setVisible(self.desk.corpus.making is not None)

    def _show_corpus(self) -> None:
        corpus = self.desk.corpus
        recent = self.services.settings.get(options.RECENT_CORPORA)
        self._fill_recent(recent)
        self.status.show_skipped(0)
        self.status.show_repaired(0)
        self.helping.report = None
        if corpus.path is None:
            self.setWindowTitle("Parlance")
            self.welcome.show_recent([path for path in recent if Path(path).exists()])
            self._stack.setCurrentWidget(self.welcome)
            self.status.show_counts(None)
            return
        title = _("{name} (read-only)") if not corpus.writable else "{name}"
        self.setWindowTitle(f"{title.format(name=corpus.path.name)} — Parlance")
        self._stack.setCurrentWidget(self.layout_.body)
        self.status.idle()
        self.notice.hide()
        self._show_counts()

    def _show_counts(self) -> None:
        self._refreshed = time.monotonic()
        corpus = self.desk.corpus
        self.status.show_counts(corpus.snapshot.counts, read_only=not corpus.writable)
        if self.desk.reading.place is None and not self.desk.reading.busy and corpus.snapshot.conversations:
            self.desk.reading.go(corpus.snapshot.conversations[0].id)

    def _fill_recent(self, paths: list[str]) -> None:
        self._recent_menu.clear()
        for path in paths:
            self._recent_menu.addAction(path.replace("&", "&&")).setData(path)
        self._recent_menu.setEnabled(bool(paths))

    def _recent_chosen(self, action: QAction) -> None:
        self.files.open_recent(str(action.data()))

    def _imported(self, report: ImportReport, tally: Tally) -> None:
        self._ended = import_words(report, tally)
        self._called_off = False
        self.status.show_repaired(tally.transcripts)
        self.helping.report = report
        self.status.show_skipped(len(report.skipped), len(report.warnings))
        for skipped in report.skipped:
            self.log.add_text(f"{skipped.path}: {skipped.reason}")
        if report.skipped:
            first = report.skipped[0]
            count = ngettext(
                "{n} file was not imported.", "{n} files were not imported.", len(report.skipped)
            )
            kept = _("Everything else was kept.") if report.transcripts or report.unchanged else ""
            self._details = self.helping.show_skipped
            self.notice.say(
                f"{count.format(n=f'{len(report.skipped):,}')} {kept}".strip(),
                f"{Path(first.path).name}: {first.reason}",
                kind="warning" if kept else "error",
                details=True,
            )

    def _map_skipped(self) -> None:
        report = self.helping.report
        if report is not None:
            self.files.previewing.map_skipped(report.skipped, self.files.take_in)

    def _exported(self, report: ExportReport | ConcordanceReport) -> None:
        self._ended = export_words(report)

    def _stopped(self, words: str) -> None:
        self._ended = words
        self._called_off = True

    def _given_up(self) -> None:
        if self._called_off:
            self.status.idle(_("Import cancelled before anything had arrived. No corpus was made."))

    def _idle(self) -> None:
        if not (self.desk.writing.busy or self.desk.exporting.busy):
            self.status.idle(self._ended)
            self._ended = ""

    def _say(self, message: str, hint: str, kind: str) -> None:
        self.notice.say(message, hint, kind=kind)

    def _show_details(self) -> None:
        self._details()

    def _unsettled(self) -> bool:
        """While an import runs, what it adds is shown every few seconds: counting again has its price."""
        early = self.desk.writing.busy and time.monotonic() - self._refreshed < REFRESH_SECONDS
        return early or self.desk.search.busy or self.desk.statistics.busy

    # ------------------------------------------------------------------ dropping and closing

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            path = self.desk.corpus.path
            into = _("a new corpus") if path is None else path.name
            self.status.hint(_("Drop to import into {name}").format(name=into))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.status.hint("")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.status.hint("")
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.layout_.remember(self, self.services.settings)
        self.cancel()
        corpus = self.desk.corpus.corpus
        self.desk.corpus.stop()
        if self.runner.close(CLOSING_SECONDS) and corpus is not None:
            corpus.close()
        self.closed.emit()
        super().closeEvent(event)


def dropped_paths(mime: QMimeData) -> list[Path]:
    """The local files and folders of a drop."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
