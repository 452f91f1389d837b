"""What an export format is, and how conversations become one file: whole, or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Final, Literal

from app.errors import UserFacingError
from app.export._atomic import atomic_file
from app.export._threads import thread_order
from app.formats.base import FORMATS
from app.i18n import _
from app.model.corpus import Conversation, Turn
from app.model.ids import ConversationId, TurnId
from app.model.progress import CancelToken, Progress
from app.model.reports import ExportReport
from app.registry import Registry
from app.store.reader import Reader
from app.store.tags_read import Tagging
from app.threads.paths import all_paths, children_of, shown_path

Branches = Literal["path", "all"]
_CHUNK: Final = 1000


class ExportedConversation:
    """One conversation on its way out; its turns are read in chunks, as often as they are asked for.

    ``path``: the ids of the turns that are written, where it is one way through the versions of a dialogue.
    """

    def __init__(self, reader: Reader, conversation: Conversation, path: Sequence[int] | None = None) -> None:
        self.conversation = conversation
        self.count = conversation.turn_count if path is None else len(path)
        self._reader = reader
        self._path = path

    @property
    def heading(self) -> str:
        """The title, or the transcript's name where there is none."""
        return self.conversation.title or self.conversation.transcript

    @cached_property
    def taggings(self) -> Sequence[Tagging]:
        """Tags and notes on the conversation as a whole."""
        return self._reader.conversation_taggings(self.conversation.id)

    def taggings_of(self, turn: Turn) -> Sequence[Tagging]:
        """Tags and notes on a turn and on stretches of it."""
        return self._by_turn.get(turn.id, ())

    @cached_property
    def _by_turn(self) -> dict[TurnId, list[Tagging]]:
        found: dict[TurnId, list[Tagging]] = {}
        for tagging in self._reader.taggings_within(self.conversation.id):
            if tagging.target.turn is not None:
                found.setdefault(tagging.target.turn, []).append(tagging)
        return found

    def turns(self) -> Iterator[Turn]:
        """The turns in their order."""
        if self._path is not None:
            read = 0
            for start in range(0, len(self._path), _CHUNK):
                chunk = self._reader.turns_by_id(self._path[start : start + _CHUNK])
                read += len(chunk)
                yield from chunk
            self._require_whole(read)
            return
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
        if read != self.count:
            raise UserFacingError(
                _("The corpus was changed while it was exported. Nothing was written."),
                _("Export again."),
            )


class ExportFormat(ABC):
    """One export format. Instances are stateless and shared between threads.

    ``linear``: it cannot say which turn answers which, so that of a dialogue with versions it gets one way
    through them, or every way as a conversation of its own. ``single``: a file holds one conversation.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    extension: ClassVar[str]
    linear: ClassVar[bool] = False
    single: ClassVar[bool] = False

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


def format_of(path: Path) -> str | None:
    """The export format that a file's name asks for by what it ends in; the longest ending counts."""
    name = path.name.lower()
    fitting = [(len(form.extension), key) for key, form in EXPORTS.items() if name.endswith(form.extension)]
    return max(fitting)[1] if fitting else None


def export_conversations(
    reader: Reader,
    ids: Sequence[ConversationId],
    format_name: str,
    destination: Path,
    token: CancelToken | None = None,
    *,
    branches: Branches = "path",
) -> Generator[Progress, None, ExportReport]:
    """Write the conversations ``ids``, in that order, into one file.

    ``branches`` says what linear formats get of dialogues with versions: the path that the source showed,
    or every path.

    Every yield is a progress report and a place to stop; cancelled, closed or failed, it leaves
    nothing behind and an older file as it was. Raises UserFacingError when there is nothing to
    export, an id is unknown, or the file cannot be written; Cancelled after the token was cancelled.
    """
    form = EXPORTS[format_name]
    wanted = [reader.conversation(number) for number in dict.fromkeys(ids)]
    if not wanted:
        raise UserFacingError(_("There is no conversation to export. Nothing was written."))
    parts = [part for conversation in wanted for part in _parts(reader, conversation, form, branches)]
    if form.single and len(parts) > 1:
        raise UserFacingError(
            _("A file of {form} holds one conversation. Nothing was written.").format(form=form.title),
            _("Choose one conversation, or another form."),
        )
    total = sum(part.count for part in parts)
    done = 0
    with atomic_file(destination) as stream:
        yield _progress(0, total, destination)
        stream.write(form.head())
        for number, part in enumerate(parts):
            written = form.conversation(part, number)
            for pieces, piece in enumerate(written, 1):
                stream.write(piece)
                if pieces % _CHUNK == 0:
                    if token is not None:
                        token.raise_if_cancelled()
                    yield _progress(done + min(pieces, part.count), total, destination)
            done += part.count
            if token is not None:
                token.raise_if_cancelled()
            yield _progress(done, total, destination)
        stream.write(form.tail())
    return ExportReport(str(destination), len(parts), total)


def _parts(
    reader: Reader, conversation: Conversation, form: ExportFormat, branches: Branches
) -> Iterator[ExportedConversation]:
    """The conversation, or ways through it where it has versions and the form cannot tell them."""
    source = reader.format_of(conversation.id)
    versions = conversation.threaded and source in FORMATS and FORMATS[source].alternatives
    if not (form.linear and versions):
        yield ExportedConversation(reader, conversation)
        return
    children = children_of(reader.turn_ids(conversation.id), reader.parents(conversation.id))
    if branches == "path":
        yield ExportedConversation(
            reader, conversation, shown_path(children, reader.shown_leaf(conversation.id))
        )
    else:
        for path in all_paths(children):
            yield ExportedConversation(reader, conversation, path)


def _progress(done: int, total: int, destination: Path) -> Progress:
    return Progress(_("exporting"), done, total, _("turns"), destination.name)
