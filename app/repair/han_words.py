"""The Chinese lexicon, opened character by character: which words go on how, without a search for each."""

from __future__ import annotations

import re

from app.repair.sorted_lines import SortedLines

ZERO, STEP = 0x50, 0.1
"""How zh_words.zz writes the adjustment of a word: one character, in tenths of log10 around "P"."""

HEARD = 0xA0
"""From this character on it is the frequency of a word the trigram model lacks, in tenths of -log10."""

Endings = dict[str, list[tuple[str, float]]]
"""By the third character of a word: what stands after it, and what is known of the word."""


class Opening:
    """Everything that begins with one character: what is known of it as a word, and the lines."""

    __slots__ = ("lines", "seconds", "word")

    def __init__(self, word: float | None, lines: str) -> None:
        self.word = word
        """As ``Pair.word``."""
        self.lines = lines
        self.seconds = "".join(_SECOND.findall(lines))
        """The second characters, each as often as it occurs; the mark of the word among them."""


_SECOND = re.compile(r"\n.(.)")


class Pair:
    """Everything that begins with two characters."""

    __slots__ = ("endings", "word")

    def __init__(self, word: float | None, endings: Endings) -> None:
        self.word = word
        """log10 of how much commoner the word is in conversation than the trigram model thinks
        (words it lacks included, which it takes for an unknown one); None for what is no word."""
        self.endings = endings


class HanWords:
    """Sorted lines of word and mark. What was opened once is remembered: the lexicon bounds how much."""

    def __init__(self, text: str, unknown: float) -> None:
        self._lines = SortedLines(text)
        self._unknown = unknown
        self._openings: dict[str, Opening | None] = {}
        self._pairs: dict[str, Pair] = {}

    def opening(self, first: str) -> Opening | None:
        """What begins with a character; None when no word does."""
        try:
            return self._openings[first]
        except KeyError:
            found = self._openings[first] = self._open(first)
            return found

    def pair(self, both: str, lines: str) -> Pair:
        """What begins with two characters, of which ``lines`` are those of the first one."""
        found = self._pairs.get(both)
        if found is None:
            found = self._pairs[both] = self._open_pair(both, lines)
        return found

    def _open(self, first: str) -> Opening | None:
        lines = self._lines.block(first)
        if not lines:
            return None
        # a word of one character has the first line: its mark sorts before every Chinese character
        return Opening(self._known(lines[2]) if lines[3] == "\n" else None, lines)

    def _open_pair(self, pair: str, lines: str) -> Pair:
        start = lines.find("\n" + pair)
        if start < 0:
            return Pair(None, {})
        stop = lines.find("\n", lines.rfind("\n" + pair) + 1)
        found = lines[start + 1 : stop].split("\n")
        word = self._known(found.pop(0)[2]) if len(found[0]) == 3 else None
        endings: Endings = {}
        for line in found:
            endings.setdefault(line[2], []).append((line[3:-1], self._known(line[-1])))
        return Pair(word, endings)

    def _known(self, mark: str) -> float:
        code = ord(mark)
        return (code - ZERO) * STEP if code < HEARD else (HEARD - code) * STEP - self._unknown
