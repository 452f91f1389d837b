"""The inks of tags: one for light and one for dark paper, legible as text on every ground of the window."""

from __future__ import annotations

from typing import Final

_LIGHT: Final = {
    "red": "#a8201a", "orange": "#8f4400", "yellow": "#6b5200", "green": "#28611d", "teal": "#005c61",
    "blue": "#1c5490", "purple": "#71349c", "grey": "#565c63",
}  # fmt: skip
_DARK: Final = {
    "red": "#ff9a91", "orange": "#f2a96a", "yellow": "#e3c04a", "green": "#93d17e", "teal": "#6fd3d0",
    "blue": "#90bdf5", "purple": "#d3a8f2", "grey": "#aab0b8",
}  # fmt: skip
NOTE: Final = "grey"
"""The colour of a note without a tag."""


def tag_ink(colour: str, *, dark: bool) -> str:
    """The ink of a colour's name as ``#rrggbb``; that of grey for a name that is not known."""
    inks = _DARK if dark else _LIGHT
    return inks.get(colour, inks[NOTE])
