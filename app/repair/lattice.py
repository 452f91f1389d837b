"""Lattice decoding: the likeliest reading of a row of units, each with several candidates.

Words of the lexicon span units; their trigram scores come from the Chinese model, everything else is scored
character by character. Scores are log10 probabilities. The search is a beam over the states of the model with
max-marginals: for every candidate of every unit the score of the best reading through it is known, which
is what confidence is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import log10
from typing import Any

from app.repair.blocks import block_of
from app.repair.characters import CharacterModel
from app.repair.han import MARKS, HanModel
from app.repair.han_words import NO_PAIR, Endings, Opening

BEAM = 6
"""Readings kept at each position; more changes nothing measurable, fewer loses names."""

BEHIND = 4.5
"""Readings this far behind the best one of their position are given up (log10)."""

IMPOSSIBLE = float("-inf")

ENDS = "。？！，…"
"""Marks whose place the end of a line may take."""

MOST_REMEMBERED = 50_000
"""Units and pairs of units whose words are remembered at most."""

BEHIND_ALONE = 5.0
"""Words so far behind the best reading by their frequencies alone are not tried in context (log10)."""

STEPS = 16
"""So many words for every unit are tried in context at most, the likeliest of the row."""

UNKNOWN_HAN = -2.0
"""What a Han character outside the lexicon costs beside its own rarity (log10)."""

GENUINE_SPACE = -1.5
"""What a space or question mark of its own costs, where it may also be what is left of a byte (log10)."""

NEGLIGIBLE = 4.0
"""Candidates rarer than the commonest one by this much (log10) are not looked at in context."""

# What ends a sentence: the trigram model has no sentence ends, so particles get what they are worth there.
_PARTICLES = {
    "吗": (1.5, 0.15), "呢": (1.0, 0.15), "吧": (0.75, 0.2), "不": (0.5, 0.0), "么": (0.5, 0.1),
    "啊": (0.5, 0.15), "呀": (0.5, 0.15), "了": (0.25, 0.15), "的": (0.25, 0.1), "哦": (0.15, 0.15),
    "嘛": (0.5, 0.15), "呐": (0.0, 0.1),
}  # fmt: skip


def closing(word: str, after: str) -> float:
    """log10 of how much likelier ``word`` is before ``after`` ("" for the end of a line) than elsewhere."""
    worth = _PARTICLES.get(word[-1:])
    if worth is None:
        return 0.0
    if after in {"?", "？"}:
        return worth[0]
    return worth[1] if not after or after in ".!,~…。！，、～；;" else 0.0


Scored = list[tuple[str, float]]
"""Candidates of one unit with the log10 score of the best reading through each, best first."""

Picks = tuple[tuple[int, str], ...]
"""What a step makes of each unit that has a choice, by the distance from where the step begins."""

Step = tuple[int, str | None, float, bool, str, Picks, float]
"""What may come next: its length in units; its word as the trigram model knows it, None for what that lacks;
its cost; whether it breaks the row of words; its first character; its picks; its worth after nothing that
is known. Plain tuples: there are many."""


class _Choice:
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


class _Node:
    __slots__ = ("alpha", "beta", "edges", "last", "state")

    def __init__(self, state: Any, last: str) -> None:
        self.state = state
        self.last = last
        self.alpha = IMPOSSIBLE
        self.beta = IMPOSSIBLE
        self.edges: list[tuple[_Node, float, Step]] = []


_Row = dict[Any, _Node]
"""Readings up to one position, kept apart by the trigram model's state, None where it knows nothing."""


def _alpha(node: _Node) -> float:
    return node.alpha


