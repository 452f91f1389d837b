"""Parts of regular expressions made from sets of characters."""

from __future__ import annotations

from collections.abc import Iterable

_SPECIAL = frozenset(map(ord, "\\]^-[&~|"))
"""What has a meaning within a class."""


def _as_member(code: int) -> str:
    return "\\" + chr(code) if code in _SPECIAL else chr(code)


def char_class(characters: Iterable[str]) -> str:
    """The class of these single characters, "" left out; neighbours as ranges, which compile faster."""
    codes = sorted(map(ord, set(characters) - {""}))
    parts: list[str] = []
    at = 0
    while at < len(codes):
        stop = at
        while stop + 1 < len(codes) and codes[stop + 1] == codes[stop] + 1:
            stop += 1
        first, last = _as_member(codes[at]), _as_member(codes[stop])
        parts.append(first if stop == at else f"{first}{last}" if stop == at + 1 else f"{first}-{last}")
        at = stop + 1
    return "[" + "".join(parts) + "]"
