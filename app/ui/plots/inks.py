"""Names and inks of the scripts in the language mix; neighbours differ in lightness."""

from __future__ import annotations

from app.i18n import _

_LIGHT = {
    "han": "#b8432f", "kana": "#e09a7a", "hangul": "#6b4aa0", "latin": "#2f66b0", "cyrillic": "#7fb0d8",
    "arabic": "#1f7a5c", "other": "#a3a8ad", "emoji": "#d9a514",
}  # fmt: skip
_DARK = {
    "han": "#e0705c", "kana": "#f0b79d", "hangul": "#a98ae0", "latin": "#6ea2ea", "cyrillic": "#a9cdea",
    "arabic": "#59b894", "other": "#7d838a", "emoji": "#e6c04d",
}  # fmt: skip


def script_ink(script: str, *, dark: bool) -> str:
    """The ink of a script's column; unknown names get the ink of "other"."""
    inks = _DARK if dark else _LIGHT
    return inks.get(script.lower(), inks["other"])


def script_title(script: str) -> str:
    """A script's name as people read it."""
    titles = {
        "han": _("Han"), "kana": _("Kana"), "hangul": _("Hangul"), "latin": _("Latin"),
        "cyrillic": _("Cyrillic"), "arabic": _("Arabic"), "other": _("Other"), "emoji": _("Emoji"),
    }  # fmt: skip
    return titles.get(script, script)
