"""What the Transcripts panel shows and does: transcripts, removed ones, and the log of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.i18n import _, ngettext
from app.model.progress import CancelToken
from app.model.reports import LogEntry
from app.store import import_log, trash, trash_undo
from app.store.reader import Reader
from app.store.trash import Removed
from app.ui.models.desk.corpus import CorpusDesk, interruptible
from app.ui.models.desk.deciding import DecidingDesk
from app.ui.models.desk.writing import HOLDER, WritingDesk
from app.ui.models.transcripts import Held
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report
from app.ui.theme.visible import named

_PROBLEMS = (
    "SELECT name, coalesce(json_array_length(problems), 0) + more FROM import_log WHERE id IN"
    " (SELECT max(id) FROM import_log WHERE outcome IN ('imported', 'updated', 'continued') GROUP BY name)"
)
_FILES_PER_LOOK = 200
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that the panel lists."""

    present: tuple[Held, ...] = ()
    removed: tuple[Removed, ...] = ()


def holdings(reader: Reader, token: CancelToken) -> Holdings:
    """Read the lists, and look whether the files are still there; runs in a worker."""
    paths = {number: str(path) for number, path in reader.rows("SELECT id, path FROM transcript")}
    problems = {name: int(str(count)) for name, count in reader.rows(_PROBLEMS)}
    held: list[Held] = []
    for number, one in enumerate(reader.transcripts()):
        if number % _FILES_PER_LOOK == 0:
            token.raise_if_cancelled()
        path = paths.get(int(one.id), "")
        held.append(Held(one, path, not _there(Path(path)), problems.get(one.name, 0)))
    return Holdings(tuple(held), tuple(trash.listed(reader.rows)))


def _there(path: Path) -> bool:
    """Whether a file is there, or the archive that it lies in."""
    try:
        return path.exists() or any(folder.is_file() for folder in path.parents)
    except OSError:
        return True  # it cannot be told


class TranscriptsDesk(QObject):
    """Asks only while somebody looks: call ``watch`` with the panel's visibility."""

    listed = Signal(object)  # Holdings
    told = Signal(str, object)  # name, list[LogEntry]
    failed = Signal(object)  # Exception
    said = Signal(str)

    def __init__(
        self,
        desk: CorpusDesk,
        writing: WritingDesk,
        deciding: DecidingDesk,
        runner: Runner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._writing = writing
        self._deciding = deciding
        self._list = Latest[Holdings](runner)
        self._log = Latest[list[LogEntry]](runner)
        self._watched = False
        for signal in (desk.opened, desk.changed):
            signal.connect(self.ask)
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while an answer is on its way."""
        return self._list.busy or self._log.busy

    @property
    def hindrance(self) -> str:
        """Why nothing can be removed or put back now; empty when it can."""
        return self._deciding.hindrance

    def watch(self, *, on: bool) -> None:
        """Somebody looks, or nobody does any more."""
        self._watched = on
        if on:
            self.ask()

    def ask(self) -> None:
        """Read the lists again."""
        corpus = self._desk.corpus
        if corpus is None or not self._watched:
            return

        def work(token: CancelToken, _report: Report) -> Holdings:
            return holdings(interruptible(corpus, token), token)

        self._list.ask(work, self.listed.emit, self.failed.emit)

    def read_log(self, name: str) -> None:
        """What happened to the transcript of that name; ``told`` follows."""
        corpus = self._desk.corpus
        if corpus is None:
            return

        def work(token: CancelToken, _report: Report) -> list[LogEntry]:
            return import_log.entries(interruptible(corpus, token).rows, name)

        self._log.ask(work, lambda entries: self.told.emit(name, entries), self.failed.emit)

    def remove(self, rows: Sequence[Held]) -> None:
        """Take transcripts out; Undo puts them back."""
        numbers = [int(one.of.id) for one in rows]
        what = _named([one.of.name for one in rows])
        self._deciding.decide(
            _("remove {what}").format(what=what),
            lambda writer, _token, _told: trash_undo.discard(writer, numbers),
        )

    def put_back(self, rows: Sequence[Removed]) -> None:
        """Put removed transcripts back; Undo removes them again."""
        numbers = [one.id for one in rows]
        what = _named([one.name for one in rows])
        self._deciding.decide(
            _("put {what} back").format(what=what),
            lambda writer, _token, _told: trash_undo.put_back(writer, numbers),
        )

    def forget_all(self) -> None:
        """Drop for good what is kept of removed transcripts."""
        corpus = self._desk.corpus
        if corpus is None or self.hindrance:
            return

        def work(_token: CancelToken, _report: Report) -> int:
            with corpus.writer(HOLDER) as writer:
                return writer.forget_removed()

        self._writing.write(work, self._forgotten, lambda: None)

    def _forgotten(self, count: int) -> None:
        words = ngettext("{n} removed transcript forgotten", "{n} removed transcripts forgotten", count)
        self.said.emit(words.format(n=f"{count:,}"))
        self._deciding.stack.clear()
        self._desk.refresh()

    def _forget(self) -> None:
        self._list.cancel()
        self._log.cancel()
        self.listed.emit(Holdings())


def _named(names: Sequence[str]) -> str:
    if len(names) == 1:
        return named(names[0], _SHOWN)
    return ngettext("{n} transcript", "{n} transcripts", len(names)).format(n=f"{len(names):,}")
