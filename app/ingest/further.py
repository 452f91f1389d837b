"""Lines from further on in a long file: damage and other encodings may begin after its first 64 KB."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from app.errors import BadInputError
from app.ingest.files import Opener

HEAD_BYTES = 64 * 1024
"""So much of every file is looked at whole."""
_BYTES = 16 * 1024
_PLACES = (0.2, 0.4, 0.6, 0.8, 0.95)
_PLACES_AHEAD = (HEAD_BYTES, 256 << 10, 1 << 20, 4 << 20, 16 << 20)
_SKIPPED_AT_ONCE = 1 << 20


def lines_further_on(path: Path, opener: Opener) -> bytes:
    """Whole lines from several places beyond the beginning; none of a file that has no more."""
    with opener(path) as stream:
        return b"".join(_spread(stream) if stream.seekable() else _ahead(stream))


def _spread(stream: BinaryIO) -> Iterator[bytes]:
    """Lines from all over a file."""
    with suppress(BadInputError):  # damage is told by those who read all
        size = stream.seek(0, io.SEEK_END)
        for place in _PLACES:
            start = int(size * place)
            if start >= HEAD_BYTES:
                stream.seek(start)
                yield _whole_lines(stream.read(_BYTES))


def _ahead(stream: BinaryIO) -> Iterator[bytes]:
    """Lines at growing distances from the beginning of a stream that only runs forward."""
    at = 0
    with suppress(BadInputError):  # a broken end is told by those who read all
        for place in _PLACES_AHEAD:
            while at < place and (data := stream.read(min(place - at, _SKIPPED_AT_ONCE))):
                at += len(data)
            data = stream.read(_BYTES)
            at += len(data)
            yield _whole_lines(data)


def _whole_lines(data: bytes) -> bytes:
    return data[data.find(b"\n") + 1 : data.rfind(b"\n") + 1]
