"""Lattice decoding: the likeliest reading of a row of units, each with several candidates.

Words of the lexicon span units; their trigram scores come from the Chinese model, everything else is scored
character by character. Scores are log10 probabilities. The search is a beam over the states of the model with
max-marginals: for every candidate of every unit the score of the best reading through it is known, which
is what confidence is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from app.repair.blocks import block_of
from app.repair.characters import CharacterModel
from app.repair.han import PREFIX, HanModel

BEAM = 6
"""Readings kept at each position; more changes nothing measurable, fewer loses names."""

BEHIND = 4.5
"""Readings this far behind the best one of their position are given up (log10)."""

IMPOSSIBLE = float("-inf")

MOST_REMEMBERED = 50_000
"""Units and pairs of units whose words are remembered."""

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

_Choice = tuple[str, ...]
"""The candidates of one unit."""


class _Step(NamedTuple):
    """A word or single character that may come next."""

    length: int
    word: str | None
    cost: float
    breaks: bool
    first: str
    picks: tuple[tuple[int, str], ...]
    """What it makes of each unit that has a choice, by the distance from where the step begins."""


class _Prefix(NamedTuple):
    """The beginning of a word of the lexicon, and what it makes of the units that have a choice."""

    text: str
    picks: tuple[tuple[int, str], ...]


class _Node:
    __slots__ = ("alpha", "beta", "edges", "last", "state")

    def __init__(self, state: Any, last: str) -> None:
        self.state = state
        self.last = last
        self.alpha = IMPOSSIBLE
        self.beta = IMPOSSIBLE
        self.edges: list[tuple[_Node, float, _Step]] = []


_Row = dict[Any, _Node]
"""Readings up to one position, kept apart by the trigram model's state, None where it knows nothing."""


def _alpha(node: _Node) -> float:
    return node.alpha


