"""The live theme."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import Theme, icons
from app.ui.theme.tokens import DARK, LIGHT
from tests.helpers.page import theme

pytestmark = pytest.mark.usefixtures("qapp")


def test_switching_is_live_and_tells_who_paints(qapp: QApplication, qtbot: QtBot) -> None:
    look = Theme(qapp, "light")
    with qtbot.waitSignal(look.changed):
        look.set_mode("dark")
    assert look.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    with qtbot.waitSignal(look.changed):
        look.set_mode("light")
    assert look.tokens is LIGHT
    assert look.speaker_hex(1) != DARK.text
    with qtbot.assertNotEmitted(look.changed):
        look.set_mode("light")
    look.deleteLater()


def test_the_system_is_followed_unless_overridden(qapp: QApplication, qtbot: QtBot) -> None:
    look = Theme(qapp, "system")
    hints = qapp.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Dark)
    assert look.dark is (hints.colorScheme() == Qt.ColorScheme.Dark)
    look.set_mode("light")
    hints.setColorScheme(Qt.ColorScheme.Dark)
    assert not look.dark
    hints.unsetColorScheme()
    look.deleteLater()


def test_the_reading_size_is_kept_within_reason(qtbot: QtBot) -> None:
    look = theme()
    with qtbot.waitSignal(look.fonts_changed):
        look.set_reading_size(14)
    assert look.reading_font().pointSizeF() == 14
    assert look.ui_font().pointSizeF() < 14
    look.set_reading_size(1000)
    assert look.reading_size == 32
    look.set_reading_size(11.5)


def test_fonts_name_a_han_fallback_where_one_is_installed() -> None:
    families = theme().reading_font().families()
    installed = [name for name in QFontDatabase.families() if "CJK SC" in name and "Mono" not in name]
    if installed:
        assert any("CJK" in name for name in families[1:])
    assert len(families) == len(set(families))
    assert theme().mono_font().families()[0] != families[0]


@pytest.mark.parametrize("name", ["search", "import", "open", "export", "repair", "next", "previous", "close",
                                  "palette", "sun", "moon", "warning"])  # fmt: skip
def test_every_icon_is_drawn_in_the_theme_s_ink(name: str) -> None:
    image = theme().icon(name).pixmap(32, 32).toImage()
    inked = [
        image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250
    ]
    assert inked
    wanted = QColor(LIGHT.text)
    for colour in inked:
        assert abs(colour.red() - wanted.red()) <= 2
        assert abs(colour.blue() - wanted.blue()) <= 2
    assert name in icons.icon_names()


def test_the_mark_of_the_application_has_its_own_colours() -> None:
    image = icons.app_icon().pixmap(64, 64).toImage()
    assert len({image.pixelColor(x, y).name() for x in range(64) for y in range(64)}) > 3
    with pytest.raises(FileNotFoundError):
        theme().icon("no such icon")


def test_the_binding_survives_many_void_calls() -> None:
    """PySide6 6.12 on Python 3.11 loses a reference to None per void call and aborts after some thousands."""
    palette = QPalette()
    colour = palette.color(QPalette.ColorRole.Window)
    for _ in range(50_000):
        palette.setColor(QPalette.ColorRole.Window, colour)
