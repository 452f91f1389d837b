"""What a reader decides: another reading, the original, all alike, whom a turn answers; taking it back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.i18n import _, ngettext
from app.model.ids import TurnId
from app.model.progress import CancelToken, Progress
from app.store import trash_undo
from app.store.choices import Undo
from app.store.replies import ReplyUndo
from app.store.tag_undo import TagUndo
from app.store.trash_undo import TrashUndo
from app.store.writer import Writer
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.models.desk.writing import HOLDER, WritingDesk
from app.ui.tasks.task import Report
from app.ui.theme.visible import named

Told = Callable[[int, int], None]
AnyUndo = Undo | TagUndo | ReplyUndo | TrashUndo
Change = Callable[[Writer, CancelToken, Told], AnyUndo]
"""A decision; it is told by whom it may be stopped, and tells how many turns of how many are changed."""
AT_ONCE = 500
"""Turns whose change is done before anybody could read how far it is."""
SHOWN = 24
"""Characters of a reading in the name of a decision."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A turn with a repair, and the place in it that is looked at (None: the whole turn). See TurnSpan."""

    turn: TurnId
    place: int | None = None


class Decided(QUndoCommand):
    """A decision that stands in the corpus, or was taken back. ``token`` turns it into the other."""

    def __init__(self, words: str, token: AnyUndo) -> None:
        super().__init__(words)
        self.token = token


@dataclass(frozen=True, slots=True)
class _Job:
    change: Callable[[], Change | None]
    settled: Callable[[AnyUndo], None]


