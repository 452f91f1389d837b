"""A search by brute force over original texts, written without the segmenter: what the index must agree with.

It understands texts made of VOCABULARY only, and says so by being short: folding is one character at a
time, words are runs of ASCII letters and digits (with ß, é and an inner apostrophe).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.search.ast import And, Everything, Field, Node, Not, Or, Term

HAN, KANA, HANGUL = "周末是的中国看𠀀", "のカガ", "한국"
CJK = HAN + KANA + HANGUL
EMOJI = ("😂", "👍", "👍🏽", "👍🏿", "👨‍👩‍👧", "👩‍💻", "👩", "❤️", "❤", "🧠")
VOCABULARY = (
    *HAN, *KANA, *HANGUL, "周末", "是的", "中国", "的", "看",
    "chill", "chilling", "Chill", "AI", "ai", "ＡＩ", "a", "foo", "bar", "don't", "don’t", "don", "Straße",
    "STRASSE", "café", "50", "C", "x1", "да", "Да",
    *EMOJI, "，", "。", ",", ".", "-", "+", "%", "!", "?", ":", ";", "(", ")", "“", "”", '"', "*", "/", "\\",
    "^", "[", "]", " ", " ", " ", "\n", "\u3000", "  ",
)  # fmt: skip

_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x2019: 0x27, 0x3000: 0x20}
_DROPPED = frozenset("\ufe0f\u200d🏽🏿")
_LETTERS = {"zh": HAN, "ja": KANA, "ko": HANGUL, "en": "abcdefghijklmnopqrstuvwxyzé", "ru": "да"}
_WORD = "0-9a-zéсßда"
_UNITS = re.compile(rf"[{_WORD}]+(?:'[{_WORD}]+)*|\s+|\S")


@dataclass(frozen=True)
class ScannedTurn:
    """What the scan needs to know of a turn; ``chunks`` join to its text."""

    id: int
    chunks: tuple[str, ...]
    speaker: str
    title: str
    transcript: str
    repaired: str | None = None
    twin: str | None = None

    @property
    def text(self) -> str:
        return "".join(self.chunks)


def scan(node: Node, turns: Iterable[ScannedTurn]) -> list[int]:
    """Ids of the matching turns, ascending."""
    return sorted(turn.id for turn in turns if matches(node, turn))


def matches(node: Node, turn: ScannedTurn) -> bool:
    match node:
        case Everything():
            return True
        case Term():
            return bool(term_pattern(node).search(fold(turn.text)))
        case Field(name, values):
            return any(_has(name, value.text, turn, prefix=value.prefix) for value in values)
        case Not(child):
            return not matches(child, turn)
        case And(children):
            return all(matches(child, turn) for child in children)
        case Or(children):
            return any(matches(child, turn) for child in children)


def _has(name: str, value: str, turn: ScannedTurn, *, prefix: bool) -> bool:
    wanted = fold(value)
    match name:
        case "speaker":
            speaker = fold(turn.speaker)
            return speaker.startswith(wanted) if prefix else speaker == wanted
        case "in":
            return wanted in fold(turn.title) or wanted in fold(turn.transcript)
        case "lang":
            letters = _LETTERS[value]
            return any(_first_letter(unit) in letters for unit in _UNITS.findall(fold(turn.text)))
        case "twin":
            return (
                turn.twin == value
                if value not in {"yes", "no"}
                else (turn.twin is not None) == (value == "yes")
            )
        case _:
            return (turn.repaired is not None) == (value == "yes")


def _first_letter(unit: str) -> str:
    """A word counts for the script of its first letter; a character in no alphabet where it has none."""
    return next(filter(str.isalpha, unit), "\0")


def fold(text: str) -> str:
    return "".join(_folded(char) for char in text)


def _folded(char: str) -> str:
    return "" if char in _DROPPED else chr(_WIDTH.get(ord(char), ord(char))).casefold()


def term_pattern(term: Term) -> re.Pattern[str]:
    """What the term looks like in folded text."""
    pattern, before, gap = "", "", False
    for unit in _UNITS.findall(fold(term.text).strip()):
        if unit.isspace():
            gap = True
            continue
        pattern += _between(before, unit, gap=gap) if before else ""
        pattern += _alone(unit)
        before, gap = unit, False
    if term.prefix and _is_word(before):
        pattern = pattern.removesuffix(_AFTER_WORD) + f"(?:[{_WORD}]|'(?=[{_WORD}]))*"
    return re.compile(pattern)


_AFTER_WORD = rf"(?![{_WORD}]|'[{_WORD}])"


def _is_word(unit: str) -> bool:
    return re.match(f"[{_WORD}]", unit) is not None


def _alone(unit: str) -> str:
    if _is_word(unit):
        return rf"(?<![{_WORD}])(?<![{_WORD}]'){re.escape(unit)}{_AFTER_WORD}"
    return re.escape(unit)


def _between(left: str, right: str, *, gap: bool) -> str:
    """White space counts beside a Han, kana or hangul character, unless punctuation is there already."""
    solid = all(_is_word(unit) or unit in CJK or unit in _EMOJI_PARTS for unit in (left, right))
    if solid and (left in CJK or right in CJK):
        return r"\s+" if gap else ""
    return r"\s*"


_EMOJI_PARTS = frozenset(char for emoji in EMOJI for char in emoji if char not in _DROPPED)


def spans(term: Term, chunks: Sequence[str]) -> list[str]:
    """The marked stretches of the original, overlapping ones joined, emoji sequences whole."""
    text = "".join(chunks)
    folded, origin = "", []
    for at, char in enumerate(text):
        folded += _folded(char)
        origin += [at] * len(_folded(char))
    origin.append(len(text))
    pattern = term_pattern(term)
    found = []
    for start in range(len(folded)):
        match = pattern.match(folded, start)
        if match and (start == 0 or origin[start] != origin[start - 1]):
            end = origin[match.end() - 1] + 1
            while end < len(text) and text[end] in _DROPPED:
                end += 1
            found.append((origin[start], end))
    return [text[start:end] for start, end in _joined(_whole(span, chunks) for span in found)]


def _whole(span: tuple[int, int], chunks: Sequence[str]) -> tuple[int, int]:
    start, end = span
    at = 0
    for chunk in chunks:
        if "\u200d" in chunk:
            if at < start < at + len(chunk):
                start = at
            if at < end < at + len(chunk):
                end = at + len(chunk)
        at += len(chunk)
    return start, end


def _joined(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
