"""What is known of single emoji: how often they are used, what may follow them, and their keywords."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log10
from pathlib import Path

import wordfreq

from app.repair.emoji_terms import stem, words_of
from packaging_models import emoji_work
from packaging_models.emoji_words import BAD, GOOD, Messages, messages, telling, working

LANGUAGES = ("en", "zh")
FIRST = 0x2190
ZERO = 0x50  # the character for a frequency of 1; every following one is a tenth of log10 less

NO_FEELING = 0.3  # what most emoji have

FLATTER = 0.75
"""Social networks repeat a few faces without end; elsewhere emoji follow the subject much more."""

FLOOR = 1.5e-4
"""What the rarest emoji has."""

TOO_COMMON = 6.5e-4
"""A keyword of this share in English text tells nothing: with, you, down."""

# Tweets speak of animals and food more than conversations do, and of tools, places and gestures less: log10,
# rough estimates of ours by group of Unicode's emoji-test.txt.
GROUPS = {
    "Animals & Nature": -0.25, "Food & Drink": -0.25, "Flags": -0.5, "Objects": 0.25, "Travel & Places": 0.1,
    "Activities": 0.15, "People & Body": 0.1, "Symbols": 0.0, "Smileys & Emotion": 0.0,
}  # fmt: skip

# The first hundred of the frequencies Unicode published for 2021, as remembered: only their order counts.
USUAL = (
    "😂❤🤣👍😭🙏😘🥰😍😊🎉😁💕🥺😅🔥☺🤦♥🤷🙄😆🤗😉🎂🤔👏🙂😳🥳😎👌💜😔💪✨💖👀😋😏😢👉💗😩💯🌹💞🎈💙😃"
    "😡💐😜🙈🤞😄🤤🙌🤪❣😀💋💀👇💔😌💓🤩🙃😬😱😴🤭😐🌞😒😇🌸😈🎶✌🎊🥵😞💚☀🖤💰😚👑🎁💥🙋☹😑🥴👈💩✅👋"
)
SOURCES = (0.3, 0.3, 0.1, 0.3)
"""What the tweets of the ranking, wordfreq, the messages of the index and that order weigh."""

FLAT_AT_WORK = 0.8
"""Counts of single descriptions are small: rarer emoji are commoner than they say."""

HANDS = 0.2
"""The messages of the index were chosen for their hands; so much of them is kept."""

EMOJI, AT_WORK = (8.0, 100, 800), (2.0, 4, 3000)
"""Messages added to either side, how often a word or emoji must be seen, and how many are kept at most."""

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


def _among_people(emosent: Path, seen: Messages, flags: dict[str, str]) -> dict[str, float]:
    """The share of each emoji in tweets of 2013 to 2015, in wordfreq, later messages and that order."""
    with (emosent / "emosent" / "data" / "Emoji_Sentiment_Data_v1.0.csv").open(encoding="utf-8") as file:
        ranking = {row["Emoji"]: float(row["Occurrences"]) for row in csv.DictReader(file)}
    used: dict[str, float] = defaultdict(float)
    for language in wordfreq.available_languages("best"):
        for word, frequency in wordfreq.get_frequency_dict(language, "best").items():
            if word in flags:
                used[word] += frequency
    later = {
        char: count * (HANDS if "M" in flags.get(char, "") else 1.0) for char, count in seen.used.items()
    }
    order = {char: 1.0 / (rank + 3) for rank, char in enumerate(USUAL)}
    shares: dict[str, float] = defaultdict(float)
    for weight, source in zip(SOURCES, (ranking, used, later, order), strict=True):
        total = sum(source.values())
        for char, count in source.items():
            shares[char] += weight * count / total
    return shares


def _marks(shares: Mapping[str, float], flags: dict[str, str], groups: dict[str, float]) -> dict[str, str]:
    """The mark of every emoji's frequency."""
    found = {
        char: (shares.get(char, 0.0) + 1e-6) ** FLATTER * 10.0 ** groups.get(char, 0.0) for char in flags
    }
    total = sum(found.values())
    return {char: chr(ZERO + round(-10 * log10(found[char] / total + FLOOR))) for char in flags}


