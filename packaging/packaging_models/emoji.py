"""What is known of single emoji: how often they are used, what may follow them, and their keywords."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
import zlib
from collections import defaultdict
from math import log10
from pathlib import Path

import wordfreq

LANGUAGES = ("en", "zh")
FIRST = 0x2190
ZERO = 0x50  # the character for a frequency of 1; every following one is a tenth of log10 less

FLATTER, FLOOR = 0.55, 1.5e-4
"""Social networks repeat a few faces without end; elsewhere emoji follow the subject much more."""

TOO_COMMON = 6.5e-4
"""A keyword of this share in English text tells nothing: with, you, down."""

# Tweets speak of animals and food more than conversations do, and of tools, places and gestures less: log10,
# rough estimates of ours by group of Unicode's emoji-test.txt.
GROUPS = {
    "Animals & Nature": -0.25, "Food & Drink": -0.25, "Flags": -0.5, "Objects": 0.25, "Travel & Places": 0.1,
    "Activities": 0.15, "People & Body": 0.1, "Symbols": 0.0, "Smileys & Emotion": 0.0,
}  # fmt: skip

# Emoji in falling order of how many one-line descriptions of PyPI and npm packages had them in October 2026.
AT_WORK = (
    "🚀🐍🔥🤖📦🛠🎉🎨🤗✨🌌🌀🐳🔐📊👜🌈🛡🚇⚡📝💻🌟🏁🪄👻💬📈👨💪🧠🧬🔮🌐🔌💧🍰📖🦀"
    "🔍💅📂♀🦄📜🍪😎🦜🔎📐🧰📋🦉🧪🖼🦅🔊🌍👋🔧❤📚🌎🎮🌱🤝🐶🍃📣♂💥👀🏃🔒🌏🐱🎵🧩📄"
    "🔗🤯🌳💡🤷😉🚩🪐🐉🎛🎯💿👩🌛🐓🔨💰🎹📃👷🦊🏫🦆🧊🐼📱👁🌿🖥🐝🍌🧑💎🐻💾🔑💫⚛🛰🎬"
    "🗃🕵💨🏎🔬🔖📍😊🎭🐈🎶🎙🔢🍒📅🌸🐟😹🐑🐸🔭🎄💃✦🎁🍇🪵🤹🗣🐦🌲💌🕸🏷🏗🔁👾🥷📆🕰"
    "🐰🏳🤘🪱🏔🧱💸🔪📸👌🗜🧙🦖📼🎧🐙🐬👉🚫😅👍🎤🎈🐌🖊🐴🦞🔓🎇🕷🤔🎩⛏🐭🙂🌒🚰🚂📺🍫"
    "🦘🤵👰🧡💛🗿📇🍬🔫🍓📠🗂🧭🍅🐗🗺🌠🐧"
)

_ROW = re.compile(r"^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*; (\w+)", re.MULTILINE)


def _annotations(file: Path) -> dict[str, set[str]]:
    """Emoji of one code point and their keywords, names included."""
    found: dict[str, set[str]] = {}
    for node in ET.parse(file).getroot().iter("annotation"):  # noqa: S314 - a file of a signed Debian package
        char, text = node.get("cp") or "", node.text or ""
        if len(char) == 1 and ord(char) >= FIRST:
            words = {word.strip().lower() for word in text.split("|")}
            if node.get("type") == "tts":
                words |= set(text.lower().split())
            found.setdefault(char, set()).update(words)
    return found


def _properties(unicode_emoji: Path) -> dict[str, str]:
    """Of every emoji: P shown as a picture of itself, M takes skin tones, J is joined to what follows, K is
    joined to what stands before."""
    flags: dict[str, str] = {}
    marks = {"Emoji": "", "Emoji_Presentation": "P", "Emoji_Modifier_Base": "M"}
    for first, last, name in _ROW.findall((unicode_emoji / "emoji-data.txt").read_text(encoding="utf-8")):
        for code in range(int(first, 16), int(last or first, 16) + 1):
            if name in marks and code >= FIRST:
                flags[chr(code)] = flags.get(chr(code), "") + marks[name]
    for row in (unicode_emoji / "emoji-zwj-sequences.txt").read_text(encoding="utf-8").splitlines():
        codes = [int(code, 16) for code in row.split(";")[0].split() if not row.startswith("#")]
        parts = [part[:1] for part in "".join(map(chr, codes)).split("\u200d")] if codes else []
        for number, char in enumerate(parts):
            for mark, holds in (("J", number + 1 < len(parts)), ("K", number > 0)):
                if holds and mark not in flags.get(char, mark):
                    flags[char] += mark
    return flags


def _frequencies(emosent: Path) -> dict[str, float]:
    """The mean share of each emoji in tweets of 2013 to 2015, in wordfreq's texts, and at work."""
    shares: dict[str, list[float]] = defaultdict(list)
    with (emosent / "emosent" / "data" / "Emoji_Sentiment_Data_v1.0.csv").open(encoding="utf-8") as file:
        counts = {row["Emoji"]: int(row["Occurrences"]) for row in csv.DictReader(file)}
    total = sum(counts.values())
    for char, count in counts.items():
        shares[char].append(count / total)
    used: dict[str, float] = defaultdict(float)
    for language in wordfreq.available_languages("best"):
        for word, frequency in wordfreq.get_frequency_dict(language, "best").items():
            if len(word) == 1 and ord(word) >= FIRST:
                used[word] += frequency
    total_used = sum(share for char, share in used.items() if char in counts)
    for char, share in used.items():
        shares[char].append(share / total_used)
    weights = {char: 1.0 / (rank + 3) for rank, char in enumerate(AT_WORK)}
    for char in {*shares, *weights}:
        shares[char].append(weights.get(char, 0.0) / sum(weights.values()))
    return {char: sum(found) / len(found) for char, found in shares.items()}


