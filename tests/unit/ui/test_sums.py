"""Running totals agree with plain addition, whatever was changed in between."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.models import BlockSums

numbers = st.lists(st.integers(0, 50), min_size=1, max_size=60)


@given(numbers, st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 50))), st.integers(-5, 3500))
def test_sums_and_search_agree_with_brute_force(
    values: list[int], changes: list[tuple[int, int]], offset: int
) -> None:
    sums = BlockSums(values)
    for where, value in changes:
        values[where % len(values)] = value
        sums.set(where % len(values), value)
    starts = [sum(values[:at]) for at in range(len(values) + 1)]
    assert [sums.before(at) for at in range(len(values) + 1)] == starts
    assert sums.starts().tolist() == starts[:-1]
    assert sums.total == starts[-1]
    position, inside = sums.find(offset)
    if 0 <= offset < starts[-1]:
        assert starts[position] <= offset < starts[position + 1]
        assert inside == offset - starts[position]
    elif offset >= starts[-1]:
        assert (position, inside) == (len(values) - 1, values[-1])


def test_search_crosses_blocks() -> None:
    sums = BlockSums(np.full(5000, 2.0))
    assert sums.find(4097.0) == (2048, 1.0)
    assert sums.set(10, 5.0) == 3.0
    assert sums.find(4097.0) == (2047, 0.0)
    assert sums.total == 10003.0


def test_nothing_to_find_in_no_numbers() -> None:
    with pytest.raises(IndexError):
        BlockSums(()).find(0)
    assert BlockSums(()).total == 0


def test_the_numbers_cannot_be_changed_from_outside() -> None:
    with pytest.raises(ValueError, match="read-only"):
        BlockSums([1, 2]).values[0] = 5
