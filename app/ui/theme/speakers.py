"""One hue per speaker, the same in lists, turns, plots and exports.

The inks were chosen so that all eight stay apart for readers with protanopia, deuteranopia and
tritanopia (they differ in lightness as well as in hue) and pass WCAG AA on the page and on their
own tinted ground. Names are always written beside the colour.
"""

from __future__ import annotations

from app.ui.theme.contrast import mix

_LIGHT = ("#2145c7", "#a15400", "#004f44", "#861797", "#00728b", "#690017", "#6d3600", "#202261")
_DARK = ("#659cff", "#e6ba62", "#6da061", "#bb8ccf", "#86f2dc", "#e879a1", "#e8e554", "#ced1ff")

GROUND_SHARE = 0.09
"""How much of a speaker's ink tints the ground of a turn."""


def speaker_hexes(*, dark: bool) -> tuple[str, ...]:
    """The inks in order, as ``#rrggbb``."""
    return _DARK if dark else _LIGHT


def speaker_hex(speaker_id: int, *, dark: bool = False) -> str:
    """The ink of one speaker; ids count from 1, and neighbours get different inks."""
    inks = speaker_hexes(dark=dark)
    return inks[(speaker_id - 1) % len(inks)]


def bubble_ground(speaker_id: int, *, page: str, dark: bool) -> str:
    """The quiet tinted ground of a speaker's turns on ``page``."""
    return mix(page, speaker_hex(speaker_id, dark=dark), GROUND_SHARE)
