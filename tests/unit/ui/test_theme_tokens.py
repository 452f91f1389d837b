"""Both themes can be read: WCAG AA everywhere, and speakers stay apart for colour-blind readers."""

import itertools

import numpy as np
import pytest

from app.ui.theme.contrast import AA_TEXT, contrast, hex_of, mix, rgb_of
from app.ui.theme.fonts import emoji_families, fallback_families, han_order
from app.ui.theme.speakers import speaker_hex, speaker_hexes
from app.ui.theme.tokens import DARK, LIGHT, Tokens, text_pairs

# Machado, Oliveira, Fernandes (2009), severity 1.0, in linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip


def lab_as_seen(colour: str, sight: np.ndarray) -> np.ndarray:
    """CIELAB (D65) of a colour as seen with ``sight``."""
    encoded = np.array(rgb_of(colour))
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    white = np.array([0.95047, 1.0, 1.08883])
    scaled = XYZ @ np.clip(sight @ linear, 0, 1) / white
    f = np.where(scaled > 216 / 24389, np.cbrt(scaled), (24389 / 27 * scaled + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_enough_contrast(theme: Tokens) -> None:
    poor = {
        name: round(contrast(*pair), 2)
        for name, pair in text_pairs(theme).items()
        if contrast(*pair) < AA_TEXT
    }
    assert poor == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("dark", [False, True])
def test_speaker_inks_stay_apart(sight: str, dark: bool) -> None:
    inks = speaker_hexes(dark=dark)
    assert len(inks) >= 8
    nearest = min(
        (float(np.linalg.norm(lab_as_seen(a, SIGHT[sight]) - lab_as_seen(b, SIGHT[sight]))), a, b)
        for a, b in itertools.combinations(inks, 2)
    )
    assert nearest[0] >= 15, nearest


def test_a_speaker_keeps_its_ink_and_neighbours_differ() -> None:
    assert speaker_hex(5) == speaker_hex(5)
    assert len({speaker_hex(number) for number in range(1, 9)}) == 8
    assert speaker_hex(3) == speaker_hex(11)
    assert speaker_hex(3) != speaker_hex(3, dark=True)


def test_contrast_follows_the_definition() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1.0
    with pytest.raises(ValueError, match="not a #rrggbb"):
        rgb_of("red")


def test_mixing_ends_at_both_colours() -> None:
    assert mix("#102030", "#ffffff", 0.0) == "#102030"
    assert mix("#102030", "#ffffff", 1.0) == "#ffffff"
    assert hex_of((2.0, -1.0, 0.5)) == "#ff0080"


def test_han_forms_follow_the_locale() -> None:
    assert han_order("zh_TW")[0] == "TC"
    assert han_order("zh_CN")[0] == "SC"
    assert han_order("ja_JP")[0] == "JP"
    assert han_order("ko_KR")[0] == "KR"
    assert han_order("en_US")[0] == "SC"
    assert sorted(han_order("ja_JP")) == ["JP", "KR", "SC", "TC"]


def test_only_installed_fallbacks_are_named() -> None:
    installed = ["Noto Sans CJK TC", "Noto Sans CJK SC", "Noto Color Emoji", "Other"]
    assert fallback_families(installed, "zh_HK") == ["Noto Sans CJK TC", "Noto Sans CJK SC"]
    assert emoji_families(installed) == ["Noto Color Emoji"]
    assert emoji_families([]) == []
