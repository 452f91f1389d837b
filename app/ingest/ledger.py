"""Decide what a source is to the corpus: new, unchanged, unfinished, changed, or another of the same name."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from app.formats.base import FORMATS
from app.formats.mapping import Columns, Remembered
from app.ingest.discover import Candidate, portable_name
from app.ingest.wishes import NO_WISH, Wish, kept_wish
from app.store.writer import StoredTranscript

Kind = Literal["new", "unchanged", "continue", "replace"]
HoldsContent = Callable[[StoredTranscript], bool]
"""Whether the file that a stored transcript was read from is still there with that content."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What, beside the content, decides how a source is read: wishes, and mappings given to headers before.

    ``version`` is that of the program. ``anew``: what was wanted before is taken back.
    """

    wish: Wish
    version: str
    remembered: Remembered = field(default_factory=Remembered)
    anew: bool = False

    def allow(self, stored: StoredTranscript) -> bool:
        """Whether a stored transcript was read the way that is asked for now."""
        wish = self.wish
        if self.anew or wish.format not in {None, stored.format}:
            return False
        if wish.encoding is not None and _plain(wish.encoding) != _plain(stored.encoding):
            return False
        if wish.channel not in {None, stored.channel}:
            return False
        if wish.columns is None or not _tabular(stored.format):
            return True
        return wish.columns == kept_wish(stored.producer).columns

    def told(self, format_name: str, columns: Columns | None = None) -> str:
        """What the bookkeeping keeps of it for a source of that format, which used these columns."""
        mapped = (self.wish.columns or columns) if _tabular(format_name) else None
        wish = self.wish if mapped is self.wish.columns else replace(self.wish, columns=mapped)
        return wish.told(self.version)


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

    def kept(self, candidate: Candidate) -> Wish:
        """What was wanted for this source when it was read before, here or where it lay before it moved."""
        stored = self._by_path.get(candidate.stored_path)
        if stored is not None:
            return kept_wish(stored.producer)
        stored = self._by_name.get(candidate.name)
        if stored is None:
            return NO_WISH
        wish = kept_wish(stored.producer)
        return wish if wish == NO_WISH or not Path(stored.path).exists() else NO_WISH

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
            if stored.producer == settings.told(stored.format):
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


def _tabular(format_name: str) -> bool:
    found = FORMATS.find(format_name)
    return found is not None and found.tabular


def _plain(encoding: str) -> str:
    """One spelling per encoding; a byte order mark makes no difference."""
    try:
        return codecs.lookup(encoding).name.removesuffix("-sig")
    except LookupError:
        return encoding
