"""Compressed files read as what they hold: gzip, bzip2, xz and Zstandard, known by their first bytes."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final, Protocol

import zstandard

from app.errors import BadInputError

MOST_TIMES: Final = 300
ALWAYS_ALLOWED: Final = 256 << 20
"""Text may come out at most so many times as large as it went in; so many bytes may always come out."""
_ZSTD_WINDOW: Final = 1 << 31
"""Dumps of whole sites are packed with windows this large."""
_LONGEST_MAGIC: Final = 6
_BLOCK: Final = 256 * 1024
_PACKED_BLOCK: Final = 32 * 1024
"""Small, as all that comes out of it is held at once."""


class DamagedDataError(BadInputError):
    """Packed data that break off or were changed; what came out before is sound."""


class _Reader(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...

    def close(self) -> None: ...


class _Zstd:
    """Frames of a Zstandard stream; the library's own reader ends in silence where one breaks off."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame = self._decompressor.decompressobj()
        self._ready = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        while not self._ready:
            packed = (self._frame.unused_data if self._frame.eof else b"") or self._stream.read(_PACKED_BLOCK)
            if self._frame.eof:
                if not packed:
                    return b""
                self._frame = self._decompressor.decompressobj()
            elif not packed:
                raise EOFError("the compressed file ended before its end")
            self._ready = memoryview(self._frame.decompress(packed))
        given, self._ready = self._ready[:size], self._ready[size:]
        return bytes(given)

    def close(self) -> None:
        """Let go of what was unpacked."""
        self._ready = memoryview(b"")


_OPENERS: Final[dict[bytes, Callable[[BinaryIO], _Reader]]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\0": lzma.LZMAFile,
    b"\x28\xb5\x2f\xfd": _Zstd,
}
BROKEN: Final = (EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError, gzip.BadGzipFile)
"""What the libraries raise where compressed data break off or were changed."""


def unpacked(stream: BinaryIO) -> BinaryIO:
    """The stream itself, at its beginning, or what comes out of it when it is compressed."""
    magic = stream.read(_LONGEST_MAGIC)
    stream.seek(0)
    for start, open_ in _OPENERS.items():
        if magic.startswith(start):
            return io.BufferedReader(Unpacked(stream, open_), _BLOCK)
    return stream


class Guard:
    """Counts what comes out of packed data, and stops data made to expand without end."""

    def __init__(self, packed: int) -> None:
        self._most = max(ALWAYS_ALLOWED, packed * MOST_TIMES)
        self.count = 0

    def take(self, size: int) -> None:
        """So many bytes more came out; BadInputError when that is too many."""
        self.count += size
        if self.count > self._most:
            raise BadInputError(
                f"it expands to more than {MOST_TIMES} times its size",
                "If you trust it, unpack it and import what comes out.",
                place=f"byte {self.count:,} of what it holds",
            )


class Unpacked(io.RawIOBase):
    """What a compressed stream holds, read from its beginning; ``packed_read`` counts compressed bytes.

    Data that break off or were changed end in DamagedDataError with the place, after all that was sound.
    """

    def __init__(self, stream: BinaryIO, open_: Callable[[BinaryIO], _Reader]) -> None:
        super().__init__()
        self._packed = stream
        self._open = open_
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        self._guard = Guard(size)
        self._size = size
        self._inner = open_(stream)

    @property
    def packed_read(self) -> int:
        """How many compressed bytes were taken so far."""
        return self._packed.tell()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io asks for just this
        """See io.RawIOBase."""
        try:
            data = piece(self._inner, len(buffer))
        except (*BROKEN, OSError) as error:
            place = f"byte {self._guard.count:,} of what it holds"
            raise DamagedDataError(f"the compressed data are damaged: {error}", place=place) from error
        self._guard.take(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the compressed stream too."""
        if not self.closed:
            self._inner.close()
            self._packed.close()
        super().close()


def piece(stream: Any, size: int) -> bytes:
    """At most ``size`` bytes of a stream, as they come: none is lost because a later one is damaged."""
    data: bytes = getattr(stream, "read1", stream.read)(size)
    return data


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """The rest of a stream, piece by piece."""
    while block := piece(stream, _BLOCK):
        yield block
