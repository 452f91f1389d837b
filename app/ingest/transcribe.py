"""Put the batches of one source into the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable

from app.ingest.gather import Gathered, Problem
from app.model.reports import LogEntry
from app.store.parents import ParentProblem
from app.store.session import TranscriptSession

Begin = Callable[[], TranscriptSession]
Tell = Callable[[list[Problem], tuple[int, int, int]], LogEntry]
"""Given what was wrong with a source, and its counts as session.Note has them: the log's entry about it."""


class Transcriber:
    """Feeds gathered batches to a session.

    The session is begun with the first batch and not before: a file that holds no turn leaves
    no trace, and an older version of it stays. A ``session`` given at the start is continued.
    """

    def __init__(self, begin: Begin, tell: Tell, session: TranscriptSession | None = None) -> None:
        self._begin = begin
        self._tell = tell
        self.session = session
        self.problems: list[Problem] = []

    def run(self, batches: Iterable[Gathered]) -> Generator[Gathered, None, None]:
        """Yields every batch once it is stored."""
        for gathered in batches:
            self.problems += gathered.problems
            session = self.session = self.session or self._begin()
            for conversation in gathered.conversations:
                session.describe(conversation)
            if gathered.last:
                self._finish(session, gathered)
            else:
                session.write_batch(gathered.batch, gathered.speakers)
            yield gathered

    def _finish(self, session: TranscriptSession, gathered: Gathered) -> None:
        def note(lost: list[ParentProblem], counts: tuple[int, int, int]) -> LogEntry:
            return self._tell([*self.problems, *_replies(lost)], counts)

        self.problems += _replies(session.finish_batch(gathered.batch, gathered.speakers, note))


def _replies(lost: list[ParentProblem]) -> list[Problem]:
    """One problem a reason, with an example."""
    counts = Counter[str]()
    examples: dict[str, str] = {}
    for problem in lost:
        counts[problem.reason] += 1
        examples.setdefault(problem.reason, problem.key)
    return [
        (f"{count} replies, the first to {examples[reason]!r}", reason) for reason, count in counts.items()
    ]
