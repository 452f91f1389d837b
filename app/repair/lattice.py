"""Lattice decoding: the likeliest reading of a row of units, each with several candidates.

Words of the lexicon span units; their trigram scores come from the Chinese model, everything else is scored
character by character. Scores are log10 probabilities. The search is a beam over the states of the model with
max-marginals: for every candidate of every unit the score of the best reading through it is known, which
is what confidence is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from app.repair.blocks import block_of
from app.repair.characters import CharacterModel
from app.repair.han import LONGEST_WORD, PREFIX, HanModel

BEAM = 6
"""Readings kept at each position; more changes nothing measurable, fewer loses names."""

UNKNOWN_HAN = -2.0
"""What a Han character outside the lexicon costs beside its own rarity (log10)."""

GENUINE_SPACE = -1.5
"""What a space or question mark of its own costs, where it may also be what is left of a byte (log10)."""

NEGLIGIBLE = 3.5
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

_Key = Any
"""What readings are kept apart by: the trigram model's state, None where it knows nothing."""


class _Step(NamedTuple):
    """A word or single character that may come next: what it makes of each unit, and its fixed cost."""

    texts: tuple[str, ...]
    word: str | None
    cost: float
    breaks: bool


class _Node:
    __slots__ = ("alpha", "beta", "edges", "last", "state")

    def __init__(self, state: Any, last: str) -> None:
        self.state = state
        self.last = last
        self.alpha = float("-inf")
        self.beta = float("-inf")
        self.edges: list[tuple[_Node, float, tuple[str, ...]]] = []


def _alpha(node: _Node) -> float:
    return node.alpha


class Lattice:
    """Decodes rows of units in one document; holds no state between calls but the models."""

    def __init__(self, characters: CharacterModel, han: HanModel | None) -> None:
        self._characters = characters
        self._han = han

    def decode(self, units: Sequence[Sequence[str]], after: str = "") -> list[Scored]:
        """Score the candidates of every unit in the context of the others, best first.

        A candidate is one character, or one followed by a genuine space or question mark. ``after`` is
        the character that follows the row, "" at the end of a line.
        """
        choices = [self._plausible(unit) for unit in units]
        nodes: list[dict[_Key, _Node]] = [{} for _ in range(len(choices) + 1)]
        start = _Node(self._fresh(), "")
        start.alpha = 0.0
        nodes[0][None] = start
        for at in range(len(choices)):
            kept = list(nodes[at].values())
            if len(kept) > BEAM:
                kept = sorted(kept, key=_alpha, reverse=True)[:BEAM]
                nodes[at] = dict(enumerate(kept))
            steps = self._steps(choices, at)
            for node in kept:
                self._extend(node, at, steps, nodes)
        return self._marginals(choices, nodes, after)

    def _fresh(self) -> Any:
        return self._han.start() if self._han else None

    def _plausible(self, unit: Sequence[str]) -> Sequence[str]:
        if len(unit) == 1:
            return unit
        log_p = self._characters.log_p
        scored = [(log_p(text[0]), text) for text in unit]
        best = max(scored)[0]
        return [text for score, text in scored if score > best - NEGLIGIBLE]

    def _steps(self, choices: Sequence[Sequence[str]], at: int) -> list[_Step]:
        """The words of the lexicon that start here, and the single characters outside it."""
        steps: list[_Step] = []
        find = self._han.find if self._han else None
        stop = min(len(choices), at + LONGEST_WORD)
        share = self._characters.share("han")
        for text in choices[at]:
            first = text[0]
            genuine = GENUINE_SPACE if len(text) > 1 else 0.0
            known = find(first) if find and block_of(first) == "han" else None
            if known is not None and known != PREFIX:
                steps.append(_Step((text,), first, share + known + genuine, bool(genuine)))
            else:
                cost = self._characters.log_p(first) if len(choices[at]) > 1 else 0.0
                cost += UNKNOWN_HAN if block_of(first) == "han" else 0.0
                steps.append(_Step((text,), None, cost + genuine, breaks=True))
            if find is None or known is None or genuine:
                continue
            prefixes: list[tuple[str, tuple[str, ...]]] = [(first, (text,))]
            for position in range(at + 1, stop):
                prefixes = self._longer(prefixes, choices[position], share, steps)
                if not prefixes:
                    break
        return steps

    def _longer(
        self,
        prefixes: list[tuple[str, tuple[str, ...]]],
        choice: Sequence[str],
        share: float,
        steps: list[_Step],
    ) -> list[tuple[str, tuple[str, ...]]]:
        """The prefixes one unit longer that still begin a word; those that are words become steps."""
        if self._han is None:
            return []
        find = self._han.find
        longer: list[tuple[str, tuple[str, ...]]] = []
        for prefix, texts in prefixes:
            for text in choice:
                word = prefix + text[0]
                known = find(word)
                if known is None:
                    continue
                genuine = GENUINE_SPACE if len(text) > 1 else 0.0
                if not genuine:
                    longer.append((word, (*texts, text)))
                if known != PREFIX:
                    cost = share * len(word) + known + genuine
                    steps.append(_Step((*texts, text), word, cost, bool(genuine)))
        return longer

    def _extend(self, node: _Node, at: int, steps: list[_Step], nodes: list[dict[_Key, _Node]]) -> None:
        alpha, state, last = node.alpha, node.state, node.last
        score = self._han.score if self._han else None
        for texts, word, cost, breaks in steps:
            after: Any = None
            if word is not None and score is not None:
                weight, after = score(state, word)
                weight += cost
            else:
                weight = cost + closing(last, texts[0][0])
            key = None if breaks else after
            row = nodes[at + len(texts)]
            target = row.get(key)
            if target is None:
                target = row[key] = _Node(
                    self._fresh() if key is None else after, "" if breaks else word or ""
                )
            target.edges.append((node, weight, texts))
            target.alpha = max(target.alpha, alpha + weight)

    def _marginals(
        self, choices: Sequence[Sequence[str]], nodes: list[dict[_Key, _Node]], after: str
    ) -> list[Scored]:
        through: list[dict[str, float]] = [{} for _ in choices]
        for node in nodes[-1].values():
            node.beta = closing(node.last, after)
        for at in range(len(choices), 0, -1):
            for node in nodes[at].values():
                beta = node.beta
                for source, weight, texts in node.edges:
                    total = weight + beta
                    source.beta = max(source.beta, total)
                    total += source.alpha
                    begin = at - len(texts)
                    for unit, text in enumerate(texts, begin):
                        if len(choices[unit]) > 1:
                            best = through[unit].get(text)
                            if best is None or total > best:
                                through[unit][text] = total
        return [
            sorted(found.items(), key=lambda item: (-item[1], item[0])) if found else [(choices[at][0], 0.0)]
            for at, found in enumerate(through)
        ]
