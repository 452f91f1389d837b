"""Lattice decoding: the likeliest reading of a row of units, each with several candidates.

Words of the lexicon span units; their trigram scores come from the Chinese model, everything else is scored
character by character. Scores are log10 probabilities. The search is a beam over the states of the model with
max-marginals: for every candidate of every unit the score of the best reading through it is known, which
is what confidence is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from operator import attrgetter, itemgetter
from typing import Any

from app.model.progress import CancelToken
from app.repair.characters import CharacterModel
from app.repair.han import FOREIGN, MARKS, HanModel
from app.repair.steps import Choice, Step, Steps

BEAM = 6
"""Readings kept at each position; more changes nothing measurable, fewer loses names."""

BEHIND = 4.5
"""Readings this far behind the best one of their position are given up (log10)."""

IMPOSSIBLE = float("-inf")

ENDS = "。？！，…"
"""Marks whose place the end of a line may take."""

MOST_ENDS = 10_000
"""So many states are remembered with what the end of a sentence is worth there."""

BEHIND_ALONE = 5.0
"""Words so far behind the best reading by their frequencies alone are not tried in context (log10)."""

STEPS = 16
"""So many words for every unit are tried in context at most, the likeliest of the row."""

# What ends a sentence: the trigram model has no sentence ends, so particles get what they are worth there.
_PARTICLES = {
    "吗": (1.5, 0.15), "呢": (1.0, 0.15), "吧": (0.75, 0.2), "不": (0.5, 0.0), "么": (0.5, 0.1),
    "啊": (0.5, 0.15), "呀": (0.5, 0.15), "了": (0.25, 0.15), "的": (0.25, 0.1), "哦": (0.15, 0.15),
    "嘛": (0.5, 0.15), "呐": (0.0, 0.1),
}  # fmt: skip


AT_END = {"啦": 0.4, "呗": 0.5, "么": 0.4}
"""log10 of how much oftener a line of a conversation ends so than the trigram model says."""


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


_alpha = attrgetter("alpha")
_of_text, _of_score = itemgetter(0), itemgetter(1)


class Lattice:
    """Decodes rows of units in one document; remembers which words begin how, and nothing of the rows."""

    def __init__(self, characters: CharacterModel, han: HanModel | None) -> None:
        self._steps = Steps(characters, han)
        self._han = han
        self._after = han.new_state() if han else None
        """The state to be filled next; most steps are given up and leave it free."""

        self._ends: dict[tuple[Any, str], float] = {}
        """What it is worth after a state that any of some words of one character follows."""

    def decode(
        self, units: Sequence[tuple[str, ...]], before: str = "", after: str = "", *,
        token: CancelToken | None = None,
    ) -> list[Scored]:  # fmt: skip
        """Score the candidates of every unit in the context of the others, best first.

        A candidate is one character, or one followed by a genuine space or question mark. ``before`` is the
        mark before the row, "" where nothing is known of it; ``after`` is the character that follows, "" at
        the end of a line. Letters and figures are FOREIGN. Raises Cancelled soon after ``token`` was.
        """
        choices = self._steps.choices(units)
        steps = self._promising(choices, token)
        rows: list[_Row] = [{} for _ in range(len(choices) + 1)]
        state = self._han.after(before) if self._han else None
        start = rows[0][None] = _Node(state, "")
        start.alpha = 0.0
        kept: list[list[_Node]] = []
        best = [IMPOSSIBLE] * (len(choices) + 1)
        for at, row in enumerate(rows[:-1]):
            if token is not None:
                token.raise_if_cancelled()
            nodes = _pruned(row)
            kept.append(nodes)
            if nodes:
                self._extend(nodes, steps[at], rows, best, at)
        kept.append(list(rows[-1].values()))
        for node in kept[-1]:
            node.beta = self._ending(node, after)
        return _marginals(choices, kept, token)

    def _promising(self, choices: list[Choice], token: CancelToken | None) -> list[list[Step]]:
        """The steps of each position that are worth following."""
        steps = []
        for at in range(len(choices)):
            if token is not None:
                token.raise_if_cancelled()
            steps.append(self._steps.at(choices, at))
        return _promising(steps, token)

    def _ending(self, node: _Node, after: str) -> float:
        """What it is worth that a row ends here: at the end of a line a sentence ends too."""
        if node.last in MARKS or self._han is None:
            return 0.0
        if after == FOREIGN and node.last:
            return self._followed(node.state, FOREIGN) - self._followed(self._han.start, FOREIGN)
        if after or not node.last:
            return closing(node.last, after)
        return self._followed(node.state, ENDS) + AT_END.get(node.last[-1], 0.0)

    def _followed(self, state: Any, words: str) -> float:
        """log10 P(one of these words of one character | state)."""
        worth = self._ends.get((state, words))
        if worth is None and self._han is not None:
            score, scratch = self._han.base_score, self._after
            worth = log10(sum([10 ** score(state, word, scratch) for word in words]))
            if len(self._ends) > MOST_ENDS:
                self._ends.clear()
            self._ends[state, words] = worth
        return worth or 0.0

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


def _promising(steps: list[list[Step]], token: CancelToken | None) -> list[list[Step]]:
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
        if token is not None:
            token.raise_if_cancelled()
        ahead = [step[6] + after[at + step[0]] for step in steps[at]]
        after[at] = max(ahead) if ahead else IMPOSSIBLE
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


def _marginals(choices: Sequence[Choice], rows: list[list[_Node]], token: CancelToken | None) -> list[Scored]:
    """For each candidate the score of the best reading through it."""
    through: list[dict[str, float]] = [{} for _ in choices]
    for at in range(len(choices), 0, -1):
        if token is not None:
            token.raise_if_cancelled()
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
        best_first(found) if found else [(choice.texts[0], 0.0)]
        for choice, found in zip(choices, through, strict=True)
    ]


def best_first(found: dict[str, float]) -> Scored:
    """Candidates with their scores in falling order, those of equal score by their text."""
    scored = list(found.items())
    if len(scored) > 1:
        if len(set(found.values())) < len(scored):
            scored.sort(key=_of_text)
        scored.sort(key=_of_score, reverse=True)
    return scored
