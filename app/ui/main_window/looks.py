"""The View menu: theme, reading size, which panels are shown; and the style of the window's own parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow

from app.settings import options
from app.ui.actions.book import ActionBook
from app.ui.main_window.layout import Layout
from app.ui.models.desk.desk import Desk
from app.ui.theme import Tokens

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")


class Looks(QObject):
    """Keeps the menu, the theme and the settings in step."""

    def __init__(self, desk: Desk, book: ActionBook, layout: Layout, window: QMainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._book = book
        self._window = window
        self._layout = layout
        self._parts = layout.parts()
        layout.bottom.changed.connect(self.sync)
        group = QActionGroup(self)
        for mode in MODES:
            group.addAction(book[f"view.theme_{mode}"])
        desk.theme.changed.connect(self._dress)
        self._dress()
        self.sync()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Actions by name."""
        handlers: dict[str, Callable[[], object]] = {
            "view.theme_system": lambda: self.set_mode("system"),
            "view.theme_light": lambda: self.set_mode("light"),
            "view.theme_dark": lambda: self.set_mode("dark"),
            "view.larger": lambda: self.resize_text(+1),
            "view.smaller": lambda: self.resize_text(-1),
            "view.reset_size": lambda: self.set_text_size(options.READING_SIZE.default),
            "view.full_screen": self.full_screen,
        }
        for name in self._parts:
            handlers[f"view.{name}"] = self._toggler(name)
        return handlers

    def set_mode(self, mode: Mode) -> None:
        """Light, dark, or as the system."""
        self._desk.settings.set(options.THEME, mode)
        self._desk.theme.set_mode(mode)
        self.sync()

    def resize_text(self, by: int) -> None:
        """Larger or smaller turns, in points."""
        self.set_text_size(self._desk.settings.get(options.READING_SIZE) + by)

    def set_text_size(self, points: int) -> None:
        """Turns of this size."""
        if options.READING_SIZE.accepts(points):
            self._desk.settings.set(options.READING_SIZE, points)
            self._desk.theme.set_reading_size(points)

    def full_screen(self) -> None:
        """Fill the screen, or go back."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def sync(self) -> None:
        """Tick what is so."""
        self._book[f"view.theme_{self._desk.theme.mode}"].setChecked(True)
        self._book["view.suggested_replies"].setChecked(self._desk.settings.get(options.SUGGESTED_REPLIES))
        for name, part in self._parts.items():
            self._book[f"view.{name}"].setChecked(not part.isHidden())

    def _toggler(self, name: str) -> Callable[[], object]:
        def toggle() -> None:
            self._layout.show_part(name, on=self._parts[name].isHidden())
            self.sync()

        return toggle

    def _dress(self) -> None:
        self._window.setStyleSheet(style(self._desk.theme.tokens))


def style(of: Tokens) -> str:
    """Rules for the parts that only the window has."""
    return f"""
QMenuBar {{ background: {of.window}; border-bottom: none; padding: 2px 6px; }}
QMenuBar::item {{ padding: 4px 8px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {of.selection}; color: {of.on_selection}; }}
#plotCard {{ background: {of.surface}; border: none; border-right: 1px solid {of.line}; }}
#plotCard QToolButton {{ padding: 1px 6px; color: {of.muted}; }}
#plotCard QToolButton:checked {{ color: {of.on_selection}; }}
#noHits {{ background: {of.surface}; }}
#card {{ background: {of.raised}; border: none; border-top: 1px solid {of.line}; }}
#segment {{ padding: 5px 10px; color: {of.muted}; }}
#segment:checked {{ color: {of.on_selection}; }}
#menuButton {{ color: {of.muted}; padding: 2px 8px; }}
#menuButton::menu-indicator {{ image: none; width: 0; }}
#bottomTabs::tab {{ color: {of.muted}; padding: 4px 10px; border: none;
    border-bottom: 2px solid transparent; }}
#bottomTabs::tab:selected {{ color: {of.text}; font-weight: 600; border-bottom-color: {of.accent}; }}
#bottomTabs::tab:hover {{ color: {of.text}; }}
#reading {{ padding: 3px 10px; }}
#reading:checked {{ background: {of.selection}; color: {of.on_selection}; border-color: {of.accent}; }}
#link {{ color: {of.accent}; text-decoration: underline; }}
#chip {{ background: {of.selection}; color: {of.on_selection}; border-radius: 9px; padding: 1px 8px; }}
#palette {{ background: {of.raised}; border: 1px solid {of.line}; }}
#palette QListWidget {{ background: {of.raised}; border: none; }}
#palette QListWidget::item {{ padding: 6px 8px; border-radius: 4px; }}
#palette QListWidget::item:selected {{ background: {of.selection}; color: {of.on_selection}; }}
QPushButton {{ background: {of.raised}; border: 1px solid {of.line}; border-radius: 6px; padding: 5px 14px; }}
QPushButton:hover, QPushButton:focus {{ border-color: {of.accent}; }}
QPushButton:pressed {{ background: {of.selection}; }}
QPushButton:disabled {{ color: {of.muted}; }}
QPushButton#recent {{ border: none; background: transparent; text-align: left; padding: 5px 8px; }}
QPushButton#recent:hover, QPushButton#recent:focus {{ background: {of.selection}; color: {of.on_selection}; }}
QProgressBar {{ background: {of.placeholder}; border: none; border-radius: 3px; }}
QProgressBar::chunk {{ background: {of.accent}; border-radius: 3px; }}
QStatusBar QPushButton, QStatusBar QToolButton {{ padding: 1px 10px; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTableWidget::item, #resultTable::item {{ padding: 0 8px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: {of.surface}; }}
"""
