"""Zip and tar archives read as folders. Members are only ever read: no name in an archive becomes a path."""

from __future__ import annotations

import io
import tarfile
import tempfile
import threading
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from app.errors import BadInputError
from app.ingest.unpacked import DamagedDataError, Guard, blocks, piece, unpacked
from app.text.decode import detect

MOST_MEMBERS: Final = 500_000
_ZIP_SUFFIX: Final = ".zip"
_TAR_SUFFIXES: Final = (
    ".tar",
    ".tar.gz",
    ".tgz",
    ".tar.bz2",
    ".tbz2",
    ".tar.xz",
    ".txz",
    ".tar.zst",
    ".tzst",
)
_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800
_SYMLINK: Final = 0o120000
_OPEN_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: the parts of its name, its size in bytes, and why it cannot be read, if so."""

    parts: tuple[str, ...]
    size: int
    why_not: str = ""


class Archive(ABC):
    """An open archive; may be read by several threads at once."""

    members: dict[tuple[str, ...], Member]
    damage: str = ""
    """Why there may have been more members."""

    @abstractmethod
    def open(self, parts: tuple[str, ...]) -> BinaryIO:
        """A member as it was packed into the archive, seekable; KeyError when there is none of that name."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""


def is_archive(path: Path) -> bool:
    """Whether a file's name is that of an archive; names of office documents, which are zips too, are not."""
    return path.name.lower().endswith((_ZIP_SUFFIX, *_TAR_SUFFIXES))


def open_archive(path: Path) -> Archive:
    """The archive in a file, from the last few that were opened; BadInputError when it cannot be read."""
    status = path.stat()
    key = (str(path), status.st_mtime_ns, status.st_size)
    with _lock:
        found = _opened.pop(key, None) or _open(path)
        _opened[key] = found
        while len(_opened) > _OPEN_AT_ONCE:
            _opened.popitem(last=False)[1].close()
        return found


def forget_archives() -> None:
    """Close what open_archive keeps open."""
    with _lock:
        while _opened:
            _opened.popitem()[1].close()


_lock = threading.Lock()
_opened: OrderedDict[tuple[str, int, int], Archive] = OrderedDict()


def open_member(path: Path) -> BinaryIO | None:
    """The member that a path such as ``export.zip/a/b.json`` leads to; None when it leads into no archive.

    Raises FileNotFoundError when the archive has no member of that name.
    """
    for folder in path.parents:
        if folder.is_file():
            if not is_archive(folder):
                return None
            try:
                return open_archive(folder).open(path.relative_to(folder).parts)
            except KeyError:
                raise FileNotFoundError(str(path)) from None
        if folder.exists():
            return None
    return None


def _open(path: Path) -> Archive:
    try:
        if path.name.lower().endswith(_ZIP_SUFFIX):
            return _Zip(path)
        return _Tar(path)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, NotImplementedError) as error:
        raise BadInputError(f"the archive is damaged: {str(error).rstrip('.').lower()}") from error


def _checked(members: Iterable[Member]) -> dict[tuple[str, ...], Member]:
    """Members by name: the last of a name counts, as it does for those who unpack."""
    found: dict[tuple[str, ...], Member] = {}
    for member in members:
        found[member.parts] = member
        if len(found) > MOST_MEMBERS:
            raise BadInputError(f"the archive has more than {MOST_MEMBERS:,} files")
    return found


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in {"", "."})