class Lattice:
    """Decodes rows of units in one document; remembers which words begin how, and nothing of the rows."""

    def __init__(self, characters: CharacterModel, han: HanModel | None) -> None:
        self._characters = characters
        self._han = han
        self._begin = han.sentence_start() if han else None
        self._share = characters.share("han")
        self._scratch = han.new_state() if han else None
        self._after = han.new_state() if han else None
        """The state to be filled next; most steps are given up and leave it free."""
        self._choices: dict[tuple[str, ...], _Choice] = {}
        self._pairs: dict[tuple[_Choice, _Choice], _Pairs] = {}

    def decode(
        self, units: Sequence[tuple[str, ...]], after: str = "", *, begins: bool = False
    ) -> list[Scored]:
        """Score the candidates of every unit in the context of the others, best first.

        A candidate is one character, or one followed by a genuine space or question mark. ``after`` is
        the character that follows the row, "" at the end of a line; ``begins`` says that a sentence begins.
        """
        choices = [self._choices.get(unit) or self._choice(unit) for unit in units]
        rows: list[_Row] = [{} for _ in range(len(choices) + 1)]
        state = (self._begin if begins else self._han.start) if self._han else None
        start = rows[0][None] = _Node(state, "")
        start.alpha = 0.0
        kept: list[list[_Node]] = []
        best = [IMPOSSIBLE] * (len(choices) + 1)
        steps = _promising([self._steps(choices, at) for at in range(len(choices))])
        for at, row in enumerate(rows[:-1]):
            nodes = _pruned(row)
            kept.append(nodes)
            if nodes:
                self._extend(nodes, steps[at], rows, best, at)
        kept.append(list(rows[-1].values()))
        for node in kept[-1]:
            node.beta = self._ending(node, after)
        return _marginals(choices, kept)

    def _ending(self, node: _Node, after: str) -> float:
        """What it is worth that a row ends here: at the end of a line a sentence ends too."""
        if after or self._han is None or not node.last or node.last in MARKS:
            return 0.0 if node.last in MARKS else closing(node.last, after)
        return log10(sum([10 ** self._han.log_p(mark, node.state) for mark in ENDS]))

    def _choice(self, unit: tuple[str, ...]) -> _Choice:
        """Sort out the candidates of a unit that are not too rare to matter."""
        if len(self._choices) > MOST_REMEMBERED:
            self._choices.clear()
            self._pairs.clear()
        log_p = self._characters.log_p
        texts = unit
        if len(unit) > 1:
            least = max([log_p(text[0]) for text in unit]) - NEGLIGIBLE
            texts = tuple([text for text in unit if log_p(text[0]) > least])
        choice = self._choices[unit] = _Choice(texts)
        for text in texts:
            first = text[0]
            if self._han is not None and text in MARKS:
                mark = MARKS[text]
                cost = 0.0 if len(unit) == 1 else log_p(first) - self._han.log_p(mark)
                self._alone(choice, text, mark, cost)
            elif self._han is not None and block_of(first) == "han":
                key = self._han.key(first)
                self._as_part(choice, text, key, self._han.words.opening(key))
            else:
                cost = 0.0 if len(unit) == 1 else log_p(first)
                self._alone(choice, text, None, cost)
        return choice

    def _as_part(self, choice: _Choice, text: str, key: str, opening: Opening | None) -> None:
        """Add a Chinese character to the candidates: it may be a word, and a part of words."""
        if opening is not None and opening.word is not None:
            self._alone(choice, text, key, self._share + opening.word)
        else:
            cost = 0.0 if choice.certain else self._characters.log_p(text[0])
            self._alone(choice, text, None, cost + UNKNOWN_HAN)
        choice.ends[key] = (*choice.ends.get(key, ()), text)
        if len(text) == 1:
            choice.inner[key] = (*choice.inner.get(key, ()), text)

    def _alone(self, choice: _Choice, text: str, word: str | None, cost: float) -> None:
        genuine = len(text) > 1
        picks = () if choice.certain else ((0, text),)
        breaks = genuine or word is None
        cost += GENUINE_SPACE if genuine else 0.0
        choice.steps.append((1, word, cost, breaks, text[0], picks, cost + self._by_itself(word)))

    def _steps(self, choices: Sequence[_Choice], at: int) -> list[Step]:
        """The words of the lexicon that start here, and the single characters outside it."""
        here = choices[at]
        if not here.inner or at + 1 == len(choices):
            return here.steps
        following = choices[at + 1]
        if not following.ends:
            return here.steps
        pairs = self._pairs.get((here, following))
        if pairs is None:
            pairs = self._pairs[here, following] = self._find_pairs(here, following)
        steps, longer = pairs
        steps = here.steps + steps
        if longer and at + 2 < len(choices):
            third = choices[at + 2]
            for pair, endings, picks in longer:
                for key in [last for last in third.ends if last in endings]:
                    for rest, known in endings[key]:
                        self._add_longer(steps, choices, at, pair + key + rest, known, picks)
        return steps

    def _find_pairs(self, here: _Choice, following: _Choice) -> _Pairs:
        """The words of two units, and what begins longer ones."""
        steps: list[Step] = []
        longer: list[tuple[str, Endings, list[Picks]]] = []
        if self._han is None:
            return steps, longer
        words = self._han.words
        for key, texts in here.inner.items():
            opening = words.opening(key)
            if opening is None:
                continue
            for second in opening.of(following.ends):
                both = key + second
                pair = words.pair(both, opening.lines)
                if pair is NO_PAIR:
                    continue
                picks = here.picks(0, texts)
                if pair.word is not None:
                    self._add_word(steps, both, pair.word, picks, following, 1)
                inside = following.inner.get(second)
                if inside and pair.endings:
                    picked = [one + two for one in picks for two in following.picks(1, inside)]
                    longer.append((both, pair.endings, picked))
        return steps, longer

    def _add_longer(
        self, steps: list[Step], choices: Sequence[_Choice], at: int, word: str, known: float,
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
        self, steps: list[Step], word: str, known: float, picks: list[Picks], final: _Choice, at: int
    ) -> None:
        """Add a word if ``final``, the unit ``at`` of the word, can be its last character."""
        cost = self._share * len(word) + known
        alone = self._by_itself(word)
        for text in final.ends.get(word[-1], ()):
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

    def _extend(
        self, nodes: list[_Node], steps: list[Step], rows: list[_Row], best: list[float], at: int
    ) -> None:
        """Follow every step from every reading; what falls far behind the best at its end is not kept."""
        han = self._han
        fresh = han.start if han else None
        after = self._after
        final = len(rows) - 1
        for step in steps:
            length, word, cost, breaks, first, _, _ = step
            stop = at + length
            targets = rows[stop]
            floor = IMPOSSIBLE if stop == final else best[stop] - BEHIND
            for node in nodes:
                if word is None or han is None:
                    weight = cost + closing(node.last, first) if node.last else cost
                elif node.alpha + cost < floor:  # no word is likelier than certain
                    continue
                else:
                    weight = cost + han.base_score(node.state, word, after)
                alpha = node.alpha + weight
                if alpha < floor:
                    continue
                key: Any = None
                if word is not None and han is not None and not breaks:
                    key, after = after, han.new_state()
                target = targets.get(key)
                if target is None:
                    target = targets[key] = _Node(fresh, "") if key is None else _Node(key, word or "")
                target.edges.append((node, weight, step))
                if alpha > target.alpha:
                    target.alpha = alpha
                    if alpha > best[stop]:
                        best[stop] = alpha
                        floor = IMPOSSIBLE if stop == final else alpha - BEHIND
        self._after = after


