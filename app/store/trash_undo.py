"""Removing transcripts, and putting them back, as decisions that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.model.ids import TranscriptId, TurnId
from app.store.writer import Writer


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


def discard(writer: Writer, transcripts: Sequence[int]) -> TrashUndo:
    """Take transcripts out, one after the other; those that are not there any more are passed over."""
    present = {int(stored.id) for stored in writer.transcripts()}
    return TrashUndo(restore=tuple(writer.remove(TranscriptId(one)) for one in transcripts if one in present))


def put_back(writer: Writer, removed: Sequence[int]) -> TrashUndo:
    """Put removed transcripts back; CorpusError for one that cannot be, those before it stay."""
    return TrashUndo(remove=tuple(int(writer.restore(one)) for one in removed))


def take_back(writer: Writer, undo: TrashUndo) -> TrashUndo:
    """Put back what was removed, or remove what was put back."""
    return put_back(writer, undo.restore) if undo.restore else discard(writer, undo.remove)
