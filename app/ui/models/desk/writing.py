"""The one lane in which the window writes: importing, copying, and what readers decide about repairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.errors import CorpusError
from app.formats.mapping import Remembered
from app.i18n import _
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.ingest.remembered import Mappings
from app.model.progress import CancelToken, Progress
from app.model.reports import ImportReport
from app.repair.engine import RepairEngine
from app.store.save_as import save_as
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.models.desk.damage import Tally, stamps, tally_of
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report, Task

HOLDER = "the Parlance window"
Ending = Literal["done", "stopped", "failed"]


class WritingDesk(QObject):
    """The serial lane of changes. ``progressed`` feeds the status bar; ``idle`` ends it."""

    progressed = Signal(object)  # Progress
    imported = Signal(object, object)  # ImportReport, Tally
    stopped = Signal(str)
    failed = Signal(object)  # Exception
    idle = Signal()
    rested = Signal(bool)
    """Whether the import is paused."""

    def __init__(
        self, desk: CorpusDesk, engine: RepairEngine, runner: Runner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._engine = engine
        self._runner = runner
        self._tasks: list[Task[object]] = []
        self._import: Task[object] | None = None
        self.mappings: Mappings | None = None
        """What the user said of the headers of tables; every import uses it."""

    @property
    def busy(self) -> bool:
        """True while something is being written or waits for its turn."""
        return any(not task.finished for task in self._tasks)

    @property
    def importing(self) -> bool:
        """True while an import runs or waits for its turn."""
        return self._import is not None and not self._import.finished

    @property
    def paused(self) -> bool:
        """True while the import rests."""
        return self.importing and self._import is not None and self._import.token.paused

    def pause(self, *, on: bool) -> None:
        """Let the import rest after its current batch, or go on."""
        if not self.importing or self._import is None:
            return
        if on:
            self._import.token.pause()
        else:
            self._import.token.resume()
        self.rested.emit(self.paused)

    def import_into(
        self,
        paths: Sequence[Path],
        *,
        among: frozenset[Path] | None = None,
        options: ImportOptions | None = None,
        ended: Callable[[Ending], None] | None = None,
    ) -> None:
        """Import files and folders into the open corpus; ``among``: no others than these of them;
        ``options`` say how they are read.

        ``ended`` hears how it ended, once, before anybody else.
        """
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
        remembered = self.mappings.remembered() if self.mappings is not None else Remembered()
        chosen = replace(options or ImportOptions(), holder=HOLDER, among=among, remembered=remembered)

        def work(token: CancelToken, report: Report) -> tuple[ImportReport, Tally]:
            before = stamps(corpus.reader())
            steps = import_paths(corpus, wanted, chosen, engine, token)
            while True:
                try:
                    report(next(steps))
                except StopIteration as end:
                    result: ImportReport = end.value
                    return result, tally_of(corpus.reader(), before)

        self.progressed.emit(Progress(_("importing"), 0, None, _("files")))

        def end(how: Ending, then: Callable[..., None], *result: object) -> None:
            if ended is not None:
                ended(how)
            then(*result)

        self._import = self.write(
            work,
            lambda result: end("done", self._imported, result),
            lambda: end("stopped", self._import_stopped),
            lambda: end("failed", _nothing),
        )

    def save_as(self, destination: Path, then: Callable[[Path], None]) -> None:
        """Copy the open corpus, safely even while others write, and hand over the copy's path."""
        corpus = self._desk.corpus
        if corpus is None:
            return

        def work(_token: CancelToken, _report: Report) -> Path:
            return save_as(corpus.path, destination)

        self.progressed.emit(Progress(_("copying"), 0, None, _("corpora")))
        self.write(work, then, self._copy_stopped)

    def cancel(self) -> None:
        """Ask everything that writes to stop; what was committed stays."""
        for task in list(self._tasks):
            task.cancel()

    def write(
        self,
        work: Callable[[CancelToken, Report], object],
        done: Callable[..., None],
        stopped: Callable[[], None],
        broke: Callable[[], None] | None = None,
    ) -> Task[object]:
        """Run ``work`` in the lane; one of ``done`` (with its result), ``stopped`` and ``broke`` follows.

        ``failed`` tells the window what went wrong before ``broke`` is called.
        """

        def finish(result: object) -> None:
            done(result)
            self._sweep()

        def fail(error: Exception) -> None:
            self.failed.emit(error)
            self._desk.refresh()
            if broke is not None:
                broke()
            self._sweep()

        def stop() -> None:
            stopped()
            self._sweep()

        self._tasks = [task for task in self._tasks if not task.finished]
        task = self._runner.run(work, finish, fail, lane="write", progress=self.progressed.emit, stopped=stop)
        self._tasks.append(task)
        self._sweep()
        return task

    def _sweep(self) -> None:
        self._tasks = [task for task in self._tasks if not task.finished]
        if not self._tasks:
            self.idle.emit()

    def _imported(self, result: tuple[ImportReport, Tally]) -> None:
        self._desk.refresh()
        self.imported.emit(*result)

    def _import_stopped(self) -> None:
        self._desk.refresh()
        self.stopped.emit(_("Import cancelled. What was imported so far is kept; importing again goes on."))

    def _copy_stopped(self) -> None:
        self.stopped.emit(_("Copying cancelled. The corpus is unchanged."))


def _nothing() -> None:
    """What went wrong was told already."""