def _promising(steps: list[list[Step]]) -> list[list[Step]]:
    """The steps of each position that are on a reading not far behind the best, each word taken by itself."""
    size = len(steps)
    before = [IMPOSSIBLE] * (size + 1)
    before[0] = 0.0
    for at, here in enumerate(steps):
        reached = before[at]
        for step in here:
            total = reached + step[6]
            stop = at + step[0]
            if total > before[stop]:  # noqa: PLR1730 - half the time of max()
                before[stop] = total
    after = [IMPOSSIBLE] * size + [0.0]
    totals: list[list[float]] = []
    for at in range(size - 1, -1, -1):
        ahead = [step[6] + after[at + step[0]] for step in steps[at]]
        after[at] = max(ahead, default=IMPOSSIBLE)
        reached = before[at]
        totals.append([reached + total for total in ahead])
    totals.reverse()
    least = before[size] - BEHIND_ALONE
    every = [total for here in totals for total in here if total >= least]
    if len(every) > STEPS * size:
        every.sort(reverse=True)
        least = every[STEPS * size]
    return [
        [step for step, total in zip(here, worth, strict=True) if total >= least]
        for here, worth in zip(steps, totals, strict=True)
    ]


def _pruned(row: _Row) -> list[_Node]:
    """The best readings of a position; what is far behind them does not catch up."""
    nodes = list(row.values())
    if len(nodes) < 2:
        return nodes
    nodes.sort(key=_alpha, reverse=True)
    least = nodes[0].alpha - BEHIND
    return [node for node in nodes[:BEAM] if node.alpha >= least]


def _marginals(choices: Sequence[_Choice], rows: list[list[_Node]]) -> list[Scored]:
    """For each candidate the score of the best reading through it."""
    through: list[dict[str, float]] = [{} for _ in choices]
    for at in range(len(choices), 0, -1):
        for node in rows[at]:
            beta = node.beta
            if beta == IMPOSSIBLE:
                continue
            for source, weight, step in node.edges:
                total = weight + beta
                if total > source.beta:  # noqa: PLR1730 - as above
                    source.beta = total
                picks = step[5]
                if picks:
                    total += source.alpha
                    begin = at - step[0]
                    for offset, text in picks:
                        found = through[begin + offset]
                        if total > found.get(text, IMPOSSIBLE):
                            found[text] = total
    return [
        sorted(found.items(), key=_best_first) if found else [(choice.texts[0], 0.0)]
        for choice, found in zip(choices, through, strict=True)
    ]


def _best_first(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]
