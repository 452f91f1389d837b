"""Single spans of a repair, changed and carried over to another repair of the same turn."""

import pytest

from app.model.repair import RepairedText, RepairSpan
from app.repair.edits import overlaid, places, relaid, replaced


def span(original: str, repaired: str, start: int = 0) -> RepairSpan:
    return RepairSpan(start, start + len(repaired), original, repaired, "inferred", 0.5)


FIRST = relaid("<aaa>-<bb>!", [(0, span("<aaa>", "1")), (6, span("<bb>", "2"))])


def test_a_place_counts_in_the_damaged_original() -> None:
    assert FIRST.text == "1-2!"
    assert places(FIRST) == (0, 6)
    assert FIRST.original == "<aaa>-<bb>!"


def test_a_longer_reading_moves_what_comes_after() -> None:
    changed = replaced(FIRST, {0: span("<aaa>", "one")})
    assert changed.text == "one-2!"
    assert [(item.start, item.end) for item in changed.spans] == [(0, 3), (4, 5)]
    assert changed.original == FIRST.original


def test_a_span_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        relaid("abc", [(1, span("x", "y"))])
    with pytest.raises(ValueError, match="does not fit"):
        relaid("aaa", [(0, span("aa", "y")), (1, span("aa", "z"))])


def test_a_decision_stands_in_a_new_repair_and_the_rest_is_new() -> None:
    stored = replaced(FIRST, {6: span("<bb>", "mine")})
    fresh = relaid(FIRST.original, [(0, span("<aaa>", "new")), (6, span("<bb>", "other"))])
    kept = overlaid(fresh, stored, {6})
    assert kept is not None
    assert kept.text == "new-mine!"


def test_a_decision_takes_the_place_of_smaller_spans_and_of_none() -> None:
    stored = replaced(FIRST, {6: span("<bb>", "mine")})
    finer = relaid(FIRST.original, [(6, span("<", "a")), (7, span("bb>", "c"))])
    assert overlaid(finer, stored, {6}) == relaid(FIRST.original, [(6, span("<bb>", "mine"))])
    assert overlaid(RepairedText(FIRST.original), stored, {6}) is not None


def test_a_decision_that_would_be_cut_keeps_the_stored_repair() -> None:
    coarser = relaid(FIRST.original, [(5, span("-<b", "x"))])
    assert overlaid(coarser, FIRST, {6}) is None
