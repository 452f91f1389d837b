"""Traditional Chinese is read with the same words as simplified."""

import pytest

from app.repair.blocks import Profile
from app.repair.channels import damage
from app.repair.engine import RepairEngine
from app.repair.traditional import is_traditional


@pytest.mark.parametrize(
    "text",
    [
        "我媽不喜歡你那件是短款嗎？\n請問現在對這個問題還有什麼說法？",
        "我妈不喜欢你那件是短款吗？\n请问现在对这个问题还有什么说法？",
    ],
)
def test_both_ways_to_write_come_back(text: str) -> None:
    assert RepairEngine().repair(damage(text, "cp1252-drop")).text == text


def test_certain_characters_tell_how_a_row_is_written_and_else_the_document() -> None:
    assert is_traditional([("這",), ("甲", "乙")], otherwise=False)
    assert not is_traditional([("这",), ("甲", "乙")], otherwise=True)
    assert is_traditional([("我",), ("甲", "乙")], otherwise=True)


def test_a_profile_knows_traditional_text() -> None:
    assert Profile.of("這個問題").traditional
    assert not Profile.of("这个问题").traditional
    assert not Profile.of("Příliš").traditional


def test_words_of_taiwan_are_as_common_as_those_of_the_mainland_in_their_stead() -> None:
    text = "設定位址之後，列印所有包含分隔符號的字元。\n此軟體無法列印字元。\n"
    assert RepairEngine().repair(damage(text, "cp1252-drop"), "cp1252-drop").text == text
