"""Replies stand under their parent, whatever the ids and however broken the links."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.ui.conversation.outline import MAX_DEPTH, make_outline


def test_a_plain_sequence_keeps_its_order() -> None:
    made = make_outline([7, 3, 9], [0, 0, 0], speakers=[2, 1, 2])
    assert made.ids.tolist() == [7, 3, 9]
    assert made.depth.tolist() == [0, 0, 0]
    assert not made.threaded
    assert made.first_speakers == (2, 1)
    assert (made.row_of(9), made.row_of(8)) == (2, -1)


def test_a_chain_of_replies_is_not_indented() -> None:
    made = make_outline([1, 2, 3, 4], [0, 1, 2, 3])
    assert not made.threaded
    assert made.depth.tolist() == [0, 0, 0, 0]
    assert made.parent_row.tolist() == [-1, 0, 1, 2]


def test_replies_follow_their_parent() -> None:
    made = make_outline([1, 2, 3, 4, 5], [0, 1, 1, 2, 0], sizes=[1, 2, 3, 4, 5], repaired=[0, 0, 0, 1, 0])
    assert made.ids.tolist() == [1, 2, 4, 3, 5]
    assert made.depth.tolist() == [0, 1, 2, 1, 0]
    assert made.parent_row.tolist() == [-1, 0, 1, 0, -1]
    assert made.sizes.tolist() == [1, 2, 4, 3, 5]
    assert made.repaired.tolist() == [False, False, True, False, False]
    assert made.threaded


def test_lines_go_on_while_siblings_follow() -> None:
    made = make_outline([1, 2, 3, 4], [0, 1, 2, 1])
    assert made.ids.tolist() == [1, 2, 3, 4]
    assert [int(rail) >> 1 & 1 for rail in made.rails] == [0, 1, 1, 0]


def test_a_deep_tree_is_indented_at_forks_only() -> None:
    count = 40
    parents = [0, *range(1, count), 20]
    made = make_outline(range(1, count + 2), parents)
    assert made.threaded
    assert made.depth.max() == 1
    assert made.depth.max() <= MAX_DEPTH
    assert made.depth[made.row_of(20)] == 0
    assert made.depth[made.row_of(21)] == made.depth[made.row_of(41)] == 1


def test_broken_links_lose_no_turn() -> None:
    cycle = make_outline([1, 2, 3], [2, 1, 99])
    assert sorted(cycle.ids.tolist()) == [1, 2, 3]
    self_reply = make_outline([1, 2], [1, 0])
    assert self_reply.depth.tolist() == [0, 0]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_every_turn_has_exactly_one_row(parents: list[int]) -> None:
    ids = range(1, len(parents) + 1)
    made = make_outline(ids, parents)
    assert sorted(made.ids.tolist()) == list(ids)
    assert [made.row_of(turn) for turn in made.ids.tolist()] == list(range(len(parents)))
    deeper = made.depth[1:] - made.depth[:-1]
    assert (deeper <= 1).all()


def test_rows_of_many_turns() -> None:
    made = make_outline([5, 1, 9])
    assert made.rows_of([9, 5, 4]).tolist() == [0, 2]
    assert made.rows_of([]).tolist() == []
    assert make_outline(()).rows_of([1]).tolist() == []
    assert np.array_equal(made.rows_of([1]), [1])


def test_the_places_of_turns_keep_their_order() -> None:
    made = make_outline([9, 4, 7, 5])
    assert made.places_of([5, 1, 9, 5]).tolist() == [3, -1, 0, 3]
    assert made.places_of([]).tolist() == []
    assert make_outline(()).places_of([1, 2]).tolist() == [-1, -1]
