"""Japanese and Korean: words whose classes follow each other settle what lost bytes leave open."""

import pytest

from app.repair.channels import damage
from app.repair.classes import BOUNDARY, UNCERTAIN, classes
from app.repair.engine import RepairEngine


@pytest.mark.parametrize(
    "text",
    [
        "いいですね。明日は公園に行きたいと思います。",
        "そうですね、ところで駅の近くで食べることができるところはありますか？",
        "大人2人、子供3人でバスを予約しました。",
        "내일 다시 만나기로 했어. 감기 조심하고 교회에서 보자.",
        "그건 정말 생각하지 못했어. 인생은 그런 거야.",
    ],
)
def test_sentences_come_back(text: str) -> None:
    lines = "\n".join([text] * 3)
    assert RepairEngine().repair(damage(lines, "cp1252-drop")).text == lines


def test_classes_tell_what_may_follow() -> None:
    words = classes("japanese")
    assert words is not None
    (copula,) = words.readings["です"]
    after = words.worth[copula.right]
    particle = max(after[reading.left] + reading.log_p for reading in words.readings["ね"])
    verb = max(after[reading.left] + reading.log_p for reading in words.readings["く"])
    assert particle > verb + 2


def test_a_word_no_list_has_has_no_readings_and_an_uncertain_neighbour_says_nothing() -> None:
    words = classes("hangul")
    assert words is not None
    assert words.readings["뷁뷁뷁"] == ()
    assert set(words.worth[UNCERTAIN]) == {0.0}
    assert any(words.worth[BOUNDARY])
