"""Labels that fit."""

from __future__ import annotations

import unicodedata

WIDTH = 16
"""Columns of a label; a Han character takes two."""


def elided(text: str, width: int = WIDTH) -> str:
    """``text`` on one line, cut with an ellipsis where it is wider than ``width`` columns."""
    flat = " ".join(text.split())
    used = 0
    for at, char in enumerate(flat):
        used += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if used > width:
            return flat[: max(at - 1, 1)] + "…"
    return flat
