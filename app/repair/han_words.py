"""The Chinese lexicon, opened character by character: which words go on how, without a search for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from app.repair.sorted_lines import SortedLines

ZERO, STEP = 0x50, 0.1
"""How zh_words.zz writes the adjustment of a word: one character, in tenths of log10 around "P"."""

HEARD = 0xA0
"""From this character on it is the frequency of a word the trigram model lacks, in tenths of -log10."""

Endings = dict[str, list[tuple[str, float]]]
"""By the third character of a word: what stands after it, and what is known of the word."""


class Opening:
    """Everything that begins with one character: what is known of it as a word, and the lines."""

    __slots__ = ("_seconds", "lines", "word")

    def __init__(self, word: float | None, lines: str) -> None:
        self.word = word
        """As ``Pair.word``."""
        self.lines = lines
        self._seconds = ""
        """The characters that follow it, as one text: a set of each would take more room than the lexicon."""

    def of(self, seconds: Collection[str]) -> Iterable[str]:
        """Those of some characters that may go on; of few characters every one is to be looked up."""
        if len(seconds) < FEW:
            return seconds
        if not self._seconds:
            self._seconds = "".join(_SECOND.findall(self.lines))
        known = self._seconds
        return [second for second in seconds if second in known]


FEW = 4
"""Looking up so many pairs costs more than knowing which there are."""

_SECOND = re.compile(r"\n.(.).*+(?:\n.\1.*+)*+")
"""Matches all lines in a row that have the same second character."""


class Pair:
    """Everything that begins with two characters."""

    __slots__ = ("endings", "word")

    def __init__(self, word: float | None, endings: Endings) -> None:
        self.word = word
        """log10 of how much commoner the word is in conversation than the trigram model thinks
        (words it lacks included, which it takes for an unknown one); None for what is no word."""
        self.endings = endings


NO_PAIR = Pair(None, {})

MOST_REMEMBERED = 100_000
"""Pairs that are remembered, those among them that begin no word."""


class HanWords:
    """Sorted lines of word and mark. What was opened once is remembered: the lexicon bounds how much."""

    def __init__(self, lines: SortedLines, unknown: float, more: Mapping[str, str] | None = None) -> None:
        """``unknown``: log10 P(a word the trigram model lacks); ``more``: words with marks of their own."""
        self.lines, self.unknown = lines, unknown
        self._more: dict[str, dict[str, str]] = {}
        """By its first character every word that is added, or has another mark than in the lines."""
        for word, mark in (more or {}).items():
            self._more.setdefault(word[0], {})[word] = mark
        self.openings = _Openings(self._open)
        """What begins with a character; None when no word does."""
        self.pairs = _Pairs(self._open_pair)
        """What begins with two characters of which the first begins words; NO_PAIR when nothing does."""

    def _open(self, first: str) -> Opening | None:
        lines = self.lines.block(first)
        if first in self._more:
            marks = {line[:-1]: line[-1] for line in lines.split("\n") if line} | self._more[first]
            lines = "\n" + "".join(sorted([word + mark + "\n" for word, mark in marks.items()]))
        if not lines:
            return None
        # a word of one character has the first line: its mark sorts before every Chinese character
        return Opening(self._known(lines[2]) if lines[3] == "\n" else None, lines)

    def _open_pair(self, pair: str) -> Pair:
        opening = self.openings[pair[0]]
        lines = opening.lines if opening else ""
        start = lines.find("\n" + pair)
        if start < 0:
            return NO_PAIR
        stop = lines.find("\n", lines.rfind("\n" + pair) + 1)
        found = lines[start + 1 : stop].split("\n")
        word = self._known(found.pop(0)[2]) if len(found[0]) == 3 else None
        endings: Endings = {}
        for line in found:
            endings.setdefault(line[2], []).append((line[3:-1], self._known(line[-1])))
        return Pair(word, endings)

    def _known(self, mark: str) -> float:
        code = ord(mark)
        return (code - ZERO) * STEP if code < HEARD else (HEARD - code) * STEP - self.unknown


class _Openings(dict[str, Opening | None]):
    """Fills itself."""

    def __init__(self, find: Callable[[str], Opening | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, first: str) -> Opening | None:
        found = self[first] = self._find(first)
        return found


class _Pairs(dict[str, Pair]):
    """Fills itself; begins anew when it holds too many."""

    def __init__(self, find: Callable[[str], Pair]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, both: str) -> Pair:
        if len(self) > MOST_REMEMBERED:
            self.clear()
        found = self[both] = self._find(both)
        return found
