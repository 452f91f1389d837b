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
from app.store.choices import Undo
from app.store.save_as import save_as
from app.store.writer import Writer
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report, Task

HOLDER = "the Parlance window"
Decision = Callable[[Writer, CancelToken], Undo]
"""What a reader decides about repairs, carried out by the writer; gives back what takes it back."""


class WritingDesk(QObject):
    """The serial lane of changes. ``progressed`` feeds the status bar; ``idle`` ends it."""

    progressed = Signal(object)  # Progress
    imported = Signal(object)  # ImportReport
    repairs_changed = Signal(object)  # frozenset[TurnId]
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
        self._undo: list[Undo] = []
        self._redo: list[Undo] = []
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
        """Restore the original of a turn, or apply its repair again."""
        if undone:
            self.decide(lambda writer, _token: writer.undo_repair(turn_id))
        else:
            self.decide(lambda writer, _token: writer.redo_repair(turn_id))

    def choose(self, turn_id: TurnId, place: int, text: str, *, everywhere: bool = False) -> None:
        """Read one repaired stretch as ``text``; ``everywhere`` all that were damaged alike."""
        if everywhere:
            self.decide(lambda writer, token: writer.choose_alike(turn_id, place, text, token=token))
        else:
            self.decide(lambda writer, _token: writer.choose(turn_id, place, text))

    def decide(self, decision: Decision) -> None:
        """Carry out a reader's decision about repairs; it can be undone."""
        self._change(decision, self._decided)

    def undo(self) -> None:
        """Take back the last decision about a repair."""
        if self._undo:
            undo = self._undo.pop()
            self._change(lambda writer, _token: writer.take_back(undo), self._taken_back)

    def redo(self) -> None:
        """Decide so again."""
        if self._redo:
            redo = self._redo.pop()
            self._change(lambda writer, _token: writer.take_back(redo), self._done_again)

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

    def _change(self, decision: Decision, done: Callable[[Undo], None]) -> None:
        corpus = self._desk.corpus
        if corpus is None:
            return

        def work(token: CancelToken, _report: Report) -> Undo:
            with corpus.writer(HOLDER) as writer:
                return decision(writer, token)

        self._start(work, done, self._choice_stopped)

    def _decided(self, undo: Undo) -> None:
        if undo.turns:
            self._undo.append(undo)
            self._redo.clear()
        self._changed(undo)

    def _taken_back(self, undo: Undo) -> None:
        self._redo.append(undo)
        self._changed(undo)

    def _done_again(self, undo: Undo) -> None:
        self._undo.append(undo)
        self._changed(undo)

    def _changed(self, undo: Undo) -> None:
        self._desk.refresh()
        turns = {before.turn for before in undo.spans} | {turn for turn, _undone in undo.undone}
        self.repairs_changed.emit(frozenset(turns))

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

    def _forget(self) -> None:
        self._undo.clear()
        self._redo.clear()
