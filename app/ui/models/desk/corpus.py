"""The open corpus: opening, closing, and noticing what others commit to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.corpus import Conversation, CorpusCounts, Speaker
from app.model.ids import ConversationId
from app.model.progress import CancelToken
from app.store.corpus import Corpus
from app.store.reader import Reader
from app.text.classes import tables
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import Runner
from app.ui.tasks.task import Report

POLL_MS = 1000
"""How often the window asks whether another process has committed."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the lists show of a corpus, read in one go."""

    counts: CorpusCounts
    conversations: tuple[Conversation, ...]
    speakers: tuple[Speaker, ...]


def interruptible(corpus: Corpus, token: CancelToken) -> Reader:
    """This thread's reader, whose running query stops when the token is cancelled."""
    token.raise_if_cancelled()
    reader = corpus.reader()
    token.on_cancel(reader.interrupt)
    return reader


def take_snapshot(reader: Reader) -> Snapshot:
    """Read what the lists show."""
    return Snapshot(reader.counts(), tuple(reader.conversations()), tuple(reader.speakers()))


class CorpusDesk(QObject):
    """The one corpus of the window.

    ``opened`` is emitted with a first snapshot in place, ``changed`` after every commit seen,
    ``closed`` before another one is opened. ``failed`` carries what went wrong with opening;
    ``forgone`` is emitted instead when it was called off, with the file that was made in vain.
    """

    opening = Signal(object)  # Path
    opened = Signal()
    changed = Signal()
    closed = Signal()
    failed = Signal(object, object)  # Path, Exception
    forgone = Signal(object)  # Path

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner = runner
        self.corpus: Corpus | None = None
        self.snapshot = Snapshot(CorpusCounts(0, 0, 0, 0, 0), (), ())
        self._by_id: dict[int, Conversation] = {}
        self.speaker_ids: dict[str, int] = {}
        self._speaker_names: dict[int, str] = {}
        self._version: int | None = None
        self.making: Path | None = None
        """The corpus that is being made and can still be called off."""
        self._opening = Latest[tuple[Corpus, Snapshot, int]](runner, "write")
        self._refresh = Latest[tuple[Snapshot, int]](runner)
        self._watch = Latest[int](runner, "watch")
        self.hold: Callable[[], bool] = bool
        """While this is True the poll waits: what is being asked must not be asked again too early."""
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)

    @property
    def busy(self) -> bool:
        """True while the corpus is being opened or read again."""
        return self._opening.busy or self._refresh.busy

    @property
    def path(self) -> Path | None:
        """The file of the open corpus."""
        return self.corpus.path if self.corpus is not None else None

    @property
    def writable(self) -> bool:
        """True when a corpus is open and may be written."""
        return self.corpus is not None and not self.corpus.read_only

    def speaker_name(self, speaker: int) -> str:
        """The label of a speaker id; "" when there is none."""
        return self._speaker_names.get(speaker, "")

    def conversation(self, conversation_id: ConversationId) -> Conversation | None:
        """The conversation of the snapshot, if it is still there."""
        return self._by_id.get(conversation_id)

    def open(
        self,
        path: Path,
        *,
        create: bool = False,
        revocable: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Open (or make) the corpus file; the one open before stays until this one has opened.

        ``revocable``: until then it can be called off.
        """

        def work(_token: CancelToken, _report: Report) -> tuple[Corpus, Snapshot, int]:
            corpus = Corpus.create(path) if create else Corpus.open(path)
            tables()  # a tenth of a second on first use; the first key typed must not wait for it
            version = corpus.data_version()  # before what is shown: a commit between the two is seen then
            snapshot = take_snapshot(corpus.reader())
            corpus.reader().rows("PRAGMA shrink_memory")  # this thread reads nothing more
            return corpus, snapshot, version

        def done(result: tuple[Corpus, Snapshot, int]) -> None:
            if revocable and self.making is None:
                self.runner.after_current(result[0].close)
                self.forgone.emit(path)
                return
            self.making = None
            self.close()
            self.corpus = result[0]
            self._take(result[1])
            self._version = result[2]
            self.opened.emit()
            self._timer.start()
            if then is not None:
                then()

        def failed(error: Exception) -> None:
            self.making = None
            self.failed.emit(path, error)

        self.making = path if revocable else None
        self.opening.emit(path)
        self._opening.ask(work, done, failed)

    def call_off(self) -> bool:
        """Do not open the corpus that is being made; False: none is. ``forgone`` follows."""
        made, self.making = self.making, None
        return made is not None

    def close(self) -> None:
        """Let go of the corpus."""
        self.stop()
        if self.corpus is None:
            return
        corpus, self.corpus = self.corpus, None
        self._take(Snapshot(CorpusCounts(0, 0, 0, 0, 0), (), ()))
        self.closed.emit()
        # A connection must not be closed under a thread that is using it.
        self.runner.after_current(corpus.close)

    def stop(self) -> None:
        """Ask nothing any more."""
        self._timer.stop()
        self._refresh.cancel()
        self._watch.cancel()

    def poll(self) -> None:
        """Ask, off the window's thread, whether the file has changed."""
        corpus = self.corpus
        if corpus is None or self._watch.busy or self._refresh.busy or self.hold():
            return

        def work(_token: CancelToken, _report: Report) -> int:
            return corpus.data_version()

        self._watch.ask(work, self._seen, self._unseen)

    def refresh(self) -> None:
        """Read the snapshot again; ``changed`` follows."""
        corpus = self.corpus
        if corpus is None:
            return

        def work(token: CancelToken, _report: Report) -> tuple[Snapshot, int]:
            version = corpus.data_version()
            return take_snapshot(interruptible(corpus, token)), version

        self._refresh.ask(work, self._refreshed, self._unseen)

    def _seen(self, version: int) -> None:
        before, self._version = self._version, version
        if before is not None and before != version:
            self.refresh()

    def _unseen(self, _error: Exception) -> None:
        """A poll that failed (the file is being moved, say) is asked again by the next one."""

    def _refreshed(self, result: tuple[Snapshot, int]) -> None:
        snapshot, self._version = result  # the next poll is not to read the same again
        self._take(snapshot)
        self.changed.emit()

    def _take(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._by_id = {one.id: one for one in snapshot.conversations}
        self.speaker_ids = {one.name: int(one.id) for one in snapshot.speakers}
        self._speaker_names = {number: name for name, number in self.speaker_ids.items()}
