"""The Transcripts panel: its lists and log, removing with a question, undo, putting back, forgetting."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.store.corpus import Corpus
from app.ui.main_window import MainWindow
from app.ui.panels.transcripts import TranscriptsPanel
from tests.helpers.importing import assert_sound, chat, run_import, write
from tests.helpers.windows import calm, open_window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Three transcripts: one of them with a broken line, one damaged; the panel is shown."""
    write(tmp_path / "in" / "a.txt", chat("周末 one", "two"))
    write(tmp_path / "in" / "b.jsonl", '{"messages": [{"role": "user", "content": "周末"}]}\n{broken\n')
    write(tmp_path / "in" / "c.txt", chat("eins", "zwei Ã¤rger", "drei"))
    corpus = Corpus.create(tmp_path / "c.parlance")
    run_import(corpus, tmp_path / "in")
    corpus.close()
    made = open_window(qtbot)
    made.take([tmp_path / "c.parlance"])
    calm(qtbot, made)
    made.book["view.transcripts"].trigger()
    calm(qtbot, made)
    return made


def panel_of(window: MainWindow) -> TranscriptsPanel:
    panel = window.layout_.panels["transcripts"]
    assert isinstance(panel, TranscriptsPanel)
    return panel


def names(panel: TranscriptsPanel) -> list[str]:
    return [str(panel.model.index(row, 0).data()) for row in range(panel.model.rowCount())]


def choose(qtbot: QtBot, window: MainWindow, name: str) -> TranscriptsPanel:
    panel = panel_of(window)
    panel.table.setFocus()
    panel.table.select(names(panel).index(name))
    calm(qtbot, window)
    return panel


def remove(qtbot: QtBot, window: MainWindow, name: str) -> TranscriptsPanel:
    panel = choose(qtbot, window, name)
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert panel.question.isVisible()
    QTest.keyClick(panel.question.yes, Qt.Key.Key_Return)
    calm(qtbot, window)
    return panel


def found(window: MainWindow) -> int:
    outcome = window.desk.search.outcome
    assert outcome is not None
    return outcome.total


def test_it_lists_what_was_imported_and_tells_how_that_went(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "b.jsonl")
    assert names(panel) == ["a.txt", "b.jsonl", "c.txt"]
    assert "line 2" in panel.log.toPlainText()
    assert panel.model.index(1, 5).data() == "1"
    panel = choose(qtbot, window, "c.txt")
    assert "1 turn repaired" in panel.log.toPlainText()


def test_delete_asks_in_the_panel_and_escape_keeps_all(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "a.txt")
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert "2 turns" in panel.question.words.text()
    QTest.keyClick(panel.question.yes, Qt.Key.Key_Escape)
    calm(qtbot, window)
    assert not panel.question.isVisible()
    assert names(panel) == ["a.txt", "b.jsonl", "c.txt"]


def test_removing_takes_the_hits_along_and_undo_and_redo_bring_them_back_and_away(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.desk.search.set_text("周末")
    calm(qtbot, window)
    assert found(window) == 2
    panel = remove(qtbot, window, "a.txt")
    assert names(panel) == ["b.jsonl", "c.txt"]
    assert found(window) == 1
    assert window.status.words.text() == "Removed. Undo puts it back."
    place = window.desk.reading.place
    assert place is not None
    assert window.desk.corpus.conversation(place.conversation) is not None, "another one is read"
    assert "a.txt" in window.book["edit.undo"].text()
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert sorted(names(panel)) == ["a.txt", "b.jsonl", "c.txt"]
    assert found(window) == 2
    window.book["edit.redo"].trigger()
    calm(qtbot, window)
    assert names(panel) == ["b.jsonl", "c.txt"]
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    assert_sound(corpus)


def test_several_are_removed_at_once_and_what_was_read_makes_room(qtbot: QtBot, window: MainWindow) -> None:
    panel = panel_of(window)
    panel.table.setFocus()
    panel.table.selectAll()
    window.book["edit.remove_transcripts"].trigger()
    assert "3 transcripts" in panel.question.words.text()
    QTest.mouseClick(panel.question.yes, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert names(panel) == []
    assert window.desk.corpus.snapshot.counts.turns == 0
    assert window.desk.reading.place is None
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert len(names(panel)) == 3


def test_removed_ones_are_listed_put_back_and_forgotten(qtbot: QtBot, window: MainWindow) -> None:
    remove(qtbot, window, "a.txt")
    panel = remove(qtbot, window, "c.txt")
    assert panel.removed_button.text() == "Removed (2)"
    QTest.mouseClick(panel.removed_button, Qt.MouseButton.LeftButton)
    assert panel.trash.index(0, 0).data() == "c.txt"
    panel.removed.select(0)
    QTest.mouseClick(panel.restore_button, Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert window.desk.corpus.snapshot.counts.transcripts == 2
    QTest.mouseClick(panel.forget_button, Qt.MouseButton.LeftButton)
    assert "cannot be put back" in panel.question.words.text()
    QTest.keyClick(panel.question.yes, Qt.Key.Key_Return)
    calm(qtbot, window)
    assert panel.trash.rowCount() == 0
    assert not panel.forget_button.isEnabled()
    assert not window.book["edit.undo"].isEnabled()


def test_a_file_that_is_gone_is_marked(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "in" / "a.txt").unlink()
    window.desk.transcripts.ask()
    calm(qtbot, window)
    panel = panel_of(window)
    assert panel.model.index(names(panel).index("a.txt"), 7).data() == "its file is gone"
    assert "is gone" in panel.summary.text()


def test_the_context_menu_offers_what_can_be_done(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "b.jsonl")
    menu = panel.menu()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Open", "Remove…"]
    menu.actions()[0].trigger()
    calm(qtbot, window)
    place = window.desk.reading.place
    assert place is not None
    conversation = window.desk.corpus.conversation(place.conversation)
    assert conversation is not None
    assert conversation.transcript == "b.jsonl"
    menu.deleteLater()
