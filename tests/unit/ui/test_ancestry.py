"""Rows, depths and counts of a tree, found for all turns at once, are those of a walk from turn to turn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.ui.conversation import ancestry
from app.ui.conversation.ancestry import descent, sums_upwards
from app.ui.conversation.depth import _walk_children, in_depth
from app.ui.conversation.outline import MAX_DEPTH
from app.ui.conversation.tree import make_tree


@st.composite
def forward_parents(draw: st.DrawFn) -> list[int]:
    """Turn ids that turns 1, 2, … reply to, each an earlier one, or 0; lines as well as bushes."""
    reach = draw(st.sampled_from((1, 2, 40)))
    count = draw(st.integers(0, 40))
    return [draw(st.integers(max(0, number - reach), number)) for number in range(count)]


@given(forward_parents(), st.data())
def test_rows_and_depths_are_those_of_a_walk(parents: list[int], data: st.DataObject) -> None:
    tree = make_tree(range(1, len(parents) + 1), parents)
    positions = st.integers(0, max(0, len(parents) - 1))
    folded = frozenset(data.draw(st.lists(positions, max_size=3))) if parents else frozenset[int]()
    order, depth = in_depth(tree, folded, MAX_DEPTH)
    walked, levels = _walk_children(tree, folded, forks_only=False)
    if max(levels, default=0) > MAX_DEPTH:
        walked, levels = _walk_children(tree, folded, forks_only=True)
    assert order.tolist() == walked
    assert depth.tolist() == levels


@given(forward_parents())
def test_counts_are_those_of_adding_up(parents: list[int]) -> None:
    above = np.array(parents, dtype=np.int64) - 1
    counts = [0] * (len(parents) + 1)
    for position in range(len(parents) - 1, -1, -1):
        counts[above[position]] += counts[position] + 1
    assert descent(above).below.tolist() == counts


def test_a_long_chain_is_summed_to_its_end() -> None:
    above = np.arange(-1, 5_000)
    assert sums_upwards(above, np.ones(len(above)))[0].tolist() == list(range(1, 5_002))


def test_columns_summed_as_digits_of_one_number_keep_apart() -> None:
    """The largest sums there can be: every turn replies to the one before, and every column counts all."""
    for count in (1, 2, 63, 64, 1000):
        parent = np.arange(count) - 1
        ones = np.ones(count, dtype=np.int64)
        columns = (ones, ones.astype(bool), ones, ones, ones, ones, ones)
        for found in ancestry._sums_upwards_at_once(parent, *columns):
            assert found.tolist() == list(range(1, count + 1))
