"""Times that stand in one string are the numbers that parsing each of them gives."""

import numpy as np
import pytest

from app.ui.panels.turn_times import BETWEEN, _at_fixed_places, _one_by_one, moments_of

EVEN = [f"2024-02-{28 + n // 40:02}T{n % 24:02}:{n % 60:02}:59" for n in range(80)]


def test_both_ways_give_the_same_seconds() -> None:
    fast, slow = _at_fixed_places(BETWEEN.join(EVEN), len(EVEN)), _one_by_one(BETWEEN.join(EVEN), len(EVEN))
    assert fast is not None
    assert slow is not None
    np.testing.assert_array_equal(fast, slow)


@pytest.mark.parametrize(
    "wrong", ["2024-02-30T08:00:00", "2024-02-28T24:00:00", "2024-02-28T08:60:00", "2024-02-28T08:0a:00"]
)
def test_a_time_that_is_none_is_not_taken_for_one(wrong: str) -> None:
    assert moments_of(BETWEEN.join([*EVEN, wrong]), len(EVEN) + 1) is None


def test_times_written_differently_are_parsed_one_by_one() -> None:
    mixed = ["2024-02-28T08:00:00+02:00", "", "2024-02-28"]
    found = moments_of(BETWEEN.join(mixed), 3)
    assert found is not None
    assert np.isnan(found).tolist() == [False, True, False]
