"""Decoding words of alphabets and syllabaries: the likeliest way to read a token as known and other words.

A token is a row of letters, some of them with several candidates. It is read as words of the list, and as
words that no list has, letter by letter; both are probabilities of the same kind, so that they compare.
Spaced scripts pay for a word that begins or ends inside a token (an ending, a compound); others do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from app.repair.characters import CharacterModel
from app.repair.lattice import Scored
from app.repair.letters import BEGIN, END, letter_model
from app.repair.lexicon import PREFIX, Lexicon

INSIDE = -1.8
"""What a word border inside a token costs in a spaced script (log10)."""

UNLISTED = {True: -1.7, False: -2.5}
"""log10 P(a word is not in the list), in spaced scripts and in others."""

GENUINE = -0.8
"""What a space or question mark of its own costs, where it may also be what is left of a byte (log10)."""

CAPITAL, WRONG_CASE = -0.7, -3.0
"""What a capital at the beginning of a word costs, and a letter in the wrong case inside one (log10)."""

NEGLIGIBLE = 3.5
"""Candidates rarer than the commonest one by this much (log10) are not looked at."""

LONGEST = 24

BEAM = 4.0
"""Readings worse than the best one of the same letters by this much (log10) are not followed."""

AROUND = 6
"""So many certain letters on both sides of an uncertain one are looked at."""

Key = str | int | None
"""Where a reading stands: the letters before inside a word of no list; between words None or a class."""


class _Row(NamedTuple):
    prefix: str
    texts: tuple[str, ...]
    cost: float
    log_p: float


class Edge(NamedTuple):
    """A step of a reading: where from, in which state, what it is worth, and what the units become."""

    at: int
    key: Key
    weight: float
    texts: tuple[str, ...]


class Letter(NamedTuple):
    """A plausible candidate: its text, small letter and cost of case; ``last`` when a word must end in it."""

    text: str
    low: str
    cost: float
    last: bool


Steps = Iterator[tuple[int, "Key", float, tuple[str, ...]]]
"""Where a step ends, in which state, what it is worth, and what the units become."""


class WordDecoder:
    """Decodes tokens of one document with one word list and the letters of its words."""

    def __init__(self, characters: CharacterModel, words: Lexicon) -> None:
        self._characters = characters
        self._words = words
        self._letters = letter_model(words.name)
        self._unlisted = UNLISTED[words.spaced]

    def decode(self, units: Sequence[Sequence[str]]) -> list[Scored]:
        """Score the candidates of every letter of a token, best first."""
        choices = [self._choice(units, at) for at in range(len(units))]
        scored: list[Scored] = [[(choice[0].text, 0.0)] for choice in choices]
        for start, stop in _windows(choices):
            scored[start:stop] = self._decode(
                choices[start:stop], whole=stop == len(choices), first=start == 0
            )
        return scored

    def _decode(self, choices: list[list[Letter]], *, whole: bool, first: bool) -> list[Scored]:
        size = len(choices)
        nodes: list[dict[Key, float]] = [{} for _ in range(size + 1)]
        edges: list[dict[Key, list[Edge]]] = [{} for _ in range(size + 1)]
        nodes[0][self._opening(first=first)] = 0.0
        for at in range(size):
            least = max(nodes[at].values(), default=0.0) - BEAM
            following = self._following(choices, at)
            for key, score in nodes[at].items():
                if score < least:
                    continue
                steps = self._in_word(choices, at, key) if isinstance(key, str) else following(key)
                for stop, after, weight, texts in steps:
                    row = nodes[stop]
                    if score + weight > row.get(after, float("-inf")):
                        row[after] = score + weight
                    edges[stop].setdefault(after, []).append(Edge(at, key, weight, texts))
        closing = {key: self._closing(key) if whole else 0.0 for key in nodes[-1]}
        return _marginals(choices, nodes, edges, closing)

    def _opening(self, *, first: bool) -> Key:  # noqa: ARG002 - decoders with classes tell them apart
        """The state at the beginning of a token (``first``) or of a stretch inside one."""
        return None

    def _closing(self, key: Key) -> float:  # noqa: ARG002 - as above
        """What it is worth that a token ends in this state."""
        return 0.0

    def _following(self, choices: list[list[Letter]], at: int) -> Callable[[Key], Steps]:
        """The steps from a border between words, for every state there."""
        return lambda _: self._from(choices, at)

    def _choice(self, units: Sequence[Sequence[str]], at: int) -> list[Letter]:
        """The plausible candidates of a letter, with what their case costs."""
        unit = units[at]
        if len(unit) > 1:
            log_p = self._characters.log_p
            shares = [(log_p(text[0]), text) for text in unit]
            best = max(shares)[0]
            unit = [text for share, text in shares if share > best - NEGLIGIBLE]
        upper = _case(units, at) if len(unit) > 1 else None
        found = []
        for text in unit:
            char = text[0]
            low = char.lower()
            cost = 0.0
            if len(unit) > 1 and low != char.upper():
                capital = low != char
                if upper is not None and capital != upper:
                    cost = WRONG_CASE
                elif upper is None and capital:
                    cost = CAPITAL
            last = len(text) > 1
            found.append(Letter(text, low[0], cost + (GENUINE if last else 0.0), last))
        return found

    def _from(self, choices: list[list[Letter]], at: int) -> Steps:
        """What may follow a border between words: known words, or the first letter of another."""
        spaced = self._words.spaced
        size = len(choices)
        border = INSIDE if spaced and at and not choices[at - 1][0].last else 0.0
        find = self._words.find
        rows = [_Row("", (), border, PREFIX)]
        for stop in range(at + 1, min(size, at + LONGEST) + 1):
            longer: list[_Row] = []
            inside = INSIDE / 2 if spaced and stop < size else 0.0
            for prefix, texts, cost, _ in rows:
                for text, low, extra, last in choices[stop - 1]:
                    known = find(prefix + low)
                    if known is None:
                        continue
                    row = _Row(prefix + low, (*texts, text), cost + extra, known)
                    if not last:
                        longer.append(row)
                    if known != PREFIX:
                        yield stop, None, row.cost + known + (0.0 if last else inside), row.texts
            if not longer:
                break
            rows = longer
        yield from self._spell(choices[at], at, BEGIN, border + self._unlisted, inside=at + 1 < size)

    def _in_word(self, choices: list[list[Letter]], at: int, history: str) -> Steps:
        return self._spell(choices[at], at, history, 0.0, inside=at + 1 < len(choices))

    def _spell(self, choice: list[Letter], at: int, history: str, cost: float, *, inside: bool) -> Steps:
        """The next letter of a word that is not in the list; it may be the word's last."""
        end = INSIDE / 2 if inside and self._words.spaced else 0.0
        for text, low, extra, last in choice:
            weight, after = self._follow(history, low)
            weight += cost + extra
            if inside and not last:
                yield at + 1, after, weight, (text,)
            yield at + 1, None, weight + self._follow(after, END)[0] + (0.0 if last else end), (text,)

    def _follow(self, history: str, char: str) -> tuple[float, str]:
        if self._letters is None:
            return (0.0 if char == END else self._characters.log_p(char)), BEGIN
        return self._letters.follow(history, char)


