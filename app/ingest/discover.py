"""Find what may be a transcript under the given paths, in an order that never varies."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.model.reports import SkippedFile

Claim = Callable[[tuple[str, ...]], frozenset[str]]
"""Given the names of a folder's files: those that one format explains as a whole."""

_COMPANIONS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file, or a folder that a format claims; ``name`` is its path under ``root`` with slashes.

    ``members`` are the files of a claimed folder; ``size`` is in bytes, all members together.
    """

    path: Path
    root: Path
    name: str
    size: int
    members: tuple[str, ...] = ()

    @property
    def stored_path(self) -> str:
        """The absolute path as text that can be stored."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    @property
    def is_folder(self) -> bool:
        """True for a folder that is one transcript."""
        return bool(self.members)


def discover(
    paths: Iterable[Path], *, corpus: Path | None, claim: Claim
) -> Iterator[Candidate | SkippedFile]:
    """Candidates and unreadable places under ``paths``.

    Hidden files, the corpus with its companions and files met before are passed over in
    silence. A folder reached twice, through a link for example, is walked once.
    """
    walk = _Walk(corpus, claim)
    for path in paths:
        yield from walk.start(path)


def portable_name(parts: Iterable[str]) -> str:
    """Path parts as a name that can be stored: slashes, and escapes for bytes that are no text."""
    return "/".join(os.fsencode(part).decode("utf-8", "backslashreplace") for part in parts)


class _Walk:
    def __init__(self, corpus: Path | None, claim: Claim) -> None:
        self._claim = claim
        self._folders: set[tuple[int, int]] = set()
        own = () if corpus is None else (corpus.with_name(corpus.name + end) for end in _COMPANIONS)
        self._passed = {_real(path) for path in own}

    def start(self, path: Path) -> Iterator[Candidate | SkippedFile]:
        path = path.absolute()
        try:
            status = path.stat()
        except OSError as error:
            yield SkippedFile(str(path), _why(error))
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self._folder(path, path, status)
        else:
            yield from self._file(path, path.parent, status)

    def _folder(self, folder: Path, root: Path, status: os.stat_result) -> Iterator[Candidate | SkippedFile]:
        if not self._first_time(status):
            return
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
        except OSError as error:
            yield SkippedFile(str(folder), _why(error))
            return
        found: list[tuple[str, os.stat_result]] = []
        for name in names:
            try:
                found.append((name, (folder / name).stat()))
            except OSError as error:
                yield SkippedFile(str(folder / name), _why(error))
        claimed = yield from self._claimed(folder, root, found)
        for name, entry in found:
            if stat.S_ISDIR(entry.st_mode):
                yield from self._folder(folder / name, root, entry)
            elif name not in claimed:
                yield from self._file(folder / name, root, entry)

    def _claimed(
        self, folder: Path, root: Path, found: list[tuple[str, os.stat_result]]
    ) -> Generator[Candidate, None, frozenset[str]]:
        files = {name: status for name, status in found if stat.S_ISREG(status.st_mode)}
        claimed = self._claim(tuple(files)) & files.keys() if files else frozenset()
        if claimed:
            members = tuple(sorted(claimed))
            parts = folder.relative_to(root).parts or (folder.name,)
            base = root if folder != root else root.parent
            yield Candidate(
                folder, base, portable_name(parts), sum(files[name].st_size for name in members), members
            )
        return claimed

    def _file(self, path: Path, root: Path, status: os.stat_result) -> Iterator[Candidate | SkippedFile]:
        if not stat.S_ISREG(status.st_mode):
            yield SkippedFile(str(path), "not a regular file")
            return
        real = _real(path)
        if real not in self._passed:
            self._passed.add(real)
            yield Candidate(path, root, portable_name(path.relative_to(root).parts), status.st_size)

    def _first_time(self, status: os.stat_result) -> bool:
        """Whether this folder was not walked yet; file systems without inode numbers give 0: always new."""
        key = (status.st_dev, status.st_ino)
        if status.st_ino and key in self._folders:
            return False
        self._folders.add(key)
        return True


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read: {error.strerror or error}"
