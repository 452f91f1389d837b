"""UTF-8 with lines in another encoding: logs that several programs wrote to, files that were joined.

Such an encoding is called ``utf-8+gb18030`` and is a codec like any other. Each line is UTF-8 unless most of
its bytes beyond ASCII are not, and is then read in the second encoding, unless UTF-8 loses less of it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

UTF8: Final = "utf-8"
_LONGEST: Final = 64 * 1024
"""Bytes of a line that are judged together."""
_NAME: Final = re.compile(r"utf[-_]?8[+_](?P<second>[a-z0-9][a-z0-9_.-]*)")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_PRINTABLE: Final = bytes(range(32, 127))
_LAST_SIGN: Final = re.compile(rb"(?s).*([ -/])")
"""Space, quotes, commas: no byte of a longer character in any encoding."""
_CUT_OFF: Final = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{1,2})\s*\Z")
"""A character that lost its end where a line was cut."""


def mixed_with(second: str) -> str:
    """The name of UTF-8 with lines in a second encoding."""
    return f"{UTF8}+{second}"


def foreign_lines(data: bytes) -> list[bytes]:
    """The lines in another encoding than UTF-8; noise within a line does not count, nor does a cut end."""
    try:
        data.decode(UTF8)
    except UnicodeDecodeError:
        return [line for line in data.splitlines() if _is_foreign(_CUT_OFF.sub(b"", line))]
    return []


def _is_foreign(line: bytes) -> bool:
    """Whether more bytes are none of UTF-8 than others are; that two bytes are some may be chance."""
    bad = good = 0
    for char in _BEYOND_ASCII.findall(line.decode(UTF8, "surrogateescape")):
        if "\udc80" <= char <= "\udcff":
            bad += 1
        else:
            good += 1 if char < "\u0800" else 3
    return bad > good


def _text(line: bytes, second: str, errors: str) -> str:
    if not _is_foreign(line):
        return line.decode(UTF8, errors)
    read = line.decode(second, errors)
    return read if "\ufffd" not in read else min(read, line.decode(UTF8, errors), key=_lost)


def _lost(text: str) -> int:
    return text.count("\ufffd")


class _Lines(codecs.IncrementalDecoder):
    """Holds back an unfinished line; how the bytes are handed out does not change the text."""

    def __init__(self, second: str, errors: str = "strict") -> None:
        super().__init__(errors)
        self._second = second
        self._held = b""

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]  # called by position
        """The text of the lines that ended."""
        held = self._held + data
        end = len(held) if final else max(held.rfind(b"\n"), held.rfind(b"\r")) + 1
        parts: list[str] = []
        if end:
            parts.append(self._lines(held[:end]))
        held = held[end:]
        while len(held) > _LONGEST:
            cut = _between(held)
            parts.append(_text(held[:cut], self._second, self.errors))
            held = held[cut:]
        self._held = held
        return "".join(parts)

    def reset(self) -> None:
        """Forget an unfinished line."""
        self._held = b""

    def _lines(self, data: bytes) -> str:
        try:
            return data.decode(UTF8)
        except UnicodeDecodeError:
            return "".join(self._pieces(data))

    def _pieces(self, data: bytes) -> Iterator[str]:
        for line in data.splitlines(keepends=True):
            rest = line
            while len(rest) > _LONGEST:
                cut = _between(rest)
                yield _text(rest[:cut], self._second, self.errors)
                rest = rest[cut:]
            yield _text(rest, self._second, self.errors)


def _between(line: bytes) -> int:
    """Where a long line can be cut: after a plain sign, or before what may begin a character of UTF-8."""
    sign = _LAST_SIGN.search(line, 0, _LONGEST)
    if sign:
        return sign.end(1)
    for cut in range(_LONGEST, _LONGEST - 4, -1):
        if not 0x80 <= line[cut] < 0xC0:
            return cut
    return _LONGEST


def _codec(name: str) -> codecs.CodecInfo | None:
    """The codec of a name like utf-8+gb18030; None for other names, and where there is no second encoding."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        second = codecs.lookup(found["second"]).name
        if "".encode(second) or _PRINTABLE.decode(second) != _PRINTABLE.decode("ascii") or second == UTF8:
            return None
    except (LookupError, ValueError):
        return None

    def decode(data: ReadableBuffer, errors: str = "strict", /) -> tuple[str, int]:
        whole = bytes(data)
        return _Lines(second, errors).decode(whole, final=True), len(whole)

    name = mixed_with(second)
    return codecs.CodecInfo(
        codecs.utf_8_encode, decode, incrementaldecoder=partial(_Lines, second), name=name
    )


codecs.register(_codec)
