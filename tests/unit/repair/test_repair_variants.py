"""Channels that differ in single bytes are told apart by the places that differ."""

from __future__ import annotations

import pytest

from app.repair.channels import BY_NAME, CHANNELS, PLAIN, damage
from app.repair.engine import RepairEngine

ENGINE = RepairEngine()

CHINESE = "".join(
    f"[{'AB'[number % 2]}]: {line}\n"
    for number, line in enumerate(
        [
            "你今天几点下班？我在楼下等你。",
            "你先回去吧，你妈妈还在等你呢！",
            "好的，那我就先走了，明天见。",
            "你路上小心点。",
        ]
        * 2
    )
)
FRENCH = (
    "[A]: Tu finis à quelle heure, déjà tôt ?\n[B]: À sept heures, déjà demain ça va.\n"
    "[A]: Il est là, à côté.\n[B]: Évidemment, le café était fermé, désolé pour l’été.\n"
)
SPANISH = "[A]: Así que no sé qué día comí allí, ¿sí o qué?\n[B]: Aquí está más frío, así es mejor.\n"
UKRAINIAN = (
    "[A]: Зараз восьма, чекаю біля метро, сьогодні спека.\n[B]: Дочитав твою книжку, все сподобалось.\n"
)
HEBREW = (
    "[A]: שלום, מה נשמע היום אמא?\n[B]: המורה אמרה שמחר נלך לים עם כולם, מתי אתם מגיעים?\n"
    "[A]: ממש לא מזמן קמתי, אני מגיע מחר בצהריים, אם אפשר.\n[B]: מצוין, נתראה שם מחר ונדבר על זה.\n"
)


GREEK = (
    "Τι ώρα τελειώνεις σήμερα; Θα σε περιμένω στο μετρό.\nΓύρω στις επτά και μισή.\n"
    "Η μαμά θα φτιάξει πίτα το Σάββατο.\nΧάλασε πάλι το κλιματιστικό, δεν κοιμάμαι.\n"
)


def found(text: str, channel: str) -> tuple[str | None, str]:
    damaged = damage(text, channel)
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged))
    return repairer.channel, repairer.repair(damaged).text


@pytest.mark.parametrize("codec", ["cp1252", "cp1254", "cp1250", "cp1251", "cp1257", "latin1"])
def test_no_break_spaces_that_became_spaces_lose_nothing_where_all_else_is_there(codec: str) -> None:
    assert found(CHINESE, f"{codec}-keep-nbsp") == (f"{codec}-keep-nbsp", CHINESE)


@pytest.mark.parametrize("codec", ["cp1252", "cp1250", "latin1"])
def test_a_french_letter_is_told_from_a_spanish_one(codec: str) -> None:
    assert found(FRENCH, f"{codec}-keep-nbsp")[1] == FRENCH
    assert found(SPANISH, f"{codec}-keep-noshy")[1] == SPANISH


@pytest.mark.parametrize(
    "name", ["latin1-keep-noshy", "cp1252-fffd-noshy", "cp1252-drop-shy", "cp1254-drop-shy"]
)
def test_soft_hyphens_kept_or_dropped_against_the_habit_are_noticed(name: str) -> None:
    text = HEBREW + CHINESE + SPANISH
    assert found(text, name)[0] == name


@pytest.mark.parametrize("codec", ["cp1252", "cp1254", "cp1250", "cp1251", "cp1257"])
@pytest.mark.parametrize("fate", ["fffd", "question"])
def test_every_codec_may_have_put_a_mark_for_a_lost_byte(codec: str, fate: str) -> None:
    assert found(CHINESE * 2, f"{codec}-{fate}")[0] == f"{codec}-{fate}"


def test_question_marks_amid_words_are_lost_bytes() -> None:
    assert found(UKRAINIAN, "cp1252-question") == ("cp1252-question", UKRAINIAN)


def test_letters_that_windows_1252_would_show_and_nobody_sees_speak_for_windows_1254() -> None:
    assert found(HEBREW, "cp1254-drop")[0] == "cp1254-drop"
    assert found(HEBREW, "cp1252-drop")[0] == "cp1252-drop"


def test_variants_differ_from_their_row_in_spaces_and_soft_hyphens_only() -> None:
    for name in CHANNELS:
        row = BY_NAME[name]
        like = BY_NAME[row.like or name]
        assert (row.codec, row.undefined, row.source) == (like.codec, like.undefined, like.source)
        assert (row in PLAIN) == (not row.like)


def test_lines_of_nothing_but_faces_that_lost_a_byte_are_seen_as_cyrillic_mojibake() -> None:
    text = "[A]: 😂😂😂\n[B]: 😭 so sad\n[A]: 😂 lol\n[B]: 🎉 happy 😘\n"
    assert found(text, "cp1251-drop")[0] == "cp1251-drop"


RUSSIAN = [
    "Во сколько ты заканчиваешь? Жду тебя у метро.", "Если что — не злись!", "Мама лепит пельмени, придёшь?",
    "Обожаю пельмени с грибами.", "Ты дочитал ту книгу?", "Осталось страниц сто, верну в среду.",
]  # fmt: skip


def test_lines_of_two_channels_do_not_speak_for_a_third() -> None:
    damaged = "\n".join(
        damage(line, "mac-roman" if number % 2 else "cp1252-keep") for number, line in enumerate(RUSSIAN * 2)
    )
    diagnosis = ENGINE.diagnose(damaged)
    assert diagnosis.channel in {"cp1252-keep", "mac-roman"}
    assert ENGINE.repair(damaged).text == "\n".join(RUSSIAN * 2)


def test_sound_lines_beside_damaged_ones_say_nothing_of_spaces() -> None:
    lines = SPANISH.splitlines()
    sound = "—No sé, quizá mañana me voy. ¿Qué harás allá más tarde?"
    damaged = "\n".join(f"{damage(line, 'cp1252-drop')}\n[B]: {sound}" for line in lines)
    assert not (ENGINE.diagnose(damaged).name or "").endswith("nbsp")
    assert ENGINE.repair(damaged).text == "\n".join(f"{line}\n[B]: {sound}" for line in lines)


def test_a_control_that_is_seen_was_not_dropped() -> None:
    text = "Éva préfère l’été, passé près de la forêt.\nC’était déjà donné, désolé !\nIl est tombé malade."
    damaged = damage(damage(text, "cp437"), "cp1252-keep")
    assert ENGINE.repair(damaged).text == text


def test_rows_of_thai_read_as_gbk_are_noticed() -> None:
    text = "วันนี้เลิกงานกี่โมง เดี๋ยวรอที่สถานีนะ\nโทรหาเจ้าของบ้านสิ"
    assert ENGINE.diagnose(damage(text, "gb18030-fffd")).channel == "gb18030-fffd"


@pytest.mark.parametrize(
    "text",
    [
        HEBREW,
        GREEK,
        "المكيف تعطل مرة أخرى والجو حار\nاتصل بصاحب البيت ربما يساعدك\nهل أنهيت الكتاب الذي أعرتك إياه",
        ("Příšerně žluťoučký kůň úpěl.\n"
        "Klimatizace se zase rozbila, něco není v pořádku, řekl děda.\nČeká tě úkol, dítě."),
    ],
)  # fmt: skip
def test_latin_1_without_its_controls_is_known_by_the_signs_nobody_sees(text: str) -> None:
    assert found(text, "latin1-c1-stripped")[0] == "latin1-c1-stripped"
