"""Decide what a source is to the corpus: new, unchanged, unfinished, changed, or another of the same name."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from app.formats.mapping import Columns
from app.ingest.discover import Candidate, portable_name
from app.store.writer import StoredTranscript

Kind = Literal["new", "unchanged", "continue", "replace"]
HoldsContent = Callable[[StoredTranscript], bool]
"""Whether the file that a stored transcript was read from is still there with that content."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What, beside the content, decides how a source is read; None: found out from the content.

    ``columns``: which column of a table is what.
    """

    encoding: str | None
    channel: str | None
    producer: str
    columns: Columns | None = None

    def allow(self, stored: StoredTranscript) -> bool:
        """Whether a stored transcript was read the way that is asked for now."""
        if self.encoding is not None and _plain(self.encoding) != _plain(stored.encoding):
            return False
        return self.channel is None or self.channel == stored.channel


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a source, under which name; ``stored`` is the transcript it concerns, if any."""

    kind: Kind
    name: str
    stored: StoredTranscript | None = None
    duplicate_of: str | None = None


class Ledger:
    """The corpus's transcripts by name, by content, and by the place they were read from."""

    def __init__(self, transcripts: Iterable[StoredTranscript]) -> None:
        self._by_name: dict[str, StoredTranscript] = {}
        self._by_path: dict[str, StoredTranscript] = {}
        self._by_digest: dict[str, list[StoredTranscript]] = {}
        for found in transcripts:
            self.note(found)

    def note(self, found: StoredTranscript) -> None:
        """Add a transcript, or put it in the place of the one of its name."""
        old = self._by_name.get(found.name)
        if old is not None:
            self._by_path.pop(old.path, None)
            self._by_digest[old.digest].remove(old)
        self._by_name[found.name] = found
        self._by_path[found.path] = found
        self._by_digest.setdefault(found.digest, []).append(found)

    def knows(self, candidate: Candidate) -> bool:
        """Whether a transcript of that place or name is there, so that the source may be unchanged."""
        return candidate.stored_path in self._by_path or candidate.name in self._by_name

    def decide(
        self, candidate: Candidate, digest: str, settings: Settings, holds_content: HoldsContent
    ) -> Decision:
        """The rules of identity.

        The path under the imported root names a transcript and the digest tells whether it
        changed. The same name under another root is the same transcript when it has moved or
        was copied (equal content) or was updated elsewhere (the old file is gone or different);
        while the old file is still there as it was imported, it is another transcript, and is
        given a name that begins with its own folder's.
        """
        known = self._by_path.get(candidate.stored_path) or self._by_name.get(candidate.name)
        if known is None:
            return self._new(candidate.name, digest)
        if known.path == candidate.stored_path or known.digest == digest or not holds_content(known):
            return self._against(known, digest, settings)
        return self._new(self._qualified(candidate), digest)

    def _against(self, stored: StoredTranscript, digest: str, settings: Settings) -> Decision:
        if stored.digest == digest and settings.allow(stored):
            if stored.complete:
                return Decision("unchanged", stored.name, stored)
            if stored.producer == settings.producer:
                return Decision("continue", stored.name, stored)
        return Decision("replace", stored.name, stored, self._twin(digest, stored.name))

    def _new(self, name: str, digest: str) -> Decision:
        return Decision("new", name, duplicate_of=self._twin(digest, name))

    def _twin(self, digest: str, name: str) -> str | None:
        return next((found.name for found in self._by_digest.get(digest, ()) if found.name != name), None)

    def _qualified(self, candidate: Candidate) -> str:
        """The shortest free name made of the last folders of the root and the name."""
        name = candidate.name
        for folder in reversed(candidate.root.parts[1:]):
            name = f"{portable_name([folder])}/{name}"
            if name not in self._by_name:
                return name
        number = 2
        while f"{name} ({number})" in self._by_name:
            number += 1
        return f"{name} ({number})"


def _plain(encoding: str) -> str:
    """One spelling per encoding; a byte order mark makes no difference."""
    try:
        return codecs.lookup(encoding).name.removesuffix("-sig")
    except LookupError:
        return encoding
