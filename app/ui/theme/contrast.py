"""Relative luminance and contrast ratio of sRGB colours, WCAG 2.2 (w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

from __future__ import annotations

Rgb = tuple[float, float, float]
"""Red, green, blue in 0..1, gamma-encoded sRGB."""

AA_TEXT = 4.5
"""The contrast ratio that WCAG level AA asks of text."""


def rgb_of(colour: str) -> Rgb:
    """The three channels of ``#rrggbb``; raises ValueError for anything else."""
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"not a #rrggbb colour: {colour!r}")
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def hex_of(rgb: Rgb) -> str:
    """``#rrggbb`` of three channels; values outside 0..1 are clipped."""
    return "#" + "".join(f"{round(min(max(channel, 0.0), 1.0) * 255):02x}" for channel in rgb)


def luminance(colour: str) -> float:
    """Relative luminance in 0 (black) .. 1 (white)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in rgb_of(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio in 1 (equal) .. 21 (black on white); symmetric."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mix(ground: str, ink: str, share: float) -> str:
    """``ground`` with ``share`` (0..1) of ``ink`` mixed in, in gamma-encoded sRGB."""
    pairs = zip(rgb_of(ground), rgb_of(ink), strict=True)
    red, green, blue = (base + (top - base) * share for base, top in pairs)
    return hex_of((red, green, blue))
