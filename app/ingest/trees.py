"""Folders to look for transcripts in: those of the disk, and archives as if they were folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.errors import BadInputError
from app.ingest.archives import Member, is_archive, open_archive
from app.model.reports import SkippedFile

Kind = Literal["file", "folder", "archive", "other"]
_ARCHIVE_JUNK = "__MACOSX"


@dataclass(slots=True)
class Entry:
    """A file or folder; ``key`` tells folders apart that are reached twice (None: always another).

    ``size`` is in bytes. ``children`` of a folder or archive are looked up when they are asked for first.
    """

    path: Path
    kind: Kind
    size: int = 0
    key: tuple[int, int] | None = None
    look: Callable[[], list[Entry | SkippedFile]] = field(default=list)
    _children: list[Entry | SkippedFile] | None = None

    def children(self) -> list[Entry | SkippedFile]:
        """What lies in it, by name; what cannot be read is told as skipped. Hidden files are left out."""
        if self._children is None:
            self._children = self.look()
        return self._children

    def forget(self) -> None:
        """Let go of the children."""
        self._children = None

    def listing(self) -> dict[str, Entry]:
        """The files in it and in the folders in it, by their names with slashes."""
        found: dict[str, Entry] = {}
        for child in self.children():
            if isinstance(child, SkippedFile):
                continue
            if child.kind == "file":
                found[child.path.name] = child
            elif child.kind == "folder":
                for inner in child.children():
                    if isinstance(inner, Entry) and inner.kind == "file":
                        found[f"{child.path.name}/{inner.path.name}"] = inner
        return found


def entry_of(path: Path) -> Entry:
    """What a path leads to, on the disk or in an archive; OSError when it leads nowhere."""
    try:
        return _entry(path, path.stat())
    except (NotADirectoryError, FileNotFoundError):
        inside = _inside(path)
        if inside is None:
            raise
        return inside


def why(error: OSError) -> str:
    """An error of the file system in plain words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read: {error.strerror or error}"


def _entry(path: Path, status: os.stat_result) -> Entry:
    """Of a file or folder of the disk. File systems without inode numbers give 0: every folder is another."""
    key = (status.st_dev, status.st_ino) if status.st_ino else None
    if stat.S_ISDIR(status.st_mode):
        return Entry(path, "folder", 0, key, lambda: _scan(path))
    if not stat.S_ISREG(status.st_mode):
        return Entry(path, "other")
    if status.st_size and is_archive(path):
        return Entry(path, "archive", status.st_size, key, lambda: _unfold(path))
    return Entry(path, "file", status.st_size, key)


def _scan(folder: Path) -> list[Entry | SkippedFile]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        return [SkippedFile(str(folder), why(error))]
    found: list[Entry | SkippedFile] = []
    for name in names:
        path = folder / name
        try:
            found.append(_entry(path, path.stat()))
        except OSError as error:
            found.append(SkippedFile(str(path), why(error)))
    return found


def _unfold(path: Path) -> list[Entry | SkippedFile]:
    """The members of an archive as the folders they name."""
    try:
        archive = open_archive(path)
    except (BadInputError, OSError) as error:
        return [SkippedFile(str(path), why(error) if isinstance(error, OSError) else error.message)]
    lost: list[Entry | SkippedFile] = [SkippedFile(str(path), archive.damage)] if archive.damage else []
    if not archive.members:
        return lost or [SkippedFile(str(path), "the archive is empty")]
    return [*lost, *_level(path, archive.members.values(), 0)]


def _level(path: Path, members: Iterable[Member], depth: int) -> list[Entry | SkippedFile]:
    files: dict[str, Member] = {}
    folders: dict[str, list[Member]] = {}
    for member in members:
        name = member.parts[depth] if len(member.parts) > depth else ""
        if not name or name.startswith(".") or name == _ARCHIVE_JUNK:
            if member.why_not and (name == ".." or not name.startswith(".")):
                files["/".join(member.parts)] = member
        elif len(member.parts) == depth + 1:
            files[name] = member
        else:
            folders.setdefault(name, []).append(member)
    found: list[Entry | SkippedFile] = []
    for name in sorted({*files, *folders}):
        if name in folders:
            found.append(_virtual_folder(path / name, folders[name], depth + 1))
        if name in files:
            found.append(_virtual_file(path / name, files[name]))
    return found


def _virtual_folder(path: Path, members: list[Member], depth: int) -> Entry:
    return Entry(path, "folder", look=lambda: _level(path, members, depth))


def _virtual_file(path: Path, member: Member) -> Entry | SkippedFile:
    if member.why_not:
        return SkippedFile(str(path), member.why_not)
    if is_archive(path):
        return SkippedFile(str(path), "an archive in an archive: unpack it and import what comes out")
    return Entry(path, "file", member.size)


def _inside(path: Path) -> Entry | None:
    """What a path such as ``export.zip/a`` leads to."""
    for folder in path.parents:
        if folder.is_file():
            return _below(entry_of(folder), path.relative_to(folder).parts)
        if folder.exists():
            break
    return None


def _below(entry: Entry, parts: tuple[str, ...]) -> Entry | None:
    for part in parts:
        children = (child for child in entry.children() if isinstance(child, Entry))
        found = next((child for child in children if child.path.name == part), None)
        if found is None:
            return None
        entry = found
    return entry
