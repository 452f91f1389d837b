"""Fonts: the system's for chrome, an adjustable size for reading, explicit CJK and emoji fallbacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase

_LATIN = ("Segoe UI", "SF Pro Text", "Cantarell", "Noto Sans", "DejaVu Sans")
_HAN = {
    "SC": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei UI",
           "Microsoft YaHei"),
    "TC": ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei UI"),
    "JP": ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Hiragino Sans", "Yu Gothic UI", "Meiryo"),
    "KR": ("Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans K", "Apple SD Gothic Neo", "Malgun Gothic"),
}  # fmt: skip
_OTHER = ("Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai")
_MONO = ("Cascadia Mono", "SF Mono", "Menlo", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono")
_MONO_HAN = (
    "Noto Sans Mono CJK SC",
    "Noto Sans Mono CJK TC",
    "Noto Sans Mono CJK JP",
    "Noto Sans Mono CJK KR",
)
_EMOJI = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "Twemoji Mozilla")

_ALIASES = {"sans serif", "sans", "serif", "monospace", "system-ui"}

DEFAULT_READING_SIZE = 11.5
"""Points."""
MIN_READING_SIZE, MAX_READING_SIZE = 7.0, 32.0


def han_order(locale_name: str) -> tuple[str, ...]:
    """Which regional Han forms come first for a locale such as ``zh_TW``; simplified by default."""
    first = {"ja": "JP", "ko": "KR"}.get(locale_name[:2], "SC")
    if locale_name.startswith("zh") and locale_name.endswith(("_TW", "_HK", "_MO")):
        first = "TC"
    return (first, *(name for name in _HAN if name != first))


def present(wanted: Iterable[str], installed: Iterable[str]) -> list[str]:
    """The wanted families that are installed, in the wanted order, each once."""
    have = set(installed)
    return [name for name in dict.fromkeys(wanted) if name in have]


def fallback_families(installed: Sequence[str], locale_name: str) -> list[str]:
    """Installed families for CJK and other scripts, best first for the locale."""
    han = [name for region in han_order(locale_name) for name in _HAN[region]]
    return present([*han, *_OTHER], installed)


def emoji_families(installed: Sequence[str]) -> list[str]:
    """Installed colour emoji families, best first."""
    return present(_EMOJI, installed)


class Fonts:
    """The fonts of the window; one object per application, built after QGuiApplication."""

    def __init__(self) -> None:
        installed = QFontDatabase.families()
        locale = QLocale.system().name()
        emoji = emoji_families(installed)
        if emoji:
            QFontDatabase.setApplicationEmojiFontFamilies(emoji)
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fallback = fallback_families(installed, locale)
        self._ui_size = max(system.pointSizeF(), 9.0)
        self._ui_families = self._lead(system.family(), _LATIN, installed) + fallback
        mono = self._lead(fixed.family(), _MONO, installed)
        self._mono_families = mono + present(_MONO_HAN, installed) + fallback

    @staticmethod
    def _lead(system: str, known: Sequence[str], installed: Sequence[str]) -> list[str]:
        """The system's family when it is a real one, else the first known family that is installed."""
        if system in installed and system.casefold() not in _ALIASES:
            return [system]
        return present(known, installed)[:1] or [system]

    def ui(self, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The font of chrome, scaled; ``weight`` as QFont.Weight."""
        return self._make(self._ui_families, self._ui_size * scale, weight)

    def reading(self, size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The font of turns at ``size`` points."""
        return self._make(self._ui_families, size, weight)

    def mono(self, size: float) -> QFont:
        """The font of code at ``size`` points."""
        font = self._make(self._mono_families, size * 0.94, QFont.Weight.Normal)
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font

    @staticmethod
    def _make(families: list[str], size: float, weight: QFont.Weight) -> QFont:
        font = QFont()
        font.setFamilies(families)
        font.setPointSizeF(size)
        font.setWeight(weight)
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font
