"""What every code point is to the segmenter, as lookup tables over the whole code space.

One table row per code point, built once on first use from the Unicode data of the running
Python, so that a batch of text is classified by one numpy indexing operation.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

CODE_POINTS: Final = 0x110000

# Classes of code points. The order matters: WORD and above are tokens proper, see segment.py.
SPACE, SOFT, SEPARATOR, PUNCT, MARK, WORD, INNER, CJK, EMOJI, REGIONAL = range(10)

# Scripts, as columns of ScriptCounts after ``tokens``.
NO_SCRIPT, HAN, KANA, HANGUL, LATIN, CYRILLIC, ARABIC, OTHER, EMOJI_SCRIPT = range(9)

BARRIER: Final = 0xE000
"""Key of the barrier for white space beside a Han/kana/hangul character."""
REPLACEMENT: Final = 0xFFFD

Ranges = tuple[tuple[int, int], ...]

HAN_RANGES: Final[Ranges] = (
    (0x2E80, 0x2FDF), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3038, 0x303B),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x16FE2, 0x16FE3), (0x16FF0, 0x16FF1),
    (0x20000, 0x3FFFD),
)  # fmt: skip
KANA_RANGES: Final[Ranges] = (
    (0x3041, 0x3096), (0x309B, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF),
    (0xFF66, 0xFF9F), (0x1AFF0, 0x1AFFF), (0x1B000, 0x1B16F),
)  # fmt: skip
HANGUL_RANGES: Final[Ranges] = (
    (0x1100, 0x11FF), (0x3131, 0x3163), (0x3165, 0x318E), (0xA960, 0xA97F), (0xAC00, 0xD7A3),
    (0xD7B0, 0xD7FF), (0xFFA1, 0xFFDC),
)  # fmt: skip
BOPOMOFO_RANGES: Final[Ranges] = ((0x3105, 0x312F), (0x31A0, 0x31BF))
"""Written among Han characters without spaces, so single tokens too; counted as other script."""

LATIN_RANGES: Final[Ranges] = (
    (0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2B8),
    (0x2E0, 0x2E4), (0x1D00, 0x1D25), (0x1D2C, 0x1D5C), (0x1D62, 0x1D65), (0x1D6B, 0x1D77),
    (0x1D79, 0x1DBE), (0x1E00, 0x1EFF), (0x2071, 0x2071), (0x207F, 0x207F), (0x2090, 0x209C),
    (0x212A, 0x212B), (0x2132, 0x2132), (0x214E, 0x214E), (0x2160, 0x2188), (0x2C60, 0x2C7F),
    (0xA722, 0xA787), (0xA78B, 0xA7FF), (0xAB30, 0xAB5A), (0xAB5C, 0xAB64), (0xAB66, 0xAB69),
    (0xFB00, 0xFB06), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A), (0x10780, 0x107BF), (0x1DF00, 0x1DFFF),
)  # fmt: skip
CYRILLIC_RANGES: Final[Ranges] = (
    (0x400, 0x52F), (0x1C80, 0x1C8F), (0x1D2B, 0x1D2B), (0x1D78, 0x1D78), (0x2DE0, 0x2DFF),
    (0xA640, 0xA69F), (0x1E030, 0x1E08F),
)  # fmt: skip
ARABIC_RANGES: Final[Ranges] = (
    (0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC),
    (0x10E60, 0x10EFF), (0x1EE00, 0x1EEFF),
)  # fmt: skip

EMOJI_RANGES: Final[Ranges] = (
    (0x231A, 0x231B), (0x2328, 0x2328), (0x23CF, 0x23CF), (0x23E9, 0x23F3), (0x23F8, 0x23FA),
    (0x25FD, 0x25FE), (0x2600, 0x2604), (0x260E, 0x260E), (0x2611, 0x2611), (0x2614, 0x2615),
    (0x2618, 0x2618), (0x261D, 0x261D), (0x2620, 0x2620), (0x2622, 0x2623), (0x2626, 0x2626),
    (0x262A, 0x262A), (0x262E, 0x262F), (0x2638, 0x263A), (0x2640, 0x2640), (0x2642, 0x2642),
    (0x2648, 0x2653), (0x265F, 0x2660), (0x2663, 0x2663), (0x2665, 0x2666), (0x2668, 0x2668),
    (0x267B, 0x267B), (0x267E, 0x267F), (0x2692, 0x2697), (0x2699, 0x2699), (0x269B, 0x269C),
    (0x26A0, 0x26A1), (0x26A7, 0x26A7), (0x26AA, 0x26AB), (0x26B0, 0x26B1), (0x26BD, 0x26BE),
    (0x26C4, 0x26C5), (0x26C8, 0x26C8), (0x26CE, 0x26CF), (0x26D1, 0x26D1), (0x26D3, 0x26D4),
    (0x26E9, 0x26EA), (0x26F0, 0x26F5), (0x26F7, 0x26FA), (0x26FD, 0x26FD), (0x2702, 0x2702),
    (0x2705, 0x2705), (0x2708, 0x270D), (0x270F, 0x270F), (0x2712, 0x2712), (0x2714, 0x2714),
    (0x2716, 0x2716), (0x271D, 0x271D), (0x2721, 0x2721), (0x2728, 0x2728), (0x2733, 0x2734),
    (0x2744, 0x2744), (0x2747, 0x2747), (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755),
    (0x2757, 0x2757), (0x2763, 0x2764), (0x2795, 0x2797), (0x27A1, 0x27A1), (0x27B0, 0x27B0),
    (0x27BF, 0x27BF), (0x2B05, 0x2B07), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55),
    (0x3297, 0x3297), (0x3299, 0x3299), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F170, 0x1F171),
    (0x1F17E, 0x1F17F), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F201, 0x1F202), (0x1F21A, 0x1F21A),
    (0x1F22F, 0x1F22F), (0x1F232, 0x1F23A), (0x1F250, 0x1F251), (0x1F300, 0x1F3FA), (0x1F400, 0x1F53D),
    (0x1F546, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F7E0, 0x1F7FF), (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945),
    (0x1F947, 0x1FAFF), (0x1FC00, 0x1FFFD),
)  # fmt: skip
"""Emoji of Unicode 15 and the code points reserved for more, without those that are ordinary text
unless U+FE0F follows: digits, ``©®™ℹ``, arrows, geometric bullets, ``‼⁉〰〽Ⓜ``."""
TEXT_DEFAULT_EMOJI: Final[Ranges] = (
    (0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122), (0x2139, 0x2139),
    (0x2194, 0x2199), (0x21A9, 0x21AA), (0x24C2, 0x24C2), (0x25AA, 0x25AB), (0x25B6, 0x25B6),
    (0x25C0, 0x25C0), (0x25FB, 0x25FC), (0x2934, 0x2935), (0x3030, 0x3030), (0x303D, 0x303D),
)  # fmt: skip
REGIONAL_RANGE: Final = (0x1F1E6, 0x1F1FF)
SKIN_TONES: Final = (0x1F3FB, 0x1F3FF)

_DROPPED: Final[Ranges] = (
    (0x034F, 0x034F), (0x180B, 0x180F), (0x20E3, 0x20E3), (0xFE00, 0xFE0F), SKIN_TONES, (0xE0100, 0xE01EF),
)  # fmt: skip
"""Invisible or modifying: grapheme joiner, variation selectors, keycap, skin tones; format characters too."""
_PLANES_WITH_CATEGORIES: Final = 0x20000
_BLANK_LETTERS: Final = (0x2800, 0x3164)  # braille blank, hangul filler: seen as nothing but space


@dataclass(frozen=True, slots=True)
class Tables:
    """``mapped``: width-folded code point; ``dropped``: not indexed; ``kind`` and ``script`` per code point.

    ``mapped``, ``dropped`` apply to raw text; ``kind``, ``script`` to folded text.
    """

    mapped: npt.NDArray[np.uint32]
    dropped: npt.NDArray[np.bool_]
    kind: npt.NDArray[np.uint8]
    script: npt.NDArray[np.uint8]


def _fill(table: npt.NDArray[np.uint8], ranges: Ranges, value: int) -> None:
    for first, last in ranges:
        table[first : last + 1] = value


@lru_cache(maxsize=1)
def width_folds() -> dict[int, int]:
    """Full-width ASCII to ASCII, half-width kana and hangul to full, U+3000 to space; by code point.

    The half-width (semi-)voiced marks become the combining ones, which NFC composes: ｶﾞ is ガ.
    """
    folds: dict[int, int] = {0x3000: 0x20}
    for code in range(0xFF01, 0xFFEF):
        tag, _, target = unicodedata.decomposition(chr(code)).partition(" ")
        if tag in {"<wide>", "<narrow>"}:
            folds[code] = int(target, 16)
    return folds


def _kinds(categories: list[str]) -> npt.NDArray[np.uint8]:
    kind = np.full(CODE_POINTS, PUNCT, np.uint8)
    by_category = {"L": WORD, "N": WORD, "M": MARK, "Z": SPACE}
    kind[: len(categories)] = [
        SPACE if name == "Cc" else by_category.get(name[0], PUNCT) for name in categories
    ]
    for ranges in (HAN_RANGES, KANA_RANGES, HANGUL_RANGES, BOPOMOFO_RANGES):
        _fill(kind, ranges, CJK)
    _fill(kind, EMOJI_RANGES, EMOJI)
    _fill(kind, (REGIONAL_RANGE,), REGIONAL)
    kind[list(_BLANK_LETTERS)] = SPACE
    kind[0x200B] = SOFT
    kind[[ord("'"), ord("_")]] = INNER
    kind[0] = SEPARATOR
    return kind


def _scripts(categories: list[str]) -> npt.NDArray[np.uint8]:
    script = np.full(CODE_POINTS, NO_SCRIPT, np.uint8)
    script[: len(categories)] = [OTHER if name[0] == "L" else NO_SCRIPT for name in categories]
    letters = script == OTHER
    for ranges, value in ((LATIN_RANGES, LATIN), (CYRILLIC_RANGES, CYRILLIC), (ARABIC_RANGES, ARABIC)):
        inside = np.zeros(CODE_POINTS, np.uint8)
        _fill(inside, ranges, 1)
        script[letters & (inside == 1)] = value
    for ranges, value in (
        (HAN_RANGES, HAN), (KANA_RANGES, KANA), (HANGUL_RANGES, HANGUL), (BOPOMOFO_RANGES, OTHER),
        (EMOJI_RANGES, EMOJI_SCRIPT), ((REGIONAL_RANGE,), EMOJI_SCRIPT),
    ):  # fmt: skip
        _fill(script, ranges, value)
    return script


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables, built in about 30 ms on first use."""
    categories = [unicodedata.category(chr(code)) for code in range(_PLANES_WITH_CATEGORIES)]
    mapped = np.arange(CODE_POINTS, dtype="<u4")  # little-endian, as "utf-32-le" wants it
    for code, target in width_folds().items():
        mapped[code] = target
    mapped[0x2019] = ord("'")
    mapped[0xD800:0xE000] = REPLACEMENT
    mapped[BARRIER] = BARRIER + 1  # so that private text is never taken for our barrier
    mapped[0xFFFFE:] = REPLACEMENT  # beyond what FTS5 classifies
    dropped = np.zeros(CODE_POINTS, np.uint8)
    _fill(dropped, _DROPPED, 1)
    formats = [code for code, name in enumerate(categories) if name == "Cf" and code != 0x200B]
    dropped[formats] = 1
    _fill(dropped, ((0xE0000, 0xE0FFF),), 1)  # tags and further default-ignorable code points
    return Tables(mapped, dropped.astype(np.bool_), _kinds(categories), _scripts(categories))
