"""Boxes to tick are seen in both themes, and a ticked one can be told from an empty one."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from tests.helpers.windows import open_window


def colours(image: QImage) -> set[str]:
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in places}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_box_has_a_frame_and_a_ticked_one_a_mark(qtbot: QtBot, mode: str) -> None:
    window = open_window(qtbot)
    window.book[f"view.theme_{mode}"].trigger()
    box = QCheckBox(window)
    box.resize(20, 20)
    box.show()
    tokens = window.desk.theme.tokens
    empty = colours(box.grab().toImage())
    assert QColor(tokens.muted).name() in empty
    assert QColor(tokens.accent).name() not in empty
    box.setChecked(True)
    ticked = colours(box.grab().toImage())
    assert QColor(tokens.accent).name() in ticked
    assert QColor(tokens.on_accent).name() in ticked, "the mark"
