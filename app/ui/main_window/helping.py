"""The Help menu and everything that opens a sheet to read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.model.reports import ImportReport
from app.settings import options
from app.ui.actions.book import ActionBook
from app.ui.dialogs.help import about_text, shortcut_rows, syntax_rows
from app.ui.dialogs.palette import Command, Palette
from app.ui.dialogs.sheet import Sheet
from app.ui.main_window.errorlog import ErrorLog
from app.ui.models.desk.desk import Desk

RECENT = "recent:"


class Helping(QObject):
    """Palette and sheets. Sheets are windows of their own; one of a kind is open at a time."""

    map_asked = Signal()
    """Somebody wants to say which column is what in the tables that were skipped."""

    def __init__(self, desk: Desk, book: ActionBook, log: ErrorLog, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._book = book
        self._log = log
        self._window = window
        self.palette = Palette(desk.theme, window)
        self.palette.chosen.connect(self._chosen)
        self.report: ImportReport | None = None
        self._sheets: dict[str, Sheet] = {}
        self._open_recent: Callable[[str], None] | None = None

    def handlers(self, open_recent: Callable[[str], None]) -> dict[str, Callable[[], object]]:
        """Actions by name."""
        self._open_recent = open_recent
        return {
            "help.palette": self.show_palette,
            "file.recent": self.show_recent,
            "help.shortcuts": self.show_shortcuts,
            "help.syntax": self.show_syntax,
            "help.log": self.show_log,
            "help.skipped": self.show_skipped,
            "help.about": self.show_about,
        }

    def show_palette(self) -> None:
        """Every action that can be done now."""
        commands = [
            Command(
                spec.name,
                spec.title,
                QKeySequence(spec.shortcuts[0]).toString(QKeySequence.SequenceFormat.NativeText),
            )
            for spec in self._book.specs
            if self._book[spec.name].isEnabled() and spec.name != "help.palette"
        ]
        self.palette.offer(commands, _("What do you want to do?"))

    def show_recent(self) -> None:
        """The corpora opened lately."""
        paths = self._desk.settings.get(options.RECENT_CORPORA)
        self.palette.offer([Command(RECENT + path, path) for path in paths], _("Which corpus?"))

    def show_shortcuts(self) -> None:
        """All keys."""
        sheet = self._sheet("shortcuts", _("Keyboard shortcuts"))
        sheet.show_rows((_("Menu"), _("Action"), _("Keys")), shortcut_rows(self._book.specs)).show()

    def show_syntax(self) -> None:
        """The query language."""
        sheet = self._sheet("syntax", _("How to search"), _("AND is meant where nothing stands between."))
        sheet.show_rows((_("Typed"), _("Finds")), syntax_rows()).show()

    def show_log(self) -> None:
        """What went wrong so far."""
        text = self._log.read() or _("Nothing has gone wrong.")
        self._sheet("log", _("Error log"), str(self._log.path)).show_text(text).show()

    def show_skipped(self) -> None:
        """The files of the last import that were not taken, and why."""
        report = self.report
        rows = [(one.path, one.reason) for one in report.skipped] if report is not None else []
        if report is not None:
            rows += [(one.path, f"{one.place}: {one.reason}") for one in report.warnings]
        sheet = self._sheet("skipped", _("Skipped files"), _("Everything else of the import was kept."))
        sheet.show_rows((_("File"), _("Reason")), rows, _("The last import skipped nothing."))
        if report is not None and any(one.header for one in report.skipped):
            sheet.offer(_("Map the columns of a table…"), self.ask_mapping)
        sheet.show()

    def ask_mapping(self) -> None:
        """Somebody wants to map the tables among the skipped files."""
        self.map_asked.emit()

    def show_about(self) -> None:
        """Versions."""
        self._sheet("about", _("About Parlance")).show_text(about_text()).show()

    def _sheet(self, kind: str, title: str, words: str = "") -> Sheet:
        before = self._sheets.pop(kind, None)
        if before is not None:
            before.close()
        sheet = self._sheets[kind] = Sheet(title, words, self._desk.theme, self._window)
        sheet.setProperty("kind", kind)
        sheet.destroyed.connect(self._forget)
        return sheet

    def _forget(self) -> None:
        self._sheets = {kind: sheet for kind, sheet in self._sheets.items() if _alive(sheet)}

    def _chosen(self, key: str) -> None:
        if key.startswith(RECENT):
            if self._open_recent is not None:
                self._open_recent(key.removeprefix(RECENT))
        else:
            self._book[key].trigger()


def _alive(sheet: Sheet) -> bool:
    try:
        sheet.windowTitle()
    except RuntimeError:  # Qt has deleted it
        return False
    return True