def _why_bad_name(name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or (parts[0].endswith(":") and len(parts[0]) == 2):
        return "its name leads out of the archive"
    return "its name holds a NUL" if "\0" in name else ""


class _Zip(Archive):
    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        self._infos: dict[tuple[str, ...], zipfile.ZipInfo] = {}
        self.members = _checked(self._member(info) for info in self._zip.infolist() if not info.is_dir())
        size = path.stat().st_size
        guard = Guard(size)
        guard.take(sum(member.size for member in self.members.values()))

    def _member(self, info: zipfile.ZipInfo) -> Member:
        name = _zip_name(info)
        member = Member(_parts(name), info.file_size, _why_not_zip(info, name))
        self._infos[member.parts] = info
        return member

    def open(self, parts: tuple[str, ...]) -> BinaryIO:
        member = self.members[parts]
        if member.why_not:
            raise BadInputError(member.why_not)
        try:
            return io.BufferedReader(_ZipMember(self._zip, self._infos[parts]))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise BadInputError(f"the archive is damaged: {error}") from error

    def close(self) -> None:
        self._zip.close()


class _ZipMember(io.RawIOBase):
    """One member; damage is told as BadInputError with the place."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        super().__init__()
        self._stream = archive.open(info)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return self._stream.seek(offset, whence)
        except (zipfile.BadZipFile, EOFError, zlib.error) as error:
            raise DamagedDataError(f"the archive is damaged: {error}") from error

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io asks for just this
        place = f"byte {self._stream.tell():,}"
        try:
            data = piece(self._stream, len(buffer))
        except (zipfile.BadZipFile, EOFError, zlib.error, OSError) as error:
            raise DamagedDataError(f"the archive is damaged: {error}", place=place) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
        super().close()


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member: UTF-8 where the archive says so, or else in the encoding that fits its bytes."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    data = name.encode("cp437")  # what zipfile took it for
    try:
        return data.decode(detect(data).encoding)
    except (BadInputError, UnicodeDecodeError):
        return name


def _why_not_zip(info: zipfile.ZipInfo, name: str) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted: unpack it with its password and import what comes out"
    if (info.external_attr >> 16) & 0o170000 == _SYMLINK:
        return "it is a link"
    return _why_bad_name(name)


class _Tar(Archive):
    """A tar archive; a compressed one is unpacked into a nameless temporary file first, within bounds."""

    def __init__(self, path: Path) -> None:
        stream = unpacked(path.open("rb"))
        if not stream.seekable():
            stream, self.damage = _spooled(stream)
        self._stream = stream
        self._lock = threading.Lock()
        self._places: dict[tuple[str, ...], tuple[int, int]] = {}
        try:
            with tarfile.open(fileobj=stream, mode="r:") as index:
                self.members = _checked(self._listed(index))
        except BaseException:
            stream.close()
            raise

    def _listed(self, index: tarfile.TarFile) -> Iterator[Member]:
        """The members up to where the archive breaks off."""
        some = False
        try:
            for info in index:
                some = True
                if not info.isdir():
                    yield self._member(info)
        except (tarfile.TarError, EOFError) as error:
            if not some:
                raise
            self.damage = self.damage or f"the archive is damaged: {str(error).rstrip('.').lower()}"

    def _member(self, info: tarfile.TarInfo) -> Member:
        why_not = _why_bad_name(info.name) or ("" if info.isreg() else "it is a link or a device")
        member = Member(_parts(info.name), info.size, why_not or ("it is sparse" if info.issparse() else ""))
        self._places[member.parts] = (info.offset_data, info.size)
        return member

    def open(self, parts: tuple[str, ...]) -> BinaryIO:
        member = self.members[parts]
        if member.why_not:
            raise BadInputError(member.why_not)
        return io.BufferedReader(_Part(self._stream, self._lock, *self._places[parts]))

    def close(self) -> None:
        self._stream.close()


def _spooled(stream: BinaryIO) -> tuple[BinaryIO, str]:
    """What a compressed archive holds in a file of its own, and why that may not be all."""
    spool = tempfile.TemporaryFile(prefix="parlance-")  # noqa: SIM115 - the archive closes it
    damage = ""
    try:
        with stream:
            try:
                for block in blocks(stream):
                    spool.write(block)
            except DamagedDataError as error:
                if not spool.tell():
                    raise
                damage = error.message
        spool.seek(0)
    except BaseException:
        spool.close()
        raise
    return spool, damage


class _Part(io.RawIOBase):
    """Bytes ``start`` to ``start + size`` of a stream that others read too."""

    def __init__(self, stream: BinaryIO, lock: threading.Lock, start: int, size: int) -> None:
        super().__init__()
        self._stream, self._lock, self._start, self._size, self._at = stream, lock, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io asks for just this
        want = min(len(buffer), self._size - self._at)
        if want <= 0:
            return 0
        with self._lock:
            self._stream.seek(self._start + self._at)
            data = self._stream.read(want)
        if not data:
            raise DamagedDataError("the archive breaks off", place=f"byte {self._at:,}")
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
