"""The window's QActions, made from the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from app.ui.actions.catalogue import ActionSpec, action_specs, menu_titles


class ActionBook(QObject):
    """All actions by name. Bind each to a bound method once; enable them by the state of the window."""

    def __init__(self, window: QWidget, specs: Iterable[ActionSpec] | None = None) -> None:
        super().__init__(window)
        self.specs = tuple(action_specs() if specs is None else specs)
        self._actions: dict[str, QAction] = {}
        self._bound: set[str] = set()
        for spec in self.specs:
            self._actions[spec.name] = self._make(spec, window)
        self.set_states(set())

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(spec.title, self)
        action.setObjectName(spec.name)
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        action.setCheckable(spec.checkable)
        action.setStatusTip(spec.tip or spec.title)
        action.setAutoRepeat(spec.menu in {"go", "view"})
        action.setMenuRole(QAction.MenuRole.NoRole)
        window.addAction(action)
        return action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def bind(self, name: str, slot: Callable[[], object]) -> None:
        """Have the action call ``slot``, which takes no arguments."""
        self._bound.add(name)
        self._actions[name].triggered.connect(lambda _checked=False: slot())

    def bind_all(self, slots: dict[str, Callable[[], object]]) -> None:
        """bind() for several."""
        for name, slot in slots.items():
            self.bind(name, slot)

    def unbound(self) -> list[str]:
        """Names of actions that do nothing yet."""
        return [spec.name for spec in self.specs if spec.name not in self._bound]

    def set_states(self, states: set[str]) -> None:
        """Enable exactly the actions whose need is among ``states`` (or who need nothing)."""
        for spec in self.specs:
            self._actions[spec.name].setEnabled(not spec.needs or spec.needs in states)

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Build the menu bar; returns the menus by name."""
        menus: dict[str, QMenu] = {}
        for name, title in menu_titles().items():
            menu = menus[name] = bar.addMenu(title)
            menu.setObjectName(f"menu_{name}")
            group = 0
            for spec in self.specs:
                if spec.menu != name:
                    continue
                if spec.group != group:
                    menu.addSeparator()
                    group = spec.group
                menu.addAction(self._actions[spec.name])
        return menus
