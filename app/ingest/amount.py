"""How far an import has come: many small sources are counted, few or large ones weighed."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import _
from app.ingest.discover import Candidate
from app.model.progress import Progress

_KB = 1024
_MANY = 100
"""Sources; weighed, so many small ones stood still for as long as the first of them are read together."""
_SMALL = 1 << 20
"""Bytes of a source at most, to be one of many that count alike."""


class Amount:
    """Reports on the sources of one run, which are passed in their order."""

    def __init__(self, candidates: Sequence[Candidate] = ()) -> None:
        self._counts = len(candidates) >= _MANY and all(one.size <= _SMALL for one in candidates)
        self._number = len(candidates)
        self._bytes = sum(candidate.size for candidate in candidates)
        self._passed = self._passed_bytes = 0

    def report(self, candidate: Candidate, read: int) -> Progress:
        """The report while ``read`` bytes of a source were read."""
        if self._counts:
            return Progress(_("importing"), self._passed, self._number, _("files"), candidate.name)
        done = self._passed_bytes + min(read, candidate.size)
        return Progress(_("importing"), done // _KB, self._bytes // _KB, "KB", candidate.name)

    def leave(self, candidate: Candidate) -> None:
        """A source is done with."""
        self._passed += 1
        self._passed_bytes += candidate.size