def _feelings(emosent: Path) -> dict[str, float]:
    """How people felt who used an emoji, -1..1 (Emoji Sentiment Ranking), shrunk by ten tweets."""
    with (emosent / "emosent" / "data" / "Emoji_Sentiment_Data_v1.0.csv").open(encoding="utf-8") as file:
        return {
            row["Emoji"]: (int(row["Positive"]) - int(row["Negative"])) / (int(row["Occurrences"]) + 10)
            for row in csv.DictReader(file)
        }


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
    if len(word) == 1 and not word.isascii():
        return bool(wordfreq.word_frequency(word, "zh") < TOO_COMMON)
    rare = bool(wordfreq.word_frequency(word, "en") < TOO_COMMON)
    return rare and len(word) > (2 if word.isascii() else 1)


def _parts(keywords: Iterable[str]) -> Iterator[str]:
    """Telling keywords as texts may have them: whole, and their English words with and without endings."""
    for keyword in filter(_telling, keywords):
        yield keyword
        for part in filter(_telling, words_of(keyword)):
            yield part
            if _telling(stem(part)):
                yield stem(part)


def _keywords(cldr: Path, keyboard: Path) -> dict[str, set[str]]:
    """Emoji of one code point and what people call them."""
    table: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for char, keywords in _annotations(cldr / "annotations" / f"{language}.xml").items():
            table[char] |= keywords
    for char, found in json.loads((keyboard / "em" / "emojis.json").read_text(encoding="utf-8")).items():
        if len(char.rstrip("\ufe0f")) == 1 and ord(char[0]) >= FIRST:
            table[char[0]].update(word for name in found for word in name.lower().split("_"))
    return table


def write(
    cldr: Path, unicode_emoji: Path, emosent: Path, keyboard: Path, index: Path, target: Path
) -> None:  # fmt: skip
    """Five tables with an empty line between them.

    Emoji: the character; after a tab four marks and flags; keywords. The marks are its share among people,
    at work and in messages, and the feeling of those who use it. What emoji tell in messages, and words at
    work: a key, a tab, the mark of how often it was seen, and pairs of an emoji and the mark of what it says
    of it. Words with the mark of how much they are of work. Chinese words of good, and of bad feelings.
    """
    keywords = _keywords(cldr, keyboard)
    flags, groups = _properties(unicode_emoji), _groups(unicode_emoji)
    seen = messages(index)
    used_at_work, with_word = emoji_work.read()
    work = {char: count**FLAT_AT_WORK for char, count in used_at_work.items()}
    people = _marks(_among_people(emosent, seen, flags), flags, groups)
    at_work = _marks({char: count / sum(work.values()) for char, count in work.items()}, flags, {})
    everything = seen.used.total()
    feelings = _feelings(emosent)
    lines = []
    for char in sorted(flags):
        third = chr(ZERO + round(-10 * log10((seen.used[char] + 0.5) / everything)))
        marks = people[char] + at_work[char] + third + chr(ZERO + round(10 * feelings.get(char, NO_FEELING)))
        words = sorted(set(_parts(keywords[char])))
        lines.append("\t".join([char, marks + flags[char], *words]))
    lines += ["", *_told(seen.with_emoji, flags, *EMOJI)]
    lines += ["", *_told(with_word, flags, *AT_WORK), ""]
    ratio = sorted(working(with_word, seen.with_word).items())
    lines += [stem + chr(ZERO + round(10 * value)) for stem, value in ratio]
    lines += ["", GOOD, BAD]
    target.write_bytes(zlib.compress(("\n".join(lines) + "\n").encode("utf-8"), 9))


def _told(
    found: Mapping[str, Counter[str]], flags: dict[str, str], smoothing: float, least: int, most: int
) -> list[str]:  # fmt: skip
    """Lines of what each key says of emoji."""
    return [
        f"{key}\t{chr(ZERO + round(10 * log10(seen)))}"
        + "".join(
            char + chr(ZERO + round(10 * value)) for char, value in sorted(says.items()) if char in flags
        )
        for key, (seen, says) in sorted(telling(found, smoothing, least, most).items())
    ]
