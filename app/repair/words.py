"""Decoding words of alphabets and syllabaries: the likeliest way to read a token as known and other words.

A token is a row of letters, some of them with several candidates. It is read as words of the list, and as
words that no list has, letter by letter; both are probabilities of the same kind, so that they compare.
Spaced scripts pay for a word that begins or ends inside a token (an ending, a compound); others do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

from app.model.progress import CancelToken
from app.repair.characters import CharacterModel
from app.repair.lattice import IMPOSSIBLE, Scored
from app.repair.letters import BEGIN, letter_model
from app.repair.lexicon import PREFIX, Lexicon
from app.repair.tokens import Join, Key, Letter, Letters, Picks, Step, TokenSearch
from app.repair.vowels import MARKS, WRITTEN, worth_of_marks
from app.repair.vowels import UNLISTED as UNLISTED_MARK

INSIDE = -1.8
"""What a word border inside a token costs in a spaced script (log10)."""

ONE_LETTER = -2.5
"""What a word of one letter costs beside that in alphabets: "à" and "в" have spaces around."""

UNLISTED = {True: -1.7, False: -2.5}
"""log10 P(a word is not in the list), in spaced scripts and in others."""

PLAIN = -0.3
"""The same of a word of ASCII letters behind a space: the list of Latin words has none of them."""

GENUINE = -0.8
"""What a space or question mark of its own costs, where it may also be what is left of a byte (log10)."""

CAPITAL, WRONG_CASE = -0.7, -4.0
"""What a capital at the beginning of a word costs, and a letter in the wrong case inside one (log10)."""

NEGLIGIBLE = 3.5
"""Candidates rarer than the commonest one by this much (log10) are not looked at."""

CANDIDATES = 32
"""So many candidates of a letter are looked at, the commonest ones."""

LONGEST = 24

WORDS, BEGINNINGS = 24, 100
"""So many words between two letters, and beginnings of words from one letter on, are followed at most: where
nearly every byte was lost there are thousands. Beginnings stand in the order of their candidates."""

AS_LISTED = {"ς": "σ"}
"""How the lists write letters that have a form of their own at the end of a word."""

MANY = 5
"""Of more candidates than that only those are looked up that may go on."""

AROUND = 6
"""So many certain letters on both sides of an uncertain one are looked at."""

SLACK = 1e-6
"""What sums of the same numbers may differ by."""

MOST_REMEMBERED = 50_000
"""Units whose letters are remembered."""

Found = tuple[int, str, Picks, float, bool, float]
"""A word of the list: where it ends, its letters, its picks, what its spelling costs, whether a space follows
it for sure, and what the list says of it."""


class WordDecoder:
    """Decodes tokens of one document with one word list and the letters of its words."""

    def __init__(self, characters: CharacterModel, words: Lexicon) -> None:
        self._characters = characters
        self._words = words
        letters = letter_model(words.name)
        self._follow: dict[tuple[str, str], tuple[float, str, float]] = (
            _Unordered(characters) if letters is None else letters
        )
        """By history and letter what a letter is worth, the history then, and the worth of ending there."""
        self._unlisted = UNLISTED[words.spaced]
        self._stands_alone = words.spaced and words.name not in WRITTEN
        """Whether words of one letter stand between spaces."""
        self._other: Key = None
        """The border after a word that is not in the list."""
        self._known: dict[tuple[tuple[str, ...], bool | None, float], Letters] = {}

    def decode(self, units: Sequence[tuple[str, ...]], token: CancelToken | None = None) -> list[Scored]:
        """Score the candidates of every letter of a token, best first; Cancelled soon after ``token``."""
        first, others = _case(units)
        marks = worth_of_marks(units) if self._words.name in WRITTEN else [0.0] * len(units)
        choices = [
            self._choice(unit, others if at else first, worth)
            for at, (unit, worth) in enumerate(zip(units, marks, strict=True))
        ]
        scored: list[Scored] = [[(choice[0].text, 0.0)] for choice in choices]
        for start, stop in _windows(choices):
            scored[start:stop] = self._decode(
                choices[start:stop], whole=stop == len(choices), first=start == 0, token=token
            )
        return scored

    def _decode(
        self, choices: list[Letters], *, whole: bool, first: bool, token: CancelToken | None = None
    ) -> list[Scored]:
        search = TokenSearch(choices, self._opening(first=first))
        size = len(choices)
        for at, choice in enumerate(choices):
            if token is not None:
                token.raise_if_cancelled()
            borders, inside = search.standing(at)
            if borders:
                steps = self._following(choices, at)
                search.go_on(at, self._before(borders, {step[0] for step in steps}), steps)
            least = search.floor(at + 1)
            steps = []
            for history, score in inside.items():
                steps += self._spell(
                    choice, at, history, str(history), 0.0, inside=at + 1 < size, least=least - score - SLACK
                )
            search.go_on(at, inside, steps)
        return search.marginals(self._closing if whole else _nothing, self._leaving)

    def _opening(self, *, first: bool) -> Key:  # noqa: ARG002 - decoders with classes tell them apart
        """The state at the beginning of a token (``first``) or of a stretch inside one."""
        return None

    def _closing(self, key: Key) -> float:  # noqa: ARG002 - as above
        """What it is worth that a token ends in this state."""
        return 0.0

    def _before(self, borders: Mapping[Key, float], joins: set[Join]) -> dict[Join, float]:
        """The best score with which a word may join on to these borders, for every way to join on."""
        best = max(borders.values())
        return dict.fromkeys(joins, best)

    def _leaving(self, borders: Iterable[Key], ahead: Mapping[Join, float]) -> dict[Key, float]:
        """The best score of what may follow each border."""
        return {border: ahead.get(None, IMPOSSIBLE) for border in borders}

    def _choice(self, unit: tuple[str, ...], upper: bool | None, marks: float) -> Letters:
        """The plausible candidates of a letter, with what their case costs; ``marks`` is added to marks."""
        found = self._known.get((unit, upper, marks))
        if found is None:
            if len(self._known) > MOST_REMEMBERED:
                self._known.clear()
            found = self._known[unit, upper, marks] = self._find_choice(unit, upper, marks)
        return found

    def _find_choice(self, unit: tuple[str, ...], upper: bool | None, marks: float) -> Letters:
        certain = len(unit) == 1
        if not certain:
            log_p = self._characters.log_p
            worth = {text: log_p(AS_LISTED.get(text[0], text[0])) for text in unit}
            least = max(worth.values()) - NEGLIGIBLE
            likely = [text for text in unit if worth[text] > least and text[0] not in MARKS]
            if len(likely) > CANDIDATES:
                likely = nlargest(CANDIDATES, likely, key=worth.__getitem__)
            if len(likely) <= MANY or marks > 0.0:  # else nearly every letter may be one
                likely += [text for text in unit if text[0] in MARKS]
            unit = tuple(likely) or unit
        found = []
        for text in unit:
            char = text[0]
            if char in MARKS:
                found.append(Letter(text, "", 0.0 if certain else MARKS[char] + marks, len(text) > 1))
                continue
            low = AS_LISTED.get(char) or char.lower()
            cost = 0.0 if certain else self._characters.bias.get(low[0], 0.0)
            if len(unit) > 1 and low != char.upper():
                capital = low != char
                if upper is not None and capital != upper:
                    cost += WRONG_CASE
                elif upper is None and capital:
                    cost += CAPITAL
            last = len(text) > 1
            found.append(Letter(text, low[0], cost + (GENUINE if last else 0.0), last))
        return Letters(found)

    def _following(self, choices: Sequence[Letters], at: int) -> list[Step]:
        """What may follow a border between words: known words, or the first letter of another."""
        spaced = self._words.spaced
        size = len(choices)
        border = INSIDE if spaced and at and not choices[at - 1][0].last else 0.0
        steps: list[Step] = []
        for stop, _, picks, cost, last, known in self._listed(choices, at):
            inside = INSIDE / 2 if spaced and stop < size and not last else 0.0
            if self._stands_alone and stop - at == 1 and (inside or border):
                inside += ONE_LETTER
            steps.append((None, stop, None, border + cost + known + inside, picks))
        plain = at and choices[at - 1].spaced and _is_plain(choices, at)
        cost = border + (PLAIN if plain else self._unlisted)
        return steps + self._spell(choices[at], at, None, BEGIN, cost, inside=at + 1 < size)

    def _listed(self, choices: Sequence[Letters], at: int) -> list[Found]:
        """The words of the list that begin here."""
        scores = self._words.scores
        found: list[Found] = []
        rows: list[tuple[str, Picks, float]] = [("", (), 0.0)]
        for number in range(at, min(len(choices), at + LONGEST)):
            longer = []
            choice = choices[number]
            certain = len(choice) == 1
            before = len(found)
            many, lows = len(choice) > MANY, choice.lows
            for prefix, picks, cost in rows:
                likely: Sequence[Letter] = choice
                if many and prefix:  # most of them go on no word that begins so
                    letters = self._words.following(prefix)
                    if letters.isdisjoint(lows) and "" not in lows:
                        continue
                    likely = [letter for letter in choice if letter[1] in letters or not letter[1]]
                for text, low, extra, last in likely:
                    word = prefix + low
                    known = scores[word]
                    if known is None:
                        continue
                    picked = picks if certain else (*picks, (number, text))
                    if not last:
                        longer.append((word, picked, cost + extra))
                    if known != PREFIX:
                        found.append((number + 1, word, picked, cost + extra, last, known))
            if not longer:
                break
            rows = longer[:BEGINNINGS]
            if len(found) - before > WORDS:
                found[before:] = nlargest(WORDS, found[before:], key=_worth)
        return found

    def _spell(
        self, choice: Letters, at: int, join: Join, history: str, cost: float, *,
        inside: bool, least: float = IMPOSSIBLE,
    ) -> list[Step]:  # fmt: skip
        """The next letter of a word that is not in the list; it may be the word's last.

        ``inside``: more letters of the token follow. What is worth less than ``least`` is left out.
        """
        end = INSIDE / 2 if inside and self._words.spaced else 0.0
        certain = len(choice) == 1
        steps: list[Step] = []
        follow = self._follow
        for text, low, extra, last in choice:
            weight, after, ending = follow[history, low]
            weight += cost + extra + (0.0 if low or certain else UNLISTED_MARK)
            if weight < least:
                continue
            picks = () if certain else ((at, text),)
            if inside and not last:
                steps.append((join, at + 1, after, weight, picks))
            steps.append((join, at + 1, self._other, weight + ending + (0.0 if last else end), picks))
        return steps


class _Unordered(dict[tuple[str, str], tuple[float, str, float]]):
    """As LetterModel where there is none: every letter by itself."""

    def __init__(self, characters: CharacterModel) -> None:
        super().__init__()
        self._characters = characters

    def __missing__(self, key: tuple[str, str]) -> tuple[float, str, float]:
        return self._characters.log_p(key[1]) if key[1] else 0.0, BEGIN, 0.0


def _windows(choices: Sequence[Letters]) -> list[tuple[int, int]]:
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


def _is_plain(choices: Sequence[Letters], at: int) -> bool:
    """Whether the letters from there on, up to the next that a space may follow, are certain and ASCII."""
    for choice in choices[at:]:
        if choice.spaced:
            break
        if len(choice) > 1 or not choice[0].low.isascii():
            return False
    return True


def _worth(word: Found) -> float:
    return word[3] + word[5]


def _nothing(_: Key) -> float:
    return 0.0


def _case(units: Sequence[Sequence[str]]) -> tuple[bool | None, bool | None]:
    """Whether the first letter, and every other one, is expected to be a capital; None where all may be.

    The certain letters of the token tell.
    """
    certain = [unit[0] for unit in units if len(unit) == 1]
    cased = [char for char in certain if char.lower() != char.upper()]
    if not cased:
        return None, None
    if all(char != char.lower() for char in cased[-3:]) and len(cased) > 1:
        return True, True
    return None, False
