"""Character frequencies within each block, from word lists (wordfreq; PyThaiNLP for Thai; Unicode's CLDR)."""

from __future__ import annotations

import unicodedata
import zlib
from collections import defaultdict
from math import log10
from pathlib import Path

import wordfreq
from wordfreq.chinese import SIMPLIFIED_MAP

from app.repair.blocks import block_of
from packaging_models import cldr

Weights = dict[str, defaultdict[str, float]]

# wordfreq leaves punctuation out. These are rough orders of magnitude of ours, per mille of the block.
PUNCTUATION = {
    "“": 110.0, "”": 110.0, "’": 160.0, "‘": 20.0, "—": 70.0, "–": 70.0, "…": 120.0, "·": 25.0,
    "•": 25.0, "«": 30.0, "»": 30.0, "°": 25.0, "£": 8.0, "€": 20.0, "©": 4.0, "®": 4.0, "™": 6.0,
    "§": 4.0, "¿": 12.0, "¡": 10.0, "\xa0": 90.0, "×": 8.0, "÷": 2.0, "½": 2.0, "¼": 1.0, "¾": 1.0,
    "²": 4.0, "³": 2.0, "„": 25.0, "‚": 2.0, "‹": 1.0, "›": 1.0, "¥": 3.0, "¢": 1.0, "±": 2.0,
    "µ": 1.0, "¶": 1.0, "\u200b": 3.0, "\u200e": 2.0, "\u200f": 2.0, "\u200c": 2.0, "´": 2.0,
    "¨": 0.5, "‐": 1.0, "‑": 1.0, "―": 2.0, "†": 0.5, "‰": 0.5, "№": 5.0, "\u202f": 2.0,
    "\u2009": 1.0, "¬": 0.3, "¯": 1.0, "¤": 0.2, "¦": 0.2, "¹": 1.0, "¸": 0.2, "\u2028": 0.3,
    "\u202a": 0.3, "\u202c": 0.3, "₂": 0.5, "₹": 1.0, "₽": 1.0, "₩": 0.5, "\xad": 2.0, "‡": 0.1,
    "ˆ": 0.1, "˜": 0.1, "ʼ": 12.0, "ʻ": 8.0, "ʹ": 0.5, "ʺ": 0.1,
}  # fmt: skip
WIDE = {
    "，": 330.0, "。": 280.0, "？": 60.0, "！": 70.0, "、": 60.0, "：": 40.0, "；": 12.0,
    "（": 25.0, "）": 25.0, "《": 12.0, "》": 12.0, "「": 20.0, "」": 20.0, "『": 3.0, "』": 3.0,
    "【": 6.0, "】": 6.0, "～": 12.0, "〜": 6.0, "\u3000": 12.0, "・": 20.0, "％": 1.0, "＋": 1.0,
    "－": 1.0, "＝": 0.5, "／": 2.0, "．": 1.0, "＆": 0.5, "＠": 0.3, "＃": 0.5, "｜": 0.5,
    "〈": 1.0, "〉": 1.0, "〔": 0.5, "〕": 0.5, "￥": 1.0, "＞": 0.3, "＜": 0.3, "＊": 0.3,
    "＿": 0.2, "｛": 0.1, "｝": 0.1, "＂": 0.2, "＇": 0.2, "〖": 0.2, "〗": 0.2, "︶": 0.1,
    "﹏": 0.1, "〝": 0.05, "〞": 0.05, "［": 0.5, "］": 0.5,
}  # fmt: skip
SYMBOL = {
    "→": 200.0, "←": 40.0, "↑": 25.0, "↓": 30.0, "≈": 10.0, "≥": 15.0, "≤": 15.0, "≠": 10.0,
    "∞": 8.0, "√": 10.0, "■": 20.0, "□": 15.0, "▲": 10.0, "△": 8.0, "▼": 8.0, "●": 25.0, "○": 20.0,
    "◆": 12.0, "◇": 8.0, "⇒": 10.0, "∀": 4.0, "≧": 5.0, "≦": 5.0, "①": 20.0, "②": 20.0, "③": 15.0,
    "④": 8.0, "⑤": 6.0, "─": 10.0, "│": 5.0, "−": 20.0, "∙": 2.0, "⊙": 2.0, "↔": 8.0, "┌": 4.0,
    "┐": 4.0, "└": 4.0, "┘": 4.0, "├": 4.0, "┤": 4.0, "┬": 4.0, "┴": 4.0, "┼": 4.0, "═": 4.0,
    "║": 4.0, "╔": 4.0, "╗": 4.0, "╚": 4.0, "╝": 4.0, "╠": 4.0, "╣": 4.0, "╦": 4.0, "╩": 4.0,
    "╬": 4.0, "░": 4.0, "▒": 4.0, "▓": 4.0, "█": 4.0, "▄": 4.0, "▀": 4.0, "▌": 4.0, "▐": 4.0,
    "∆": 4.0, "∂": 4.0, "∑": 4.0, "∏": 4.0, "∫": 4.0, "π": 4.0,
}  # fmt: skip
OF_SCRIPTS = {
    "arabic": {"،": 20.0, "؟": 8.0, "؛": 1.5, "ـ": 2.0, "۔": 4.0, "٪": 0.5},
    "hebrew": {"״": 2.0, "׳": 2.0, "־": 3.0},
    "devanagari": {"।": 25.0, "॥": 0.5},
    "thai": {"฿": 0.3, "ฯ": 0.5},
    "latin": {"ß": 4.0, "İ": 1.0, "ţ": 0.3} | dict.fromkeys("ċġħĊĠĦĉĝĥĵŝŭĈĜĤĴŜŬŵŷŴŶŢŋŊẞƏ", 0.05),
}
"""Punctuation that scripts have of their own, and letters of languages without a word list or spelt otherwise
in it, per mille of their characters."""

