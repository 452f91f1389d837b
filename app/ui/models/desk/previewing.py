"""Looking at what an import would take, away from the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app.formats.mapping import TableHead
from app.ingest.left_out import left_out_before
from app.ingest.options import ImportOptions
from app.ingest.preview import kept_wishes, peek_table, preview
from app.ingest.wishes import Wish
from app.model.progress import CancelToken
from app.model.reports import ImportPreview
from app.repair.engine import RepairEngine
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report, Task

Failed = Callable[[Exception], None]


class PreviewDesk:
    """Looks at folders in a lane of its own: nothing that is shown waits for it."""

    def __init__(self, corpus: CorpusDesk, engine: RepairEngine, runner: Runner) -> None:
        self._corpus = corpus
        self._engine = engine
        self._runner = runner
        self._tasks: list[Task[object]] = []

    @property
    def busy(self) -> bool:
        """True while something is being looked at."""
        return any(not task.finished for task in self._tasks)

    def cancel(self) -> None:
        """Look at nothing any more."""
        for task in self._tasks:
            task.cancel()
        self._tasks = []

    def look(
        self,
        paths: Sequence[Path],
        options: ImportOptions,
        found: Callable[[ImportPreview], None],
        failed: Failed,
        progress: Report,
    ) -> None:
        """What an import of ``paths`` with ``options`` would do."""
        corpus, engine = self._corpus.corpus, self._engine

        def work(token: CancelToken, report: Report) -> ImportPreview:
            before = kept_wishes(corpus.reader()) if corpus is not None else {}
            left = left_out_before(corpus.reader()) if corpus is not None else frozenset[str]()
            path = corpus.path if corpus is not None else None
            steps = preview(paths, options, engine, token, corpus=path, before=before, left=left)
            while True:
                try:
                    report(next(steps))
                except StopIteration as end:
                    result: ImportPreview = end.value
                    return result

        self._run(work, found, failed, progress)

    def look_again(
        self,
        paths: Sequence[Path],
        files: Sequence[str],
        options: ImportOptions,
        found: Callable[[ImportPreview], None],
        failed: Failed,
    ) -> None:
        """The same for some files of them, by their paths."""
        among = frozenset(Path(file) for file in files)
        self.look(paths, replace(options, among=among), found, failed, lambda _progress: None)

    def peek(self, path: Path, wish: Wish, found: Callable[[TableHead | None], None], failed: Failed) -> None:
        """The header and the first rows of a table."""
        self._run(lambda _token, _report: peek_table(path, wish), found, failed, lambda _progress: None)

    def knows(self, folders: Sequence[Path], told: Callable[[bool], None], failed: Failed) -> None:
        """Whether all of these folders were imported into the open corpus before, at least in part."""
        corpus = self._corpus.corpus

        def work(_token: CancelToken, _report: Report) -> bool:
            if corpus is None:
                return False
            paths = [Path(str(path)) for (path,) in corpus.reader().rows("SELECT path FROM transcript")]
            above = {parent for path in paths for parent in (path, *path.parents)}
            return all(folder.absolute() in above for folder in folders)

        self._run(work, told, failed, lambda _progress: None)

    def _run(
        self,
        work: Callable[[CancelToken, Report], object],
        done: Callable[..., None],
        failed: Failed,
        progress: Report,
    ) -> None:
        self._tasks = [task for task in self._tasks if not task.finished]
        self._tasks.append(self._runner.run(work, done, failed, lane="look", progress=progress))
