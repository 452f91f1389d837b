"""Tokens turned into a QPalette and a restrained style sheet."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from app.paths import resource
from app.ui.theme.tokens import SPACING, Tokens

_HALF = 0.5


def palette(of: Tokens) -> QPalette:
    """Every role of the palette from the tokens, for the Fusion style."""
    role = QPalette.ColorRole
    made = QPalette()
    colours = {
        role.Window: of.window,
        role.WindowText: of.text,
        role.Base: of.surface,
        role.AlternateBase: of.window,
        role.Text: of.text,
        role.Button: of.raised,
        role.ButtonText: of.text,
        role.BrightText: of.error,
        role.ToolTipBase: of.raised,
        role.ToolTipText: of.text,
        role.PlaceholderText: of.muted,
        role.Highlight: of.selection,
        role.HighlightedText: of.on_selection,
        role.Link: of.accent,
        role.LinkVisited: of.accent,
        role.Light: of.raised,
        role.Midlight: of.line,
        role.Mid: of.line,
        role.Dark: of.muted,
        role.Shadow: of.line,
        role.Accent: of.accent,
    }
    for where, colour in colours.items():
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(of.muted))
    return made


def _check(of: Tokens) -> str:
    """The mark in a ticked box; a style sheet takes pictures as they are, so there are two."""
    ink = "white" if QColor(of.on_accent).lightnessF() > _HALF else "dark"
    return resource("marks", f"check-{ink}.svg").as_posix()


def style_sheet(of: Tokens) -> str:
    """Quiet chrome: flat bars, hairlines, soft fields. Sizes in px are device-independent."""
    radius = int(SPACING.radius) - 2
    return f"""
QToolTip {{ background: {of.raised}; color: {of.text}; border: 1px solid {of.line}; padding: 4px 6px; }}
QMainWindow::separator {{ background: {of.line}; width: 1px; height: 1px; }}
QSplitter::handle {{ background: {of.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QStatusBar {{ border-top: 1px solid {of.line}; }}
QStatusBar::item {{ border: none; }}
QToolBar {{ border: none; border-bottom: 1px solid {of.line}; padding: 6px 8px; spacing: 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: {radius}px; padding: 4px; }}
QToolButton:hover {{ background: {of.surface}; border-color: {of.line}; }}
QToolButton:checked, QToolButton:pressed {{ background: {of.selection}; color: {of.on_selection}; }}
QToolButton:focus {{ border-color: {of.accent}; }}
QLineEdit {{ background: {of.raised}; border: 1px solid {of.line}; border-radius: {radius}px;
    padding: 5px 8px; selection-background-color: {of.selection}; selection-color: {of.on_selection}; }}
QLineEdit:focus {{ border-color: {of.accent}; }}
QTableView, QListView, QTreeView {{ background: {of.surface}; border: none; outline: none; }}
QHeaderView::section {{ background: {of.surface}; color: {of.muted}; border: none;
    border-bottom: 1px solid {of.line}; padding: 4px 8px; }}
QScrollBar {{ background: transparent; margin: 0; border: none; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {of.line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {of.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px; border-radius: 3px;
    border: 1px solid {of.muted}; background: {of.raised}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {of.accent};
    border-color: {of.accent}; image: url("{_check(of)}"); }}
QCheckBox::indicator:focus {{ border-color: {of.accent}; }}
QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled {{ border-color: {of.line};
    background: {of.window}; }}
QLabel[quiet="true"] {{ color: {of.muted}; }}
QLabel[heading="true"] {{ color: {of.muted}; font-weight: 600; }}
"""
