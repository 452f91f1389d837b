"""What stands beside a character: typographic punctuation and emoji sequences have their own grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.repair.blocks import block_of
from app.repair.emoji import beside, fit, usual
from app.repair.lattice import Scored
from app.repair.memory import Memory

SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_PARTS = SKIN_TONES | {"\u200d", "\ufe0f"}
OPENING = frozenset("“‘„«‹(")
GOES_ON = {"，": -1.5, "、": -1.0, "；": -1.5, "：": -1.0} | dict.fromkeys("（《「『【〈〔〖〝", -4.0)
"""What wide punctuation after which a sentence goes on is worth at the end of a line (log10)."""

CLOSES = {"）": "（", "》": "《", "」": "「", "』": "『", "】": "【"}
NOT_OPEN = -4.0
"""What a closing bracket is worth where none is open (log10)."""

COUNTED = frozenset("年月日号號点點时時分秒元块塊岁歲届屆个個人次天周万萬亿億")
"""What stands behind digits far oftener than elsewhere."""

AFTER_DIGIT, BEFORE_DIGIT = 1.5, 1.5
"""What that is worth, and "第" before a digit (log10)."""

_ASKS = re.compile(
    "什么|怎么|怎样|为何|为什|有没有|是不是|能不能|会不会|要不要|好不好|可不可以|多少|哪|谁|啥|咋|难道|几点|几个|"
    "多久|多大|如何|(?:吗|呢|嘛|么)$|不$|没$|什麼|怎麼|為何|為什|有沒有|誰|難道|幾點|幾個|(?:嗎|麼)$|沒$"
)
_SENTENCE = re.compile("[^。！？!?…]*$")
_TAKEN_IN_CONTEXT = frozenset("“‘„”’？").union(GOES_ON, CLOSES, COUNTED, "第")
ASKED, NOT_ASKED = 0.8, -0.4
"""What a question mark is worth after a clause with an interrogative, and after one without (log10)."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text on both sides of a unit, as far as it is known."""

    left: str
    right: str


@lru_cache(maxsize=1 << 15)
def depends_on_context(candidates: tuple[str, ...]) -> bool:
    """True when a quotation mark, wide punctuation, emoji or emoji part is among the candidates."""
    return any(text[0] in _TAKEN_IN_CONTEXT or block_of(text[0]) == "emoji" for text in candidates)


def weigh_in_context(scored: Scored, around: Surroundings, memory: Memory | None = None) -> Scored:
    """Add to every candidate's score what its neighbours say about it; best first again."""
    weighed = [(text, score + _adjustment(text, around)) for text, score in scored]
    if memory:
        before, after = around.left[-1:], around.right[:1]
        weighed = [(text, score + memory.worth(before, text, after)) for text, score in weighed]
    return sorted(weighed, key=lambda item: (-item[1], item[0]))


def _adjustment(text: str, around: Surroundings) -> float:
    char = text[0]
    before, after = around.left[-1:], text[1:] or around.right[:1]
    if char in "“‘„":
        return _opens(before, after)
    if char in "”’":
        return -_opens(before, after)
    if block_of(char) != "emoji":
        return _beside_digits(char, before, after) + _wide_mark(char, around.left, after)
    if char in _PARTS:
        return _in_sequence(char, before, after)
    return usual(char) + beside(char, before, after) + fit(char, f"{around.left} {around.right}")


def _beside_digits(char: str, before: str, after: str) -> float:
    """What it is worth that a character stands beside digits."""
    if char in COUNTED and before.isdecimal():
        return AFTER_DIGIT
    return BEFORE_DIGIT if char == "第" and after.isdecimal() else 0.0


def _wide_mark(char: str, left: str, after: str) -> float:
    """What wide punctuation is worth after this text: questions, brackets, the end of a line."""
    if char == "？":
        return _asks(left)
    if char in CLOSES:
        return 0.0 if _is_open(CLOSES[char], char, left) else NOT_OPEN
    return 0.0 if after else GOES_ON.get(char, 0.0)


def _is_open(opening: str, closing: str, left: str) -> bool:
    """Whether the last of these brackets in a text is one that opens; ASCII ones do as well."""
    return left.rfind(opening) > left.rfind(closing) or (closing == "）" and "(" in left)


def _asks(left: str) -> float:
    """What a question mark is worth after this text."""
    sentence = _SENTENCE.search(left)
    return ASKED if sentence and _ASKS.search(sentence[0]) else NOT_ASKED


def _in_sequence(char: str, before: str, after: str) -> float:
    """What a joiner, skin tone or presentation selector is worth between its neighbours."""
    after_emoji = bool(before) and block_of(before) == "emoji"
    if char == "\u200d":
        return 2.0 if after_emoji and bool(after) and block_of(after) == "emoji" else -4.0
    if char in SKIN_TONES:
        return 1.0 if after_emoji and before not in SKIN_TONES else -2.5
    return 0.0 if after_emoji or before in "#*0123456789©®" else -1.0


def _opens(before: str, after: str) -> float:
    """Positive where a quotation can begin, negative where one can end."""
    starts = not before or before.isspace() or before in OPENING
    ends = not after or after.isspace() or after in ".,;:!?)"
    if starts and not ends:
        return 1.5
    if ends and not starts:
        return -1.5
    return 0.0
