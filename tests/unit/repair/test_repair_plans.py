"""Plans, spans, and repairs on top of repairs."""

from __future__ import annotations

import pytest

from app.model.repair import Candidate, RepairedText, RepairSpan
from app.repair import plan
from app.repair.confidence import confidences
from app.repair.spans import Piece, aligned, assemble, compose

SPANS = (
    RepairSpan(0, 1, "å¥½", "好", "exact"),
    RepairSpan(2, 3, "ï¼", "！", "inferred", 0.9, (Candidate("！", 0.9), Candidate("／", 0.1))),
)


def test_a_plan_survives_json() -> None:
    assert plan.load(plan.dump(SPANS)) == SPANS


def test_a_plan_with_a_lone_surrogate_survives_json() -> None:
    spans = (RepairSpan(0, 1, "\ud800", "x", "exact"),)
    text = plan.dump(spans)
    assert text.isascii()
    assert plan.load(text) == spans


@pytest.mark.parametrize("broken", ["", "{}", "[1]", "[[1,2]]", "null", '[["a"]]'])
def test_what_is_no_plan_is_a_value_error(broken: str) -> None:
    if broken == "{}":
        assert plan.load(broken) == ()
        return
    with pytest.raises(ValueError, match=r"."):
        plan.load(broken)


def test_replay_and_undo_are_each_others_inverse() -> None:
    original = "å¥½ ï¼ end"
    repaired = plan.replay(original, SPANS)
    assert repaired.text == "好 ！ end"
    assert plan.undo(repaired) == original


def test_a_plan_for_another_text_does_not_fit() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        plan.replay("something else", SPANS)


def test_neighbouring_exact_letters_become_one_span_and_punctuation_its_own() -> None:
    pieces = [
        Piece("a1", "好", "exact"),
        Piece("a2", "的", "exact"),
        Piece("a3", "，", "exact"),
        Piece("x", "x"),
    ]
    assert [span.repaired for span in assemble(pieces).spans] == ["好的", "，"]


def test_composition_keeps_the_way_back_to_the_very_first_text() -> None:
    first = RepairedText("ab", (RepairSpan(0, 1, "123", "a", "exact"),))
    second = RepairedText("Zb", (RepairSpan(0, 1, "a", "Z", "inferred", 0.5),))
    both = compose(first, second)
    assert (both.text, both.original) == ("Zb", "123b")
    (span,) = both.spans
    assert (span.kind, span.confidence) == ("inferred", 0.5)


def test_composition_shifts_what_comes_after() -> None:
    first = RepairedText("a-b-c", (RepairSpan(0, 1, "1", "a", "exact"), RepairSpan(4, 5, "33", "c", "exact")))
    second = RepairedText("a-BBB-c", (RepairSpan(2, 5, "b", "BBB", "exact"),))
    both = compose(first, second)
    assert (both.text, both.original) == ("a-BBB-c", "1-b-33")


def test_alignment_finds_the_changed_stretches() -> None:
    repaired = assemble(aligned("xÃ©y", "xéy"))
    assert repaired == RepairedText("xéy", (RepairSpan(1, 2, "Ã©", "é", "exact"),))


def test_confidences_fall_and_never_reach_one() -> None:
    shares = confidences([0.0, -1.0, -9.0])
    assert shares == sorted(shares, reverse=True)
    assert shares[0] < 1.0
    assert confidences([-300.0]) == [0.999]


def test_a_plan_lists_where_the_repair_does_not_go_back() -> None:
    text = plan.dump(SPANS, ((0, 1), (4, 7)))
    assert plan.load(text) == SPANS
    assert plan.disagreements(text) == ((0, 1), (4, 7))
    assert plan.stretches(text) == plan.stretches(plan.dump(SPANS))


def test_plans_from_before_list_nothing() -> None:
    assert plan.disagreements(plan.dump(SPANS)) == ()
    assert plan.dump(SPANS).startswith("[[0,1,")
    with pytest.raises(ValueError, match="not a repair plan"):
        plan.disagreements('{"disagreements": [1]}')
