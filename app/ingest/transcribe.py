"""Put the batches of one source into the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable

from app.ingest.gather import Gathered, Problem
from app.store.session import TranscriptSession

Begin = Callable[[], TranscriptSession]


class Transcriber:
    """Feeds gathered batches to a session.

    The session is begun with the first batch and not before: a file that holds no turn leaves
    no trace, and an older version of it stays. A ``session`` given at the start is continued.
    """

    def __init__(self, begin: Begin, session: TranscriptSession | None = None) -> None:
        self._begin = begin
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
        lost = Counter[str]()
        examples: dict[str, str] = {}
        for problem in session.finish_batch(gathered.batch, gathered.speakers):
            lost[problem.reason] += 1
            examples.setdefault(problem.reason, problem.key)
        for reason, count in lost.items():
            self.problems.append((f"{count} replies, the first to {examples[reason]!r}", reason))
