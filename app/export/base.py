"""What an export format is, and how conversations become one file: whole, or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import ClassVar, Final

from app.errors import UserFacingError
from app.export._atomic import atomic_file
from app.export._threads import thread_order
from app.i18n import _
from app.model.corpus import Conversation, Turn
from app.model.ids import ConversationId, TurnId
from app.model.progress import CancelToken, Progress
from app.model.reports import ExportReport
from app.registry import Registry
from app.store.reader import Reader

_CHUNK: Final = 1000


class ExportedConversation:
    """One conversation on its way out; its turns are read in chunks, as often as they are asked for."""

    def __init__(self, reader: Reader, conversation: Conversation) -> None:
        self.conversation = conversation
        self._reader = reader

    @property
    def heading(self) -> str:
        """The title, or the transcript's name where there is none."""
        return self.conversation.title or self.conversation.transcript

    def turns(self) -> Iterator[Turn]:
        """The turns in their order."""
        start = 0
        while chunk := self._reader.turns(self.conversation.id, start, _CHUNK):
            yield from chunk
            start += len(chunk)
        self._require_whole(start)

    def threaded_turns(self) -> Iterator[tuple[Turn, int]]:
        """Every turn with its depth, each reply after what it answers: the order of reading a thread."""
        if not self.conversation.threaded:
            yield from ((turn, 0) for turn in self.turns())
            return
        ids = self._reader.turn_ids(self.conversation.id)
        order = thread_order(ids, self._reader.parents(self.conversation.id))
        read = 0
        for start in range(0, len(order), _CHUNK):
            part = order[start : start + _CHUNK]
            turns = self._reader.turns_by_id([turn for turn, _depth in part])
            read += len(turns)
            yield from zip(turns, (depth for _turn, depth in part), strict=False)
        self._require_whole(read)

    def index_of(self) -> dict[TurnId, int]:
        """The index, from 1, of every turn by its id; empty where no turn answers another."""
        if not self.conversation.threaded:
            return {}
        return {
            TurnId(turn): index for index, turn in enumerate(self._reader.turn_ids(self.conversation.id), 1)
        }

    def _require_whole(self, read: int) -> None:
        if read != self.conversation.turn_count:
            raise UserFacingError(
                _("The corpus was changed while it was exported. Nothing was written."),
                _("Export again."),
            )


class ExportFormat(ABC):
    """One export format. Instances are stateless and shared between threads."""

    name: ClassVar[str]
    title: ClassVar[str]
    extension: ClassVar[str]

    def head(self) -> str:
        """What the file begins with."""
        return ""

    @abstractmethod
    def conversation(self, exported: ExportedConversation, number: int) -> Iterator[str]:
        """The text of one conversation, the ``number``-th of the file from 0, in pieces of about a turn."""

    def tail(self) -> str:
        """What the file ends with."""
        return ""


EXPORTS: Registry[ExportFormat] = Registry("app.export")
"""Every export format; a new one is a new file here with ``@EXPORTS.register("name")``."""


def export_conversations(
    reader: Reader,
    ids: Sequence[ConversationId],
    format_name: str,
    destination: Path,
    token: CancelToken | None = None,
) -> Generator[Progress, None, ExportReport]:
    """Write the conversations ``ids``, in that order, into one file.

    Every yield is a progress report and a place to stop; cancelled, closed or failed, it leaves
    nothing behind and an older file as it was. Raises UserFacingError when there is nothing to
    export, an id is unknown, or the file cannot be written; Cancelled after the token was cancelled.
    """
    form = EXPORTS[format_name]
    wanted = [reader.conversation(number) for number in dict.fromkeys(ids)]
    if not wanted:
        raise UserFacingError(_("There is no conversation to export. Nothing was written."))
    total = sum(conversation.turn_count for conversation in wanted)
    done = 0
    with atomic_file(destination) as stream:
        yield _progress(0, total, destination)
        stream.write(form.head())
        for number, conversation in enumerate(wanted):
            written = form.conversation(ExportedConversation(reader, conversation), number)
            for pieces, piece in enumerate(written, 1):
                stream.write(piece)
                if pieces % _CHUNK == 0:
                    if token is not None:
                        token.raise_if_cancelled()
                    yield _progress(done + min(pieces, conversation.turn_count), total, destination)
            done += conversation.turn_count
            if token is not None:
                token.raise_if_cancelled()
            yield _progress(done, total, destination)
        stream.write(form.tail())
    return ExportReport(str(destination), len(wanted), total)


def _progress(done: int, total: int, destination: Path) -> Progress:
    return Progress(_("exporting"), done, total, _("turns"), destination.name)
