"""Several trigram models as one: linear interpolation, then pruning, then back-off weights again.

What is pruned changes the distribution least: the weighted difference of A. Stolcke, "Entropy-based pruning
of backoff language models" (1998), without the effect on the back-off weight, times what the words of an
n-gram are worth to whom it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import kenlm
import numpy as np
import numpy.typing as npt

from packaging_models import arpa

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BACKED_OFF = 0.4
"""A usual back-off factor, to tell what pruning changes."""

REST = 1e-7
"""What is left for unknown words."""

UNKNOWN_BEFORE, UNKNOWN_FURTHER = 0.1, 0.3
"""What a model's say counts after a word it lacks, and after a known word behind such a one: it speaks of
less than it was asked for. Chosen on conversations that are not reported on."""


class Mixture:
    """The union of the n-grams of some models over one vocabulary."""

    def __init__(self, models: Sequence[Path], weights: Sequence[float], words: Iterable[str]) -> None:
        self._models = [kenlm.LanguageModel(str(path)) for path in models]
        self._weights = weights
        self.words = sorted(set(words))
        self._number = {word: number for number, word in enumerate(self.words)}

    def rows(self, grams: Iterable[Sequence[str]]) -> Ints:
        """The n-grams as sorted rows of word numbers, those with other words left out."""
        number = self._number
        found = {
            tuple(number[word] for word in gram) for gram in grams if all(map(number.__contains__, gram))
        }
        return np.array(sorted(found), dtype=np.int64)

    def probabilities(self, rows: Ints) -> Floats:
        """The weighted mean of what the models say of each n-gram's last word."""
        total, weights = np.zeros(len(rows)), np.zeros(len(rows))
        for model, weight in zip(self._models, self._weights, strict=True):
            known = [word in model for word in self.words]
            say = weight * _say(rows, np.array(known))
            total += say * np.fromiter(self._of(model, rows, known), np.float64, len(rows))
            weights += say
        mean: Floats = total / weights
        return mean

    def _of(self, model: kenlm.LanguageModel, rows: Ints, known: list[bool]) -> Iterable[float]:
        score, words = model.BaseScore, self.words
        start, ignored = kenlm.State(), kenlm.State()
        model.NullContextWrite(start)
        context: list[int] | None = None
        state = start
        for row in rows.tolist():
            if row[:-1] != context:
                context, state = row[:-1], start
                for number in row[:-1]:
                    after = kenlm.State()
                    score(state, words[number], after)
                    state = after
            yield 10.0 ** score(state, words[row[-1]], ignored) if known[row[-1]] else 0.0


def _say(rows: Ints, known: npt.NDArray[np.bool_]) -> Floats:
    """What the say of a model that knows these words counts for each n-gram."""
    if rows.shape[1] == 1:
        return np.ones(len(rows))
    further = known[rows[:, 0]] if rows.shape[1] > 2 else np.True_
    say: Floats = np.where(known[rows[:, -2]], np.where(further, 1.0, UNKNOWN_FURTHER), UNKNOWN_BEFORE)
    return say


class Sizes(NamedTuple):
    """How many words, bigrams and trigrams are kept at most."""

    words: int
    bigrams: int
    trigrams: int


class _Grams(NamedTuple):
    """N-grams of one length as rows of word numbers, their probabilities, and what their words are worth."""

    rows: Ints
    p: Floats
    worth: Floats

    def among(self, kept: npt.NDArray[np.bool_]) -> _Grams:
        """Those of kept words alone, by the new numbers of these."""
        here = kept[self.rows].all(axis=1)
        return _Grams((np.cumsum(kept) - 1)[self.rows[here]], self.p[here], self.worth[here])


def _keys(rows: Ints, base: int) -> Ints:
    """One number for every row, in the order of the rows."""
    keys = rows[:, 0]
    for column in rows.T[1:]:
        keys = keys * base + column
    return keys


def _find(keys: Ints, base: int, rows: Ints) -> Ints:
    """Where bigrams stand among sorted ones; -1 where they do not."""
    wanted = _keys(rows, base)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)


