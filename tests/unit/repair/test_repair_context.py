"""Typographic punctuation and emoji sequences are decided by what stands beside them."""

from __future__ import annotations

import pytest

from app.repair.channels import damage
from app.repair.emoji import fit
from app.repair.emoji_terms import bare, stem, terms
from app.repair.emoji_words import feeling, work_share
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


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("happy", "happi"), ("birthday", "birthdai"), ("running", "run"), ("coffee", "coffe")],
)
def test_words_of_a_text_meet_the_stems_of_a_table(word: str, stemmed: str) -> None:
    assert stem(word) == bare(stemmed)


def test_a_text_of_work_is_told_from_a_message() -> None:
    assert work_share("a plugin that adds a parser to your server", first=True) > 0.7
    assert work_share("@ann love you so much, happy birthday babe", first=False) < 0.1


def test_other_emoji_speak_for_those_that_stand_with_them_unless_they_are_rivals() -> None:
    party = fit("\U0001f389", "\U0001f382", frozenset(), 0.0)
    assert party > fit("\U0001f349", "\U0001f382", frozenset(), 0.0) + 0.1
    assert fit("\U0001f389", "\U0001f382", frozenset("\U0001f382"), 0.0) == 0.0


def test_a_sad_text_makes_a_crying_face_likelier_than_a_grinning_one() -> None:
    assert (
        feeling("\u592a\u96be\u4e86\uff0c\u6211\u597d\u96be\u8fc7")
        < 0
        < feeling("\u4eca\u5929\u5f88\u5f00\u5fc3")
    )


def test_a_skin_tone_follows_only_an_emoji_that_takes_one() -> None:
    text = "干杯 🍻🍻 你好，大家好"
    damaged = damage(text, "cp1252-drop")
    got = ENGINE.repairer(ENGINE.diagnose(damaged, "cp1252-drop")).repair(damaged)
    assert not any("\U0001f3fb" <= char <= "\U0001f3ff" for char in got.text)


def test_a_quotation_that_nothing_opened_is_not_closed_after_chinese() -> None:
    damaged = damage("今天真的热死了…", "gb18030-fffd")
    assert ENGINE.repair(damaged, "gb18030-fffd").text.endswith("…")


def test_a_comma_does_not_stand_before_a_mark_that_ends_a_sentence() -> None:
    scored = ENGINE.repair(damage("真是太好了！！！", "shift_jis-fffd"), "shift_jis-fffd")
    assert "，" not in scored.text


def test_a_skin_tone_needs_something_that_takes_one() -> None:
    text = "好的，谢谢！回家路上小心 🍻🍻 周末再聚，干得漂亮 👍\U0001f3fb"
    assert ENGINE.repair(damage(text, "cp1254-drop")).text == text


def test_the_words_of_a_hashtag_are_words() -> None:
    found = terms("late, again #SundayFunday #winelover")[1]
    assert {"late", "sunday", "funday", "wine", "lover"} <= found