def _groups(unicode_emoji: Path) -> dict[str, float]:
    """What the group of each emoji is worth."""
    worth = 0.0
    found: dict[str, float] = {}
    for row in (unicode_emoji / "emoji-test.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("# group: "):
            worth = GROUPS.get(row.removeprefix("# group: "), 0.0)
        elif row and not row.startswith("#"):
            found.setdefault(chr(int(row.split()[0], 16)), worth)
    return found


def _telling(word: str) -> bool:
    """True for words long and rare enough to point to an emoji."""
    return len(word) > (2 if word.isascii() else 1) and wordfreq.word_frequency(word, "en") < TOO_COMMON


def write(cldr: Path, unicode_emoji: Path, emosent: Path, keyboard: Path, target: Path) -> None:
    """One emoji a line: the character; after tabs its frequency (one character) with flags; its keywords."""
    table: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for char, keywords in _annotations(cldr / "annotations" / f"{language}.xml").items():
            table[char] |= keywords
    for char, found in json.loads((keyboard / "em" / "emojis.json").read_text(encoding="utf-8")).items():
        if len(char.rstrip("\ufe0f")) == 1 and ord(char[0]) >= FIRST:
            table[char[0]].update(word for name in found for word in name.lower().split("_"))
    flags = _properties(unicode_emoji)
    shares = _frequencies(emosent)
    groups = _groups(unicode_emoji)
    flat = {char: (shares.get(char, 0.0) + 1e-6) ** FLATTER * 10.0 ** groups.get(char, 0.0) for char in flags}
    total = sum(flat.values())
    lines = []
    for char in sorted(flags):
        mark = chr(ZERO + round(-10 * log10(flat[char] / total + FLOOR)))
        words = sorted(word for word in table[char] if _telling(word))
        lines.append("\t".join([char, mark + flags[char], *words]))
    target.write_bytes(zlib.compress(("\n".join(lines) + "\n").encode("utf-8"), 9))