def _windows(choices: list[list[Letter]]) -> list[tuple[int, int]]:
    """The stretches of a token in which there is something to decide."""
    found: list[tuple[int, int]] = []
    for at, choice in enumerate(choices):
        if len(choice) == 1:
            continue
        start, stop = max(0, at - AROUND), min(len(choices), at + AROUND + 1)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, stop))
    return found


def _marginals(
    choices: list[list[Letter]],
    nodes: list[dict[Key, float]],
    edges: list[dict[Key, list[Edge]]],
    closing: dict[Key, float],
) -> list[Scored]:
    """For every candidate the score of the best reading through it."""
    backward: list[dict[Key, float]] = [{} for _ in nodes]
    backward[-1] = {key: worth for key, worth in closing.items() if not isinstance(key, str)}
    through: list[dict[str, float]] = [{} for _ in choices]
    for stop in range(len(choices), 0, -1):
        for key, after in backward[stop].items():
            for at, source, weight, texts in edges[stop].get(key, ()):
                total = weight + after
                if total > backward[at].get(source, float("-inf")):
                    backward[at][source] = total
                total += nodes[at][source]
                for unit, text in enumerate(texts, at):
                    if len(choices[unit]) > 1 and total > through[unit].get(text, float("-inf")):
                        through[unit][text] = total
    return [
        sorted(found.items(), key=lambda item: (-item[1], item[0])) if found else [(choice[0].text, 0.0)]
        for found, choice in zip(through, choices, strict=True)
    ]


def _case(units: Sequence[Sequence[str]], at: int) -> bool | None:
    """Whether the letter at ``at`` is expected to be a capital, from the certain letters around it."""
    certain = [unit[0] for number, unit in enumerate(units) if len(unit) == 1 and number != at]
    cased = [char for char in certain if char.lower() != char.upper()]
    if not cased:
        return None
    if all(char != char.lower() for char in cased[-3:]) and len(cased) > 1:
        return True
    return False if at else None
