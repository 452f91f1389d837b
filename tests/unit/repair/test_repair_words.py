"""Words of alphabets and syllabaries: known words, words no list has, capitals."""

import pytest

from app.repair.blocks import NO_PROFILE
from app.repair.channels import damage
from app.repair.characters import CharacterModel
from app.repair.engine import RepairEngine
from app.repair.letters import BEGIN, letter_model
from app.repair.lexicon import lexicon
from app.repair.words import WordDecoder


def read(name: str, *units: str) -> str:
    words = lexicon(name)
    assert words is not None
    scored = WordDecoder(CharacterModel(NO_PROFILE), words).decode([tuple(unit) for unit in units])
    return "".join(candidates[0][0] for candidates in scored)


def test_a_known_word_wins_over_commoner_letters() -> None:
    assert read("latin", "v", "ờềọử") == "về"
    assert read("cyrillic", "АНЭ", "т", "о") == "Это"


def test_a_word_no_list_has_follows_the_letters_of_words() -> None:
    assert read("cyrillic", *"кракозяблилас", "ся") == "кракозяблилася"


def test_far_away_letters_change_nothing_but_nothing_is_lost() -> None:
    token = ["ก", "า"] * 40
    assert len(read("thai", *token[:40], "กอ", *token[40:])) == 81


def test_the_letters_of_a_list_tell_likely_from_unlikely() -> None:
    letters = letter_model("greek")
    assert letters is not None
    likely, _, ends = letters[BEGIN, "κ"]
    assert likely > letters[BEGIN, "ώ"][0]
    assert ends < letters["ο", "ς"][2]


@pytest.mark.parametrize(
    "text",
    [
        "Nói về việc đọc sách.",
        "Это очень интересная книга.",
        "Я ничего не знаю об этом.",
        "Не можу з цим розібратися.",
    ],
)
def test_sentences_come_back(text: str) -> None:
    line = "\n".join([text] * 3)
    assert RepairEngine().repair(damage(line, "cp1252-drop")).text == line


@pytest.mark.parametrize("channel", ["cp1250-drop", "cp1257-drop", "gb18030-fffd"])
def test_a_greek_word_ends_in_the_letter_that_only_ends_words(channel: str) -> None:
    text = "[A]: Ποιος είναι ο Γιώργος; Τις περισσότερες μέρες διαβάζει.\n[B]: Σήμερα ίσως όχι, πώς θες;"
    assert RepairEngine().repair(damage(text, channel), channel).text == text


def test_readings_are_less_sure_where_most_characters_lost_a_byte() -> None:
    text = "[A]: Во сколько ты заканчиваешь? Жду тебя у метро.\n[B]: Где-то в полвосьмого, не злись."

    def sure(channel: str) -> float:
        spans = [
            span for span in RepairEngine().repair(damage(text, channel), channel).spans if span.candidates
        ]
        return sum(span.confidence for span in spans) / len(spans)

    assert sure("latin1-c1-stripped") < sure("cp1252-drop")


def test_vowels_that_no_list_has_are_read_within_words_of_the_list() -> None:
    line = "[A]: لم يُعثر على شيء\n[B]: وُجدت الرسالة في الصباح\n[A]: لم يُعثر على القرص\n"
    assert RepairEngine().repair(damage(line, "cp1252-drop"), "cp1252-drop").text == line


def test_letters_are_not_taken_for_vowels_in_a_word_no_list_has() -> None:
    assert read("arabic", *"للبيكسب", "فُِ") == "للبيكسبف"


def test_the_mark_between_scripts_is_read_where_no_quotation_is_open() -> None:
    text = "[A]: اضغط \u200fCtrl ثم أعد المحاولة\n[B]: قال “حسنا” وذهب\n"
    assert RepairEngine().repair(damage(text, "cp1252-drop"), "cp1252-drop").text == text


def test_a_space_that_may_be_a_byte_is_one_where_two_words_meet() -> None:
    line = "[A]: Nelze nastavit proměnné prostředí pro podproces\n"
    assert RepairEngine().repair(damage(line, "cp1252-nbsp"), "cp1252-nbsp").text == line
