"""What a screen reader finds on the page: its turns with their words, places and states."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from app.ui.conversation import ConversationView
from app.ui.conversation.accessible import ALL_TURNS
from app.ui.conversation.links import Link
from tests.helpers.page import SlowSource, theme, turn
from tests.helpers.windows import calm, drop, folder_of, open_window, reader_of

Text = QAccessible.Text


@pytest.fixture
def listening(qtbot: QtBot) -> Iterator[None]:
    """Assistive technology is at work."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def view_of(qtbot: QtBot, turns: int) -> ConversationView:
    """A page of so many turns, those on screen being here."""
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    source = SlowSource([turn(n, f"words of turn {n} 汉字😀", 1 + n % 2) for n in range(1, turns + 1)])
    view.set_conversation(source)
    source.arrive_all()
    return view


@pytest.fixture
def view(qtbot: QtBot, listening: None) -> ConversationView:
    """A page that is listed whole."""
    return view_of(qtbot, 160)


@pytest.fixture
def long(qtbot: QtBot, listening: None) -> ConversationView:
    """A page of which only what is on screen is listed."""
    return view_of(qtbot, ALL_TURNS + 1)


def page(view: ConversationView) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(view.viewport())


def names(view: ConversationView) -> list[str]:
    found = page(view)
    return [found.child(at).text(Text.Name) for at in range(found.childCount())]


def test_the_turns_are_a_list_that_can_be_read(view: ConversationView) -> None:
    found = page(view)
    assert found.role() == QAccessible.Role.List
    assert found.childCount() == 160
    assert names(view)[:2] == ["Turn 1, B: words of turn 1 汉字😀", "Turn 2, A: words of turn 2 汉字😀"]
    first = found.child(0)
    assert first.role() == QAccessible.Role.ListItem
    assert first.text(Text.Value) == "words of turn 1 汉字😀"
    assert first.childCount() == 0
    assert found.indexOfChild(found.child(2)) == 2
    assert found.child(found.childCount()) is None


def test_turns_beyond_the_screen_say_what_they_say_once_they_are_here(view: ConversationView) -> None:
    last = page(view).child(159)
    assert last.state().offscreen
    assert last.text(Text.Name) == ""
    view._source.arrive_all()  # type: ignore[union-attr]  # a slow source
    assert last.text(Text.Name) == "Turn 160, A: words of turn 160 汉字😀"
    assert last.text(Text.Value) == "words of turn 160 汉字😀"
    assert len(view._source.asked[-1]) > 64  # type: ignore[union-attr]  # all at once
    view.go_to(160)
    view._source.arrive_all()  # type: ignore[union-attr]  # a slow source
    assert not last.state().offscreen
    assert last.state().selected


def test_of_a_very_long_conversation_only_what_is_on_screen_is_listed(long: ConversationView) -> None:
    assert page(long).childCount() == len(long.visible_turns()) > 2
    assert all(names(long))


def test_replies_say_their_level(qtbot: QtBot, listening: None) -> None:
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(600, 600)
    view.show()
    parents = (None, 1, 2, 1)
    source = SlowSource([turn(n, "words", parent=parent) for n, parent in enumerate(parents, start=1)])
    view.set_conversation(source)
    source.arrive_all()
    levels = [said.partition("words")[2] for said in names(view)]
    assert levels == ["", *(f" Reply at level {level}." for level in (1, 2, 1))]


def test_the_page_is_reached_from_the_window_down(view: ConversationView) -> None:
    above = QAccessible.queryAccessibleInterface(view)
    below = [above.child(at) for at in range(above.childCount())]
    lists = [one for one in below if one.role() == QAccessible.Role.List]
    assert len(lists) == 1
    assert lists[0].child(0).parent().childCount() == lists[0].childCount()
    assert lists[0].parent().object() is view


def test_items_are_where_their_turns_are(view: ConversationView) -> None:
    found = page(view)
    second = view.paper.visible[1]
    middle = view.viewport().mapToGlobal(QPoint(100, round(second.y + second.height / 2)))
    assert found.child(1).rect().contains(middle)
    at = found.childAt(middle.x(), middle.y())
    assert at is not None
    assert at.text(Text.Name).startswith("Turn 2")
    assert found.childAt(-5000, -5000) is None


def test_scrolling_changes_the_items_and_gives_the_old_ones_back(
    qtbot: QtBot, long: ConversationView
) -> None:
    number = QAccessible.uniqueId(page(long).child(0))
    assert QAccessible.accessibleInterface(number) is not None
    long.scroll_to_end(start=False)
    long._source.arrive_all()  # type: ignore[union-attr]  # a slow source
    qtbot.waitUntil(lambda: QAccessible.accessibleInterface(number) is None)
    assert names(long)[-1].startswith("Turn 501")


def test_the_current_turn_has_the_focus(qtbot: QtBot, view: ConversationView) -> None:
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    focused = page(view).focusChild()
    assert focused is not None
    assert focused.text(Text.Name).startswith("Turn 2")
    assert [page(view).child(at).state().selected for at in range(3)] == [0, 1, 0]
    assert view.accessibleDescription() == focused.text(Text.Name)


def test_what_a_turn_seems_to_answer_is_said(view: ConversationView) -> None:
    view.paper.set_links(
        [Link(3, 1, 1, confirmed=False, explain=lambda: "Seems to answer turn 1\nsame words")]
    )
    assert names(view)[2].endswith("Seems to answer turn 1, same words.")
    assert "Seems" not in names(view)[1]


def test_nothing_is_left_behind_when_the_view_goes(listening: None) -> None:
    view = ConversationView(theme())
    source = SlowSource([turn(1), turn(2)])
    view.set_conversation(source)
    source.arrive_all()
    found = page(view)
    item = found.child(0)
    assert item.isValid()
    view.deleteLater()
    del view
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not item.isValid()
    assert item.text(Text.Name) == ""


def test_suggestions_that_arrive_late_are_told(qtbot: QtBot, tmp_path: Path, listening: None) -> None:
    said = ("<ann> how do I install the codec?", "<bob> a good museum?", "<cat> ann: look into the archive")
    log = "".join(f"[10:0{minute}] {words}\n" for minute, words in enumerate(said))
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, chat=log)])
    calm(qtbot, window)
    window.desk.reading.go(window.desk.corpus.snapshot.conversations[0].id, 3)
    calm(qtbot, window)
    view = reader_of(window).view
    assert "Seems to answer turn 1 by ann" in view.accessibleDescription()
