"""Removing transcripts, and putting them back, as decisions that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.ids import TurnId


@dataclass(frozen=True, slots=True)
class TrashUndo:
    """What takes a removal back: numbers to put back; or, put back, the ids of the transcripts to remove."""

    restore: tuple[int, ...] = ()
    remove: tuple[int, ...] = ()

    @property
    def turns(self) -> int:
        """How many transcripts it moves."""
        return len(self.restore) + len(self.remove)

    @property
    def touched(self) -> frozenset[TurnId]:
        """No turn looks otherwise: they come and go whole."""
        return frozenset()
