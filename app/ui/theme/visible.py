"""Text that may be damaged or invisible, and shares of certainty, fit to be shown in one line of chrome."""

from __future__ import annotations

LONGEST = 120


def shortened(text: str, longest: int = LONGEST) -> str:
    """On one line, invisible characters as dots, cut where it is long."""
    shown = "".join(char if char.isprintable() else "·" for char in text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def named(text: str, longest: int = LONGEST) -> str:
    """Like ``shortened``, but a text that would show nothing at all gives its code points: U+FE0F."""
    if text and not any(_shows(char) for char in text):
        return " ".join(f"U+{ord(char):04X}" for char in text[:8])
    return shortened(text, longest)


def percent(share: float | None) -> str:
    """A confidence in whole percent, never rounded up to certainty; "" for None."""
    if share is None:
        return ""
    shown = round(share * 100)
    return "> 99 %" if shown == 100 and share < 1.0 else f"{shown} %"


def _shows(char: str) -> bool:
    code = ord(char)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return char.isprintable() and not char.isspace() and not selector
