"""The Chinese lexicon, opened character by character: which words go on how, without a search for each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

ZERO, STEP = 0x50, 0.1
"""How zh_words.zz writes the adjustment of a word: one character, in tenths of log10 around "P"."""

HEARD = 0xA0
"""From this character on it is the frequency of a word the trigram model lacks, in tenths of -log10."""

Endings = dict[str, list[tuple[str, float]]]
"""By the third character of a word: what stands after it, and what is known of the word."""


class Opening:
    """Everything that begins with one character: what is known of it as a word, and where pairs stand."""

    __slots__ = ("seconds", "word")

    def __init__(self, word: float | None, seconds: dict[str, int]) -> None:
        self.word = word
        """As ``Pair.word``."""
        self.seconds = seconds
        """The number of the first line for every second character."""


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

    def __init__(self, lines: Sequence[str], unknown: float) -> None:
        self._lines = lines
        self._unknown = unknown
        self._openings: dict[str, Opening | None] = {}
        self._pairs: dict[int, Pair] = {}

    def opening(self, first: str) -> Opening | None:
        """What begins with a character; None when no word does."""
        try:
            return self._openings[first]
        except KeyError:
            found = self._openings[first] = self._open(first)
            return found

    def pair(self, number: int) -> Pair:
        """What begins with the two characters whose first line this is."""
        found = self._pairs.get(number)
        if found is None:
            found = self._pairs[number] = self._open_pair(number)
        return found

    def _open(self, first: str) -> Opening | None:
        lines = self._lines
        start = bisect_left(lines, first)
        stop = bisect_left(lines, chr(ord(first) + 1), start)
        if start == stop:
            return None
        word = None
        if len(lines[start]) == 2:  # its mark sorts before every Chinese character
            word = self._known(lines[start][1])
            start += 1
        # read backwards, so that the first line of every second character is what stays
        return Opening(word, {lines[at][1]: at for at in range(stop - 1, start - 1, -1)})

    def _open_pair(self, number: int) -> Pair:
        lines = self._lines
        pair = lines[number][:2]
        word = None
        if len(lines[number]) == 3:
            word = self._known(lines[number][2])
            number += 1
        endings: Endings = {}
        while number < len(lines) and lines[number].startswith(pair):
            line = lines[number]
            endings.setdefault(line[2], []).append((line[3:-1], self._known(line[-1])))
            number += 1
        return Pair(word, endings)

    def _known(self, mark: str) -> float:
        code = ord(mark)
        return (code - ZERO) * STEP if code < HEARD else (HEARD - code) * STEP - self._unknown
