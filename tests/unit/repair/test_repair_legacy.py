"""Text of legacy codecs read as Latin-1 or windows-1252, in the languages that leave few signs of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.repair.channels import damage
from app.repair.engine import RepairEngine

ENGINE = RepairEngine()

TEXTS = {
    "arabic": "مرحبا، كيف حالك اليوم؟\nأنا بخير شكرا لك\nسنذهب إلى السوق غدا",
    "hebrew": "שלום, מה שלומך היום?\nאני בסדר גמור, תודה\nמחר נלך לשוק",
    "korean": "안녕하세요, 오늘 어때요?\n저는 괜찮아요, 고마워요\n내일 시장에 갈 거예요",
    "thai": "สวัสดีครับ วันนี้เป็นอย่างไรบ้าง\nสบายดี ขอบคุณ\nพรุ่งนี้เราจะไปตลาด",
    "vietnamese": "Xin chào, hôm nay bạn thế nào?\nTôi khỏe, cảm ơn bạn\nNgày mai chúng ta sẽ đi chợ",
    "spanish": "¿Qué tal estás hoy, señor?\nMañana iré al médico.\n¡También mi hermana está aquí!",
    "portuguese": "Não, amanhã não posso.\nA reunião começa às três e meia.\nVocê já comeu o pão?",
    "german": "Das weiß ich nicht genau, größer vielleicht.\nSchöne Grüße aus München!\nHeiße Suppe für drei",
    "typographic": "Don’t tell me “no” again…\nIt’s late — we’ll talk later.\n“Why?” she said; they’re here",
    "emoji": "see you 😂\n👍👍 great\nso happy 🎉🎉🎉",
}


@pytest.mark.parametrize("shown", ["cp1252", "latin1"])
@pytest.mark.parametrize("language", TEXTS)
def test_gb18030_is_read_in_every_language(language: str, shown: str) -> None:
    damaged = damage(TEXTS[language], f"gb18030-as-{shown}")
    assert ENGINE.repair(damaged).text == TEXTS[language]


@pytest.mark.parametrize("codec", ["big5", "shift_jis", "euc_kr"])
def test_punctuation_of_other_codecs_is_read_in_plain_text(codec: str) -> None:
    text = TEXTS["typographic"].replace("— ", "… ")  # these codecs have another dash
    assert ENGINE.repair(damage(text, f"{codec}-as-cp1252")).text == text


def test_words_that_become_known_make_few_signs_enough() -> None:
    text = "Słyszałam to już wczoraj.\nByło bardzo cicho.\nMiałam ten sam problem."
    text = text.replace("ż", "z")  # EUC-KR has no other Polish letter than ł
    assert ENGINE.repair(damage(text, "euc_kr-as-cp1252")).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Seite „5–6“ und „7–8“, dazu „10–12“",
        "in den 1990ern: 5–6, 7–8 und ‚9–10‘",
        "¡Vamos! ¡Xavier! ¡Kilos de pan! ¡Hola, Íñigo!",
        "a²b³ + ½x ± 3° ≈ £5–6 €7–8 §9",
        "© 2014 ®, 5 ¢, ¨ and ¯ are signs; ¡ª is not a word",
        "ƒ1 ‚2 „3: ƒ(x) = ƒ0 + ƒ1",
        "“5” 8–9, •1 •2 •3",
    ],
)
def test_sound_signs_and_figures_stay(text: str) -> None:
    repaired = ENGINE.repair(text)
    assert repaired.text == text
    assert not repaired.spans


def _entities(text: str) -> str:
    return "".join(char if char.isascii() else f"&#{ord(char)};" for char in text)


def _escaped_bytes(text: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in text)


@pytest.mark.parametrize("escape", [_entities, _escaped_bytes])
@pytest.mark.parametrize("language", TEXTS)
def test_a_file_of_escaped_mojibake_is_read_in_every_language(
    language: str, escape: Callable[[str], str]
) -> None:
    damaged = escape(damage(TEXTS[language], "latin1-keep"))
    repairer = ENGINE.repairer(ENGINE.diagnose(damaged))
    assert repairer.repair(damaged).text == TEXTS[language]
    assert (
        "".join(repairer.repair(line).text for line in damaged.splitlines(keepends=True)) == TEXTS[language]
    )


def test_markup_of_sound_letters_is_nobodys_mojibake() -> None:
    text = (
        "<p>Caf&eacute; &laquo;&nbsp;d&eacute;j&agrave;&nbsp;&raquo; &ndash; &#8222;&Uuml;ber&#8220;</p>\n"
        * 5
    )
    assert ENGINE.repair(text).text == text
    assert (
        ENGINE.repair(r'"caf\u00e9", "\u00c3" and "\u00e9\u00e8"').text
        == r'"caf\u00e9", "\u00c3" and "\u00e9\u00e8"'
    )


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        (
            "euc_kr",
            "Das weiß ich nicht.\nWie heißt er?\nGrüß Gott heißt es.\nEr wird erschießen, sehr groß.\nOk",
        ),
        ("euc_kr", "Das wird 30 € kosten."),
        ("big5", "Das wird 30 € kosten."),
        ("windows-1251", "Das wird 30 € kosten."),
        ("big5", "Ce n’est pas si simple."),
        ("shift_jis", "Ce n’est pas si simple."),
    ],
)
@pytest.mark.parametrize("shown", ["cp1252", "latin1"])
def test_one_sign_in_plain_text_is_read_where_only_one_reading_makes_sense(
    codec: str, text: str, shown: str
) -> None:
    text = text.replace("ü", "u")
    assert ENGINE.repair(damage(text, f"{codec}-as-{shown}")).text == text


@pytest.mark.parametrize(
    "text",
    ["10ˆ6 and 2ˆ n", "x = 3 ˆ 4", "£5 or ¢50, £A", "©¬ and ¢æ", "ca. 30 æ og 5 £ for alle", "a hat ˆ on it"],
)
def test_sound_signs_beside_figures_stay(text: str) -> None:
    assert ENGINE.repair(text).text == text


def test_bytes_that_only_one_of_two_codecs_has_tell_them_apart() -> None:
    few = "फ़िल्म शुरू हो चुकी होगी।\n" + "यह एक वाक्य है।\n" * 40
    few = few.replace("\u092b\u093c", "\u095e")
    assert ENGINE.repair(damage(few, "cp1254-keep")).text == few
    text = "“quoted” it’s late…\n" * 40 + "#ΔΔΔ #ΣΧ @ here…\n"
    assert ENGINE.repair(damage(text, "shift_jis-as-latin1")).text == text
