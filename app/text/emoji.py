"""Emoji as people see them: one extended grapheme each (UTS #51 possible emoji, UAX #29 GB11)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from app.text import classes as cls

_ABOVE_BASIC: Final = 0x10000


def emoji_in(text: str) -> list[str]:
    """The emoji of a text in order, each as it is written.

    A ZWJ sequence, a flag, a keycap, an emoji with its skin tone or variation selector is one.
    Characters that are ordinary text by default (©, ™, ↔, digits) count only with U+FE0F; an emoji
    asked to be text with U+FE0E does not count. A lone regional indicator does not count.
    """
    if text.isascii():
        return []
    return [found for stretch in _stretches().findall(text) for found in _emoji_of(stretch)]


@lru_cache(maxsize=4096)
def _emoji_of(stretch: str) -> tuple[str, ...]:
    """The emoji of a stretch; few different ones make up most of what people write."""
    return tuple(_pattern().findall(stretch))


def _inside(ranges: cls.Ranges) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@lru_cache(maxsize=1)
def _stretches() -> re.Pattern[str]:
    """Runs of whatever an emoji can be made of, found much faster than emoji themselves.

    Above the basic plane one range stands for many: each range there costs time on every character.
    """
    known = (*cls.EMOJI_RANGES, *cls.TEXT_DEFAULT_EMOJI, (0x200D, 0x200D), (0x20E3, 0x20E3), (0xFE0E, 0xFE0F))
    basic = tuple(found for found in known if found[1] < _ABOVE_BASIC)
    return re.compile(f"[0-9#*{_inside(basic)}\U0001f000-\U000e007f]+")


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    tone = f"[{_inside((cls.SKIN_TONES,))}]"
    base = f"[{_inside(cls.EMOJI_RANGES)}]"
    text_default = f"[{_inside(cls.TEXT_DEFAULT_EMOJI)}]"
    regional = f"[{_inside((cls.REGIONAL_RANGE,))}]"
    tags = "[\U000e0020-\U000e007e]+\U000e007f"
    # Inside a sequence a text-default character (⚕ is a base, ↔ is not) needs no selector.
    element = f"(?:{base}|{text_default})(?:{tone}|\ufe0f\u20e3?)?(?:{tags})?"
    opening = f"(?:{base}(?!\ufe0e)|{text_default}(?=\ufe0f))(?:{tone}|\ufe0f\u20e3?)?(?:{tags})?"
    return re.compile(
        f"{regional}{regional}|[0-9#*]\ufe0f?\u20e3|{opening}(?:\u200d{element})*|(?<!{base}){tone}"
    )
