"""Where the reader has been: back and forward."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.model.ids import ConversationId, TurnId

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A turn of a conversation; ``turn`` None means its beginning."""

    conversation: ConversationId
    turn: TurnId | None = None


class History(QObject):
    """Places in the order they were visited; going somewhere new forgets the way forward."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: list[Place] = []
        self._at = -1

    @property
    def can_go_back(self) -> bool:
        """True when there is a place before the current one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """True after going back."""
        return self._at + 1 < len(self._places)

    def visit(self, place: Place) -> None:
        """Remember a place the reader went to."""
        if 0 <= self._at < len(self._places) and self._places[self._at] == place:
            return
        self._places = [*self._places[: self._at + 1], place][-LONGEST:]
        self._at = len(self._places) - 1
        self.moved.emit()

    def back(self) -> Place | None:
        """Step back, if possible."""
        return self._step(-1) if self.can_go_back else None

    def forward(self) -> Place | None:
        """Step forward again, if possible."""
        return self._step(+1) if self.can_go_forward else None

    def clear(self) -> None:
        """Forget everything: the places belong to one corpus."""
        self._places = []
        self._at = -1
        self.moved.emit()

    def _step(self, by: int) -> Place:
        self._at += by
        self.moved.emit()
        return self._places[self._at]
