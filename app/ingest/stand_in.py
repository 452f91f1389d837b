"""A source that other processes were to read is read by this one when they cannot be started."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.ingest.crew import NoReadersError, RemoteReading
from app.ingest.gather import Gathered, Problem
from app.ingest.reading import LocalReading, Manner, Reading


class StandIn:
    """Goes on here, at the same turn, where the others ended; see reading.Reading.

    ``tell`` is called with the reason, once for every source that has to be read here.
    """

    def __init__(
        self, remote: RemoteReading, here: Callable[[], LocalReading], tell: Callable[[str], None]
    ) -> None:
        self._reading: Reading = remote
        self._here = here
        self._tell = tell

    def digest(self) -> str:
        """As LocalReading gives it."""
        try:
            return self._reading.digest()
        except NoReadersError as error:
            self._step_in(error)
            return self._reading.digest()

    def manner(self) -> Manner:
        """As LocalReading gives it."""
        try:
            return self._reading.manner()
        except NoReadersError as error:
            self._step_in(error)
            return self._reading.manner()

    def batches(self, skip: int) -> Iterator[Gathered]:
        """As LocalReading gives them; what came before the others ended does not come twice."""
        told = 0
        try:
            for gathered in self._reading.batches(skip):
                skip += len(gathered.batch)
                told += len(gathered.problems)
                yield gathered
        except NoReadersError as error:
            self._step_in(error)
        else:
            return
        for gathered in self._reading.batches(skip):
            known = min(told, len(gathered.problems))
            gathered.problems = gathered.problems[known:]
            told -= known
            yield gathered

    def problems(self) -> list[Problem]:
        """What no batch told of."""
        return self._reading.problems()

    def leave(self) -> None:
        """The rest is not wanted."""
        self._reading.leave()

    def _step_in(self, error: NoReadersError) -> None:
        self._reading.leave()
        self._reading = self._here()
        self._tell(str(error))
