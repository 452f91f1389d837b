"""The reading direction of a piece of text, by its first strong character (UAX #9, rule P2)."""

from __future__ import annotations

import unicodedata


def is_right_to_left(text: str) -> bool:
    """True when the first strong character of ``text`` is right-to-left; neutral text is not."""
    if text.isascii():
        return False
    for char in text[:400]:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False
