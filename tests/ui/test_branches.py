"""Versions, folds and the outline of a conversation by mouse and keys, and two versions compared."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.ui.conversation import ConversationView, LoadedTurn, Shape, Tree, TurnList, arrange, make_tree
from app.ui.conversation.controls import controls_of
from app.ui.conversation.header import Head
from app.ui.panels.comparing import CompareDialog
from tests.helpers.page import theme, turn

TEXTS = ["question", "answer one with words", "answer two with words", "more about one", "more about two"]
PARENTS = [0, 1, 1, 2, 3]


def tree(*, alternatives: bool) -> Tree:
    return make_tree(range(1, 6), PARENTS, [1, 2, 2, 1, 1], alternatives=alternatives)


def loaded() -> list[LoadedTurn]:
    return [LoadedTurn(turn(n, text, (1, 2, 2, 1, 1)[n - 1])) for n, text in enumerate(TEXTS, start=1)]


def opened(qtbot: QtBot, *, alternatives: bool) -> ConversationView:
    view = ConversationView(theme("light"))
    qtbot.addWidget(view)
    view.resize(760, 600)
    view.show()
    view.set_conversation(TurnList(loaded(), arrange(tree(alternatives=alternatives), Shape(path=True))))
    return view


def press(qtbot: QtBot, view: ConversationView, row: int, kind: str) -> None:
    box = view.paper.box(row)
    assert box is not None
    placed = next(one for one in view.paper.visible if one.row == row)
    control = next(one for one in controls_of(box, view.paper.outline).pressable if one.kind == kind)
    at = control.rect.center()
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(at.x()), round(at.y() + placed.y))
    )


def test_a_click_shows_another_version_in_its_place(qtbot: QtBot) -> None:
    view = opened(qtbot, alternatives=True)
    assert view.visible_turns() == [1, 3, 5]
    y = view.paper.visible[1].y
    press(qtbot, view, 1, "previous_version")
    assert view.visible_turns() == [1, 2, 4]
    assert view.paper.visible[1].y == y
    assert view.current_turn() == 2
    press(qtbot, view, 1, "next_version")
    assert view.visible_turns() == [1, 3, 5]


def test_keys_step_through_versions_and_folds(qtbot: QtBot) -> None:
    view = opened(qtbot, alternatives=True)
    view.make_current(1)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.visible_turns() == [1, 2, 4]
    replies = opened(qtbot, alternatives=False)
    assert replies.visible_turns() == [1, 2, 4, 3, 5]
    replies.make_current(1)
    qtbot.keyClick(replies, Qt.Key.Key_Left)
    assert replies.visible_turns() == [1, 2, 3, 5]
    qtbot.keyClick(replies, Qt.Key.Key_Right)
    assert replies.visible_turns() == [1, 2, 4, 3, 5]


def test_a_click_folds_replies_away_and_a_jump_unfolds_them(qtbot: QtBot) -> None:
    view = opened(qtbot, alternatives=False)
    press(qtbot, view, 0, "fold")
    assert view.visible_turns() == [1]
    assert view.go_to(4)
    assert view.current_turn() == 4
    assert 4 in view.visible_turns()


def test_a_jump_into_another_version_shows_it(qtbot: QtBot) -> None:
    view = opened(qtbot, alternatives=True)
    assert view.go_to(4, (0, 4))
    assert view.visible_turns() == [1, 2, 4]
    assert view.span_in_view(4, (0, 4))


def test_all_branches_keep_the_current_turn(qtbot: QtBot) -> None:
    view = opened(qtbot, alternatives=True)
    view.make_current(2)
    view.branches.show_path(path=False)
    assert view.visible_turns() == [1, 2, 4, 3, 5]
    assert view.current_turn() == 5
    view.go_to(4)
    view.branches.show_path(path=True)
    assert view.visible_turns() == [1, 2, 4]


def test_the_outline_has_a_line_of_every_turn_and_the_text_comes_back(qtbot: QtBot) -> None:
    view = opened(qtbot, alternatives=True)
    long = [LoadedTurn(turn(n, "some words " * 400, 1 + n % 2)) for n in range(1, 4)]
    view.set_conversation(TurnList(long, arrange(make_tree(range(1, 4), None, [2, 1, 2]), Shape())))
    assert view.visible_turns() == [1]
    view.set_brief(brief=True)
    assert view.visible_turns() == [1, 2, 3]
    boxes = [box for box in map(view.paper.box, range(3)) if box is not None]
    assert len(boxes) == 3
    assert all(box.body.shown < 200 for box in boxes)
    picture = view.grab().toImage()
    for box in boxes:
        head = box.head
        assert isinstance(head, Head)
        assert head.facts.text() == f"{box.turn.index} · 4,400 characters"
        last = box.body.place(box.body.shown - 1, box.body.shown)
        x = round(box.text_x + last.right())
        top = round(view.paper.visible[box.row].y + box.body_top)
        inks = {picture.pixelColor(x + at, top + y).name() for at in range(16) for y in range(30)}
        assert len(inks) > 1  # dots, where the turn goes on
    view.set_brief(brief=False)
    assert view.visible_turns() == [1]


def test_versions_are_compared_side_by_side(qtbot: QtBot) -> None:
    turns = {int(one.turn.id): one for one in loaded()}

    def fetch(ids: Sequence[int], deliver: Callable[[Sequence[LoadedTurn] | None], None]) -> None:
        deliver([turns[number] for number in ids])

    dialog = CompareDialog(theme("light"), tree(alternatives=True), 1, fetch, None)
    qtbot.addWidget(dialog)
    dialog.show()
    left, right = dialog.sides
    assert (left.view.visible_turns(), right.view.visible_turns()) == ([2, 4], [3, 5])
    assert left.view._hits.spans(turns[2].turn) == ((7, 10),)
    assert right.view._hits.spans(turns[3].turn) == ((7, 10),)
    left.view.make_current(0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left):  # no other way to another version than the two boxes
        qtbot.keyClick(left.view, key)
    assert left.view.visible_turns() == [2, 4]
    assert not left.view.paper.outline.versions.any()
    right.which.setCurrentIndex(0)
    assert right.view.visible_turns() == [2, 4]
    assert right.view._hits.spans(turns[2].turn) == ()