def _backoffs(context: Ints, size: int, p: Floats, lower: Floats) -> Floats:
    """What is left for other words after every context, over what the lower order gives them."""
    left = 1.0 - np.bincount(context, p, size)
    given = 1.0 - np.bincount(context, lower, size)
    factors: Floats = np.clip(left, 1e-4, 1.0) / np.clip(given, 1e-4, 1.0)
    return factors


def _largest(gain: Floats, most: int) -> npt.NDArray[np.bool_]:
    kept = np.zeros(len(gain), bool)
    kept[np.argsort(-gain, kind="stable")[:most]] = True
    return kept


def write(
    mixture: Mixture, grams: Sequence[Ints], sizes: Sizes, target: Path,
    worth: Callable[[Sequence[str], Floats], Floats],
) -> dict[str, float]:  # fmt: skip
    """Write the mixture with the most telling of these bigrams and trigrams as an ARPA file.

    ``worth``: what each of some words of these probabilities is worth to whom the model is for. Returns the
    words that are left out with log10 of their probabilities: those that the n-grams say least of.
    """
    words = mixture.words
    p1 = mixture.probabilities(np.arange(len(words)).reshape(-1, 1))
    p1 *= (1 - REST) / p1.sum()
    worths = worth(words, p1)
    two, three = (_Grams(rows, mixture.probabilities(rows), worths[rows].max(axis=1)) for rows in grams)
    gain = _gain(two, p1[two.rows[:, 0]], BACKED_OFF * p1[two.rows[:, 1]])
    used: Floats = np.zeros(len(words))
    for column in two.rows.T:
        used += np.bincount(column, gain, len(words))
    used[[len(word) == 1 for word in words]] = np.inf
    kept = _largest(used, sizes.words)
    left_out = {words[number]: float(np.log10(p1[number])) for number in np.flatnonzero(~kept)}
    p1, two, three = p1[kept], two.among(kept), three.among(kept)
    _write([word for word, here in zip(words, kept, strict=True) if here], p1, two, three, sizes, target)
    return left_out


def _gain(grams: _Grams, share: Floats, lower: Floats) -> Floats:
    """What is lost without each n-gram; ``share``: how often its context occurs, ``lower``: P without it."""
    gain: Floats = share * grams.p * np.abs(np.log(grams.p / lower)) * grams.worth
    return gain


def _write(
    words: Sequence[str], p1: Floats, bigrams: _Grams, trigrams: _Grams, sizes: Sizes, target: Path
) -> None:
    base = len(words)
    two, p2, _ = bigrams
    three, p3, _ = trigrams
    keys = _keys(two, base)
    before, after = _find(keys, base, three[:, :2]), _find(keys, base, three[:, 1:])
    lower = np.where(after >= 0, p2[after], p1[three[:, 2]] * BACKED_OFF)
    kept = _largest(_gain(trigrams, p1[three[:, 0]] * p2[before], lower), sizes.trigrams) & (before >= 0)
    gain = _gain(bigrams, p1[two[:, 0]], BACKED_OFF * p1[two[:, 1]])
    gain[before[kept]] = np.inf  # what longer ones are built on stays
    gain[after[kept & (after >= 0)]] = np.inf
    three, p3 = three[kept], p3[kept]
    kept = _largest(gain, sizes.bigrams)
    two, p2, keys = two[kept], p2[kept], keys[kept]

    one_off = _backoffs(two[:, 0], base, p2, p1[two[:, 1]])
    before, after = _find(keys, base, three[:, :2]), _find(keys, base, three[:, 1:])
    lower = np.where(after >= 0, p2[after], one_off[three[:, 1]] * p1[three[:, 2]])
    two_off = _backoffs(before, len(two), p3, lower)
    rows = (np.arange(base).reshape(-1, 1), two, three)
    offs = (one_off, two_off, np.ones(len(three)))
    arpa.write(target, [
        [
            (" ".join([words[number] for number in row]), log_p, off)
            for row, log_p, off in zip(grams.tolist(), np.log10(p), np.log10(backoff), strict=True)
        ]
        for grams, p, backoff in zip(rows, (p1, p2, p3), offs, strict=True)
    ])  # fmt: skip
