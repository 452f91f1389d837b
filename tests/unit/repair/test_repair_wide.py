"""Wide punctuation and counters are chosen by the text around them."""

from __future__ import annotations

import pytest

from app.repair.channels import damage
from app.repair.engine import RepairEngine
from app.repair.wide import worth


@pytest.mark.parametrize(
    ("likelier", "other", "left", "right"),
    [
        ("！", "，", "谢谢你的建议和支持", ""),
        ("？", "！", "你是什么时候到的", ""),
        ("！", "？", "今天真的很开心", ""),
        ("、", "」", "苹果", "梨"),
        ("」", "『", "他说「好", ""),
        ("【", "、", "", "重要】请看"),
        ("年", "并", "他出生于1947", "1"),
        ("第", "笑", "获得了", "8"),
    ],
)
def test_the_text_around_speaks_for_a_mark(likelier: str, other: str, left: str, right: str) -> None:
    assert worth(likelier, left, right) > worth(other, left, right)


def test_a_bracket_that_another_one_opens_again_first_is_not_closed() -> None:
    assert worth("【", "苹果", "梨【甜】") < 0.0


def test_dates_come_back_from_recoded_text() -> None:
    text = "他是1974年11月11日出生的，3月1日到11月30日都在这里工作，你觉得怎么样？\n" * 4
    engine = RepairEngine()
    damaged = damage(text, "gb18030-fffd")
    assert engine.repairer(engine.diagnose(damaged, "gb18030-fffd")).repair(damaged).text == text


def test_a_bracket_that_nothing_closes_is_less_likely_than_one_that_is_closed() -> None:
    assert worth("（", "祝你", "生日快乐哟") < 0 < worth("（", "祝你", "生日）快乐哟")


@pytest.mark.parametrize(
    "line", ["請按「確定」按鈕，或改選「取消」。", "若要停用「被動」傳輸模式，請參閱「說明」部分。"]
)
def test_what_closes_an_open_bracket_is_no_comma(line: str) -> None:
    assert RepairEngine().repair(damage(line * 2, "cp1252-drop"), "cp1252-drop").text == line * 2
