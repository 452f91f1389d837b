"""A tree of turns is shown as one path or whole, folded or not, and every turn can be brought to a row."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.ui.conversation.outline import Outline, Shape, arrange, branch
from app.ui.conversation.tree import Tree, make_tree

# 1 ── 2 ── 4 ── 6
#  │         └─ 7
#  └── 3 ── 5
PARENTS = [0, 1, 1, 2, 3, 4, 4]


def versions(leaf: int = 0) -> Tree:
    return make_tree(range(1, 8), PARENTS, alternatives=True, leaf=leaf)


def shown(outline: Outline) -> list[int]:
    return outline.ids.tolist()


def test_the_path_leads_to_the_leaf_of_the_source_else_to_the_last_version() -> None:
    assert shown(arrange(versions(leaf=6), Shape(path=True))) == [1, 2, 4, 6]
    assert shown(arrange(versions(), Shape(path=True))) == [1, 3, 5]


def test_versions_are_numbered_and_stepped_round_and_round() -> None:
    path = arrange(versions(leaf=6), Shape(path=True))
    assert list(zip(path.version.tolist(), path.versions.tolist(), strict=True)) == [
        (0, 0),
        (1, 2),
        (0, 0),
        (1, 2),
    ]
    other = path.with_version(1, 1)
    assert shown(other) == [1, 3, 5]
    assert shown(other.with_version(1, 1)) == [1, 2, 4, 6]
    assert shown(path.with_version(3, -1)) == [1, 2, 4, 7]


def test_a_choice_further_down_is_remembered_when_one_comes_back() -> None:
    chosen = arrange(versions(leaf=6), Shape(path=True)).with_version(3, 1)
    assert shown(chosen.with_version(1, 1).with_version(1, 1)) == [1, 2, 4, 7]


def test_a_turn_of_another_version_is_brought_to_a_row() -> None:
    path = arrange(versions(leaf=6), Shape(path=True))
    assert shown(path.showing(5)) == [1, 3, 5]
    assert shown(path.showing(7)) == [1, 2, 4, 7]
    assert path.showing(4) is path
    assert path.showing(99) is path


def test_messages_without_versions_have_no_path() -> None:
    replies = arrange(make_tree(range(1, 8), PARENTS), Shape(path=True))
    assert shown(replies) == [1, 2, 4, 6, 7, 3, 5]
    assert replies.threaded
    assert not replies.versions.any()


def test_versions_of_the_first_turn_are_versions_too() -> None:
    tree = make_tree([1, 2, 3, 4], [0, 1, 0, 3], alternatives=True)
    path = arrange(tree, Shape(path=True))
    assert shown(path) == [3, 4]
    assert (path.version[0], path.versions[0]) == (2, 2)
    assert shown(path.with_version(0, -1)) == [1, 2]


def test_folded_turns_hide_what_replies_to_them_and_count_it() -> None:
    whole = arrange(make_tree(range(1, 8), PARENTS), Shape())
    assert whole.replies.tolist() == [6, 3, 2, 0, 0, 1, 0]
    folded = whole.with_folded(whole.row_of(2), folded=True)
    assert shown(folded) == [1, 2, 3, 5]
    assert folded.is_folded(1)
    assert folded.replies[1] == 3
    assert shown(folded.with_folded(1, folded=False)) == shown(whole)
    assert shown(whole.with_all_folded(folded=True)) == [1]
    assert shown(whole.with_all_folded(folded=True).showing(7)) == shown(whole)


def test_a_branch_for_comparing_begins_at_its_version() -> None:
    assert shown(branch(versions(leaf=6), 1, 10)) == [2, 4, 6]
    assert shown(branch(versions(), 2, 10)) == [3, 5]
    assert shown(branch(versions(leaf=6), 1, 2)) == [2, 4]


def test_a_speaker_who_goes_on_is_grouped_but_not_over_days_or_pauses() -> None:
    tree = make_tree(
        [1, 2, 3, 4, 5],
        speakers=[1, 1, 1, 1, 2],
        moments=[0.0, 60.0, 1000.0, np.nan, np.nan],
        days=[5, 5, 5, 6, 6],
    )
    made = arrange(tree, Shape())
    assert made.continues.tolist() == [False, True, False, False, False]
    assert made.new_day.tolist() == [True, False, False, True, False]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=13), st.booleans(), st.data())
def test_every_turn_of_any_graph_can_be_shown(
    parents: list[int], alternatives: bool, data: st.DataObject
) -> None:
    ids = range(1, len(parents) + 1)
    tree = make_tree(ids, parents, alternatives=alternatives)
    outline = arrange(tree, Shape(path=data.draw(st.booleans())))
    for _step in range(3):
        turn = data.draw(st.sampled_from(ids))
        outline = outline.showing(turn)
        assert outline.row_of(turn) >= 0
        assert len(set(shown(outline))) == len(outline)
        row = data.draw(st.integers(0, len(outline) - 1))
        outline = (
            outline.with_folded(row, folded=data.draw(st.booleans())) if outline.replies[row] else outline
        )
        outline = outline.with_version(row, 1) if outline.versions[row] else outline
        assert len(outline)


def test_days_part_what_begins_threads_and_not_their_replies() -> None:
    tree = make_tree(range(1, 6), [0, 1, 0, 1, 0], days=[10, 10, 10, 12, 12])
    made = arrange(tree, Shape())
    assert shown(made) == [1, 2, 4, 3, 5]
    assert made.new_day.tolist() == [True, False, False, False, True]


def test_in_threads_a_speaker_goes_on_beside_what_nobody_answers() -> None:
    parents = [0, 1, 1, 1, 0, 0, 0]
    speakers = [1, 2, 2, 3, 1, 1, 1]
    moments = [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, np.nan]
    made = arrange(make_tree(range(1, 8), parents, speakers, moments=moments), Shape())
    assert shown(made) == [1, 2, 3, 4, 5, 6, 7]
    assert made.continues.tolist() == [False, False, True, False, False, True, False]
    answered = arrange(make_tree(range(1, 8), [0, 1, 1, 1, 0, 0, 6], speakers, moments=moments), Shape())
    assert made.continues.tolist()[:5] == answered.continues.tolist()[:5]
    assert not answered.continues[5:].any()
    untimed = arrange(make_tree(range(1, 8), parents, speakers), Shape())
    assert not untimed.continues.any()


def test_the_line_of_replies_ends_where_the_last_speaker_begins() -> None:
    tree = make_tree(range(1, 6), [0, 1, 1, 1, 0], [1, 3, 2, 2, 1], moments=np.arange(5.0))
    made = arrange(tree, Shape())
    assert made.continues.tolist() == [False, False, False, True, False]
    assert [int(rail) >> 1 & 1 for rail in made.rails] == [0, 1, 0, 0, 0]
    between = arrange(
        make_tree(range(1, 6), [0, 1, 1, 1, 0], [1, 2, 2, 3, 1], moments=np.arange(5.0)), Shape()
    )
    assert between.continues.tolist() == [False, False, True, False, False]
    assert [int(rail) >> 1 & 1 for rail in between.rails] == [0, 1, 1, 0, 0]
