"""Colours of tags as pictures for lists and menus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from app.i18n import _
from app.ui.theme import Theme
from app.ui.theme.tags import tag_ink

_SIZE = 14


def colour_titles() -> dict[str, str]:
    """The colours that a tag can have, with their names, in the order of the palette."""
    return {
        "red": _("Red"), "orange": _("Orange"), "yellow": _("Yellow"), "green": _("Green"),
        "teal": _("Teal"), "blue": _("Blue"), "purple": _("Purple"), "grey": _("Grey"),
    }  # fmt: skip


def swatch(colour: str, theme: Theme) -> QIcon:
    """A dot in the colour of a tag."""
    picture = QPixmap(_SIZE * 2, _SIZE * 2)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tag_ink(colour, dark=theme.tokens.dark)))
        painter.drawEllipse(QRectF(2, 2, _SIZE - 4, _SIZE - 4))
    return QIcon(picture)
