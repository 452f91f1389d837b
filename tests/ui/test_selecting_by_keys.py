"""Selecting with Shift and the arrow, page and end keys, across turns, in every direction of writing."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTextBoundaryFinder
from pytestqt.qtbot import QtBot

from app.ui.conversation import ConversationView
from app.ui.conversation.caret import boundary
from app.ui.conversation.marks import Place
from tests.helpers.page import AtOnce, SlowSource, theme, turn

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
FAMILY = "👨‍👩‍👧"
TEXTS = [
    f"ab {FAMILY} cd café",
    "first line\n\nthird line\n" + "long " * 60,
    "مرحبا كيف حالك",
    "周末我们可以一起去爬山吗",
    *(f"turn {n} and so on" for n in range(5, 90)),
]


@pytest.fixture
def view(qtbot: QtBot) -> ConversationView:
    made = ConversationView(theme())
    qtbot.addWidget(made)
    made.resize(560, 420)
    made.show()
    source = SlowSource([turn(n, text, 1 + n % 3) for n, text in enumerate(TEXTS, start=1)])
    made.set_conversation(source)
    while source.arrive():
        pass
    made.paper.loader._source = AtOnce(source)
    return made


def click(qtbot: QtBot, view: ConversationView, row: int, at: int) -> None:
    """Click before a character."""
    box = view.paper.box(row)
    placed = next(one for one in view.paper.visible if one.row == row)
    assert box is not None
    letter = box.body.place(at, at + 1)
    before = QPointF(letter.left() + 1, letter.center().y())
    point = (before + QPointF(box.text_x, placed.y + box.body_top)).toPoint()
    qtbot.mouseClick(view.viewport(), LEFT, pos=point)


def press(
    qtbot: QtBot, view: ConversationView, key: Qt.Key, *, ctrl: bool = False
) -> tuple[Place, Place] | None:
    """Press a key with Shift held; anchor and head of what is selected then."""
    qtbot.keyClick(view, key, SHIFT | CTRL if ctrl else SHIFT)
    chosen = view.selection()
    return None if chosen is None else (chosen.anchor, chosen.head)


def test_letters_are_taken_as_they_are_seen(qtbot: QtBot, view: ConversationView) -> None:
    click(qtbot, view, 0, 3)
    assert press(qtbot, view, Key.Key_Right) == (Place(0, 3), Place(0, 3 + len(FAMILY)))
    assert press(qtbot, view, Key.Key_Left) is None
    assert press(qtbot, view, Key.Key_Left) == (Place(0, 3), Place(0, 2))


def test_words_go_beyond_the_turn(qtbot: QtBot, view: ConversationView) -> None:
    click(qtbot, view, 0, 4 + len(FAMILY))
    assert press(qtbot, view, Key.Key_Right, ctrl=True)[1] == Place(0, 6 + len(FAMILY))
    assert press(qtbot, view, Key.Key_Right, ctrl=True)[1] == Place(0, len(TEXTS[0]))
    assert press(qtbot, view, Key.Key_Right, ctrl=True)[1] == Place(1, 0)
    assert press(qtbot, view, Key.Key_Left)[1] == Place(0, len(TEXTS[0]))
    assert press(qtbot, view, Key.Key_Left, ctrl=True)[1] == Place(0, len(TEXTS[0]) - 4)


def test_lines_are_walked_down_and_up_through_all_turns(qtbot: QtBot, view: ConversationView) -> None:
    click(qtbot, view, 0, 1)
    heads = [Place(0, 1)]
    for _ in range(30):
        heads.append(press(qtbot, view, Key.Key_Down)[1])
        shown = [placed.row for placed in view.paper.visible]
        assert heads[-1].row in shown
    assert all(one < other for one, other in pairwise(heads))
    rows = [head.row for head in heads]
    assert rows[:5] == [0, 1, 1, 1, 1]
    assert set(range(12)) <= set(rows)
    assert 1 <= heads[1].at <= 2
    assert heads[2].at == len("first line\n")
    assert 1 <= heads[3].at - len("first line\n\n") <= 2
    back = [press(qtbot, view, Key.Key_Up)[1] for _ in range(29)]
    assert back == heads[-2:0:-1]


def test_arrows_follow_the_direction_of_writing(qtbot: QtBot, view: ConversationView) -> None:
    view.go_to(3)
    assert press(qtbot, view, Key.Key_Left) == (Place(2, 0), Place(2, 1))
    assert press(qtbot, view, Key.Key_End)[1].at == len(TEXTS[2])
    assert press(qtbot, view, Key.Key_Home) is None
    view.set_selection(None)
    view.go_to(4)
    assert press(qtbot, view, Key.Key_End)[1] == Place(3, len(TEXTS[3]))


def test_turns_pages_and_all_of_it(qtbot: QtBot, view: ConversationView) -> None:
    view.go_to(5)
    assert press(qtbot, view, Key.Key_Down, ctrl=True) == (Place(4, 0), Place(5, 0))
    assert press(qtbot, view, Key.Key_Up, ctrl=True) is None
    first = press(qtbot, view, Key.Key_PageDown)[1]
    second = press(qtbot, view, Key.Key_PageDown)[1]
    assert Place(5, 0) < first < second
    assert second.row in [placed.row for placed in view.paper.visible]
    assert press(qtbot, view, Key.Key_PageUp)[1] < second
    last = len(TEXTS) - 1
    assert press(qtbot, view, Key.Key_End, ctrl=True) == (Place(4, 0), Place(last, len(TEXTS[last])))
    assert press(qtbot, view, Key.Key_PageDown)[1] == Place(last, len(TEXTS[last]))
    assert press(qtbot, view, Key.Key_Home, ctrl=True) == (Place(4, 0), Place(0, 0))
    with qtbot.waitSignal(view.copyReady) as copied:
        qtbot.keyClick(view, Key.Key_C, CTRL)
    assert copied.args[0].split("\n")[0] == f"[B]: {TEXTS[0]}"


def test_shift_and_a_click_select_from_where_was_clicked(qtbot: QtBot, view: ConversationView) -> None:
    click(qtbot, view, 0, 3)
    box, placed = view.paper.box(1), next(one for one in view.paper.visible if one.row == 1)
    assert box is not None
    letter = box.body.place(4, 5)
    point = QPoint(
        round(letter.left() + box.text_x + 1), round(letter.center().y() + placed.y + box.body_top)
    )
    qtbot.mouseClick(view.viewport(), LEFT, SHIFT, point)
    chosen = view.selection()
    assert chosen is not None
    assert (chosen.anchor, chosen.head) == (Place(0, 3), Place(1, 4))


def test_without_shift_the_keys_scroll_and_nothing_is_selected(qtbot: QtBot, view: ConversationView) -> None:
    qtbot.keyClick(view, Key.Key_Down)
    qtbot.keyClick(view, Key.Key_PageDown)
    assert view.selection() is None
    assert view.top_turn() != 1


def test_boundaries_are_found_far_into_a_text() -> None:
    text = "word " * 1_000
    words = QTextBoundaryFinder.BoundaryType.Word
    assert boundary(text, 2_501, 1, words) == 2_504
    assert boundary(text, 2_500, -1, words) == 2_495
    assert boundary(text, 0, -1, words) == -1
    assert boundary("", 0, 1, words) == -1


@pytest.mark.parametrize(
    ("key", "left"),
    [(Key.Key_Left, len(TEXTS[-1]) - 1), (Key.Key_Right, len(TEXTS[-1])), (Key.Key_Home, 0)],
)
def test_after_everything_was_selected_the_keys_go_on_from_its_end(
    qtbot: QtBot, view: ConversationView, key: Qt.Key, left: int
) -> None:
    qtbot.keyClick(view, Key.Key_A, CTRL)
    assert press(qtbot, view, key) == (Place(0, 0), Place(len(TEXTS) - 1, left))
    above = press(qtbot, view, Key.Key_Up)[1]
    assert above.row == len(TEXTS) - 2
    assert view.paper.box(above.row) is not None


def test_a_turn_that_is_not_here_is_waited_for(qtbot: QtBot, view: ConversationView) -> None:
    source = SlowSource([turn(n) for n in range(1, 3_000)])
    view.set_conversation(source)
    source.arrive_all()
    qtbot.keyClick(view, Key.Key_A, CTRL)
    before = view.selection()
    press(qtbot, view, Key.Key_Left)
    assert view.selection() == before
    source.arrive_all()
    assert press(qtbot, view, Key.Key_Left) == (Place(0, 0), Place(2_998, 4))
