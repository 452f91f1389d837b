"""Parse one source into the corpus, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator

from app.errors import BadInputError
from app.formats.base import Format, Source
from app.model.parsed import ParsedConversation, ParsedSpeaker, ParsedTurn, ParseEvent, ParseProblem
from app.model.progress import CancelToken
from app.store.session import TranscriptSession

BATCH_TURNS = 5_000
BATCH_CHARS = 4_000_000
"""A batch ends at either; the second bounds memory where turns are very long."""
_EVENTS_PER_CHECK = 256


Begin = Callable[[], TranscriptSession]
Problem = tuple[str, str]
"""A place in the source and what was wrong there."""


class Transcriber:
    """Feeds the events of a format to a session.

    The session is begun with the first batch and not before: a file that holds no turn leaves
    no trace, and an older version of it stays. A ``session`` given at the start is continued.
    """

    def __init__(self, begin: Begin, token: CancelToken, session: TranscriptSession | None = None) -> None:
        self._begin = begin
        self._token = token
        self.session = session
        self._to_pass = session.turns_done if session else 0
        self._turns: list[ParsedTurn] = []
        self._chars = 0
        self._speakers: list[ParsedSpeaker] = []
        self._conversations: list[ParsedConversation] = []
        self.problems: list[Problem] = []

    def run(self, chosen: Format, source: Source) -> Generator[None, None, None]:
        """Yields after every batch. A source that breaks off keeps what was read, and says where.

        Raises BadInputError when it holds no turn.
        """
        try:
            for number, event in enumerate(chosen.parse(source)):
                if number % _EVENTS_PER_CHECK == 0:
                    self._token.raise_if_cancelled()
                self._take(event)
                if len(self._turns) >= BATCH_TURNS or self._chars >= BATCH_CHARS:
                    self._flush()
                    yield
        except BadInputError as error:
            if self.session is None and not self._turns:
                raise
            self.problems.append((error.place or "further on", error.message))
        self._token.raise_if_cancelled()
        if self.session is None and not self._turns:
            raise BadInputError(self._why_nothing())
        self._finish()
        yield

    def _take(self, event: ParseEvent) -> None:
        match event:
            case ParsedTurn() if self._to_pass:
                self._to_pass -= 1
            case ParsedTurn():
                self._turns.append(event)
                self._chars += len(event.text.text)
            case ParsedConversation():
                self._conversations.append(event)
            case ParsedSpeaker():
                self._speakers.append(event)
            case ParseProblem():
                self.problems.append((event.place, event.reason))

    def _flush(self) -> None:
        session = self._ready()
        session.write(self._turns, self._speakers)
        self._turns, self._chars, self._speakers = [], 0, []

    def _ready(self) -> TranscriptSession:
        if self.session is None:
            self.session = self._begin()
        for conversation in self._conversations:
            self.session.describe(conversation)
        self._conversations = []
        return self.session

    def _finish(self) -> None:
        lost = Counter[str]()
        examples: dict[str, str] = {}
        for problem in self._ready().finish(self._turns, self._speakers):
            lost[problem.reason] += 1
            examples.setdefault(problem.reason, problem.key)
        for reason, count in lost.items():
            self.problems.append((f"{count} replies, the first to {examples[reason]!r}", reason))

    def _why_nothing(self) -> str:
        if self.problems:
            place, reason = self.problems[0]
            return f"no turn could be read: {reason} ({place})"
        return "no turns found"
