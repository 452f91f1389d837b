"""Who reads which source: this process, or a crew of others that are ahead of it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

from app.ingest.archives import forget_archives
from app.ingest.crew import Crew, RemoteReading
from app.ingest.discover import Candidate
from app.ingest.files import Opener, open_binary
from app.ingest.ledger import Settings
from app.ingest.reading import LocalReading, Reading
from app.ingest.stand_in import StandIn
from app.ingest.together import ToldReading, parcels, read_together
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine

WORTH_WHILE = 8 << 20
"""So many bytes take longer to read than processes take to start."""
_PARCELS = 3
"""Of small sources so many parcels for each reader lie ready: they read on while a commit takes long."""
MOST_READERS = 6
"""The one process that writes is not served faster by more."""


class Readings:
    """Readings of the candidates of one run, in their order."""

    def __init__(
        self,
        settings: Callable[[Candidate], Settings],
        engine: RepairEngine,
        token: CancelToken,
        opener: Opener,
        readers: int | None,
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._token = token
        self._opener = opener
        self._readers = readers
        self._crew: Crew | None = None
        self._waiting: deque[tuple[Candidate, ...]] = deque()
        self._ahead: dict[Candidate, RemoteReading] = {}
        self._ends: set[Candidate] = set()
        self._told: dict[Candidate, ToldReading] = {}
        self.hindrance = ""
        """Why other processes could not read, if that was tried."""

    def expect(self, sources: int, size: int) -> None:
        """So many sources and bytes, or more, will be planned: who reads them can be called already."""
        readers = self._size(size) if self._crew is None and self._opener is open_binary else 0
        if readers and sources >= readers:
            self._crew = Crew(readers, self._settings, self._token)
            self._crew.muster()

    def plan(self, candidates: Iterable[Candidate]) -> None:
        """These will be asked for, all or most of them and in this order."""
        planned = list(candidates)
        if not planned or self._opener is not open_binary:
            return
        self._waiting = deque(parcels(planned))
        size = self._size(sum(candidate.size for candidate in planned))
        if size and self._crew is None:
            self._crew = Crew(size, self._settings, self._token)

    def take(self, candidate: Candidate) -> Reading:
        """The reading of a candidate; those that come after it are begun as well."""
        crew = self._crew
        if crew is None:
            return self._taken_here(candidate)
        while self._waiting and len(self._ends) <= crew.size * (_PARCELS if len(self._waiting[0]) > 1 else 1):
            following = self._waiting.popleft()
            self._ends.add(following[-1])
            self._ahead.update(zip(following, crew.read(following), strict=True))
        self._ends.discard(candidate)
        ahead = self._ahead.pop(candidate, None)
        if ahead is not None:
            return StandIn(ahead, partial(self._here, candidate), self._hindered)
        return self._here(candidate)

    def _taken_here(self, candidate: Candidate) -> Reading:
        """Small sources that follow are read at once, and told of when they are asked for."""
        if self._waiting and self._waiting[0][0] is candidate:
            parcel = self._waiting.popleft()
            if len(parcel) > 1:
                asked = [(one, self._settings(one)) for one in parcel]
                told = read_together(asked, self._engine, self._token, self._opener)
                self._told = {
                    one: ToldReading(found)
                    for one, found in zip(parcel, told, strict=True)
                    if found is not None
                }
        return self._told.pop(candidate, None) or self._here(candidate)

    def _here(self, candidate: Candidate) -> LocalReading:
        return LocalReading(candidate, self._settings(candidate), self._engine, self._token, self._opener)

    def _hindered(self, reason: str) -> None:
        """From now on this process reads by itself."""
        self.hindrance = reason
        self._waiting.clear()

    def close(self) -> None:
        """End what reads ahead, and let go of archives."""
        if self._crew is not None:
            self._crew.close()
        forget_archives()

    def _size(self, size: int) -> int:
        if self._readers is not None:
            return self._readers
        processors = usable_processors()
        return min(processors, MOST_READERS) if processors > 1 and size >= WORTH_WHILE else 0


def usable_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
