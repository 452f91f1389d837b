"""Tables that are no text, read as JSON Lines: Excel workbooks and Parquet, known by their first bytes.

What comes out is a row a line, so that every format of records reads them, mapped as other tables are.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from app.errors import BadInputError
from app.ingest.parquet import parquet_rows
from app.ingest.unpacked import Unpacked
from app.ingest.workbooks import is_workbook, workbook_rows
from app.model.parsed import JsonValue

_LONGEST_MAGIC: Final = 8
_ZIP, _PARQUET, _OLE = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BUFFER: Final = 256 * 1024
_Rows = Callable[[BinaryIO], Iterator[dict[str, JsonValue]]]


def as_lines(stream: BinaryIO) -> BinaryIO:
    """The stream itself, at its beginning, or the rows in it as JSON Lines in UTF-8.

    BadInputError for documents of old Office programs and for encrypted ones.
    """
    if not stream.seekable():
        return stream
    magic = stream.read(_LONGEST_MAGIC)
    stream.seek(0)
    if magic.startswith(_PARQUET):
        return _lines_of(stream, parquet_rows)
    if magic.startswith(_ZIP) and is_workbook(stream):
        return _lines_of(stream, workbook_rows)
    if magic.startswith(_OLE):
        stream.close()
        raise BadInputError(
            "a document of an old Office program, or an encrypted one",
            "Save it as .xlsx or CSV without a password, and import that.",
        )
    return stream


def _lines_of(stream: BinaryIO, rows: _Rows) -> BinaryIO:
    return io.BufferedReader(_Converted(stream, lambda packed: _Lines(rows(packed))), _BUFFER)


class _Converted(Unpacked):
    """Rows as lines; libraries jump about in the file, so what was read is the furthest place so far."""

    _furthest = 0

    @property
    def packed_read(self) -> int:
        """How far reading has come, in bytes of the file."""
        self._furthest = max(self._furthest, min(super().packed_read, self._size))
        return self._furthest


class _Lines:
    """Rows written as lines of JSON, as many as are asked for."""

    def __init__(self, rows: Iterator[dict[str, JsonValue]]) -> None:
        self._rows = rows
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        while not self._rest:
            row = next(self._rows, None)
            if row is None:
                return b""
            line = json.dumps(row, ensure_ascii=False) + "\n"
            self._rest = line.encode("utf-8", "backslashreplace")
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def close(self) -> None:
        """No more rows are wanted."""
        self._rows = iter(())
        self._rest = b""
