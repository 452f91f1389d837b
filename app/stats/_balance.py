"""How evenly something is shared out among speakers; pure functions of the shares.

Formulas of statistics on turn-taking: normalised entropy H/ln k (Shannon 1948), the Gini
coefficient (Gini 1912, for k speakers without the small-sample factor k/(k-1)), and effective
speakers 1/Σp², the inverse Simpson index (Simpson 1949; Hill number of order 2).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def _proportions(amounts: npt.ArrayLike) -> npt.NDArray[np.float64]:
    values = np.asarray(amounts, dtype=np.float64)
    total = values.sum()
    return values / total if total > 0 else np.zeros(0)


def dominance(amounts: npt.ArrayLike) -> float:
    """The largest share, 1/k to 1; 0 when there is nothing to share."""
    shares = _proportions(amounts)
    return float(shares.max()) if shares.size else 0.0


def normalised_entropy(amounts: npt.ArrayLike) -> float:
    """-Σ p ln p / ln k over all k amounts: 1 when even, 0 when one has everything (or is alone)."""
    shares = _proportions(amounts)
    if shares.size < 2:
        return 0.0
    present = shares[shares > 0]
    return float(-(present * np.log(present)).sum() / np.log(shares.size)) + 0.0


def gini(amounts: npt.ArrayLike) -> float:
    """Σ (2i - k - 1) x_(i) / (k Σ x) over ascending x: 0 when even, (k-1)/k when one has everything."""
    values = np.sort(np.asarray(amounts, dtype=np.float64))
    total, k = values.sum(), values.size
    if total <= 0:
        return 0.0
    return float(((2 * np.arange(1, k + 1) - k - 1) * values).sum() / (k * total))


def effective_speakers(amounts: npt.ArrayLike) -> float:
    """1 / Σ p²: how many equally active speakers would be as diverse; 0 when there is nothing."""
    shares = _proportions(amounts)
    return float(1.0 / (shares**2).sum()) if shares.size else 0.0
