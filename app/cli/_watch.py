"""Import a folder, then what is added to it, until Ctrl+C."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from app.cli.base import printable, progress_to_stderr, say
from app.errors import CorpusBusyError, UserFacingError
from app.i18n import _
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.ingest.watching import FolderWatch, Look, note_gone
from app.model.progress import CancelToken
from app.model.reports import ImportReport
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus


class Watcher:
    """Looks at one folder for one corpus; ``tell`` gets the report of every import."""

    def __init__(
        self, corpus: Corpus, folder: Path, options: ImportOptions, tell: Callable[[ImportReport], None]
    ) -> None:
        self._corpus = corpus
        self._watch = FolderWatch(folder, corpus.path)
        self._options = options
        self._tell = tell
        self._engine = RepairEngine()
        self._gone: tuple[Path, ...] = ()
        self._complaint = ""

    def run(self, sleep: Callable[[float], object] = time.sleep) -> None:
        """Until KeyboardInterrupt; what was committed by then stays."""
        say(_("Watching {folder}; Ctrl+C ends it.").format(folder=self._watch.folder))
        try:
            while True:
                self.look()
                sleep(self._watch.pause)
        except KeyboardInterrupt:
            say(_("Watching ended. What was imported is kept."))

    def look(self) -> None:
        """Look once, and import what is new; what stands in the way is said once and tried again."""
        try:
            found = self._watch.look()
            self._gone += found.gone
            self._take(found)
        except (CorpusBusyError, UserFacingError) as error:
            if error.message != self._complaint:
                self._complaint = error.message
                click.echo(printable(f"parlance: {error.message}"), err=True)
        else:
            self._complaint = ""

    def _take(self, found: Look) -> None:
        if found.ripe:
            options = replace(self._options, among=found.ripe)
            folder = self._watch.folder
            work = import_paths(self._corpus, [folder], options, self._engine, CancelToken())
            report = progress_to_stderr(work)
            self._watch.taken(found)
            self._tell(report)
        if self._gone:
            names = note_gone(self._corpus, self._gone, self._options.holder)
            self._gone = ()
            for name in names:
                say(_("The file of {name} is gone; its transcript is kept.").format(name=name))
