"""Very many hits in a very long turn: only what is in sight is painted, and nothing of it is missing."""

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.model.hits import Span
from app.ui.conversation import ConversationView
from app.ui.conversation.box import TurnBox
from tests.helpers.page import SlowSource, theme, turn

LINES = 4_000
TEXT = "".join(f"line {number} has a needle in it\n" for number in range(LINES))
HITS = tuple(
    (at, at + 6) for at in (TEXT.find("needle", TEXT.find(f"line {n} ")) for n in range(0, LINES, 2))
)


def page(qtbot: QtBot, hits: tuple[Span, ...]) -> ConversationView:
    """A page of one turn, somewhere in the midst of it."""
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    source = SlowSource([turn(1, TEXT)])
    view.set_conversation(source)
    source.arrive_all()
    view.show_whole(0)
    view.set_hits({1: hits})
    view.go_to(1, (len(TEXT) // 2, len(TEXT) // 2 + 1))
    return view


def picture(view: ConversationView) -> QImage:
    return view.viewport().grab().toImage()


def test_what_is_in_sight_is_painted_and_nothing_else_is_looked_at(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = page(qtbot, HITS)
    looked: list[Span] = []
    rects = TurnBox.rects

    def noting(box: TurnBox, span: Span, top: float, bottom: float) -> object:
        looked.append(span)
        return rects(box, span, top, bottom)

    monkeypatch.setattr(TurnBox, "rects", noting)
    whole = picture(view)
    assert 2 <= len(looked) < 40
    middle = [span for span in HITS if abs(span[0] - len(TEXT) // 2) < 1_000]
    assert len(middle) <= 40
    assert picture(page(qtbot, tuple(middle))) == whole
    assert picture(page(qtbot, ())) != whole