class DecidingDesk(QObject):
    """One decision after the other, in the lane of changes; the window never waits.

    The stack records what was committed: it moves when the corpus has changed, not before, so that what
    Undo offers is always what the corpus holds. A decision that fails changes neither.
    """

    decided = Signal(object)  # frozenset[TurnId]: turns that changed
    looked = Signal(object)  # Spot | None
    said = Signal(str)

    def __init__(self, desk: CorpusDesk, writing: WritingDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.spot: Spot | None = None
        self._desk = desk
        self._writing = writing
        self._jobs: deque[_Job] = deque()
        self._running = False
        desk.closed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """True while a decision is not committed yet."""
        return self._running or bool(self._jobs)

    @property
    def hindrance(self) -> str:
        """Why nothing can be decided now, in words; empty when it can."""
        if self._desk.corpus is None:
            return _("No corpus is open.")
        if not self._desk.writable:
            return _("This corpus can only be read.")
        if self._writing.importing:
            return _("An import is running; decide when it has ended.")
        return ""

    def look(self, spot: Spot | None) -> None:
        """The reader looks at a place, a whole turn's repair, or at none."""
        if spot != self.spot:
            self.spot = spot
            self.looked.emit(spot)

    def choose(self, spot: Spot, damaged: str, text: str) -> None:
        """Read the place as ``text``; ``damaged`` is what stands there in the file."""
        place = spot.place
        if place is None:
            return
        if text == damaged:
            words = _("restore “{damaged}”").format(damaged=named(damaged, SHOWN))
        else:
            words = _("read “{damaged}” as “{text}”").format(
                damaged=named(damaged, SHOWN), text=named(text, SHOWN)
            )
        self.decide(words, lambda writer, _token, _told: writer.choose(spot.turn, place, text))

    def choose_alike(self, spot: Spot, damaged: str, text: str, *, same_context: bool = False) -> None:
        """Read every place of the corpus that was damaged alike as ``text``."""
        place = spot.place
        if place is None:
            return
        words = _("read every “{damaged}” as “{text}”").format(
            damaged=named(damaged, SHOWN), text=named(text, SHOWN)
        )
        self.decide(
            words,
            lambda writer, token, told: writer.choose_alike(
                spot.turn, place, text, same_context=same_context, token=token, report=told
            ),
        )

    def set_undone(self, turn: TurnId, *, undone: bool) -> None:
        """Restore the original of a turn, or apply its repair again."""
        if undone:
            words = _("restore the original of a turn")
            self.decide(words, lambda writer, _token, _told: writer.undo_repair(turn))
        else:
            words = _("apply the repair of a turn")
            self.decide(words, lambda writer, _token, _told: writer.redo_repair(turn))

    def undo(self) -> None:
        """Take the last decision back."""
        self._queue(_Job(lambda: self._turned(self.stack.index() - 1), self._undone))

    def redo(self) -> None:
        """Decide so again."""
        self._queue(_Job(lambda: self._turned(self.stack.index()), self._redone))

    # ------------------------------------------------------------------ one after the other

    def decide(self, words: str, change: Change) -> None:
        """Have ``change`` made, and kept on the stack as ``words``; nothing happens where it cannot be."""
        if not self.hindrance:
            self._queue(_Job(lambda: change, lambda token: self._push(words, token)))

    def _turned(self, at: int) -> Change | None:
        """What takes the decision at a place of the stack back, or does it again."""
        command = self.stack.command(at) if 0 <= at < self.stack.count() else None
        if not isinstance(command, Decided):
            return None
        token = command.token
        return lambda writer, stop, told: _taken_back(writer, token, stop, told)

    def _queue(self, job: _Job) -> None:
        self._jobs.append(job)
        self._next()

    def _next(self) -> None:
        corpus = self._desk.corpus
        if self._running or corpus is None or not self._jobs:
            return
        job = self._jobs.popleft()
        change = job.change()
        if change is None:
            self._next()
            return

        def work(token: CancelToken, report: Report) -> AnyUndo:
            def told(turns: int, of: int) -> None:
                if of > AT_ONCE:
                    report(Progress(_("changing"), turns, of, _("turns")))

            with corpus.writer(HOLDER) as writer:
                return change(writer, token, told)

        def done(token: AnyUndo) -> None:
            self._running = False
            job.settled(token)
            self._desk.refresh()
            self._tell(token)
            self._next()

        self._running = True
        self._writing.write(work, done, self._stopped, self._gave_up)

    def _push(self, words: str, token: AnyUndo) -> None:
        if token.turns:
            self.stack.push(Decided(words, token))

    def _undone(self, token: AnyUndo) -> None:
        command = self.stack.command(self.stack.index() - 1)
        if isinstance(command, Decided):
            command.token = token
            self.stack.undo()

    def _redone(self, token: AnyUndo) -> None:
        command = self.stack.command(self.stack.index())
        if isinstance(command, Decided):
            command.token = token
            self.stack.redo()

    def _tell(self, token: AnyUndo) -> None:
        turns = touched(token)
        changed = ngettext("{n} turn changed", "{n} turns changed", len(turns)).format(n=f"{len(turns):,}")
        some = changed if turns else _("Changed.")
        if isinstance(token, TrashUndo):
            some = _("Removed. Undo puts it back.") if token.restore else _("Put back.")
        self.said.emit(some if token.turns else _("There was nothing left to change."))
        self.decided.emit(turns)

    def _stopped(self) -> None:
        self.said.emit(_("Cancelled. Nothing was changed."))
        self._gave_up()

    def _gave_up(self) -> None:
        """What was to follow was meant for a corpus that has not come about."""
        self._running = False
        self._jobs.clear()

    def _forget(self) -> None:
        self._gave_up()
        self.stack.clear()
        self.look(None)


def touched(token: AnyUndo) -> frozenset[TurnId]:
    """The turns that a decision changed."""
    if isinstance(token, TagUndo | TrashUndo):
        return token.touched
    if isinstance(token, ReplyUndo):
        return frozenset(turn for turn, _chosen, _parent in token.before)
    return frozenset({before.turn for before in token.spans} | {turn for turn, _was in token.undone})


def _taken_back(writer: Writer, token: AnyUndo, stop: CancelToken, told: Told) -> AnyUndo:
    if isinstance(token, TagUndo):
        return writer.take_back(token)
    if isinstance(token, ReplyUndo):
        return writer.take_back(token)
    if isinstance(token, TrashUndo):
        return trash_undo.take_back(writer, token)
    return writer.take_back(token, stop, told)