EMOJI_EXTRA = {
    "\ufe0f": 90.0, "\u200d": 30.0, "\U0001f3fb": 8.0, "\U0001f3fc": 8.0, "\U0001f3fd": 8.0,
    "\U0001f3fe": 5.0, "\U0001f3ff": 4.0, "♂": 6.0, "♀": 8.0, "\u20e3": 3.0, "❤": 25.0, "✨": 25.0,
    "☕": 8.0, "✅": 10.0, "☀": 6.0, "⭐": 8.0, "❗": 3.0, "❓": 2.0, "⚡": 5.0, "✌": 5.0, "☺": 8.0,
    "♥": 8.0, "★": 8.0, "☆": 6.0, "✔": 4.0, "➡": 5.0, "⬇": 3.0, "✓": 4.0, "⚠": 4.0, "❌": 5.0,
}  # fmt: skip

# What a capital letter weighs beside its small one, and a traditional character beside its simplified one.
CAPITAL, TRADITIONAL = 0.05, 0.12

FLATTER = 0.6


def thai_words(package: Path) -> dict[str, float]:
    """Thai words with their frequency in the Thai National Corpus, from an unpacked pythainlp wheel (CC0)."""
    rows = (package / "pythainlp" / "corpus" / "tnc_freq.txt").read_text(encoding="utf-8-sig").splitlines()
    counts = {word: int(count) for word, _, count in (row.partition("\t") for row in rows) if count}
    total = sum(counts.values())
    thai = {word: count for word, count in counts.items() if all(block_of(char) == "thai" for char in word)}
    return {word: count / total for word, count in thai.items()}


def _from_words(thai_package: Path, common: Path) -> Weights:
    """Expected characters per word of text, each language weighing the same."""
    blocks: Weights = defaultdict(lambda: defaultdict(float))
    for language in wordfreq.available_languages("best"):
        for word, frequency in wordfreq.get_frequency_dict(language, "best").items():
            for char in word:
                if char >= "\x80":
                    blocks[block_of(char)][char] += frequency
    blocks["thai"] = defaultdict(float)
    for word, frequency in thai_words(thai_package).items():
        for char in word:
            blocks["thai"][char] += frequency
    _add_others(blocks, common)
    for counted in blocks.values():
        for char, weight in list(counted.items()):
            capital = char.upper()
            if len(capital) == 1 and capital != char and block_of(capital) == block_of(char):
                counted[capital] += weight * CAPITAL
    han = blocks["han"]
    for code, simple in SIMPLIFIED_MAP.items():
        if isinstance(simple, str) and len(simple) == 1 and simple in han:
            han[chr(code)] += han[simple] * TRADITIONAL
    return blocks


def _add_others(blocks: Weights, common: Path) -> None:
    """Characters of languages that only CLDR has."""
    for name in cldr.LANGUAGES:
        share = cldr.BESIDE if name in blocks else 1.0
        for word, frequency in cldr.frequencies(common, name).items():
            for char in word:
                blocks[name][char] += share * frequency


def _flatten(emoji: dict[str, float]) -> None:
    """Social networks repeat a few faces without end; elsewhere emoji follow the subject much more."""
    most = max(emoji.values())
    for char, weight in emoji.items():
        emoji[char] = most * (weight / most) ** FLATTER


def _floor(blocks: Weights) -> None:
    """Every assigned character is possible: give the unseen ones of a block a little."""
    for code in range(0xA0, 0x32400):
        char = chr(code)
        if 0xD800 <= code < 0xF900 or unicodedata.category(char) in {"Cn", "Co", "Cs", "Cc"}:
            continue
        counted = blocks[block_of(char)]
        if char not in counted:
            counted[char] = 0.0


def write(target: Path, thai_package: Path, common: Path) -> None:
    """Write a byte a code point, zlib: 0 for an unassigned one, else 1 + tenths of -log10 P(char | block)."""
    blocks = _from_words(thai_package, common)
    _flatten(blocks["emoji"])
    scale = sum(blocks["emoji"].values()) / 1000
    for char, weight in EMOJI_EXTRA.items():
        blocks["emoji"][char] = weight * scale
    for name, table in (("punctuation", PUNCTUATION), ("wide", WIDE), ("symbol", SYMBOL)):
        blocks[name] = defaultdict(float, table)
    for name, marks in OF_SCRIPTS.items():
        scale = sum(blocks[name].values()) / 1000
        for char, weight in marks.items():
            blocks[name][char] = max(blocks[name][char], weight * scale)
    _floor(blocks)
    packed = bytearray(max(ord(char) for counted in blocks.values() for char in counted) + 1)
    for name, counted in sorted(blocks.items()):
        total = sum(counted.values()) or 1.0
        floor = min(1e-7, 0.02 / len(counted)) if total > 1 or name not in {"rare", "indic"} else 1e-5
        if name == "emoji":
            floor = 2e-5
        for char, weight in counted.items():
            tenth = min(90, round(-10 * log10(weight / total + floor)))
            packed[ord(char)] = 1 + max(0, tenth)
    target.write_bytes(zlib.compress(bytes(packed), 9))
