"""What the conversation view asks of whoever brings turns from the corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.model.corpus import Turn
from app.model.repair import RepairSpan
from app.store.repairs import TurnSpan
from app.ui.conversation.outline import Outline
from app.ui.conversation.tag_mark import TagMark


class Unlike(NamedTuple):
    """``text[start:end]`` of a turn that does not go back to what stands in the file: ``damaged`` is what its
    channel makes of it."""

    start: int
    end: int
    damaged: str
    channel: str


@dataclass(frozen=True, slots=True)
class LoadedTurn:
    """A turn with the repairs that stand in its text (none when undone or never damaged).

    ``details``, where they are known, say of every span where it is and who decided it; ``unlike`` are the
    places where the repair does not go back.
    """

    turn: Turn
    spans: tuple[RepairSpan, ...] = ()
    details: tuple[TurnSpan, ...] = ()
    unlike: tuple[Unlike, ...] = ()
    tags: tuple[TagMark, ...] = ()


DeliverTurns = Callable[[Sequence[LoadedTurn] | None], None]


class TurnSource(Protocol):
    """One conversation. The outline is ready; turns come in the background, a screenful at a time."""

    @property
    def title(self) -> str:
        """The conversation's title, for screen readers."""

    @property
    def outline(self) -> Outline:
        """The arrangement of all turns."""

    def request(self, turn_ids: Sequence[int], deliver: DeliverTurns) -> None:
        """Bring turns by id; call ``deliver`` once, in the window's thread, or with None on failure.

        Turns that are gone are simply not among those delivered.
        """


class TurnList:
    """A ``TurnSource`` over turns at hand, delivered at once: previews and tests."""

    def __init__(self, turns: Sequence[LoadedTurn], outline: Outline, title: str = "") -> None:
        self._turns = {int(loaded.turn.id): loaded for loaded in turns}
        self._outline = outline
        self._title = title

    @property
    def title(self) -> str:
        """As given."""
        return self._title

    @property
    def outline(self) -> Outline:
        """As given."""
        return self._outline

    def request(self, turn_ids: Sequence[int], deliver: DeliverTurns) -> None:
        """Delivers before it returns."""
        deliver([self._turns[turn] for turn in turn_ids if turn in self._turns])
