"""Offsets between code points (Python, the corpus, the command line) and UTF-16 units (Qt)."""

from __future__ import annotations

import re
from bisect import bisect_left

from app.model.ids import CodePoint, Utf16Offset

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Map:
    """Converts many offsets of one text; building it costs one scan, each answer O(log astral characters).

    Offsets are clamped to the text. An offset between the two units of a character gives its start.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral: list[int] = [] if text.isascii() else [m.start() for m in _ASTRAL.finditer(text)]
        # UTF-16 offset at which the second unit of each astral character stands.
        self._second = [at + number + 1 for number, at in enumerate(self._astral)]

    def to_utf16(self, offset: CodePoint) -> Utf16Offset:
        """The UTF-16 offset of a code-point offset."""
        at = min(max(offset, 0), self._length)
        return Utf16Offset(at + bisect_left(self._astral, at))

    def from_utf16(self, offset: Utf16Offset) -> CodePoint:
        """The code-point offset of a UTF-16 offset."""
        at = min(max(offset, 0), self._length + len(self._astral))
        return CodePoint(at - bisect_left(self._second, at + 1))


def to_utf16(text: str, offset: CodePoint) -> Utf16Offset:
    """The UTF-16 offset of one code-point offset into ``text``."""
    return Utf16Map(text).to_utf16(offset)


def from_utf16(text: str, offset: Utf16Offset) -> CodePoint:
    """The code-point offset of one UTF-16 offset into ``text``."""
    return Utf16Map(text).from_utf16(offset)
