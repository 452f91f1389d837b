"""Counts of scripts, and emoji as people see them."""

import pytest

from app.text.scripts import ScriptCounts, count_scripts, emoji_in, languages
from app.text.segment import TokenKind, tokenize


def test_each_script_is_counted_in_tokens() -> None:
    (counts,) = count_scripts(["我love日本のラーメン, 한국 привет سلام สวัสดี 42 👍🏽 🇨🇳"])
    assert counts == ScriptCounts(
        tokens=18, han=3, kana=5, hangul=2, latin=1, cyrillic=1, arabic=1, other=2, emoji=2
    )._replace(tokens=17)


def test_the_columns_sum_to_the_tokens_without_barriers() -> None:
    texts = ["a, b! 是，的", "", "…", "2nd 3 ² ①", "ㄅㄆ"]
    for text, counts in zip(texts, count_scripts(texts), strict=True):
        assert counts.tokens == sum(counts[1:])
        assert counts.tokens == sum(token.kind is not TokenKind.BARRIER for token in tokenize(text))


def test_a_word_counts_for_its_first_letter_and_digits_for_other() -> None:
    nd, digits = count_scripts(["2nd", "42"])
    assert (nd.latin, digits.other) == (1, 1)


def test_languages_name_the_scripts_present() -> None:
    (counts,) = count_scripts(["ok 是 👍"])
    assert languages(counts) == ("han", "latin")


def test_no_texts_give_no_counts() -> None:
    assert count_scripts([]) == []
    assert count_scripts(["", " "]) == [ScriptCounts(*[0] * 9)] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哈哈😂😂", ["😂", "😂"]),
        ("👩‍💻ok👍🏽", ["👩‍💻", "👍🏽"]),
        ("🇨🇳🇯🇵🇩", ["🇨🇳", "🇯🇵"]),
        ("1️⃣ #️⃣ 1", ["1️⃣", "#️⃣"]),
        ("❤️ ❤ ❤︎", ["❤️", "❤"]),
        ("© ™ ©️", ["©️"]),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿"]),
        ("👨‍👩‍👧‍👦🏳️‍🌈😵‍💫🧑🏽‍⚕️", ["👨‍👩‍👧‍👦", "🏳️‍🌈", "😵‍💫", "🧑🏽‍⚕️"]),
        ("plain", []),
        ("中文，标点。", []),
    ],
)
def test_emoji_are_whole_graphemes(text: str, expected: list[str]) -> None:
    assert emoji_in(text) == expected
