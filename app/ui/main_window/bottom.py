"""The panels below the columns: they share one place, and tabs say which one is shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from app.i18n import _
from app.ui.panels.base import Panel

_BESIDE = 26
"""Pixels beside a title: what looks.py pads it with, and a little air."""


class _Tabs(QTabBar):
    """Every tab has room for its title in the weight of the chosen one: none is cut, and none moves."""

    def tabSizeHint(self, index: int) -> QSize:
        heavy = QFont(self.font())
        heavy.setWeight(QFont.Weight.DemiBold)
        width = QFontMetrics(heavy).horizontalAdvance(self.tabText(index))
        return QSize(width + _BESIDE, super().tabSizeHint(index).height())


class Bottom(QWidget):
    """Shows one panel at a time, or none and then nothing of itself."""

    changed = Signal()

    def __init__(self, panels: Mapping[str, Panel], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panels = dict(panels)
        self.tabs = _Tabs()
        self.tabs.setObjectName("bottomTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Panels below"))
        self.tabs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._headers: dict[str, QWidget] = {}
        top = QHBoxLayout()
        top.setContentsMargins(4, 2, 8, 0)
        top.setSpacing(12)
        top.addWidget(self.tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        for name, panel in self.panels.items():
            self.tabs.setTabData(self.tabs.addTab(panel.tab_title), name)
            header = self._headers[name] = panel.header() or QWidget()
            top.addWidget(header, 1)
            layout.addWidget(panel, 1)
            header.hide()
            panel.hide()
        self.tabs.currentChanged.connect(self._chosen)

    @property
    def shown(self) -> str:
        """The name of the panel shown; empty for none."""
        return next((name for name, panel in self.panels.items() if not panel.isHidden()), "")

    def show_panel(self, name: str) -> None:
        """Show this one and hide the others; a name that is not here hides all."""
        known = name in self.panels
        for other, panel in self.panels.items():
            panel.setVisible(other == name)
            self._headers[other].setVisible(other == name)
        if known:
            blocked = self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.tabs.setCurrentIndex(list(self.panels).index(name))
            self.tabs.blockSignals(blocked)
        self.setVisible(known)
        self.changed.emit()

    def _chosen(self, at: int) -> None:
        self.show_panel(str(self.tabs.tabData(at)))
