"""The folder that is watched for the open corpus: what comes into it is imported by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.i18n import _, ngettext
from app.ingest.watching import FolderWatch, Look, note_gone
from app.model.progress import CancelToken
from app.settings import options
from app.settings.store import Settings
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.models.desk.writing import HOLDER, Ending, WritingDesk
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report

AGAIN_SECONDS = 30.0
"""After an import that failed as a whole (another program writes, the disk is full) it is tried again."""


class WatchingDesk(QObject):
    """Looks at the folder off the window's thread. Remembered on this computer, for each corpus by its path:
    a corpus that comes from somebody else makes nobody's folders be read.
    """

    moved = Signal()
    """Another folder, none, or it cannot be read at present: ``folder`` and ``trouble`` say which."""
    gone = Signal(object)  # list[str]: names of transcripts whose files are not there any more
    said = Signal(str)

    def __init__(
        self,
        desk: CorpusDesk,
        writing: WritingDesk,
        settings: Settings,
        runner: Runner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.trouble = ""
        self._desk = desk
        self._writing = writing
        self._settings = settings
        self._watch: FolderWatch | None = None
        self._looking = Latest[Look](runner, "watch")
        self._gone: tuple[Path, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        desk.opened.connect(self._remembered)
        desk.closed.connect(self._forget)

    @property
    def folder(self) -> Path | None:
        """What is watched now."""
        return self._watch.folder if self._watch is not None else None

    def start(self, folder: Path) -> None:
        """Watch this folder from now on; what lies there already is imported first."""
        if self._desk.path is None:
            return
        self._remember(folder)
        self._begin(folder)

    def stop(self) -> None:
        """Watch nothing any more; what was imported stays."""
        if self._watch is not None:
            self._remember(None)
            self._forget()

    def look(self) -> None:
        """Look now, unless something is being written: its end is waited for."""
        watch = self._watch
        if watch is None:
            return
        if self._writing.busy:
            self._again(watch.pause)
            return

        def work(token: CancelToken, _report: Report) -> Look:
            return watch.look(token)

        self._looking.ask(work, self._found, self._failed)

    def _begin(self, folder: Path) -> None:
        corpus = self._desk.path
        if corpus is not None and self._desk.writable:
            self._watch = FolderWatch(folder, corpus)
            self.trouble = ""
            self.moved.emit()
            self.look()

    def _found(self, found: Look) -> None:
        watch = self._watch
        if watch is None:
            return
        self._tell_trouble("")
        self._gone += found.gone
        if found.ripe and not self._writing.busy:

            def ended(how: Ending) -> None:
                self._taken(watch, found, how)

            self._writing.import_into([watch.folder], among=found.ripe, ended=ended)
        elif self._gone and not self._writing.busy:
            self._note_gone()
        self._again(watch.pause)

    def _taken(self, watch: FolderWatch, found: Look, how: Ending) -> None:
        if how == "done":
            watch.taken(found)
        elif how == "failed":
            self._again(AGAIN_SECONDS)
        elif self._watch is watch:
            self.stop()
            self.said.emit(_("Import cancelled. The folder is not watched any more."))

    def _note_gone(self) -> None:
        corpus, gone = self._desk.corpus, self._gone
        self._gone = ()
        if corpus is None:
            return

        def told(names: list[str]) -> None:
            if names:
                self.gone.emit(names)
                words = ngettext(
                    "The file of {n} transcript is gone; the transcript is kept.",
                    "The files of {n} transcripts are gone; the transcripts are kept.",
                    len(names),
                )
                self.said.emit(words.format(n=f"{len(names):,}"))

        self._writing.write(lambda _token, _report: note_gone(corpus, gone, HOLDER), told, lambda: None)

    def _failed(self, error: Exception) -> None:
        if self._watch is not None:
            self._tell_trouble(str(error))
            self._again(self._watch.pause)

    def _tell_trouble(self, words: str) -> None:
        if words != self.trouble:
            self.trouble = words
            self.moved.emit()

    def _again(self, seconds: float) -> None:
        self._timer.start(round(seconds * 1000))

    def _remembered(self) -> None:
        path = self._desk.path
        for line in self._settings.get(options.WATCHED):
            corpus, _tab, folder = line.partition("\t")
            if path is not None and corpus == str(path.absolute()) and folder:
                self._begin(Path(folder))
                return

    def _remember(self, folder: Path | None) -> None:
        path = self._desk.path
        if path is None:
            return
        key = f"{path.absolute()}\t"
        kept = [line for line in self._settings.get(options.WATCHED) if not line.startswith(key)]
        if folder is not None and "\t" not in str(folder):
            kept.insert(0, f"{key}{folder.absolute()}")
        self._settings.set(options.WATCHED, kept)

    def _forget(self) -> None:
        self._timer.stop()
        self._looking.cancel()
        self._watch = None
        self._gone = ()
        self.trouble = ""
        self.moved.emit()
