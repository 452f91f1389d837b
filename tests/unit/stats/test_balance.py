"""Formulas of balance against worked figures: A 60, B 30, C 10 tokens."""

from __future__ import annotations

import pytest

from app.stats._balance import dominance, effective_speakers, gini, normalised_entropy

TALK = [60, 30, 10]


def test_dominance_is_the_largest_share() -> None:
    assert dominance(TALK) == pytest.approx(0.6)


def test_normalised_entropy() -> None:
    assert normalised_entropy(TALK) == pytest.approx(0.81735, abs=5e-6)


def test_gini() -> None:
    assert gini(TALK) == pytest.approx(0.33333, abs=5e-6)
    assert gini(TALK) * 3 / 2 == pytest.approx(0.5)


def test_effective_speakers() -> None:
    assert effective_speakers(TALK) == pytest.approx(2.17391, abs=5e-6)


def test_even_and_lone_talk() -> None:
    assert (normalised_entropy([5, 5, 5]), gini([5, 5, 5])) == (pytest.approx(1), pytest.approx(0))
    assert effective_speakers([5, 5, 5]) == pytest.approx(3)
    assert (normalised_entropy([7]), gini([7]), effective_speakers([7])) == (0, 0, 1)
    assert normalised_entropy([7, 0]) == 0
    assert gini([0, 0, 9]) == pytest.approx(2 / 3)


@pytest.mark.parametrize("amounts", [[], [0, 0]])
def test_nothing_to_share_is_nought(amounts: list[int]) -> None:
    assert (
        dominance(amounts) == gini(amounts) == normalised_entropy(amounts) == effective_speakers(amounts) == 0
    )
