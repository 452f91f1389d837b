"""One token being read: which readings arrive where, and what each candidate of a letter is worth in the end.

Between words a reading stands at a border, whose key is the class of the word before (None without classes);
inside a word of no list the key is the letters before. A step from a border is kept once for all readings
that stand there, with how it joins on: so many words do not cost as many times as there are readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple, Self

from app.repair.lattice import IMPOSSIBLE, Scored, best_first

BEAM = 4.0
"""Readings worse than the best one of the same letters by this much (log10) are not followed."""

MOST = 24
"""So many readings of one position are followed at most."""

Key = str | int | None
"""Where a reading stands: the letters before inside a word of no list; between words None or a class."""

Join = str | int | None
"""What a step goes on from: the letters before inside a word of no list; at a border the class the next word
has to its left, None where words have no classes."""

Picks = tuple[tuple[int, str], ...]
"""What a step makes of the units that have a choice, by their number."""

Step = tuple[Join, int, Key, float, Picks]
"""What a step goes on from, where it ends and in which state, what it is worth, and its picks."""


_score = itemgetter(1)

Standing = tuple[dict[Key, float], dict[Join, float]]
"""The scores of readings at a border, and of those inside a word."""


class Letter(NamedTuple):
    """A plausible candidate: its text, small letter and cost of case; ``last`` when a word must end in it."""

    text: str
    low: str
    cost: float
    last: bool


class Letters(tuple[Letter, ...]):  # noqa: SLOT001 - with slots it could not carry what its letters are
    """The plausible candidates of one unit, at least one."""

    lows: frozenset[str]
    """Their small letters."""

    spaced: bool
    """Whether a space or question mark may follow."""

    def __new__(cls, letters: Iterable[Letter]) -> Self:
        made = super().__new__(cls, letters)
        made.lows = frozenset([letter.low for letter in made])
        made.spaced = any(letter.last for letter in made)
        return made


class TokenSearch:
    """A beam search over the readings of one token, and its max-marginals."""

    def __init__(self, choices: Sequence[Letters], opening: Key) -> None:
        self.choices = choices
        size = self._size = len(choices)
        self._rows: list[dict[Key, float]] = [{} for _ in range(size + 1)]
        self._rows[0][opening] = 0.0
        self._best = [IMPOSSIBLE] * (size + 1)
        self._steps: list[list[tuple[float, Step]]] = [[] for _ in choices]
        """The steps from every position, with the best score before each."""
        self._standing: list[Standing] = [({}, {})] * size

    def standing(self, at: int) -> Standing:
        """The readings worth following at a position: those at a border, and those inside a word.

        To be asked once, when all that leads there was taken.
        """
        row = self._rows[at]
        borders: dict[Key, float] = {}
        inside: dict[Join, float] = {}
        self._standing[at] = borders, inside
        if not row:
            return borders, inside
        least = max(row.values()) - BEAM
        likeliest: Iterable[tuple[Key, float]] = row.items()
        if len(row) > MOST:
            likeliest = nlargest(
                MOST, likeliest, key=_score
            )  # and not all of equal worth: there may be thousands
        for key, score in likeliest:
            if score >= least:
                if type(key) is str:
                    inside[key] = score
                else:
                    borders[key] = score
        return borders, inside

    def floor(self, stop: int) -> float:
        """Readings that arrive at a position with less than this are not followed, whatever else arrives."""
        return IMPOSSIBLE if stop == self._size else self._best[stop] - BEAM

    def go_on(self, at: int, before: Mapping[Join, float], steps: Sequence[Step]) -> None:
        """Take steps; ``before`` is the best score of what they go on from."""
        rows, best, size = self._rows, self._best, self._size
        taken = self._steps[at].append
        for step in steps:
            join, stop, key, weight, _ = step
            reached = before[join]
            score = reached + weight
            if score < best[stop] - BEAM and stop != size:
                continue
            taken((reached, step))
            row = rows[stop]
            if score > row.get(key, IMPOSSIBLE):
                row[key] = score
                if score > best[stop]:  # noqa: PLR1730 - half the time of max()
                    best[stop] = score

    def marginals(
        self,
        closing: Callable[[Key], float],
        leaving: Callable[[Iterable[Key], Mapping[Join, float]], dict[Key, float]],
    ) -> list[Scored]:
        """For every candidate the score of the best reading through it.

        ``closing``: what it is worth that a token ends in a state. ``leaving``: what borders are worth when
        so much can be reached by what goes on from them.
        """
        after: list[dict[Key, float]] = [{} for _ in self._rows]
        after[-1] = {key: closing(key) for key in self._rows[-1]}
        through: list[dict[str, float]] = [{} for _ in self.choices]
        for at in range(self._size - 1, -1, -1):
            borders, inside = self._standing[at]
            ahead: dict[Join, float] = {}  # at a border
            spelt: dict[Key, float] = {}  # inside a word
            for before, (join, stop, key, weight, picks) in self._steps[at]:
                reached = after[stop].get(key)
                if reached is None:
                    continue
                total = weight + reached
                found = spelt if join in inside else ahead
                if total > found.get(join, IMPOSSIBLE):
                    found[join] = total
                if picks:
                    total += before
                    for unit, text in picks:
                        if total > through[unit].get(text, IMPOSSIBLE):
                            through[unit][text] = total
            if ahead and borders:
                spelt.update(leaving(borders, ahead))
            after[at] = spelt
        return [
            best_first(found) if found else [(choice[0].text, 0.0)]
            for found, choice in zip(through, self.choices, strict=True)
        ]