class Lattice:
    """Decodes rows of units in one document; remembers which words begin how, and nothing of the rows."""

    def __init__(self, characters: CharacterModel, han: HanModel | None) -> None:
        self._characters = characters
        self._han = han
        self._fresh = han.start() if han else None
        self._share = characters.share("han")
        self._plausible = lru_cache(maxsize=MOST_REMEMBERED)(self._find_plausible)
        self._singles = lru_cache(maxsize=MOST_REMEMBERED)(self._find_singles)
        self._pairs = lru_cache(maxsize=MOST_REMEMBERED)(self._find_pairs)

    def decode(self, units: Sequence[_Choice], after: str = "") -> list[Scored]:
        """Score the candidates of every unit in the context of the others, best first.

        A candidate is one character, or one followed by a genuine space or question mark. ``after`` is
        the character that follows the row, "" at the end of a line.
        """
        choices = [unit if len(unit) == 1 else self._plausible(unit) for unit in units]
        nodes: list[_Row] = [{} for _ in range(len(choices) + 1)]
        start = nodes[0][None] = _Node(self._fresh, "")
        start.alpha = 0.0
        for at in range(len(choices)):
            row = nodes[at]
            if len(row) > 1:
                row = nodes[at] = _pruned(row)
            if row:
                self._extend(row, self._steps(choices, at), nodes, at)
        for node in nodes[-1].values():
            node.beta = closing(node.last, after)
        return _marginals(choices, nodes)

    def _find_plausible(self, unit: _Choice) -> _Choice:
        log_p = self._characters.log_p
        scored = [(log_p(text[0]), text) for text in unit]
        best = max(scored)[0]
        return tuple(text for score, text in scored if score > best - NEGLIGIBLE)

    def _steps(self, choices: Sequence[_Choice], at: int) -> list[_Step]:
        """The words of the lexicon that start here, and the single characters outside it."""
        steps, starts = self._singles(choices[at])
        if not starts or at + 1 == len(choices):
            return steps
        pairs, prefixes = self._pairs(choices[at], choices[at + 1])
        steps = steps + pairs
        position = at + 2
        while prefixes and position < len(choices):
            prefixes = self._longer(prefixes, choices[position], position - at, steps)
            position += 1
        return steps

    def _find_singles(self, choice: _Choice) -> tuple[list[_Step], list[_Prefix]]:
        """The steps of one unit, and the beginnings of longer words."""
        steps: list[_Step] = []
        starts: list[_Prefix] = []
        open_ = len(choice) > 1
        for text in choice:
            first = text[0]
            picks = ((0, text),) if open_ else ()
            han = block_of(first) == "han"
            genuine = GENUINE_SPACE if len(text) > 1 else 0.0
            known = self._han.find(first) if self._han and han else None
            if known is not None and known != PREFIX:
                steps.append(_Step(1, first, self._share + known + genuine, bool(genuine), first, picks))
            else:
                cost = self._characters.log_p(first) if open_ else 0.0
                cost += UNKNOWN_HAN if han else 0.0
                steps.append(_Step(1, None, cost + genuine, breaks=True, first=first, picks=picks))
            if known is not None and not genuine:
                starts.append(_Prefix(first, picks))
        return steps, starts

    def _find_pairs(self, choice: _Choice, following: _Choice) -> tuple[list[_Step], list[_Prefix]]:
        """The words of two characters, and what begins longer words."""
        steps: list[_Step] = []
        return steps, self._longer(self._singles(choice)[1], following, 1, steps)

    def _longer(
        self, prefixes: Sequence[_Prefix], choice: _Choice, at: int, steps: list[_Step]
    ) -> list[_Prefix]:
        """The prefixes one unit longer that still begin a word; those that are words become steps."""
        if self._han is None:
            return []
        find = self._han.find
        longer: list[_Prefix] = []
        for prefix, picks in prefixes:
            for text in choice:
                word = prefix + text[0]
                known = find(word)
                if known is None:
                    continue
                picked = (*picks, (at, text)) if len(choice) > 1 else picks
                genuine = GENUINE_SPACE if len(text) > 1 else 0.0
                if not genuine:
                    longer.append(_Prefix(word, picked))
                if known != PREFIX:
                    cost = self._share * len(word) + known + genuine
                    steps.append(_Step(len(word), word, cost, bool(genuine), word[0], picked))
        return longer

    def _extend(self, row: _Row, steps: list[_Step], nodes: list[_Row], at: int) -> None:
        score = self._han.score if self._han else None
        fresh = self._fresh
        for node in row.values():
            alpha, state, last = node.alpha, node.state, node.last
            for step in steps:
                length, word, weight, breaks, first, _ = step
                key: Any = None
                if word is not None and score is not None:
                    scored, after = score(state, word)
                    weight += scored
                    if not breaks:
                        key = after
                elif last:
                    weight += closing(last, first)
                targets = nodes[at + length]
                target = targets.get(key)
                if target is None:
                    target = _Node(fresh, "") if key is None else _Node(key, word or "")
                    targets[key] = target
                target.edges.append((node, weight, step))
                target.alpha = max(target.alpha, alpha + weight)


def _pruned(row: _Row) -> _Row:
    """The best readings of a position; what is far behind them does not catch up."""
    kept = sorted(row.values(), key=_alpha, reverse=True)[:BEAM]
    least = kept[0].alpha - BEHIND
    return {number: node for number, node in enumerate(kept) if node.alpha >= least}


def _marginals(choices: Sequence[_Choice], nodes: list[_Row]) -> list[Scored]:
    """For each candidate the score of the best reading through it."""
    through: list[dict[str, float]] = [{} for _ in choices]
    for at in range(len(choices), 0, -1):
        for node in nodes[at].values():
            beta = node.beta
            for source, weight, step in node.edges:
                total = weight + beta
                source.beta = max(source.beta, total)
                if step.picks:
                    total += source.alpha
                    begin = at - step.length
                    for offset, text in step.picks:
                        found = through[begin + offset]
                        if total > found.get(text, IMPOSSIBLE):
                            found[text] = total
    return [
        sorted(found.items(), key=_best_first) if found else [(choices[at][0], 0.0)]
        for at, found in enumerate(through)
    ]


def _best_first(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]
