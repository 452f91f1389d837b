"""Where the reader is: which conversation and which turn, and how they got there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.model.corpus import Turn
from app.model.hits import Span
from app.model.ids import ConversationId, TurnId
from app.ui.models.desk.corpus import CorpusDesk
from app.ui.models.desk.history import History, Place


class ReadingDesk(QObject):
    """``asked`` tells the reader panel where to go; ``arrived`` tells everyone that it is there."""

    asked = Signal(object, object)  # Place, Span | None
    arrived = Signal(object)  # Place
    turn_changed = Signal(object)  # Turn | None

    def __init__(self, desk: CorpusDesk, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self.place: Place | None = None
        self.turn: Turn | None = None
        self.busy = False
        desk.closed.connect(self._forget)

    def go(self, conversation: ConversationId, turn: TurnId | None = None, span: Span | None = None) -> None:
        """Open a conversation, at a turn, with one occurrence in view; remembered for going back."""
        place = Place(conversation, turn)
        self._history.visit(place)
        self._ask(place, span)

    def back(self) -> None:
        """Where the reader was before."""
        self._revisit(self._history.back())

    def forward(self) -> None:
        """Where the reader was before going back."""
        self._revisit(self._history.forward())

    def arrive(self, place: Place) -> None:
        """Called by the reader panel when the place is on screen."""
        self.busy = False
        self.place = place
        self.arrived.emit(place)

    def give_up(self) -> None:
        """Called by the reader panel when the place could not be shown."""
        self.busy = False

    def vanish(self) -> None:
        """Called by the reader panel when what was read is not in the corpus any more."""
        self.place = None
        self.busy = False
        self.set_turn(None)

    def set_turn(self, turn: Turn | None) -> None:
        """The turn that the reader looks at."""
        if turn != self.turn:
            self.turn = turn
            self.turn_changed.emit(turn)

    def _revisit(self, place: Place | None) -> None:
        if place is not None:
            self._ask(place, None)

    def _ask(self, place: Place, span: Span | None) -> None:
        self.busy = True
        self.asked.emit(place, span)

    def _forget(self) -> None:
        self.place = None
        self.busy = False
        self.set_turn(None)
        self._history.clear()
