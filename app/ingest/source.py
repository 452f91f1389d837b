"""A transcript on disk as the formats see it: decoded in chunks, repaired piece by piece."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from app.formats.base import Source
from app.formats.mapping import Columns
from app.ingest.files import Opener
from app.ingest.unpacked import Unpacked, piece
from app.model.progress import CancelToken
from app.model.repair import RepairedText
from app.text.decode import open_decoded
from app.text.lines import iter_lines

EncodingOf = Callable[[Path], str]
Repair = Callable[[str], RepairedText]
_CHUNK_BYTES: Final = 256 * 1024


class DiskSource(Source):
    """A file, or a claimed folder with its ``members``.

    ``bytes_read`` tells how far reading has come: what is read once more counts from its beginning again.
    """

    def __init__(
        self,
        path: Path,
        *,
        opener: Opener,
        encoding_of: EncodingOf,
        repair: Repair,
        members: tuple[str, ...] = (),
        columns: Columns | None = None,
        token: CancelToken | None = None,
    ) -> None:
        self.path = path
        self.columns = columns
        self.bytes_read = 0
        self._opener = opener
        self._encoding_of = encoding_of
        self._repair = repair
        self._members = members
        self._token = token or CancelToken()
        self._read: dict[str | None, int] = {}

    def lines(self) -> Iterator[RepairedText]:
        """Decoded lines, each repaired."""
        return map(self._repair, iter_lines(self.chunks()))

    def chunks(self, member: str | None = None) -> Iterator[str]:
        """Decoded chunks as they stand in the file."""
        path = self._path_of(member)
        encoding = self._encoding_of(path)
        with self._opener(path) as stream:
            counted = _Counted(stream, self._counter(member))
            yield from open_decoded(counted, encoding)  # type: ignore[arg-type]  # it reads

    def byte_chunks(self, member: str | None = None) -> Iterator[bytes]:
        """What stands in the file, undecoded."""
        with self._opener(self._path_of(member)) as stream:
            counted = _Counted(stream, self._counter(member))
            while chunk := counted.read(_CHUNK_BYTES):
                yield chunk

    def member_names(self) -> tuple[str, ...]:
        """Names of the folder's files."""
        return self._members

    def repair(self, text: str) -> RepairedText:
        """One string, repaired."""
        return self._repair(text)

    def _path_of(self, member: str | None) -> Path:
        if member is None:
            return self.path
        if member not in self._members:
            raise KeyError(member)
        return self.path / member

    def _counter(self, member: str | None) -> Callable[[int], None]:
        self.bytes_read -= self._read.get(member, 0)
        self._read[member] = 0

        def count(size: int) -> None:
            self._token.raise_if_cancelled()
            self._read[member] += size
            self.bytes_read += size

        return count


class _Counted:
    """A stream that tells how many bytes were taken from it, counted as they lie on the disk."""

    def __init__(self, stream: BinaryIO, count: Callable[[int], None]) -> None:
        self._stream = stream
        self._count = count
        raw = getattr(stream, "raw", None)
        self._packed = raw if isinstance(raw, Unpacked) else None
        self._breakable = not isinstance(raw, io.FileIO | None)
        self._told = 0

    def read(self, size: int = -1) -> bytes:
        data = piece(self._stream, size) if self._breakable else self._stream.read(size)
        if self._packed is None:
            self._count(len(data))
        else:
            read = self._packed.packed_read
            self._count(read - self._told)
            self._told = read
        return data
