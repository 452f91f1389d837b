"""Typographic punctuation and emoji sequences are decided by what stands beside them."""

from __future__ import annotations

import pytest

from app.repair.channels import damage
from app.repair.engine import RepairEngine

ENGINE = RepairEngine()


@pytest.mark.parametrize("name", ["cp1252-drop", "cp1254-drop"])
@pytest.mark.parametrize(
    "text",
    [
        "He said “yes” and “no” — then he left… “Really?”",
        "👩\u200d💻 works, 🤷\u200d♀️ doubts, 👨\u200d👩\u200d👧 rests: 你好，大家好",
        "❤️ and ⚠️ keep their selector: 你好，大家好",
        "“好的” 他说，“我们走吧”",
    ],
)
def test_typography_is_restored(name: str, text: str) -> None:
    assert ENGINE.repair(damage(text, name)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "🏷️ 新标签贴好了，你看看吧",
        "去公园走走吧，🏞️ 里面很安静",
        "🏋🏽 今天又去健身房了，累死我了",
        "一起学 Python 吧 🐍，我教你",
    ],
)
def test_an_emoji_that_lost_a_byte_fits_its_selector_its_skin_tone_and_the_words_beside_it(text: str) -> None:
    damaged = damage(text, "cp1254-drop")
    got = ENGINE.repairer(ENGINE.diagnose(damaged, "cp1254-drop")).repair(damaged)
    assert got.text == text


def test_what_is_no_emoji_is_never_the_first_choice_for_a_lost_one() -> None:
    damaged = damage("🐡🐁🐝🐍🍁", "cp1254-drop")
    got = ENGINE.repairer(ENGINE.diagnose(damaged, "cp1254-drop")).repair(damaged)
    assert not any("\U0001f000" <= char <= "\U0001f0ff" for char in got.text)
