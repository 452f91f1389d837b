"""The application object and what it needs before the first window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app.model.permalink import is_link
from app.paths import APP_NAME
from app.settings import options
from app.settings.store import Settings
from app.ui.application.memory import give_back, lean_heap
from app.ui.main_window import MainWindow, Services
from app.ui.tasks.runner import ThreadRunner
from app.ui.theme import Theme
from app.ui.theme.icons import app_icon

SWITCH_SECONDS = 0.0001
"""How long the window waits for a working thread to make room: the default of 5 ms makes it stutter.

It waits each time Qt asks a Python object something, a hundred times while a list is painted.
"""


class OpenEvents(QObject):
    """macOS hands double-clicked files and links over as events; they may come before there is a window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._early: list[Path] = []
        self._early_link = ""
        self._take: Callable[[list[Path]], None] | None = None
        self._follow: Callable[[str], None] | None = None

    def attach(self, take: Callable[[list[Path]], None], follow: Callable[[str], None]) -> None:
        """Hand files to ``take`` and links to ``follow`` from now on, the early ones first."""
        self._take, self._follow = take, follow
        early, self._early = self._early, []
        if early:
            take(early)
        if self._early_link:
            follow(self._early_link)
            self._early_link = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch file-open events of the application."""
        if isinstance(event, QFileOpenEvent) and is_link(event.url().toString()):
            link = event.url().toString()
            if self._follow is None:
                self._early_link = link
            else:
                self._follow(link)
            return True
        if isinstance(event, QFileOpenEvent) and event.file():
            path = Path(event.file())
            if self._take is None:
                self._early.append(path)
            else:
                self._take([path])
            return True
        return super().eventFilter(watched, event)


def application(arguments: list[str]) -> QApplication:
    """The one application object, made on first use."""
    sys.setswitchinterval(SWITCH_SECONDS)
    lean_heap()
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    app = QApplication(arguments)
    app.setApplicationName(APP_NAME)
    app.setApplicationDisplayName("")
    app.setDesktopFileName("parlance")
    app.setWindowIcon(app_icon())
    return app


def build_window(app: QApplication, services: Services) -> MainWindow:
    """The window with its theme and its threads."""
    mode = services.settings.get(options.THEME)
    theme = Theme(app, "light" if mode == "light" else "dark" if mode == "dark" else "system")
    theme.set_reading_size(services.settings.get(options.READING_SIZE))
    window = MainWindow(services, theme, ThreadRunner(rest=give_back))
    theme.setParent(window)
    return window


def first_paths(settings: Settings, paths: list[Path]) -> list[Path]:
    """What to open at start: what was asked for, else the last corpus if it is still there."""
    last = settings.get(options.LAST_CORPUS)
    if not paths and last and Path(last).exists():
        return [Path(last)]
    return paths


def later(owner: QObject, call: Callable[[], None]) -> None:
    """Run ``call`` once the event loop runs."""
    QTimer.singleShot(0, owner, call)
