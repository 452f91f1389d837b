"""Design tokens: the colours of the light and the dark theme and the spacing scale, as plain values.

Every pair that carries text passes WCAG AA; ``text_pairs`` names the pairs for the test that proves it.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.theme.speakers import bubble_ground, speaker_hexes


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as ``#rrggbb``. Grounds carry text, inks are text or marks, lines separate."""

    dark: bool
    window: str
    surface: str
    raised: str
    page: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    selection: str
    on_selection: str
    hit: str
    on_hit: str
    hit_current: str
    on_hit_current: str
    exact: str
    inferred: str
    lost: str
    warning: str
    error: str
    code: str
    placeholder: str


LIGHT = Tokens(
    dark=False,
    window="#f3f2ee",
    surface="#fbfaf7",
    raised="#ffffff",
    page="#fcfbf9",
    text="#1e2226",
    muted="#5c6269",
    line="#dedbd3",
    accent="#1f5c9e",
    on_accent="#ffffff",
    selection="#cfe0f3",
    on_selection="#14202c",
    hit="#ffe9a3",
    on_hit="#2a2204",
    hit_current="#f7b32b",
    on_hit_current="#221900",
    exact="#8d949c",
    inferred="#96570a",
    lost="#b3261e",
    warning="#8a5300",
    error="#b3261e",
    code="#efeee9",
    placeholder="#ebe9e3",
)

DARK = Tokens(
    dark=True,
    window="#16181b",
    surface="#1b1e22",
    raised="#24282d",
    page="#1c1f23",
    text="#dfddd7",
    muted="#a2a8b0",
    line="#343940",
    accent="#86b6f2",
    on_accent="#0d1a29",
    selection="#2e4a6b",
    on_selection="#f2f6fb",
    hit="#5d4a10",
    on_hit="#fff2cc",
    hit_current="#e0a526",
    on_hit_current="#1b1400",
    exact="#757d87",
    inferred="#e0a458",
    lost="#ff8a80",
    warning="#e8b45a",
    error="#ff8a80",
    code="#15171a",
    placeholder="#2a2e34",
)


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances in device-independent pixels; everything on screen uses these steps."""

    hair: float = 1.0
    xs: float = 4.0
    s: float = 8.0
    m: float = 12.0
    l: float = 16.0  # noqa: E741 - the step's name on the scale, not a lone variable
    xl: float = 24.0
    xxl: float = 40.0
    radius: float = 8.0


SPACING = Spacing()


def tokens(*, dark: bool) -> Tokens:
    """The tokens of one theme."""
    return DARK if dark else LIGHT


def text_pairs(of: Tokens) -> dict[str, tuple[str, str]]:
    """Every (ink, ground) pair that carries text, by a name for messages."""
    pairs = {
        "text on window": (of.text, of.window),
        "text on surface": (of.text, of.surface),
        "text on raised": (of.text, of.raised),
        "text on page": (of.text, of.page),
        "text on code": (of.text, of.code),
        "muted on window": (of.muted, of.window),
        "muted on surface": (of.muted, of.surface),
        "muted on raised": (of.muted, of.raised),
        "muted on page": (of.muted, of.page),
        "muted on code": (of.muted, of.code),
        "accent on surface": (of.accent, of.surface),
        "accent on window": (of.accent, of.window),
        "on accent": (of.on_accent, of.accent),
        "selection": (of.on_selection, of.selection),
        "muted on selection": (of.on_selection, of.selection),
        "hit": (of.on_hit, of.hit),
        "current hit": (of.on_hit_current, of.hit_current),
        "inferred on page": (of.inferred, of.page),
        "lost on page": (of.lost, of.page),
        "warning on window": (of.warning, of.window),
        "error on window": (of.error, of.window),
    }
    for number, ink in enumerate(speaker_hexes(dark=of.dark), start=1):
        ground = bubble_ground(number, page=of.page, dark=of.dark)
        pairs[f"speaker {number} on page"] = (ink, of.page)
        pairs[f"speaker {number} on surface"] = (ink, of.surface)
        pairs[f"speaker {number} on its ground"] = (ink, ground)
        pairs[f"text on ground {number}"] = (of.text, ground)
        pairs[f"muted on ground {number}"] = (of.muted, ground)
        pairs[f"lost on ground {number}"] = (of.lost, ground)
        pairs[f"inferred on ground {number}"] = (of.inferred, ground)
    return pairs
