"""Notice new, changed and vanished files of a folder, by looking at it again and again.

The operating systems' own notifications stop at a number of folders, are silent on network drives and tell
of every write; names, sizes and times of thousands of files are read in a fraction of a second anywhere.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import UserFacingError
from app.i18n import _
from app.model.progress import CancelToken
from app.model.reports import LogEntry
from app.store.corpus import Corpus

LEAST_PAUSE = 1.0
"""Seconds from one look to the next, at least."""
_SHARE = 10.0
"""A look is followed by a pause of so many times what it cost: a tenth of a processor at most is taken."""
SETTLED = 1.5
"""Seconds for which size and time of a file must stay the same before it is taken for finished."""
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart", ".opdownload")
"""Names that browsers and file managers give to what they are still writing."""
_COMPANIONS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: files to take in, files that are gone, how many are still being written."""

    ripe: frozenset[Path]
    gone: tuple[Path, ...]
    waiting: int
    stamps: Mapping[Path, tuple[int, int]] = field(default_factory=dict)
    """Size and time of the files to take in."""


@dataclass(slots=True)
class _Seen:
    size: int
    time: int
    since: float
    taken: bool = False


class FolderWatch:
    """Remembers what a folder held. ``clock`` runs evenly, ``now`` is the time that files bear.

    A file is ``ripe`` in every look from when it is finished until ``taken`` was called with it, or it
    changes again. At first every file is new. Hidden files and the corpus itself are passed over.
    """

    def __init__(
        self,
        folder: Path,
        corpus: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.folder = folder.absolute()
        self.pause = LEAST_PAUSE
        """Seconds until it should be looked again."""
        self._clock = clock
        self._now = now
        self._own = {str(corpus.absolute()) + end for end in _COMPANIONS}
        self._files: dict[Path, _Seen] = {}

    def look(self, token: CancelToken | None = None) -> Look:
        """Compare the folder with what it was; UserFacingError, and nothing forgotten, when it is not there.

        A folder below that cannot be read keeps its files.
        """
        started, worked = self._clock(), time.thread_time()
        unread: list[Path] = []
        present: dict[Path, tuple[int, int]] = {}
        for path, size, changed in self._walk(unread, token or CancelToken()):
            present[path] = (size, changed)
        for path, (size, changed) in present.items():
            self._note(path, size, changed, started)
        gone = [path for path in self._files if path not in present and not _below(path, unread)]
        for path in gone:
            del self._files[path]
        ripe = [
            path for path, seen in self._files.items() if not seen.taken and self._finished(seen, started)
        ]
        waiting = sum(not seen.taken for seen in self._files.values()) - len(ripe)
        # By its cost and not by how long it took: a busy computer must not make it look more rarely still.
        self.pause = max(LEAST_PAUSE, _SHARE * (time.thread_time() - worked), self._clock() - started)
        stamps = {path: present[path] for path in ripe}
        return Look(frozenset(ripe), tuple(sorted(gone)), waiting, stamps)

    def taken(self, found: Look) -> None:
        """The files of a look were taken in; what other looks saw change since then is still new."""
        for path, stamp in found.stamps.items():
            seen = self._files.get(path)
            if seen is not None and stamp == (seen.size, seen.time):
                seen.taken = True

    def _note(self, path: Path, size: int, changed: int, at: float) -> None:
        seen = self._files.get(path)
        if seen is None:
            age = self._now() - changed / 1e9
            # A file that was left alone for long enough before anybody looked need not be waited for.
            since = at - age if age > 0 else at
            self._files[path] = _Seen(size, changed, since)
        elif (seen.size, seen.time) != (size, changed):
            self._files[path] = _Seen(size, changed, at)

    @staticmethod
    def _finished(seen: _Seen, at: float) -> bool:
        return seen.size > 0 and at - seen.since >= SETTLED

    def _walk(self, unread: list[Path], token: CancelToken) -> Iterator[tuple[Path, int, int]]:
        folders = [self.folder]
        known: set[tuple[int, int]] = set()
        while folders:
            folder = folders.pop()
            token.raise_if_cancelled()
            try:
                status = folder.stat()
                key = (status.st_dev, status.st_ino)
                if status.st_ino and key in known:
                    continue
                known.add(key)
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.name.startswith("."):
                            continue
                        if entry.is_dir():
                            folders.append(folder / entry.name)
                        elif self._counts(entry):
                            found = entry.stat()
                            yield folder / entry.name, found.st_size, found.st_mtime_ns
            except OSError as error:
                if folder == self.folder:
                    raise UserFacingError(
                        _("The watched folder {folder} cannot be read: {reason}.").format(
                            folder=folder, reason=error.strerror or error
                        ),
                        _("It is looked at again; what was imported from it is kept."),
                    ) from error
                unread.append(folder)

    def _counts(self, entry: os.DirEntry[str]) -> bool:
        return (
            entry.is_file() and not entry.name.lower().endswith(_UNFINISHED) and entry.path not in self._own
        )


def note_gone(corpus: Corpus, gone: tuple[Path, ...], holder: str) -> list[str]:
    """Write into the log that files of transcripts are not there any more; gives the transcripts' names.

    The transcripts stay as they are.
    """
    names: list[str] = []
    with corpus.writer(holder) as writer:
        for stored in writer.transcripts():
            path = Path(stored.path)
            if any(one == path or one in path.parents or path in one.parents for one in gone):
                names.append(stored.name)
                at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                writer.log(LogEntry(at, stored.name, stored.path, "gone", turns=stored.turns_done))
    return names


def _below(path: Path, folders: list[Path]) -> bool:
    return any(folder in path.parents for folder in folders)
