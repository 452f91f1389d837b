"""Emoji as people see them: one extended grapheme each (UTS #51 possible emoji, UAX #29 GB11)."""

from __future__ import annotations

import re
from functools import lru_cache

from app.text import classes as cls


def emoji_in(text: str) -> list[str]:
    """The emoji of a text in order, each as it is written.

    A ZWJ sequence, a flag, a keycap, an emoji with its skin tone or variation selector is one.
    Characters that are ordinary text by default (©, ™, ↔, digits) count only with U+FE0F; an emoji
    asked to be text with U+FE0E does not count. A lone regional indicator does not count.
    """
    if text.isascii() or not _gate().search(text):
        return []
    return [match.group() for match in _pattern().finditer(text)]


def _inside(ranges: cls.Ranges) -> str:
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@lru_cache(maxsize=1)
def _gate() -> re.Pattern[str]:
    """One character class that every emoji has a member of; most texts have none."""
    members = (
        *cls.EMOJI_RANGES,
        *cls.TEXT_DEFAULT_EMOJI,
        cls.REGIONAL_RANGE,
        cls.SKIN_TONES,
        (0x20E3, 0x20E3),
    )
    return re.compile(f"[{_inside(members)}]")


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
