"""The File menu: corpora and transcripts, in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import CorpusError, UserFacingError
from app.i18n import _, ngettext
from app.ingest.options import ImportOptions
from app.model.reports import ConcordanceReport, ExportReport, ImportReport
from app.settings import options
from app.store.discard import remove_corpus
from app.ui.dialogs.choosers import Choosers
from app.ui.main_window.intake import CORPUS_SUFFIX, new_corpus_path, sort_paths
from app.ui.main_window.previewing import Previewing
from app.ui.main_window.services import Services
from app.ui.models.desk.damage import Tally
from app.ui.models.desk.desk import Desk

Handlers = dict[str, Callable[[], object]]


class Files(QObject):
    """Opens, imports, exports; tells the window what to say."""

    failed = Signal(object)  # Exception
    given_up = Signal()
    """A corpus that was made for an import in which nothing came is not kept."""
    said = Signal(str, str, str)  # message, hint, kind

    def __init__(self, desk: Desk, services: Services, choosers: Choosers, parent: QWidget) -> None:
        super().__init__(parent)
        self.choosers = choosers
        self._desk = desk
        self._services = services
        self._then_import: list[Path] = []
        self._then_options: ImportOptions | None = None
        self.previewing = Previewing(desk, services, parent)
        self.previewing.failed.connect(self.failed)
        self._moved_from: Path | None = None
        self._unnamed: Path | None = None
        """The corpus made for a drop: nobody chose its place, so Save As moves it."""
        self._made: Path | None = None
        """The corpus made for an import that has not ended: it goes again when nothing came of it."""
        desk.corpus.opened.connect(self._opened)
        desk.corpus.forgone.connect(self._forgone)
        desk.writing.idle.connect(self._written)

    def handlers(self) -> Handlers:
        """Actions by name."""
        return {
            "file.new": self.new,
            "file.open": self.open,
            "file.sample": self.open_sample,
            "file.import_files": self.import_files,
            "file.import_folder": self.import_folder,
            "file.export_matching": self.export_matching,
            "file.export_selected": self.export_selected,
            "file.save_as": self.save_as,
            "file.close": self.close_corpus,
        }

    def take(self, paths: Sequence[Path]) -> None:
        """Open the corpus among the paths, import the rest; without a corpus a new one is made."""
        corpora, transcripts = sort_paths(paths)
        if corpora:
            self.open_path(corpora[0], then_import=transcripts)
        elif transcripts:
            self.previewing.before(transcripts, self.take_in)

    def take_in(self, paths: Sequence[Path], wanted: ImportOptions) -> None:
        """Import into the open corpus, or into a new one."""
        if self._desk.corpus.corpus is not None:
            self._desk.writing.import_into(paths, options=wanted)
        else:
            self._into_new(paths, wanted)

    def open_path(self, path: Path, *, then_import: Sequence[Path] = ()) -> None:
        """Open a corpus."""
        if self._busy():
            return
        self._then_import, self._then_options = list(then_import), None
        self._desk.corpus.open(path)

    def new(self) -> None:
        """Make an empty corpus."""
        if self._busy():
            return
        suggestion = self._services.documents_dir / f"{_('corpus')}{CORPUS_SUFFIX}"
        path = self.choosers.corpus_to_make(suggestion, _("New corpus"))
        if path is None:
            return
        self._then_import = []
        if path.exists():
            # The file dialog has asked about replacing; a corpus is too much to lose to a wrong click.
            self.failed.emit(
                CorpusError(
                    _("{path} already exists and was kept.").format(path=path), _("Choose another name.")
                )
            )
        else:
            self._desk.corpus.open(path, create=True)

    def open(self) -> None:
        """Ask for a corpus and open it."""
        path = self.choosers.corpus_to_open()
        if path is not None:
            self.open_path(path)

    def open_recent(self, text: str) -> None:
        """Open a corpus of the list of recent ones."""
        self.open_path(Path(text))

    def open_sample(self) -> None:
        """Import the bundled sample into a corpus of the documents folder, or open that corpus again."""
        path = self._services.documents_dir / f"{_('Parlance sample')}{CORPUS_SUFFIX}"
        if path.exists():
            self.open_path(path)
            return
        self._create(path, [self._services.sample_dir], ImportOptions())

    def import_files(self) -> None:
        """Ask for files and import them."""
        self._import(self.choosers.files())

    def import_folder(self) -> None:
        """Ask for a folder and import it."""
        folder = self.choosers.folder()
        self._import([folder] if folder is not None else [])

    def save_as(self) -> None:
        """Copy the corpus elsewhere and go on with the copy."""
        path = self._desk.corpus.path
        target = self.choosers.corpus_to_make(path, _("Save corpus as")) if path is not None else None
        if target is not None:
            self._desk.writing.save_as(target, self._saved)

    def close_corpus(self) -> None:
        """Let go of the corpus."""
        self._desk.writing.cancel()
        self._desk.corpus.close()

    def export_matching(self) -> None:
        """Write the whole conversations that contain a hit."""
        outcome = self._desk.search.outcome
        target = self._export_target() if outcome is not None and outcome.complete else None
        if outcome is not None and target is not None:
            self._desk.exporting.export(outcome, target[1], target[0])

    def export_selected(self) -> None:
        """Write the conversations selected in the list, or the one that is read."""
        chosen = list(self._desk.exporting.chosen)
        place = self._desk.reading.place
        if not chosen and place is not None:
            chosen = [place.conversation]
        if not chosen:
            self.said.emit(_("No conversation is selected."), _("Select some in the list."), "info")
            return
        target = self._export_target()
        if target is not None:
            self._desk.exporting.export(chosen, target[1], target[0])

    def _export_target(self) -> tuple[Path, str] | None:
        path = self._desk.corpus.path
        name = f"{path.stem}.txt" if path is not None else "export.txt"
        return self.choosers.export_target(self._services.documents_dir / name)

    def _import(self, paths: Sequence[Path]) -> None:
        if paths:
            self.take(paths)

    def _into_new(self, paths: Sequence[Path], wanted: ImportOptions) -> None:
        try:
            path = new_corpus_path(paths, self._services.documents_dir)
        except UserFacingError as error:
            self.failed.emit(error)
        else:
            self._unnamed = path
            self._create(path, paths, wanted)

    def _busy(self) -> bool:
        """True, and said so, while something is written: another corpus is opened when that has ended."""
        busy = self._desk.writing.busy
        if busy:
            self.said.emit(
                _("An import is still running."), _("Wait until it has ended, or cancel it below."), "info"
            )
        return busy

    def _create(self, path: Path, paths: Sequence[Path], wanted: ImportOptions) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.failed.emit(CorpusError(f"{path.parent}: {error.strerror or error}"))
            return
        self._then_import, self._then_options = list(paths), wanted
        self._made = path
        self._desk.corpus.open(path, create=True, revocable=True)

    def _opened(self) -> None:
        path = self._desk.corpus.path
        if path is not None:
            self._services.settings.put_first(options.RECENT_CORPORA, str(path))
            self._services.settings.set(options.LAST_CORPUS, str(path))
        self.previewing.close()
        paths, self._then_import = self._then_import, []
        if paths and self._then_options is not None:
            self._desk.writing.import_into(paths, options=self._then_options)
        elif paths:
            self.previewing.before(paths, self.take_in)

    def _written(self) -> None:
        """An import has ended: a corpus that was made for it and is still empty is not kept."""
        corpus, made = self._desk.corpus.corpus, self._made
        if made is None or corpus is None or corpus.path != made:
            return
        self._made = None
        self._desk.runner.run(
            lambda _token, _report: corpus.reader().counts().transcripts,
            lambda count: None if count else self._give_up(made),
            self.failed.emit,
        )

    def _forgone(self, made: Path) -> None:
        """The import was called off while its corpus was being made: what was open before still is."""
        self._then_import, self._made = [], None
        if self._unnamed == made:
            self._unnamed = None
        self._desk.runner.after_current(lambda: remove_corpus(made))
        self.given_up.emit()

    def _give_up(self, made: Path) -> None:
        if self._desk.corpus.path == made:
            self._unnamed = None
            self._forget(made)
            self._desk.corpus.close()
            self._desk.runner.after_current(lambda: remove_corpus(made))
            self.given_up.emit()

    def _forget(self, path: Path) -> None:
        """Do not offer a corpus any more that is about to go."""
        settings = self._services.settings
        recent = settings.get(options.RECENT_CORPORA)
        settings.set(options.RECENT_CORPORA, [other for other in recent if other != str(path)])
        if settings.get(options.LAST_CORPUS) == str(path):
            settings.set(options.LAST_CORPUS, "")

    def _saved(self, path: Path) -> None:
        before = self._desk.corpus.path
        if before is not None and before == self._unnamed:
            self._moved_from = before
        self._desk.corpus.open(path, then=self._forget_moved)

    def _forget_moved(self) -> None:
        """The checked copy is open: remove the file that was made for the drop."""
        moved, self._moved_from, self._unnamed = self._moved_from, None, None
        if moved is not None:
            self._forget(moved)
            self._desk.runner.after_current(lambda: remove_corpus(moved))


def import_words(report: ImportReport, tally: Tally) -> str:
    """How an import ended and what it repaired, in one line."""
    parts = [
        ngettext("{n} transcript imported", "{n} transcripts imported", report.transcripts).format(
            n=f"{report.transcripts:,}"
        ),
    ]
    if tally.transcripts:
        words = _("{n} repaired: {exact} exact, {inferred} inferred, {lost} lost")
        parts.append(
            words.format(
                n=f"{tally.transcripts:,}", exact=f"{tally.exact:,}",
                inferred=f"{tally.inferred:,}", lost=f"{tally.lost:,}",
            )
        )  # fmt: skip
    parts.append(ngettext("{n} turn", "{n} turns", report.turns).format(n=f"{report.turns:,}"))
    if report.settled:
        proved = ngettext("{n} turn proved by a twin", "{n} turns proved by twins", report.settled)
        parts.append(proved.format(n=f"{report.settled:,}"))
    if report.unchanged:
        parts.append(_("{n} unchanged").format(n=f"{report.unchanged:,}"))
    if report.duplicates:
        parts.append(_("{n} of equal content").format(n=f"{report.duplicates:,}"))
    if report.left_out:
        parts.append(_("{n} left out by choice").format(n=f"{report.left_out:,}"))
    parts.append(_("{s} s").format(s=f"{report.seconds:.1f}"))
    return " · ".join(parts)


def export_words(report: ExportReport | ConcordanceReport) -> str:
    """How an export ended, in one line."""
    if isinstance(report, ConcordanceReport):
        hits = ngettext("{n} hit", "{n} hits", report.hits).format(n=f"{report.hits:,}")
        return _("{what} written to {path}").format(what=hits, path=report.path)
    conversations = ngettext("{n} conversation", "{n} conversations", report.conversations)
    return _("{what} written to {path}").format(
        what=conversations.format(n=f"{report.conversations:,}"), path=report.path
    )
