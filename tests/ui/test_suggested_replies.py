"""Suggested replies in the window: drawn lighter, explained, confirmed, removed, chosen otherwise, undone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.settings.options import SUGGESTED_REPLIES
from app.ui.conversation import make_outline
from app.ui.conversation.links import Link, Links
from app.ui.main_window import MainWindow
from app.ui.panels.reader import ReaderPanel
from app.ui.panels.replying import Replying
from app.ui.panels.suggesting import SHOWN
from tests.helpers.windows import calm, drop, folder_of, open_window

LOG = """[10:00] <ann> how do I install the codec?
[10:00] <bob> does anybody know a good museum?
[10:01] <cat> ann: look into the package archive
[10:02] <dan> bob: the one at the harbour
"""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, chat=LOG)])
    calm(qtbot, window)
    go(qtbot, window, 3)
    return window


def reader(window: MainWindow) -> ReaderPanel:
    panel = window.layout_.panels["reader"]
    assert isinstance(panel, ReaderPanel)
    return panel


def replying(window: MainWindow) -> Replying:
    return reader(window).replying


def go(qtbot: QtBot, window: MainWindow, number: int) -> None:
    """Make a turn (from 1) the current one."""
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    conversation = corpus.reader().turns_by_id([number])[0].conversation_id
    window.desk.reading.go(conversation, number)
    calm(qtbot, window)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    both = Qt.KeyboardModifier.AltModifier
    for modifier in modifiers:
        both |= modifier
    window.activateWindow()
    qtbot.keyClick(reader(window).view, key, both)
    calm(qtbot, window)


def drawn(window: MainWindow) -> dict[int, tuple[int, bool]]:
    """The turns with a line: what they answer, and whether that is confirmed."""
    links = reader(window).view.paper.links
    found = [links.of(turn) for turn in range(1, 5)]
    return {link.turn: (link.parent, link.confirmed) for link in found if link is not None}


def parents(window: MainWindow) -> list[int | None]:
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    return [turn.parent for turn in corpus.reader().turns_by_id([1, 2, 3, 4])]


def menu_words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_suggestions_are_drawn_and_say_how_sure_they_are(qtbot: QtBot, window: MainWindow) -> None:
    assert drawn(window) == {3: (1, False), 4: (2, False)}
    view = reader(window).view
    placed = next(one for one in view.paper.visible if one.row == 2)
    box = view.paper.box(2)
    assert box is not None
    link = view.paper.link_at(box.header().center() + QPointF(0, placed.y))
    assert link is not None
    assert "turn 1 by ann" in link.explain()
    assert "%" in link.explain()
    assert view.paper.links.fact(3) == "↩ 1?"
    assert all(not stroke.confirmed for stroke in view.paper.links.strokes(1))


def test_a_key_confirms_and_undo_takes_it_back(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Return)
    assert parents(window) == [None, None, 1, None]
    assert drawn(window) == {3: (1, True), 4: (2, False)}
    assert reader(window).view.visible_turns() == [1, 2, 3, 4]
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert parents(window) == [None] * 4
    assert drawn(window) == {3: (1, False), 4: (2, False)}
    window.book["edit.redo"].trigger()
    calm(qtbot, window)
    assert drawn(window)[3] == (1, True)


def test_a_key_removes_a_suggestion(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Delete)
    assert drawn(window) == {4: (2, False)}
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert drawn(window) == {3: (1, False), 4: (2, False)}


def test_another_turn_is_chosen_with_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    go(qtbot, window, 4)
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    dialog = replying(window).dialog
    assert dialog is not None
    assert dialog.list.currentItem().text().startswith("2  bob")
    qtbot.keyClicks(dialog.filter, "archive")
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Return)
    calm(qtbot, window)
    assert parents(window) == [None, None, None, 3]
    assert drawn(window) == {3: (1, False), 4: (3, True)}


def test_the_context_menu_offers_what_can_be_done(qtbot: QtBot, window: MainWindow) -> None:
    view = reader(window).view
    placed = next(one for one in view.paper.visible if one.row == 3)
    view.customContextMenuRequested.emit(QPoint(120, round(placed.y + placed.height / 2)))
    calm(qtbot, window)
    menu = reader(window).menu.menu
    assert menu is not None
    assert view.current_turn() == 4
    offered = ["Confirm: answers turn 2 by bob", "Answers nobody", "Answers another turn…"]
    assert set(offered) <= set(menu_words(menu))
    next(action for action in menu.actions() if action.text() == offered[0]).trigger()
    menu.close()
    calm(qtbot, window)
    assert drawn(window)[4] == (2, True)
    again = reader(window).menu.build(4)
    assert "Forget what I said of this reply" in menu_words(again)
    next(action for action in again.actions() if action.text().startswith("Forget")).trigger()
    calm(qtbot, window)
    assert drawn(window)[4] == (2, False)


def test_the_switch_hides_suggestions_and_keeps_replies(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.book["view.suggested_replies"].isChecked()
    window.book["view.suggested_replies"].trigger()
    calm(qtbot, window)
    assert drawn(window) == {3: (1, True)}
    assert not window.desk.settings.get(SUGGESTED_REPLIES)
    window.book["view.suggested_replies"].trigger()
    calm(qtbot, window)
    assert drawn(window) == {3: (1, True), 4: (2, False)}


def test_what_was_decided_is_there_after_reopening(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Return)
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    path = corpus.path
    window.book["file.close"].trigger()
    calm(qtbot, window)
    assert len(reader(window).view.paper.links) == 0
    window.desk.corpus.open(path)
    calm(qtbot, window)
    go(qtbot, window, 3)
    assert drawn(window) == {3: (1, True), 4: (2, False)}


def test_found_replies_follow_what_was_confirmed(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_Return)
    window.desk.search.set_text("is:reply")
    calm(qtbot, window)
    assert list(window.desk.search.outcome.ids) == [3]


def test_going_on_speaking_is_no_reply_worth_a_line(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot)
    again = LOG + "[10:02] <dan> I mean the harbour with the old ships\n"
    drop(window, [folder_of(tmp_path, chat=again)])
    calm(qtbot, window)
    go(qtbot, window, 3)
    found = replying(window).suggesting.of(5)
    assert found is not None
    assert (found.parent, found.confidence >= SHOWN) == (4, True)
    assert set(drawn(window)) == {3, 4}


def test_lines_at_both_ends_of_a_long_conversation_are_both_drawn() -> None:
    links = Links()
    ends = [Link(turn, turn - 2, turn - 2, confirmed=False, explain=str) for turn in (3, 300_000)]
    links.put(ends, make_outline(range(1, 300_001)))
    assert [len(links.strokes(row)) for row in (0, 1, 2, 299_997, 299_999)] == [1, 1, 1, 1, 1]
