"""Links to turns: copied from the page, and followed to the corpus and the turn they name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.i18n import _
from app.model.ids import TurnId
from app.model.permalink import Permalink, read_permalink
from app.settings import options
from app.settings.store import Settings
from app.store.permalinks import Linked, corpus_with, follow, link_to
from app.ui.models.desk.desk import Desk


class Permalinks(QObject):
    """A link opens nothing but corpora that this user has opened before: it names content, never a file."""

    failed = Signal(object)  # Exception
    said = Signal(str, str, str)  # message, hint, kind

    def __init__(
        self, desk: Desk, settings: Settings, open_corpus: Callable[[Path], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._open_corpus = open_corpus
        self._waiting: tuple[Path, Permalink] | None = None
        desk.corpus.opened.connect(self._opened)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Actions by name."""
        return {"edit.copy_link": self.copy}

    def fill(self, menu: QMenu, turn_id: int) -> None:
        """What the context menu of a turn offers."""
        menu.addAction(_("Copy the link to this turn"), lambda: self.copy(TurnId(turn_id)))

    def copy(self, turn_id: TurnId | None = None) -> None:
        """Put the link to a turn on the clipboard; without one the link to the current turn."""
        corpus, current = self._desk.corpus.corpus, self._desk.reading.turn
        wanted = turn_id or (current.id if current is not None else None)
        if corpus is None or wanted is None:
            return

        def found(link: Permalink) -> None:
            QGuiApplication.clipboard().setText(str(link))
            self.said.emit(_("The link to this turn is on the clipboard."), str(link), "info")

        self._desk.runner.run(
            lambda _token, _report: link_to(corpus.reader(), wanted), found, self.failed.emit
        )

    def go(self, words: str) -> None:
        """Follow a link: in the corpus that is open, else in the first of the recent ones that has it."""
        link = read_permalink(words)
        if link is None:
            self.said.emit(_("This is no link to a turn."), _("Nothing was opened."), "warning")
            return
        corpus = self._desk.corpus.corpus
        recent = [Path(path) for path in self._settings.get(options.RECENT_CORPORA)]
        here = self._desk.corpus.path

        def work(_token: object, _report: object) -> Linked | Path | None:
            found = follow(corpus.reader(), link) if corpus is not None else None
            if found is not None and not found.changed:
                return found
            other = corpus_with([path for path in recent if path != here], link)
            return found or other

        def done(found: Linked | Path | None) -> None:
            if isinstance(found, Path):
                self._waiting = (found, link)
                self._open_corpus(found)
            else:
                self._arrive(found)

        self._desk.runner.run(work, done, self.failed.emit)

    def _opened(self) -> None:
        waiting, self._waiting = self._waiting, None
        corpus = self._desk.corpus.corpus
        if waiting is None or corpus is None or corpus.path != waiting[0]:
            return
        link = waiting[1]
        self._desk.runner.run(
            lambda _token, _report: follow(corpus.reader(), link), self._arrive, self.failed.emit
        )

    def _arrive(self, found: Linked | None) -> None:
        if found is None:
            self.said.emit(
                _("No corpus opened lately holds the turn of this link."),
                _("Open the corpus with its transcript, then follow the link again."),
                "warning",
            )
            return
        self._desk.reading.go(found.conversation, found.turn)
        if found.changed:
            self.said.emit(
                _("The transcript has changed since the link was made."),
                _("The link leads to the turn that has its number now."),
                "info",
            )
