"""Monochrome SVG icons, tinted by the theme and rendered sharply at every scale."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import resource
from app.ui.theme.tokens import Tokens

SIZES = (16, 20, 24, 32, 48, 64)
APP_SIZES = (16, 24, 32, 48, 64, 128, 256)


def icon_names() -> list[str]:
    """Names of the bundled icons, the application's own mark left out."""
    return sorted(path.stem for path in resource("icons").glob("*.svg") if path.stem != "parlance")


def tinted(svg: str, colour: str) -> bytes:
    """The SVG source with ``currentColor`` replaced by ``colour`` (``#rrggbb``)."""
    return svg.replace("currentColor", colour).encode()


def render(svg: bytes, size: int) -> QPixmap:
    """The drawing as a transparent square of ``size`` physical pixels."""
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size, size))
    return pixmap


def icon(name: str, of: Tokens, colour: str | None = None) -> QIcon:
    """The bundled icon ``name`` in the theme's text colour (or ``colour``), muted when disabled.

    Raises FileNotFoundError for a name that is not bundled.
    """
    svg = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour or of.text), (QIcon.Mode.Disabled, of.muted)):
        _add(made, tinted(svg, ink), SIZES, mode)
    return made


def app_icon() -> QIcon:
    """The application's mark in its own colours."""
    made = QIcon()
    _add(made, resource("icons", "parlance.svg").read_bytes(), APP_SIZES, QIcon.Mode.Normal)
    return made


def _add(to: QIcon, svg: bytes, sizes: Iterable[int], mode: QIcon.Mode) -> None:
    for size in sizes:
        to.addPixmap(render(svg, size), mode)
