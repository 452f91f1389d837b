"""The check that is always on: what does not go back through the channel is listed, and nothing else."""

from __future__ import annotations

import pytest

from app.model.repair import RepairedText, RepairSpan
from app.repair.channels import CHANNELS, damage
from app.repair.proof import disagreements, pushed

TEXT = "我们明天见，café no. 5…\nSecond line 😂"


def whole(text: str, channel: str) -> RepairedText:
    damaged = pushed(text, channel)
    return RepairedText(text, (RepairSpan(0, len(text), damaged, text, "exact"),))


@pytest.mark.parametrize("channel", [*CHANNELS, "cp1252-keep+cp1252-keep", "latin1-keep+mac-roman"])
def test_a_text_damaged_as_a_whole_agrees(channel: str) -> None:
    assert disagreements(whole(TEXT, channel), channel) == ()


def test_text_beside_the_damage_is_listed_in_its_place() -> None:
    spans = (RepairSpan(2, 3, damage("好", "cp1254-drop"), "好", "exact"),)
    assert disagreements(RepairedText("😂 好 ok é", spans), "cp1254-drop") == ((0, 1), (7, 8))


def test_a_wrong_reading_is_listed() -> None:
    spans = (RepairSpan(1, 2, damage("好", "cp1252-keep"), "坏", "inferred", 0.5),)
    assert disagreements(RepairedText("x坏", spans), "cp1252-keep") == ((1, 2),)


def test_a_codec_of_several_bytes_is_checked_line_by_line_where_stretches_join() -> None:
    damaged = damage("好的\n见", "gb18030-fffd")
    first, second = damaged.split("\n")
    spans = (
        RepairSpan(0, 2, first, "好的", "exact"),
        RepairSpan(3, 4, second, "见", "exact"),
    )
    assert disagreements(RepairedText("好的\n见", spans), "gb18030-fffd") == ()
    apart = (RepairSpan(0, 1, "浣?", "你", "exact"),)
    assert disagreements(RepairedText("你好", apart), "gb18030-fffd") != ()


def test_without_a_channel_a_span_needs_one_that_explains_it() -> None:
    good, odd = RepairSpan(0, 1, "Ã©", "é", "exact"), RepairSpan(2, 3, "zz", "é", "exact")
    assert disagreements(RepairedText("é é 😂", (good, odd)), None) == ((2, 3),)


def test_escapes_of_a_structured_file_are_taken_out_before_the_check() -> None:
    spans = (RepairSpan(0, 6, "\\u00c3\\u00a9", "\\u00e9", "exact"),)
    repaired = RepairedText("\\u00e9", spans)
    assert disagreements(repaired, "cp1252-keep") == ((0, 6),)
    plain = lambda raw: raw.encode().decode("unicode_escape")  # noqa: E731 - said once, here
    assert disagreements(repaired, "cp1252-keep", plain) == ()
