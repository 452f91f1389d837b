"""The live theme: follows the system unless overridden, switches at once, and tells who paints."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtWidgets import QApplication

from app.ui.theme import icons
from app.ui.theme.fonts import DEFAULT_READING_SIZE, MAX_READING_SIZE, MIN_READING_SIZE, Fonts
from app.ui.theme.speakers import bubble_ground, speaker_hex
from app.ui.theme.style import palette, style_sheet
from app.ui.theme.tokens import Tokens, tokens

ThemeMode = Literal["system", "light", "dark"]


class Theme(QObject):
    """Colours, fonts and icons for everything that paints.

    Widgets take it in their constructor, read ``tokens`` while painting and repaint on ``changed``
    (colours) or lay out again on ``fonts_changed`` (reading size). One object per application.
    """

    changed = Signal()
    fonts_changed = Signal()

    def __init__(
        self,
        app: QApplication,
        mode: ThemeMode = "system",
        reading_size: float = DEFAULT_READING_SIZE,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._mode: ThemeMode = mode
        self._reading_size = self._clamped(reading_size)
        self._icons: dict[tuple[str, str | None], QIcon] = {}
        self.fonts = Fonts()
        app.setStyle("Fusion")
        app.setFont(self.fonts.ui())
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._ask_scheme()
        self.tokens: Tokens = tokens(dark=self._wants_dark())
        self._apply()

    @property
    def dark(self) -> bool:
        """True while the dark tokens are shown."""
        return self.tokens.dark

    @property
    def mode(self) -> ThemeMode:
        """What was chosen: follow the system, or always light or dark."""
        return self._mode

    def set_mode(self, mode: ThemeMode) -> None:
        """Choose and switch at once."""
        self._mode = mode
        self._ask_scheme()
        self._refresh()

    @property
    def reading_size(self) -> float:
        """The size of turns in points."""
        return self._reading_size

    def set_reading_size(self, points: float) -> None:
        """Set the size of turns, kept within what can be read and laid out."""
        size = self._clamped(points)
        if size != self._reading_size:
            self._reading_size = size
            self.fonts_changed.emit()

    def reading_font(self, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The font of turns."""
        return self.fonts.reading(self._reading_size, weight)

    def mono_font(self) -> QFont:
        """The font of code inside turns."""
        return self.fonts.mono(self._reading_size)

    def ui_font(self, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The font of chrome."""
        return self.fonts.ui(scale, weight)

    def speaker_hex(self, speaker_id: int) -> str:
        """The ink of a speaker in this theme, ``#rrggbb``; plots and exports use it too."""
        return speaker_hex(speaker_id, dark=self.dark)

    def speaker_colour(self, speaker_id: int) -> QColor:
        """The ink of a speaker in this theme."""
        return QColor(self.speaker_hex(speaker_id))

    def speaker_ground(self, speaker_id: int) -> QColor:
        """The tinted ground of a speaker's turns."""
        return QColor(bubble_ground(speaker_id, page=self.tokens.page, dark=self.dark))

    def icon(self, name: str, colour: str | None = None) -> QIcon:
        """A bundled icon in the theme's colours; ask again on ``changed``."""
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = icons.icon(name, self.tokens, colour)
        return self._icons[key]

    @staticmethod
    def _clamped(points: float) -> float:
        return min(max(points, MIN_READING_SIZE), MAX_READING_SIZE)

    def _ask_scheme(self) -> None:
        """Tell the platform too, so that title bars and file dialogs match the override."""
        scheme = Qt.ColorScheme
        wanted = {"system": scheme.Unknown, "light": scheme.Light, "dark": scheme.Dark}
        self._app.styleHints().setColorScheme(wanted[self._mode])

    def _wants_dark(self) -> bool:
        if self._mode != "system":
            return self._mode == "dark"
        return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark

    @Slot()
    def _system_changed(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        dark = self._wants_dark()
        if dark != self.tokens.dark:
            self.tokens = tokens(dark=dark)
            self._icons.clear()
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens))
