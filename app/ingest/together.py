"""Small sources that follow one another are read together: what costs much a call is done once for all."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from app.errors import BadInputError
from app.ingest.discover import Candidate
from app.ingest.files import Opener
from app.ingest.gather import Gathered, Problem
from app.ingest.ledger import Settings
from app.ingest.reading import LocalReading, Manner
from app.model.parsed import ParsedTurn
from app.model.progress import Cancelled, CancelToken
from app.repair.engine import RepairEngine
from app.store.prepared import PreparedBatch, prepare_all

SMALL: Final = 32 * 1024
"""Bytes; what is larger, or holds more when it is unpacked, is read by itself."""
_MOST_SOURCES: Final = 64
_MOST_BYTES: Final = 512 * 1024


class Broken:
    """Reading ended in an error; what was found wrong since the last batch."""

    def __init__(self, error: Exception, problems: list[Problem]) -> None:
        self.error = error
        self.problems = problems


Message = str | Manner | Gathered | Broken
"""What a reading tells, in this order: its digest, its manner, its batches; or what broke it off."""


def parcels(candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, ...]]:
    """The sources in their order, small ones that follow one another together."""
    parcel: list[Candidate] = []
    size = 0
    for candidate in candidates:
        small = candidate.size <= SMALL and not candidate.is_folder
        if parcel and (not small or len(parcel) >= _MOST_SOURCES or size + candidate.size > _MOST_BYTES):
            yield tuple(parcel)
            parcel, size = [], 0
        if small:
            parcel.append(candidate)
            size += candidate.size
        else:
            yield (candidate,)
    if parcel:
        yield tuple(parcel)


def messages(reading: LocalReading) -> Iterator[Message]:
    """Everything that a source tells."""
    try:
        yield reading.digest()
        yield reading.manner()
        yield from reading.batches(0)
    except (Cancelled, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001 - raised again where the source is taken in
        yield Broken(error, reading.problems())


def read_together(
    asked: Sequence[tuple[Candidate, Settings]],
    engine: RepairEngine,
    token: CancelToken,
    opener: Opener,
) -> list[list[Message] | None]:
    """What each of the sources tells; None for one that holds more than its size promised."""
    preparing = _Preparing()
    told: list[list[Message] | None] = []
    for candidate, settings in asked:
        token.raise_if_cancelled()
        held = _held(candidate.path, opener)
        if held is None:
            told.append(None)
            continue
        reading = LocalReading(
            candidate, settings, engine, token, _Again(candidate.path, held, opener), preparing.later
        )
        told.append(list(messages(reading)))
    preparing.now()
    return told


class ToldReading:
    """A source that was read together with others; see reading.Reading."""

    def __init__(self, told: Iterable[Message]) -> None:
        self._told = iter(told)
        self._problems: list[Problem] = []

    def digest(self) -> str:
        """As LocalReading gives it."""
        found = self._next()
        if not isinstance(found, str):
            raise TypeError(f"{type(found).__name__} where a digest was to come")
        return found

    def manner(self) -> Manner:
        """As LocalReading gives it."""
        found = self._next()
        if not isinstance(found, Manner):
            raise TypeError(f"{type(found).__name__} where a manner was to come")
        return found

    def batches(self, skip: int) -> Iterator[Gathered]:
        """All batches; none can be skipped."""
        if skip:
            raise ValueError("a source that was read with others is read whole")
        while True:
            found = self._next()
            if not isinstance(found, Gathered):
                raise TypeError(f"{type(found).__name__} where a batch was to come")
            yield found
            if found.last:
                return

    def problems(self) -> list[Problem]:
        """What no batch told of."""
        return self._problems

    def leave(self) -> None:
        """Nothing goes on here."""

    def _next(self) -> Message:
        found = next(self._told)
        if isinstance(found, Broken):
            self._problems = found.problems
            raise found.error
        return found


class _Preparing:
    """Batches that are prepared all at once, after their sources were parsed."""

    def __init__(self) -> None:
        self._waiting: list[tuple[PreparedBatch, Sequence[ParsedTurn], str | None]] = []

    def later(self, turns: Sequence[ParsedTurn], channel: str | None) -> PreparedBatch:
        """An empty batch that is filled by ``now``."""
        batch = PreparedBatch()
        self._waiting.append((batch, turns, channel))
        return batch

    def now(self) -> None:
        """Fill all."""
        prepare_all(self._waiting)


class _Again:
    """Opens a file whose content is at hand."""

    def __init__(self, path: Path, data: bytes, opener: Opener) -> None:
        self._path = path
        self._data = data
        self._opener = opener

    def __call__(self, path: Path) -> BinaryIO:
        return io.BytesIO(self._data) if path == self._path else self._opener(path)


def _held(path: Path, opener: Opener) -> bytes | None:
    """What a file holds, unpacked; None when that is much, or when it cannot be read to its end."""
    try:
        with opener(path) as stream:
            data = stream.read(SMALL + 1)
            while data and len(data) <= SMALL and (more := stream.read(SMALL + 1 - len(data))):
                data += more
    except (OSError, EOFError, BadInputError):
        return None
    return data if len(data) <= SMALL else None
