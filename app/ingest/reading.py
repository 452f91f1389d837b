"""Read one source from its first byte to batches that are ready to be stored; needs no corpus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from app.formats.base import FORMATS
from app.formats.mapping import Columns
from app.ingest.discover import Candidate
from app.ingest.files import Opener, digest_file, digest_folder
from app.ingest.gather import Gathered, Gatherer, Prepare, Problem
from app.ingest.ledger import Settings
from app.ingest.sniff import Sniffed, read_head, sniff_file, sniff_folder
from app.ingest.source import DiskSource
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine
from app.store.prepared import prepare


@dataclass(frozen=True, slots=True)
class Manner:
    """How a source is read, by name: what the bookkeeping keeps of it."""

    format: str
    encoding: str
    channel: str | None
    runner_up: str | None
    columns: Columns | None = None
    """Which column of a table is what, when that was said by the user, now or of its header before."""

    def __reduce__(self) -> tuple[object, ...]:
        """One goes to another process with every source: field by field takes ten times as long."""
        return Manner, (self.format, self.encoding, self.channel, self.runner_up, self.columns)


class Reading(Protocol):
    """A source being read, here or in another process. The steps are taken in this order, each once."""

    def digest(self) -> str:
        """The fingerprint of the content."""

    def manner(self) -> Manner:
        """How it is read; BadInputError when it is no transcript."""

    def batches(self, skip: int) -> Iterator[Gathered]:
        """What it holds, without the first ``skip`` turns; see Gatherer."""

    def problems(self) -> list[Problem]:
        """What was found wrong after the last batch, when reading ended in an error."""

    def leave(self) -> None:
        """The rest is not wanted."""


class LocalReading:
    """Reads in this process."""

    def __init__(
        self,
        candidate: Candidate,
        settings: Settings,
        engine: RepairEngine,
        token: CancelToken,
        opener: Opener,
        preparing: Prepare = prepare,
    ) -> None:
        self._preparing = preparing
        self._candidate = candidate
        self._settings = settings
        self._engine = engine
        self._token = token
        self._opener = opener
        self._sniffed: Sniffed | None = None
        self._gatherer: Gatherer | None = None

    def digest(self) -> str:
        """The fingerprint of the file, or of the folder's members."""
        candidate = self._candidate
        if candidate.is_folder:
            return digest_folder(candidate.path, candidate.members, self._opener)
        return digest_file(candidate.path, self._opener)

    def manner(self) -> Manner:
        """Found out from the beginning of the source."""
        sniffed = self._sniff()
        diagnosis = sniffed.repairer.diagnosis
        return Manner(
            sniffed.format.name, sniffed.encoding, sniffed.channel, diagnosis.runner_up, sniffed.columns
        )

    def batches(self, skip: int) -> Iterator[Gathered]:
        """Read to the end."""
        sniffed = self._sniff()
        self._gatherer = Gatherer(sniffed.channel, self._token, skip, self._preparing)
        return self._gatherer.run(FORMATS[sniffed.format.name], self._source(sniffed))

    def problems(self) -> list[Problem]:
        """What no batch told of."""
        return self._gatherer.problems if self._gatherer else []

    def leave(self) -> None:
        """Nothing goes on by itself here."""

    def _sniff(self) -> Sniffed:
        if self._sniffed is None:
            candidate = self._candidate
            wish = self._settings.wish
            if candidate.is_folder:
                self._sniffed = sniff_folder(
                    candidate.path, candidate.members, self._engine, self._opener, wish
                )
            else:
                self._sniffed = sniff_file(
                    candidate.path, self._engine, self._opener, wish, self._settings.remembered
                )
        return self._sniffed

    def _source(self, sniffed: Sniffed) -> DiskSource:
        def encoding_of(path: Path) -> str:
            if self._candidate.is_folder and self._settings.wish.encoding is None:
                return read_head(path, self._opener).encoding
            return sniffed.encoding

        return DiskSource(
            self._candidate.path,
            opener=self._opener,
            encoding_of=encoding_of,
            repair=partial(sniffed.repairer.repair, token=self._token),
            members=self._candidate.members,
            columns=sniffed.columns,
            token=self._token,
        )
