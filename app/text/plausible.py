"""How much a decoded text looks like text that people write; the judge between legacy encodings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from app.text import classes as cls
from app.text.classes import tables
from app.text.frequent import (
    CYRILLIC_LETTERS,
    HAN_JAPANESE,
    HAN_SIMPLIFIED,
    HAN_TRADITIONAL,
    HANGUL_FREQUENT,
    LATIN_LETTERS,
    OTHER_LETTERS,
)

Weights = Mapping[str, float]

_CJK_PUNCTUATION: Final = "，。！？、：；“”‘’（）《》〈〉「」『』【】…—～·　"
_NEUTRAL: Final = "“”‘’–—…•«»„‚°§©®™€£·×½²\u00a0\ufeff"
_WRONG: Final = -1.0
_FINAL_WITHIN: Final = re.compile(r"[ςךםןףץ](?=[^\W\d_])")
"""Letters that are written only at the end of a word (Greek, Hebrew), with another letter after them."""
_STRAY_THAI: Final = re.compile(
    r"(?<![\u0e01-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|(?<![\u0e01-\u0e2e\u0e47-\u0e4e])[\u0e30\u0e32\u0e33]"
    r"|[\u0e40-\u0e44](?![\u0e01-\u0e2e])"
)
"""A Thai vowel or tone mark without the consonant that it goes with."""
_CONSONANTS: Final = re.compile("[бвгджзйклмнпрстфхцчшщъьβγδζθκλμνξπρσςτφχψ]{5}")
"""Five consonants in a row: rare in Russian or Greek, common where another script was read as them."""
_TWO_CASES: Final = frozenset({*CYRILLIC_LETTERS, "el"})
_CAPITAL: Final = re.compile("[Α-ΩА-Я]")


def plausibility(text: str, language: str) -> float:
    """Mean plausibility of the non-ASCII characters of ``text`` as ``language``, about -1 to 1.

    ``language`` is one of :func:`languages`. Text without any non-ASCII character gives 0.
    """
    counts = Counter(text)
    for code in range(128):
        counts.pop(chr(code), None)
    total = counts.total()
    if not total:
        return 0.0
    weights = _weights(language)
    score = sum(count * _weight(char, weights, language) for char, count in counts.items())
    if language not in _SYLLABIC:
        score -= 1.5 * len(_broken_case().findall(text)) + 0.5 * len(_inner_sign().findall(text))
    if language in CYRILLIC_LETTERS or language in OTHER_LETTERS:
        score -= len(_mixed_word().findall(text)) + len(_FINAL_WITHIN.findall(text))
        score -= 2 * len(_CONSONANTS.findall(text))
        score -= 2 * len(_STRAY_THAI.findall(text))
        if language in _TWO_CASES and total >= 20 and not _CAPITAL.search(text):
            score -= 0.25 * total
    return score / total


_SYLLABIC: Final = frozenset({"zh-hans", "zh-hant", "ja", "ko"})


@lru_cache(maxsize=64)
def _weights(language: str) -> Weights:
    if language in _SYLLABIC:
        frequent = {
            "zh-hans": HAN_SIMPLIFIED,
            "zh-hant": HAN_TRADITIONAL,
            "ja": HAN_JAPANESE,
            "ko": HANGUL_FREQUENT,
        }
        return dict.fromkeys(_CJK_PUNCTUATION, 0.8) | dict.fromkeys(frequent[language], 1.0)
    letters = {**CYRILLIC_LETTERS, **OTHER_LETTERS, **LATIN_LETTERS}[language]
    weights: dict[str, float] = dict.fromkeys(_NEUTRAL, 0.1)
    for rank, char in enumerate(letters):
        weight = 1.0 - 0.6 * rank / len(letters)
        weights.setdefault(char.upper(), weight * 0.8) if len(char.upper()) == 1 else None
        weights[char] = weight
    return weights


def _weight(char: str, weights: Weights, language: str) -> float:
    known = weights.get(char)
    if known is not None:
        return known
    script = int(tables().script[ord(char)])
    if language in _SYLLABIC:
        return _syllabic_weight(char, script, language)
    category = unicodedata.category(char)
    if category in {"Cc", "Cn", "Co", "Cs"}:
        return 2 * _WRONG
    return -0.3 if category[0] in "PSZ" else _WRONG


def _syllabic_weight(char: str, script: int, language: str) -> float:
    code = ord(char)
    if 0xFF61 <= code <= 0xFF9F:
        return -0.6  # half-width kana: what a byte of almost anything becomes in Shift_JIS
    if script == cls.HAN:
        return _han_weight(char, language)
    if script in _SCRIPT_WEIGHTS:
        home, inside, outside = _SCRIPT_WEIGHTS[script]
        return inside if language == home else outside
    if unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"}:
        return 2 * _WRONG
    return 0.3 if 0xFF01 <= code <= 0xFFEE or 0x3000 <= code <= 0x303F else -0.4


_SCRIPT_WEIGHTS: Final = {
    cls.KANA: ("ja", 0.9, -0.1),
    cls.HANGUL: ("ko", 0.5, -0.6),
    cls.EMOJI_SCRIPT: ("", 0.5, 0.5),
}
"""Per script: the language it belongs to, its weight there and elsewhere."""


def _han_weight(char: str, language: str) -> float:
    """Level-1 characters of the national standards are the common ones; the rest are rare in text."""
    if language == "ko":
        return -0.5
    encoding, first, last = _LEVEL_ONE[language]
    try:
        raw = char.encode(encoding)
    except UnicodeEncodeError:
        return -0.8
    common = len(raw) == 2 and first <= raw <= last
    return 0.35 if common else -0.6


_LEVEL_ONE: Final = {
    "zh-hans": ("gb2312", b"\xb0\xa1", b"\xd7\xf9"),
    "zh-hant": ("big5", b"\xa4\x40", b"\xc6\x7e"),
    "ja": ("euc_jp", b"\xb0\xa1", b"\xcf\xd3"),
}


@lru_cache(maxsize=1)
def _broken_case() -> re.Pattern[str]:
    """Upper-case non-ASCII letters after a lower-case letter: frequent only in wrong decodings."""
    letters = [chr(code) for code in range(0x80, 0x600) if unicodedata.category(chr(code))[0] == "L"]
    upper = "".join(char for char in letters if char.isupper())
    lower = "".join(char for char in letters if char.islower())
    return re.compile(f"(?<=[a-z{lower}])[{upper}]")


@lru_cache(maxsize=1)
def _inner_sign() -> re.Pattern[str]:
    """Non-ASCII signs between two letters, which letters of another encoding become."""
    return re.compile(
        r"(?<=[^\W\d_])[\u0080-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf\u00d7\u00f7](?=[^\W\d_])"
    )


@lru_cache(maxsize=1)
def _mixed_word() -> re.Pattern[str]:
    """An ASCII letter beside a letter of another alphabet: Latin text read as another script."""
    other = "\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f"
    return re.compile(f"(?<=[a-zA-Z])[{other}]|(?<=[{other}])[a-zA-Z]")
