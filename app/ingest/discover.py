"""Find what may be a transcript under the given paths, in an order that never varies."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import BadInputError
from app.ingest.trees import Entry, entry_of, why
from app.model.reports import SkippedFile

Claim = Callable[[tuple[str, ...]], frozenset[str]]
"""Given the names of a folder's files: those that one format explains as a whole."""

_COMPANIONS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file, or a folder that a format claims; ``name`` is its path under ``root`` with slashes.

    A path may lead on into an archive: ``exports.zip/chat/1.json``. ``members`` are the files of a
    claimed folder, by their names under it with slashes; ``size`` is in bytes, all members together.
    """

    path: Path
    root: Path
    name: str
    size: int
    members: tuple[str, ...] = ()

    @property
    def stored_path(self) -> str:
        """The absolute path as text that can be stored."""
        return _portable(str(self.path))

    @property
    def is_folder(self) -> bool:
        """True for a folder that is one transcript."""
        return bool(self.members)


def discover(
    paths: Iterable[Path], *, corpus: Path | None, claim: Claim
) -> Iterator[Candidate | SkippedFile]:
    """Candidates and unreadable places under ``paths``, in archives too.

    Hidden files, the corpus with its companions and files met before are passed over in
    silence. A folder reached twice, through a link for example, is walked once.
    """
    walk = _Walk(corpus, claim)
    for path in paths:
        yield from walk.start(path)


def singles(folder: Candidate) -> Iterator[Candidate]:
    """The files of a claimed folder, each by itself; one that is gone by now is left out."""
    for member in folder.members:
        path = folder.path / member
        with suppress(OSError, BadInputError):
            yield Candidate(path, folder.root, f"{folder.name}/{member}", entry_of(path).size)


def portable_name(parts: Iterable[str]) -> str:
    """Path parts as a name that can be stored: slashes, and escapes for bytes that are no text."""
    return "/".join(map(_portable, parts))


def _portable(part: str) -> str:
    return part if part.isascii() else os.fsencode(part).decode("utf-8", "backslashreplace")


class _Walk:
    def __init__(self, corpus: Path | None, claim: Claim) -> None:
        self._claim = claim
        self._folders: set[tuple[int, int]] = set()
        self._explained: set[Path] = set()
        own = () if corpus is None else (corpus.with_name(corpus.name + end) for end in _COMPANIONS)
        self._passed = {_real(path) for path in own}
        self._folder_of = Path(), ""

    def start(self, path: Path) -> Iterator[Candidate | SkippedFile]:
        path = path.absolute()
        try:
            entry = entry_of(path)
        except OSError as error:
            yield SkippedFile(str(path), why(error))
            return
        yield from self._visit(entry, path if entry.kind == "folder" else path.parent)

    def _visit(self, entry: Entry, root: Path) -> Iterator[Candidate | SkippedFile]:
        if entry.kind in {"folder", "archive"}:
            yield from self._folder(entry, root)
        elif entry.kind == "other":
            yield SkippedFile(str(entry.path), "not a regular file")
        elif entry.path not in self._explained and self._first_file(entry.path):
            yield Candidate(entry.path, root, portable_name(entry.path.relative_to(root).parts), entry.size)

    def _folder(self, folder: Entry, root: Path) -> Iterator[Candidate | SkippedFile]:
        if not self._first_time(folder):
            return
        claimed = self._claimed(folder, root)
        if claimed is not None:
            yield claimed
        for child in folder.children():
            if isinstance(child, SkippedFile):
                yield child
            else:
                yield from self._visit(child, root)
        folder.forget()

    def _claimed(self, folder: Entry, root: Path) -> Candidate | None:
        """The folder as one transcript, if a format claims it; its files are explained then."""
        listing = {
            name: entry for name, entry in folder.listing().items() if entry.path not in self._explained
        }
        members = tuple(sorted(self._claim(tuple(listing)) & listing.keys())) if listing else ()
        if not members:
            return None
        self._explained.update(listing[name].path for name in members)
        parts = folder.path.relative_to(root).parts or (folder.path.name,)
        base = root if folder.path != root else root.parent
        size = sum(listing[name].size for name in members)
        return Candidate(folder.path, base, portable_name(parts), size, members)

    def _first_file(self, path: Path) -> bool:
        real = self._real_file(path)
        if real in self._passed:
            return False
        self._passed.add(real)
        return True

    def _real_file(self, path: Path) -> str:
        """As ``_real``; where a folder is need not be found out for each of its files."""
        if path.is_symlink():
            return _real(path)
        if self._folder_of[0] != path.parent:
            self._folder_of = path.parent, os.path.realpath(path.parent)
        return os.path.normcase(os.path.join(self._folder_of[1], path.name))  # noqa: PTH118 - names as they are

    def _first_time(self, folder: Entry) -> bool:
        if folder.key is None:
            return True
        if folder.key in self._folders:
            return False
        self._folders.add(folder.key)
        return True


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))
