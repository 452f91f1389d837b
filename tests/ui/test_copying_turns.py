"""What is selected on the page goes to the clipboard with the names of who speaks, or without."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.conversation.marks import Place, Selection
from tests.helpers.windows import calm, imported, reader_of


def test_turns_are_copied_with_names_and_without(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    window.desk.reading.go(window.desk.corpus.snapshot.conversations[0].id, 1)
    calm(qtbot, window)
    reader, clipboard = reader_of(window), QGuiApplication.clipboard()
    words = {"Copy", "Copy without names"}
    assert not words & {action.text() for action in reader.menu.build(1).actions()}
    reader.view.set_selection(Selection(Place(1, 1), Place(2, 2)))
    qtbot.keyClick(reader.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "[B]: 看电影 😂\n[A]: 好的"
    window.book["edit.copy_bare"].trigger()
    assert clipboard.text() == "看电影 😂\n好的"
    for word, begins in (("Copy", "[B]: "), ("Copy without names", "看")):
        menu = reader.menu.build(1)
        clipboard.setText("")
        next(action for action in menu.actions() if action.text() == word).trigger()
        assert clipboard.text().startswith(begins)
