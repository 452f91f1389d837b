"""Mouse and keys on the page."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.repair import Candidate, RepairSpan
from app.ui.conversation import ConversationView
from app.ui.conversation.hands import word_at
from app.ui.conversation.repair_tip import RepairTip
from tests.helpers.page import AtOnce, SlowSource, theme, turn

TEXT = "I met 周三 at the café 😀 today"
SPAN = RepairSpan(6, 8, "å‘¨<i>", "周三", "inferred", 0.7, (Candidate("周三", 0.7), Candidate("周五", 0.2)))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> ConversationView:
    made = ConversationView(theme())
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    turns = [turn(1, TEXT, 1), *(turn(n, f"turn {n} " * 20, 1 + n % 2) for n in range(2, 60))]
    source = SlowSource(turns, {1: (SPAN,)})
    made.set_conversation(source)
    source.arrive_all()
    made.paper.loader._source = AtOnce(source)
    return made


def point_of(view: ConversationView, row: int, at: int) -> QPoint:
    """The middle of a character on screen."""
    box = view.paper.box(row)
    placed = next(one for one in view.paper.visible if one.row == row)
    assert box is not None
    place = box.body.place(at, at + 1)
    return (place.center() + QPointF(box.text_x, placed.y + box.body_top)).toPoint()


def test_dragging_selects_across_turns(qtbot: QtBot, view: ConversationView) -> None:
    port = view.viewport()
    qtbot.mousePress(port, LEFT, pos=point_of(view, 0, 9))
    qtbot.mouseMove(port, point_of(view, 1, 3))
    selection = view.selection()
    qtbot.mouseRelease(port, LEFT, pos=point_of(view, 1, 3))
    assert selection is not None
    assert (selection.first.row, selection.last.row) == (0, 1)
    assert abs(selection.first.at - 9) <= 1
    with qtbot.waitSignal(view.copyReady) as copied:
        qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied.args[0].startswith("[A]: ")
    assert "\n[A]: tur" in copied.args[0]


def test_a_click_on_a_repair_says_which(qtbot: QtBot, view: ConversationView) -> None:
    told: list[tuple[object, ...]] = []
    view.turnActivated.connect(lambda turn_id: told.append((turn_id,)))
    view.repairClicked.connect(lambda turn_id, number: told.append((turn_id, number)))
    qtbot.mouseClick(view.viewport(), LEFT, pos=point_of(view, 0, 6))
    assert told == [(1,), (1, 0)]
    assert view.current_turn() == 1


def test_a_click_elsewhere_makes_the_turn_current(qtbot: QtBot, view: ConversationView) -> None:
    with qtbot.assertNotEmitted(view.repairClicked), qtbot.waitSignal(view.turnActivated):
        qtbot.mouseClick(view.viewport(), LEFT, pos=point_of(view, 1, 2))
    assert view.current_turn() == 2


def test_resting_on_a_repair_shows_its_original_as_plain_text(view: ConversationView) -> None:
    tip = view.findChild(RepairTip)
    assert tip is not None
    for at, visible in ((6, True), (20, False)):
        pos = point_of(view, 0, at)
        port = view.viewport()
        QApplication.sendEvent(port, QHelpEvent(QEvent.Type.ToolTip, pos, port.mapToGlobal(pos)))
        assert tip.isVisible() is visible
        if visible:
            assert "å‘¨<i>" in tip.text()
            assert tip.textFormat() == Qt.TextFormat.PlainText
            assert view.rect().contains(tip.geometry())


def test_a_double_click_selects_a_word(qtbot: QtBot, view: ConversationView) -> None:
    qtbot.mouseDClick(view.viewport(), LEFT, pos=point_of(view, 0, 17))
    selection = view.selection()
    assert selection is not None
    assert TEXT[selection.first.at : selection.last.at] == "café"


def test_words_are_found_beside_emoji_and_far_into_long_texts() -> None:
    text = "😀😀 hello 😀"
    assert text[slice(*word_at(text, 5))] == "hello"
    far = "x " * 5000 + "needle"
    assert far[slice(*word_at(far, len(far) - 2))] == "needle"


def test_keys_move_the_page(qtbot: QtBot, view: ConversationView) -> None:
    key = Qt.Key
    bar = view.verticalScrollBar()
    qtbot.keyClick(view, key.Key_Down)
    small = bar.value()
    qtbot.keyClick(view, key.Key_PageDown)
    assert 0 < small < 100 < bar.value()
    qtbot.keyClick(view, key.Key_PageUp)
    assert bar.value() == small
    qtbot.keyClick(view, key.Key_Up)
    assert bar.value() == 0
    qtbot.keyClick(view, key.Key_End)
    assert view.visible_turns()[-1] == 59
    assert bar.value() == bar.maximum()
    qtbot.keyClick(view, key.Key_Home)
    assert view.visible_turns()[0] == 1


def test_turns_are_stepped_with_ctrl(qtbot: QtBot, view: ConversationView) -> None:
    for _ in range(12):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view.current_turn() == 12
    assert 12 in view.visible_turns()
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert view.current_turn() == 11


def test_the_bar_and_the_wheel_move_the_page(qtbot: QtBot, view: ConversationView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert view.visible_turns()[-1] == 59
    bar.setValue(0)
    assert view.visible_turns()[0] == 1


def test_the_map_leads_to_hits_and_places(qtbot: QtBot, view: ConversationView) -> None:
    view.set_hits({30: [(0, 4)]})
    share = view.paper.scroll.heights.top(29) / view.paper.scroll.heights.total
    y = round(share * view.minimap.height())
    with qtbot.waitSignal(view.hitChosen) as chosen:
        qtbot.mouseClick(view.minimap, LEFT, pos=QPoint(8, y))
    assert chosen.args == [30]
    assert 30 in view.visible_turns()
    qtbot.mouseClick(view.minimap, LEFT, pos=QPoint(8, view.minimap.height() - 1))
    assert view.visible_turns()[-1] == 59


def test_the_rest_of_a_long_turn_is_shown_on_a_click(qtbot: QtBot, view: ConversationView) -> None:
    source = SlowSource([turn(1, "line of text\n" * 3000)])
    view.set_conversation(source)
    source.arrive_all()
    view.scroll_to_end(start=False)
    box = view.paper.box(0)
    assert box is not None
    offer = box.more().translated(0, view.paper.visible[0].y).center().toPoint()
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(round(box.text_x) + 10, offer.y()))
    whole = view.paper.box(0)
    assert whole is not None
    assert whole.hidden == 0


def test_escape_lets_go_of_the_selection(qtbot: QtBot, view: ConversationView) -> None:
    view.select_all()
    assert view.selection() is not None
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection() is None
