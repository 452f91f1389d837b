"""Gather the events of one source into batches that are ready to be stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.errors import BadInputError
from app.formats.base import Format
from app.ingest.source import DiskSource
from app.model.parsed import ParsedConversation, ParsedSpeaker, ParsedTurn, ParseEvent, ParseProblem
from app.model.progress import CancelToken
from app.store.prepared import PreparedBatch, prepare

BATCH_TURNS = 5_000
BATCH_CHARS = 1_000_000
"""A batch ends at either; the second bounds memory where turns are very long."""
_EVENTS_PER_CHECK = 256

Prepare = Callable[[Sequence[ParsedTurn], str | None], PreparedBatch]
"""See prepared.prepare; the batch may be filled later, when several sources are read together."""
Problem = tuple[str, str]
"""A place in the source and what was wrong there."""


@dataclass(slots=True)
class Gathered:
    """Turns in a row with what was told beside them; ``read`` counts the bytes read so far.

    ``last``: the source ends here, and is complete.
    """

    batch: PreparedBatch = field(default_factory=PreparedBatch)
    conversations: list[ParsedConversation] = field(default_factory=list)
    speakers: list[ParsedSpeaker] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: int = 0
    last: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        """As Manner's."""
        told = self.batch, self.conversations, self.speakers, self.problems, self.read, self.last
        return Gathered, told


class Gatherer:
    """Reads a source that was damaged in ``channel`` once; ``skip`` turns are in the corpus already.

    ``problems`` holds what was found since the last batch.
    """

    def __init__(
        self, channel: str | None, token: CancelToken, skip: int = 0, preparing: Prepare = prepare
    ) -> None:
        self._prepare = preparing
        self._channel = channel
        self._token = token
        self._skip = skip
        self._began = skip > 0
        self._turns: list[ParsedTurn] = []
        self._chars = 0
        self._rest = Gathered()

    @property
    def problems(self) -> list[Problem]:
        """What was wrong and is part of no batch yet."""
        return self._rest.problems

    def run(self, chosen: Format, source: DiskSource) -> Iterator[Gathered]:
        """The batches of the source. One that breaks off keeps what was read, and says where.

        Raises BadInputError when it holds no turn.
        """
        try:
            for number, event in enumerate(chosen.parse(source)):
                if number % _EVENTS_PER_CHECK == 0:
                    self._token.raise_if_cancelled()
                self._take(event)
                if len(self._turns) >= BATCH_TURNS or self._chars >= BATCH_CHARS:
                    yield self._ready(source.bytes_read)
        except BadInputError as error:
            if not self._began and not self._turns:
                raise
            self.problems.append((error.place or "further on", error.reason))
        self._token.raise_if_cancelled()
        if not self._began and not self._turns:
            raise BadInputError(self._why_nothing())
        last = self._ready(source.bytes_read)
        last.last = True
        yield last

    def _take(self, event: ParseEvent) -> None:
        match event:
            case ParsedTurn() if self._skip:
                self._skip -= 1
            case ParsedTurn():
                self._turns.append(event)
                self._chars += len(event.text.text)
            case ParsedConversation():
                self._rest.conversations.append(event)
            case ParsedSpeaker():
                self._rest.speakers.append(event)
            case ParseProblem():
                self.problems.append((event.place, event.reason))

    def _ready(self, read: int) -> Gathered:
        done, self._rest = self._rest, Gathered()
        done.batch, done.read = self._prepare(self._turns, self._channel), read
        self._turns, self._chars = [], 0
        self._began = True
        return done

    def _why_nothing(self) -> str:
        if self.problems:
            place, reason = self.problems[0]
            return f"no turn could be read: {reason} ({place})"
        return "no turns found"
