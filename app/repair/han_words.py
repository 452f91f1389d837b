"""The Chinese lexicon, opened character by character: which words go on how, without a search for each."""

from __future__ import annotations

from app.repair.sorted_lines import SortedLines

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
        """The number of the first line, among those of this character, for every second one."""


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
        self._lines = SortedLines(text, 1)
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

    def pair(self, both: str, number: int) -> Pair:
        """What begins with two characters, of which this is the number of the first line."""
        found = self._pairs.get(both)
        if found is None:
            found = self._pairs[both] = self._open_pair(both, number)
        return found

    def _open(self, first: str) -> Opening | None:
        lines = self._lines.block(first)
        if not lines:
            return None
        word, start = None, 0
        if len(lines[0]) == 2:  # its mark sorts before every Chinese character
            word, start = self._known(lines[0][1]), 1
        # read backwards, so that the first line of every second character is what stays
        numbers = range(len(lines) - 1, start - 1, -1)
        return Opening(word, dict(zip([lines[at][1] for at in numbers], numbers, strict=True)))

    def _open_pair(self, pair: str, number: int) -> Pair:
        lines = self._lines.block(pair[0])
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
