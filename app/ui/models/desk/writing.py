"""Everything that writes to the corpus: importing, restoring originals, moving the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import CorpusError
from app.i18n import _
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.model.ids import TurnId
from app.model.progress import CancelToken, Progress
from app.model.reports import ImportReport
from app.repair.engine import RepairEngine
from app.store.save_as import save_as
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report, Task

HOLDER = "the Parlance window"


class WritingDesk(QObject):
    """The serial lane of changes. ``progressed`` feeds the status bar; ``idle`` ends it."""

    progressed = Signal(object)  # Progress
    imported = Signal(object)  # ImportReport
    repair_changed = Signal(object)  # TurnId
    stopped = Signal(str)
    failed = Signal(object)  # Exception
    idle = Signal()

    def __init__(
        self, desk: CorpusDesk, engine: RepairEngine, runner: Runner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._engine = engine
        self._runner = runner
        self._tasks: list[Task[object]] = []
        self._undo: list[tuple[TurnId, bool]] = []
        self._redo: list[tuple[TurnId, bool]] = []
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while something is being written or waits for its turn."""
        return any(not task.finished for task in self._tasks)

    @property
    def can_undo(self) -> bool:
        """True when a choice about a repair can be taken back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """True after taking back a choice."""
        return bool(self._redo)

    def import_into(self, paths: Sequence[Path]) -> None:
        """Import files and folders into the open corpus."""
        corpus, engine = self._desk.corpus, self._engine
        if corpus is None:
            return
        if corpus.read_only:
            self.failed.emit(
                CorpusError(
                    _("This corpus can only be read, so nothing was imported."),
                    _("Save it under another name and import into the copy."),
                )
            )
            return
        wanted = tuple(paths)

        def work(token: CancelToken, report: Report) -> ImportReport:
            options = ImportOptions(encoding=None, channel=None, holder=HOLDER)
            steps = import_paths(corpus, wanted, options, engine, token)
            while True:
                try:
                    report(next(steps))
                except StopIteration as end:
                    result: ImportReport = end.value
                    return result

        self.progressed.emit(Progress(_("importing"), 0, None, _("files")))
        self._start(work, self._imported, self._import_stopped)

    def set_undone(self, turn_id: TurnId, *, undone: bool) -> None:
        """Restore the original of a turn, or apply its repair again; can be undone."""
        self._undo.append((turn_id, undone))
        self._redo.clear()
        self._choose(turn_id, undone=undone)

    def undo(self) -> None:
        """Take back the last choice about a repair."""
        if self._undo:
            turn_id, undone = self._undo.pop()
            self._redo.append((turn_id, undone))
            self._choose(turn_id, undone=not undone)

    def redo(self) -> None:
        """Make the choice again."""
        if self._redo:
            turn_id, undone = self._redo.pop()
            self._undo.append((turn_id, undone))
            self._choose(turn_id, undone=undone)

    def save_as(self, destination: Path, then: Callable[[Path], None]) -> None:
        """Copy the open corpus, safely even while others write, and hand over the copy's path."""
        corpus = self._desk.corpus
        if corpus is None:
            return

        def work(_token: CancelToken, _report: Report) -> Path:
            return save_as(corpus.path, destination)

        self.progressed.emit(Progress(_("copying"), 0, None, _("corpora")))
        self._start(work, then, self._copy_stopped)

    def cancel(self) -> None:
        """Ask everything that writes to stop; what was committed stays."""
        for task in list(self._tasks):
            task.cancel()

    def _choose(self, turn_id: TurnId, *, undone: bool) -> None:
        corpus = self._desk.corpus
        if corpus is None:
            return

        def work(_token: CancelToken, _report: Report) -> TurnId:
            with corpus.writer(HOLDER) as writer:
                if undone:
                    writer.undo_repair(turn_id)
                else:
                    writer.redo_repair(turn_id)
            return turn_id

        self._start(work, self._chosen, self._choice_stopped)

    def _start(
        self,
        work: Callable[[CancelToken, Report], object],
        done: Callable[..., None],
        stopped: Callable[[], None],
    ) -> None:
        def finish(result: object) -> None:
            done(result)
            self._sweep()

        def fail(error: Exception) -> None:
            self.failed.emit(error)
            self._desk.refresh()
            self._sweep()

        def stop() -> None:
            stopped()
            self._sweep()

        self._tasks = [task for task in self._tasks if not task.finished]
        self._tasks.append(
            self._runner.run(work, finish, fail, lane="write", progress=self.progressed.emit, stopped=stop)
        )
        self._sweep()

    def _sweep(self) -> None:
        self._tasks = [task for task in self._tasks if not task.finished]
        if not self._tasks:
            self.idle.emit()

    def _imported(self, report: ImportReport) -> None:
        self._desk.refresh()
        self.imported.emit(report)

    def _import_stopped(self) -> None:
        self._desk.refresh()
        self.stopped.emit(_("Import cancelled. What was imported so far is kept; importing again goes on."))

    def _copy_stopped(self) -> None:
        self.stopped.emit(_("Copying cancelled. The corpus is unchanged."))

    def _choice_stopped(self) -> None:
        self.stopped.emit(_("Cancelled. The turn is unchanged."))

    def _chosen(self, turn_id: TurnId) -> None:
        self._desk.refresh()
        self.repair_changed.emit(turn_id)

    def _forget(self) -> None:
        self._undo.clear()
        self._redo.clear()
