"""What may come next in a row of units: the words of the Chinese lexicon, and single characters outside it.

Words span units; what a word costs beside its place in the sentence is known before any reading is followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from app.repair.blocks import block_of
from app.repair.characters import CharacterModel
from app.repair.han import MARKS, HanModel
from app.repair.han_words import NO_PAIR, Endings

MOST_REMEMBERED = 50_000
"""Units and pairs of units whose words are remembered at most."""

UNKNOWN_HAN = -2.0
"""What a Han character outside the lexicon costs beside its own rarity (log10)."""

GENUINE_SPACE = -1.5
"""What a space or question mark of its own costs, where it may also be what is left of a byte (log10)."""

NEGLIGIBLE = 4.0
"""Candidates rarer than the commonest one by this much (log10) are not looked at in context."""

Picks = tuple[tuple[int, str], ...]
"""What a step makes of each unit that has a choice, by the distance from where the step begins."""

Step = tuple[int, str | None, float, bool, str, Picks, float]
"""What may come next: its length in units; its word as the trigram model knows it, None for what that lacks;
its cost; whether it breaks the row of words; its first character; its picks; its worth after nothing that
is known. Plain tuples: there are many."""


class Choice:
    """The candidates of a unit, sorted out: what each may be in a word, and alone."""

    __slots__ = ("certain", "ends", "inner", "steps", "texts")

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts = texts
        self.certain = len(texts) == 1
        self.steps: list[Step] = []
        """The readings of this unit alone."""
        self.inner: dict[str, tuple[str, ...]] = {}
        """The candidates that may stand inside a word, by the key of their character."""
        self.ends: dict[str, tuple[str, ...]] = {}
        """The same for the end of a word, where a genuine space may follow."""

    def picks(self, at: int, texts: tuple[str, ...]) -> list[Picks]:
        """The choices that these texts are, as the unit ``at`` of a word."""
        return [()] if self.certain else [((at, text),) for text in texts]


_Pairs = tuple[list[Step], list[tuple[str, Endings, list[Picks]]]]
"""The words of two units, and the beginnings of longer ones."""


class Steps:
    """Finds what may come next in the rows of one document; remembers which words begin how."""

    def __init__(self, characters: CharacterModel, han: HanModel | None) -> None:
        self._characters = characters
        self._han = han
        self._share = characters.share("han")
        self._scratch = han.new_state() if han else None
        self._marks: dict[str, float] = {}
        self._choices: dict[tuple[str, ...], Choice] = {}
        self._pairs: dict[tuple[Choice, Choice], _Pairs] = {}

    def choices(self, units: Sequence[tuple[str, ...]]) -> list[Choice]:
        """The units of a row, their candidates sorted out."""
        known = self._choices
        return [known.get(unit) or self._choice(unit) for unit in units]

    def _choice(self, unit: tuple[str, ...]) -> Choice:
        """Sort out the candidates of a unit that are not too rare to matter."""
        if len(self._choices) > MOST_REMEMBERED:
            self._choices.clear()
            self._pairs.clear()
        log_p = self._characters.log_p
        texts = unit
        if len(unit) > 1:
            each = [log_p(text[0]) for text in unit]
            least = max(each) - NEGLIGIBLE
            texts = tuple([text for text, worth in zip(unit, each, strict=True) if worth > least])
        choice = self._choices[unit] = Choice(texts)
        han = self._han
        for text in texts:
            first = text[0]
            if han is not None and block_of(first) == "han" and text not in MARKS:
                self._as_part(choice, text, han.key(first), han)
            elif han is not None and text in MARKS:
                mark = MARKS[text]
                cost = 0.0 if len(unit) == 1 else log_p(first) - self._worth_of(mark)
                self._alone(choice, text, mark, cost)
            else:
                cost = 0.0 if len(unit) == 1 else log_p(first)
                self._alone(choice, text, None, cost)
        return choice

    def _worth_of(self, word: str) -> float:
        """log10 P of a word or mark where nothing is known of those before."""
        worth = self._marks.get(word)
        if worth is None and self._han is not None:
            worth = self._marks[word] = self._han.log_p(word)
        return worth or 0.0

    def _as_part(self, choice: Choice, text: str, key: str, han: HanModel) -> None:
        """Add a Chinese character to the candidates: it may be a word, and a part of words."""
        opening = han.words.openings[key]
        if opening is not None and opening.word is not None:
            self._alone(choice, text, key, self._share + opening.word)
        else:
            cost = 0.0 if choice.certain else self._characters.log_p(text[0])
            self._alone(choice, text, None, cost + UNKNOWN_HAN)
        known = choice.ends.get(key)
        choice.ends[key] = (text,) if known is None else (*known, text)
        if len(text) == 1:
            known = choice.inner.get(key)
            choice.inner[key] = (text,) if known is None else (*known, text)

    def _alone(self, choice: Choice, text: str, word: str | None, cost: float) -> None:
        genuine = len(text) > 1
        picks = () if choice.certain else ((0, text),)
        breaks = genuine or word is None
        cost += GENUINE_SPACE if genuine else 0.0
        choice.steps.append((1, word, cost, breaks, text[0], picks, cost + self._by_itself(word)))

    def at(self, choices: Sequence[Choice], at: int) -> list[Step]:
        """The words of the lexicon that start there, and the single characters outside it."""
        here = choices[at]
        if not here.inner or at + 1 == len(choices):
            return here.steps
        following = choices[at + 1]
        if not following.ends:
            return here.steps
        pairs = self._pairs.get((here, following))
        if pairs is None:
            if len(self._pairs) > MOST_REMEMBERED:
                self._pairs.clear()
            pairs = self._pairs[here, following] = self._find_pairs(here, following)
        steps, longer = pairs
        if not longer or at + 2 == len(choices):
            return steps
        ends = choices[at + 2].ends
        steps = steps[:]
        for pair, endings, picks in longer:
            for key in ends:
                if key in endings:
                    for rest, known in endings[key]:
                        self._add_longer(steps, choices, at, pair + key + rest, known, picks)
        return steps

    def _find_pairs(self, here: Choice, following: Choice) -> _Pairs:
        """All that the first unit alone and both together may be, and what begins longer words."""
        steps = here.steps[:]
        longer: list[tuple[str, Endings, list[Picks]]] = []
        if self._han is None:
            return steps, longer
        openings, pairs = self._han.words.openings, self._han.words.pairs
        ends, inner = following.ends, following.inner
        for key, texts in here.inner.items():
            opening = openings[key]
            if opening is None:
                continue
            for second in opening.of(ends):
                both = key + second
                pair = pairs[both]
                if pair is NO_PAIR:
                    continue
                picks = here.picks(0, texts)
                if pair.word is not None:
                    self._add_word(steps, both, pair.word, picks, following, 1)
                inside = inner.get(second)
                if inside and pair.endings:
                    picked = [one + two for one in picks for two in following.picks(1, inside)]
                    longer.append((both, pair.endings, picked))
        return steps, longer

    def _add_longer(
        self, steps: list[Step], choices: Sequence[Choice], at: int, word: str, known: float,
        picks: list[Picks],
    ) -> None:  # fmt: skip
        """Add a word of three or more characters if the units can be it; they can be its first two."""
        last = len(word) - 1
        if at + last >= len(choices):
            return
        for offset in range(2, last):
            choice = choices[at + offset]
            texts = choice.inner.get(word[offset])
            if texts is None:
                return
            if not choice.certain:
                picks = [one + two for one, two in product(picks, choice.picks(offset, texts))]
        self._add_word(steps, word, known, picks, choices[at + last], last)

    def _add_word(
        self, steps: list[Step], word: str, known: float, picks: list[Picks], final: Choice, at: int
    ) -> None:
        """Add a word if ``final``, the unit ``at`` of the word, can be its last character."""
        texts = final.ends.get(word[-1])
        if texts is None:
            return
        cost = self._share * len(word) + known
        alone = self._by_itself(word)
        for text in texts:
            genuine = len(text) > 1
            whole = cost + GENUINE_SPACE if genuine else cost
            for picked in picks:
                every = picked if final.certain else (*picked, (at, text))
                steps.append((at + 1, word, whole, genuine, word[0], every, whole + alone))

    def _by_itself(self, word: str | None) -> float:
        """log10 P of a word where nothing is known of those before."""
        if word is None or self._han is None:
            return 0.0
        return float(self._han.base_score(self._han.start, word, self._scratch))
