"""An address is opened by nothing but a choice made with the whole of it in sight."""

from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from pytestqt.qtbot import QtBot

from app.ui.conversation import ConversationView
from app.ui.conversation.addresses import ask
from tests.helpers.page import SlowSource, theme, turn

LONG = "https://example.org/" + "path/" * 60 + "end"


def opened(qtbot: QtBot, text: str) -> ConversationView:
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    source = SlowSource([turn(1, text), turn(2, "other", 2)])
    view.set_conversation(source)
    source.arrive_all()
    return view


def place_of(view: ConversationView, words: str) -> QPoint:
    placed = view.paper.visible[0]
    box = view.paper.box(0)
    assert box is not None
    at = box.turn.text.index(words)
    rect = box.body.place(at, at + len(words))
    return (rect.center() + QPointF(box.text_x, placed.y + box.body_top)).toPoint()


def test_a_click_on_an_address_asks_and_shows_all_of_it(qtbot: QtBot) -> None:
    view = opened(qtbot, f"look {LONG} there")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, "https"))
    menu = view._hands.menu
    assert menu is not None
    words = "".join(action.text() for action in menu.actions() if not action.isEnabled())
    assert words == LONG
    menu.close()


def test_a_click_beside_it_asks_nothing(qtbot: QtBot) -> None:
    view = opened(qtbot, f"look {LONG} there")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, "look"))
    assert view._hands.menu is None


def test_it_is_opened_when_that_is_chosen(qtbot: QtBot) -> None:
    view = opened(qtbot, "x")
    asked: list[QUrl] = []
    menu = ask("www.example.org/a", QPoint(0, 0), view, asked.append)
    menu.actions()[-2].trigger()
    menu.close()
    assert [one.toString() for one in asked] == ["https://www.example.org/a"]


def test_what_is_no_web_address_cannot_be_opened(qtbot: QtBot) -> None:
    view = opened(qtbot, "x")
    menu = ask("https://", QPoint(0, 0), view)
    assert sum(action.isEnabled() and not action.isSeparator() for action in menu.actions()) == 1
    menu.close()
