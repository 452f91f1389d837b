"""What ``--self-check`` says about the window."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase

from app.ui.application.start import application
from app.ui.panels.base import PANELS
from app.ui.plots.base import PLOTS
from app.ui.theme.fonts import emoji_families, fallback_families


def describe() -> dict[str, object]:
    """Qt's version and platform, the fonts found, and the registries of the window."""
    app = application(["parlance"])
    families = QFontDatabase.families()
    return {
        "qt": qVersion(),
        "platform": app.platformName(),
        "eager": "QPainterPath" in vars(QtGui),
        "cjk_fonts": fallback_families(families, "zh_CN")[:4],
        "emoji_fonts": emoji_families(families),
        "panels": list(PANELS),
        "plots": list(PLOTS),
    }
