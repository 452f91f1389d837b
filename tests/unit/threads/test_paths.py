"""Ways through a tree: the one shown and all of them, whatever the links."""

from hypothesis import given
from hypothesis import strategies as st

from app.threads.paths import all_paths, children_of, shown_path

IDS, PARENTS = [1, 2, 3, 4, 5, 6], [0, 1, 1, 2, 3, 3]


def test_the_shown_path_leads_to_the_leaf_else_to_the_last() -> None:
    children = children_of(IDS, PARENTS)
    assert shown_path(children) == [1, 3, 6]
    assert shown_path(children, 4) == [1, 2, 4]
    assert shown_path(children, 3) == [1, 3, 6]


def test_all_paths_in_the_order_of_reading() -> None:
    assert list(all_paths(children_of(IDS, PARENTS))) == [[1, 2, 4], [1, 3, 5], [1, 3, 6]]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9))
def test_all_paths_together_hold_every_turn_and_end_at_leaves(parents: list[int]) -> None:
    ids = list(range(1, len(parents) + 1))
    children = children_of(ids, parents)
    paths = list(all_paths(children))
    assert {turn for path in paths for turn in path} == set(ids)
    assert [path[-1] for path in paths] == list(dict.fromkeys(path[-1] for path in paths))
    assert shown_path(children) in paths
