"""Wide punctuation, and what stands beside digits: what the text around says of a Chinese mark or counter."""

from __future__ import annotations

import re

GOES_ON = {"，": -1.5, "、": -1.0, "；": -1.5, "：": -1.0, "–": -1.5, "•": -1.5} | dict.fromkeys(
    "（《「『【〈〔〖〝", -4.0
)
"""What marks after which a sentence goes on are worth at the end of a line (log10)."""

BEFORE_END = -2.0
"""What the same marks are worth before a mark that ends a sentence (log10)."""

_ENDS = frozenset("。！？!?")

CLOSES = {"）": "（", "》": "《", "」": "「", "』": "『", "】": "【"}
IS_OPEN, NOT_OPEN = 2.0, -4.0
"""What a closing bracket is worth where one of its kind is open, and where none is (log10)."""

OPENS = {opening: closing for closing, opening in CLOSES.items()}
IS_CLOSED = 4.0
"""What an opening bracket is worth whose other half is on its right (log10)."""

NOT_CLOSED = -1.5
"""What it is worth where nothing on its right closes it; that may be what is lost (log10)."""

COUNTED = frozenset("年月日号號点點时時分秒元块塊岁歲届屆个個人次天周万萬亿億")
"""What stands behind digits far oftener than elsewhere."""

BESIDE_DIGIT = 1.5
"""What that is worth, "第" before a digit and "：" between hours and minutes (log10)."""

_HOURS, _MINUTES = re.compile("(?<![0-9])[0-9]{1,2}$"), re.compile("[0-5][0-9](?![0-9])")

_IN_MONTH = re.compile("月[0-9]{1,2}$")
OF_DATE = 1.0
"""What "日" and "号" are worth beside that after a month and a figure (log10)."""

_ASKS = re.compile(
    "什么|怎么|怎样|为何|为什|有没有|可不可以|(.)不\\1|[可能是]否|多少|哪|谁|啥|咋|难道|"
    "(?<![好十])几[点个号楼岁月年集]|多久|多大|多长|如何|(?:吗|呢|嘛|么)$|不$|没$|"
    "什麼|怎麼|為何|為什|有沒有|誰|難道|幾點|幾個|多長|(?:嗎|麼)$|沒$"
)
_SENTENCE = re.compile("[^。！？!?…]*$")
ASKED, NOT_ASKED, AT_THE_END = 0.8, -0.4, -0.1
"""What a question mark is worth after a clause with an interrogative, after one without within a line, and at
its end (log10)."""

DEPENDS = COUNTED.union(GOES_ON, OPENS, CLOSES, "？第")
"""The characters that ``worth`` has something to say about."""


def worth(char: str, left: str, right: str) -> float:
    """log10 of how much likelier ``char`` is after ``left`` and before ``right`` ("" ends the line)."""
    if char not in DEPENDS:
        return 0.0
    if char in COUNTED or char == "第":
        return _counted(char, left, right)
    if char == "？":
        return _asks(left, right)
    if char in CLOSES:
        return IS_OPEN if _is_open(CLOSES[char], char, left) else NOT_OPEN
    if not right or right[0] in _ENDS:
        return BEFORE_END if right else GOES_ON[char]
    return _within(char, left, right)


def _within(char: str, left: str, right: str) -> float:
    """What it is worth that a sentence goes on here, or that a bracket opens."""
    if char == "：" and _HOURS.search(left) and _MINUTES.match(right):
        return BESIDE_DIGIT
    return _opens(char, right) if char in OPENS else 0.0


def _counted(char: str, left: str, right: str) -> float:
    if not (right[:1] if char == "第" else left[-1:]).isdecimal():
        return 0.0
    return BESIDE_DIGIT + (OF_DATE if char in "日号號" and _IN_MONTH.search(left) else 0.0)


def _opens(char: str, right: str) -> float:
    return IS_CLOSED if _is_closed(OPENS[char], char, right) else NOT_CLOSED


def _is_open(opening: str, closing: str, left: str) -> bool:
    """Whether the last of these brackets in a text is one that opens; an ASCII one does as well."""
    return left.rfind(opening) > left.rfind(closing) or (
        closing == "）" and left.rfind("(") > left.rfind(")")
    )


def _is_closed(closing: str, opening: str, right: str) -> bool:
    """Whether the first of these brackets in a text is one that closes, not at once."""
    end = right.find(closing)
    return end > 0 and opening not in right[:end]


def _asks(left: str, right: str) -> float:
    sentence = _SENTENCE.search(left)
    if sentence and _ASKS.search(sentence[0]):
        return ASKED
    return NOT_ASKED if right else AT_THE_END
