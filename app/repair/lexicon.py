"""Word lists of scripts other than Chinese, with the frequency of every word."""

from __future__ import annotations

import lzma
from collections.abc import Callable
from functools import cache
from pathlib import Path

from app.paths import resource
from app.repair.sorted_lines import SortedLines

ZERO, STEP = 0x50, 0.1
"""How a list writes a frequency: after word and space, one character, in tenths of -log10 from "P" on."""

PREFIX = 1.0
"""What ``find`` gives for the beginning of a word (a logarithm of a probability is never positive)."""

MOST_REMEMBERED = 100_000

MOST_OPENED = 20_000
"""Beginnings whose next letters are remembered."""

OF_BLOCK = {
    "latin": "latin", "cyrillic": "cyrillic", "greek": "greek", "arabic": "arabic", "hebrew": "hebrew",
    "devanagari": "devanagari", "hangul": "hangul", "kana": "japanese", "thai": "thai",
    "indic": "indic", "armenian": "armenian", "ethiopic": "ethiopic", "georgian": "georgian",
    "khmer": "khmer", "lao": "lao", "myanmar": "myanmar", "tibetan": "tibetan",
}  # fmt: skip
"""Which list the words of a block are looked up in."""

WITHOUT_SPACES = frozenset({"japanese", "thai", "hangul", "khmer", "lao", "myanmar"})
"""Lists of scripts that write words without spaces between them."""

CONNECTED = frozenset({"japanese", "hangul"})
"""Lists whose words have classes."""


class Lexicon:
    """A sorted word list, searched by its first characters; small letters only."""

    def __init__(self, name: str, file: Path) -> None:
        self.name = name
        self.spaced = name not in WITHOUT_SPACES
        self._lines = SortedLines(lzma.decompress(file.read_bytes()).decode("utf-8"))
        self.scores = _Scores(self._search)
        """log10 P(word) of what is a word, PREFIX of what only longer words begin with, else None."""
        self._following: dict[str, frozenset[str]] = {}

    def find(self, prefix: str) -> float | None:
        """log10 P(word) when ``prefix`` is a word, PREFIX when only longer words begin so, else None."""
        return self.scores[prefix]

    def following(self, prefix: str) -> frozenset[str]:
        """The letters that may come next in a word that begins so; a space where one ends."""
        found = self._following.get(prefix)
        if found is None:
            if len(self._following) > MOST_OPENED:
                self._following.clear()
            found = self._following[prefix] = self._lines.following(prefix)
        return found

    def line(self, prefix: str) -> str | None:
        """The first line that begins so: a word, a space and what is known of it; None when there is none."""
        return self._lines.first(prefix)

    def _search(self, prefix: str) -> float | None:
        if not prefix:
            return PREFIX
        line = self.line(prefix)
        if line is None:
            return None
        size = len(prefix)
        return (ZERO - ord(line[size + 1])) * STEP if line[size] == " " else PREFIX


class _Scores(dict[str, float | None]):
    """Fills itself; begins anew when it holds too many."""

    def __init__(self, search: Callable[[str], float | None]) -> None:
        super().__init__()
        self._search = search

    def __missing__(self, prefix: str) -> float | None:
        if len(self) > MOST_REMEMBERED:
            self.clear()
        found = self[prefix] = self._search(prefix)
        return found


@cache
def lexicon(name: str) -> Lexicon | None:
    """A shipped word list, read on first need; None when there is none of that name."""
    file = resource("models", f"words-{name}.xz")
    return Lexicon(name, file) if file.is_file() else None
