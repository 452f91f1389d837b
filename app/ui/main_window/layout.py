"""Where the panels stand, and how their sizes are remembered."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.settings import options
from app.settings.store import Settings
from app.ui.main_window.bottom import Bottom
from app.ui.main_window.columns import remember_columns, restore_columns
from app.ui.models.desk.desk import Desk
from app.ui.panels.base import PANELS, Area, Panel

SHARES = {"left": 240, "centre": 480, "right": 620}
STATISTICS_HEIGHT = 230


class Layout:
    """Panels in three columns above the bottom ones, all in splitters: no floating docks."""

    def __init__(self, desk: Desk) -> None:
        self.panels: dict[str, Panel] = {
            name: kind(desk) for name, kind in sorted(PANELS.items(), key=lambda pair: pair[1].rank)
        }
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.rows = QSplitter(Qt.Orientation.Vertical)
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.top = QWidget()
        self.bottom = Bottom({name: one for name, one in self.panels.items() if one.area == "bottom"})
        self.body = self._build()

    def _build(self) -> QWidget:
        top = QVBoxLayout(self.top)
        top.setContentsMargins(0, 0, 0, 0)
        for panel in self._of("top"):
            top.addWidget(panel)
        contents: list[tuple[QSplitter, list[QWidget]]] = [
            (self.left, [*self._of("left")]),
            (self.columns, [self.left, *self._of("centre"), *self._of("right")]),
            (self.rows, [self.columns, self.bottom]),
        ]
        for splitter, widgets in contents:
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            for widget in widgets:
                splitter.addWidget(widget)
        self.left.setMinimumWidth(160)
        self.left.setSizes([560, 260])
        for panel in (*self._of("centre"), *self._of("right")):
            panel.setMinimumWidth(220)
        for column, stretch in enumerate((0, 3, 4)):
            self.columns.setStretchFactor(column, stretch)
        self.bottom.setMinimumHeight(150)
        self.rows.setStretchFactor(0, 1)
        self.rows.setStretchFactor(1, 0)
        return self.rows

    def _of(self, area: Area) -> list[Panel]:
        return [panel for panel in self.panels.values() if panel.area == area]

    def parts(self) -> dict[str, QWidget]:
        """The parts that can be hidden, by the name of their action."""
        parts: dict[str, QWidget] = {"conversations": self.left}
        for name, area in (("hits", "centre"), ("reader", "right")):
            if name in self.panels and self.panels[name].area == area:
                parts[name] = self.panels[name]
        return parts | self.bottom.panels

    def show_part(self, name: str, *, on: bool) -> None:
        """Show or hide a part; one at the bottom takes the place of the one shown there."""
        if name in self.bottom.panels:
            self.bottom.show_panel(name if on else "")
        else:
            self.parts()[name].setVisible(on)

    def remember(self, window: QMainWindow, settings: Settings) -> None:
        """Keep sizes; a splitter part that is hidden keeps what it had."""
        settings.set(options.WINDOW_GEOMETRY, _text(window.saveGeometry()))
        settings.set(options.WINDOW_STATE, f"{_text(self.rows.saveState())} {_text(self.left.saveState())}")
        settings.set(options.BOTTOM_PANEL, self.bottom.shown)
        remember_columns(self.panels, settings)
        sizes = self.columns.sizes()
        if all(sizes):
            settings.set(options.SPLITTER_SIZES, sizes)

    def restore(self, window: QMainWindow, settings: Settings) -> None:
        """Bring sizes back; whatever cannot be read is left as it is."""
        window.resize(1360, 880)
        if geometry := _bytes(settings.get(options.WINDOW_GEOMETRY)):
            window.restoreGeometry(geometry)
        self.columns.setSizes(settings.get(options.SPLITTER_SIZES))
        states = settings.get(options.WINDOW_STATE).split()
        self.rows.setSizes([600, STATISTICS_HEIGHT])
        for splitter, state in zip((self.rows, self.left), states, strict=False):
            if decoded := _bytes(state):
                splitter.restoreState(decoded)
        self.bottom.show_panel(settings.get(options.BOTTOM_PANEL))
        restore_columns(self.panels, settings)


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _bytes(text: str) -> QByteArray | None:
    try:
        return QByteArray(base64.b64decode(text, validate=True)) if text else None
    except (binascii.Error, ValueError):
        return None
