"""Decoding words of alphabets and syllabaries: the likeliest segmentation of a token into known words.

A token is a row of letters, some of them with several candidates. Whole words of the list win; what is not
in the list is read letter by letter. Spaced scripts pay for a word that begins or ends inside a token (an
ending, a compound); Japanese and Thai do not.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.repair.characters import CharacterModel
from app.repair.lattice import Scored
from app.repair.lexicon import PREFIX, Lexicon

INSIDE = -1.8
"""What a word border inside a token costs in a spaced script (log10)."""

LETTER = -1.6
"""What a letter outside any known word costs, beside its rarity among its rivals (log10)."""

WRONG_CASE = -1.5
"""What a capital amid small letters costs, or a small letter amid capitals (log10)."""

LONGEST = 24

_Row = tuple[str, tuple[str, ...], float, float]
"""A prefix, the candidates it is made of, what they cost, and what the list says of it."""


class WordDecoder:
    """Decodes tokens of one document with one word list."""

    def __init__(self, characters: CharacterModel, words: Lexicon) -> None:
        self._characters = characters
        self._words = words

    def decode(self, units: Sequence[Sequence[str]]) -> list[Scored]:
        """Score the candidates of every letter of a token, best first."""
        size = len(units)
        forward = [float("-inf")] * (size + 1)
        forward[0] = 0.0
        edges: list[list[tuple[int, float, tuple[str, ...]]]] = [[] for _ in range(size + 1)]
        rivals = [self._rivals(unit, _case(units, at)) for at, unit in enumerate(units)]
        for at in range(size):
            for stop, weight, texts in self._edges(units, rivals, at):
                edges[stop].append((at, weight, texts))
                forward[stop] = max(forward[stop], forward[at] + weight)
        backward = [float("-inf")] * (size + 1)
        backward[size] = 0.0
        through: list[dict[str, float]] = [{} for _ in units]
        for stop in range(size, 0, -1):
            after = backward[stop]
            for at, weight, texts in edges[stop]:
                backward[at] = max(backward[at], weight + after)
                total = forward[at] + weight + after
                for unit, text in enumerate(texts, at):
                    if total > through[unit].get(text, float("-inf")):
                        through[unit][text] = total
        return [sorted(found.items(), key=lambda item: (-item[1], item[0])) for found in through]

    def _rivals(self, unit: Sequence[str], upper: bool | None) -> dict[str, float]:
        """Each candidate's log10 share among the candidates of its unit, case considered."""
        if len(unit) == 1:
            return {unit[0]: 0.0}
        log_p = self._characters.log_p
        scores = {}
        for text in unit:
            char = text[0]
            score = log_p(char)
            if upper is not None and char.lower() != char.upper() and (char != char.lower()) != upper:
                score += WRONG_CASE
            scores[text] = score - (0.8 if len(text) > 1 else 0.0)
        best = max(scores.values())
        return {text: score - best for text, score in scores.items() if score > best - 5.0}

    def _edges(
        self, units: Sequence[Sequence[str]], rivals: list[dict[str, float]], at: int
    ) -> list[tuple[int, float, tuple[str, ...]]]:
        size = len(units)
        found: list[tuple[int, float, tuple[str, ...]]] = []
        find = self._words.find
        spaced = self._words.spaced
        begin = INSIDE if spaced and at and not any(len(text) > 1 for text in units[at - 1]) else 0.0
        for text, share in rivals[at].items():
            found.append((at + 1, LETTER + share, (text,)))
            first = text[0].lower()
            known = find(first)
            rows: list[_Row] = []
            if known is not None:
                rows.append((first, (text,), 0.0 if first == text[0] else share, known))
            stop = at + 1
            while rows:
                inside = INSIDE if spaced and stop < size else 0.0
                for _, texts, cost, log_p in rows:
                    if log_p != PREFIX:
                        end = 0.0 if len(texts[-1]) > 1 else inside
                        found.append((stop, log_p + cost + begin + end, texts))
                if stop >= size or stop - at >= LONGEST:
                    break
                rows = self._longer(rows, rivals[stop])
                stop += 1
        return found

    def _longer(self, rows: list[_Row], following: dict[str, float]) -> list[_Row]:
        """The prefixes that are one letter longer and still begin a word."""
        longer: list[_Row] = []
        for prefix, texts, cost, _ in rows:
            if len(texts[-1]) > 1:
                continue
            for text, penalty in following.items():
                low = text[0].lower()
                known = self._words.find(prefix + low)
                if known is not None:
                    extra = 0.0 if low == text[0] else max(penalty, WRONG_CASE)
                    longer.append((prefix + low, (*texts, text), cost + extra, known))
        return longer


def _case(units: Sequence[Sequence[str]], at: int) -> bool | None:
    """Whether the letter at ``at`` is expected to be a capital, from the certain letters around it."""
    certain = [unit[0] for number, unit in enumerate(units) if len(unit) == 1 and number != at]
    cased = [char for char in certain if char.lower() != char.upper()]
    if not cased:
        return None
    if all(char != char.lower() for char in cased[-3:]) and len(cased) > 1:
        return True
    return False if at else None
