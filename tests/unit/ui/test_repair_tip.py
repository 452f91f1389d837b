"""What a repaired span says about itself."""

from app.model.repair import Candidate, RepairSpan
from app.ui.conversation.repair_tip import tip_text


def test_an_inferred_span_names_original_confidence_and_other_readings() -> None:
    span = RepairSpan(
        0, 2, "å‘¨<b>\x9d", "周三", "inferred", 0.83, (Candidate("周三", 0.83), Candidate("周五", 0.12))
    )
    text = tip_text(span)
    assert "83 %" in text
    assert "å‘¨<b>·" in text
    assert "周五  12 %" in text
    assert "周三" not in text


def test_an_exact_span_needs_no_percentage() -> None:
    text = tip_text(RepairSpan(0, 1, "Ã©", "é", "exact"))
    assert "%" not in text
    assert "Ã©" in text


def test_a_lost_span_says_so_and_long_originals_are_cut() -> None:
    text = tip_text(RepairSpan(0, 900, "�" * 900, "�" * 900, "lost", 0.0))
    assert len(text) < 300
    assert text.endswith("…")
