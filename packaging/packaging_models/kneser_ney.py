"""A trigram model of segmented text with interpolated modified Kneser-Ney smoothing.

S. F. Chen and J. Goodman, "An empirical study of smoothing techniques for language modeling" (1998).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log10

from packaging_models.arpa import Row

Gram = tuple[str, ...]


def _discounts(counts: Counter[Gram]) -> tuple[float, float, float, float]:
    """What is taken off counts of 0, 1, 2, and more."""
    of = Counter(min(count, 4) for count in counts.values())
    share = of[1] / (of[1] + 2 * of[2])
    first, second, third = (max(0.05, n - (n + 1) * share * of[n + 1] / max(1, of[n])) for n in (1, 2, 3))
    return 0.0, first, second, third


def _counts(phrases: Iterable[list[str]]) -> list[Counter[Gram]]:
    """Of trigrams how often they occur, of what is shorter how many words it follows (or begins a phrase)."""
    orders: list[Counter[Gram]] = [Counter(), Counter(), Counter()]
    for phrase in phrases:
        for at in range(len(phrase)):
            gram = tuple(phrase[max(0, at - 2) : at + 1])
            orders[len(gram) - 1][gram] += 1
    for order in (2, 1):
        orders[order - 1].update(gram[1:] for gram in orders[order])
    return orders


def train(phrases: Iterable[list[str]]) -> list[list[Row]]:
    """The rows of an ARPA file for every order."""
    orders = _counts(phrases)
    lower: dict[Gram, float] = {(): 1.0 / len(orders[0])}
    backoffs: list[dict[Gram, float]] = []
    models: list[dict[Gram, float]] = []
    for counts in orders:
        discounts = _discounts(counts)
        totals: Counter[Gram] = Counter()
        taken: dict[Gram, float] = {}
        for gram, count in counts.items():
            totals[gram[:-1]] += count
            taken[gram[:-1]] = taken.get(gram[:-1], 0.0) + discounts[min(3, count)]
        weights = {context: taken[context] / total for context, total in totals.items()}
        lower = {
            gram: (count - discounts[min(3, count)]) / totals[gram[:-1]]
            + weights[gram[:-1]] * lower[gram[1:] if len(gram) > 1 else ()]
            for gram, count in counts.items()
        }
        backoffs.append(weights)
        models.append(lower)
    following = [*backoffs[1:], {}]
    return [
        [(" ".join(gram), log10(p), log10(after.get(gram, 1.0))) for gram, p in model.items()]
        for model, after in zip(models, following, strict=True)
    ]
