"""What the delegates paint, read back from pictures."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.model.corpus import Conversation
from app.model.ids import ConversationId, TranscriptId
from app.ui.delegates import ConversationDelegate, KwicDelegate, is_right_to_left
from app.ui.models import ConversationsModel, HitsModel
from tests.helpers.page import SlowHits, theme, turn

WIDTH, HEIGHT = 600, 40


def painted(delegate: QAbstractItemDelegate, model: HitsModel | ConversationsModel, row: int, column: int = 0,
            *, selected: bool = False) -> QImage:  # fmt: skip
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, WIDTH, HEIGHT)
    if selected:
        option.state |= QStyle.StateFlag.State_Selected
    painter = QPainter(image)
    delegate.paint(painter, option, model.index(row, column))
    painter.end()
    return image


def where(image: QImage, colour: str) -> list[int]:
    """Columns of pixels that hold exactly this colour."""
    wanted = QColor(colour).rgb()
    return [x for x in range(WIDTH) if any(image.pixel(x, y) == wanted for y in range(HEIGHT))]


def hits(qtbot: QtBot, text: str, needle: str) -> HitsModel:
    fetch = SlowHits([turn(1, text)], needle)
    model = HitsModel(fetch)
    model.set_ids([1])
    model.index(0, 0).data()
    qtbot.wait(1)
    fetch.arrive()
    return model


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_node_stands_in_one_column_whatever_its_context(qtbot: QtBot, mode: str) -> None:
    look = theme(mode)
    delegate = KwicDelegate(look)
    starts = set()
    for text in ("x", "much longer before 然后 x and after", "x 后面很长很长很长"):
        image = painted(delegate, hits(qtbot, text, "x"), 0)
        starts.add(min(where(image, look.tokens.hit)))
    assert max(starts) - min(starts) <= 1


def test_a_right_to_left_row_is_mirrored(qtbot: QtBot) -> None:
    look = theme()
    delegate = KwicDelegate(look)
    image = painted(delegate, hits(qtbot, "שלום חברים code וגם", "code"), 0)
    node = where(image, look.tokens.hit)
    assert min(node) > WIDTH * 0.42
    muted = where(image, look.tokens.muted)
    assert min(muted) > max(node)


def test_a_node_wider_than_its_room_is_cut(qtbot: QtBot) -> None:
    look = theme()
    image = painted(KwicDelegate(look), hits(qtbot, "a" + "汉" * 200 + "b", "汉" * 200), 0)
    node = where(image, look.tokens.hit)
    assert max(node) - min(node) <= WIDTH * 0.31


def test_a_waiting_row_is_a_quiet_bar(qtbot: QtBot) -> None:
    look = theme()
    model = HitsModel(SlowHits([], "x"))
    model.set_ids([1])
    image = painted(KwicDelegate(look), model, 0)
    assert where(image, look.tokens.placeholder)
    assert not where(image, look.tokens.hit)


def test_a_selected_row_is_filled(qtbot: QtBot) -> None:
    look = theme()
    image = painted(KwicDelegate(look), hits(qtbot, "x", "x"), 0, 3, selected=True)
    assert len(where(image, look.tokens.selection)) == WIDTH


def test_conversations_show_repairs_and_hits(qtbot: QtBot) -> None:
    look = theme()
    delegate = ConversationDelegate(look)
    model = ConversationsModel()
    plain = Conversation(ConversationId(1), TranscriptId(1), "a", "a", 3, 0, threaded=False)
    repaired = Conversation(ConversationId(2), TranscriptId(1), "a", "a", 3, 2, threaded=False)
    model.set_conversations([plain, repaired])
    assert not where(painted(delegate, model, 0), look.tokens.hit)
    assert painted(delegate, model, 0) != painted(delegate, model, 1)
    model.set_hits({1: 12})
    assert where(painted(delegate, model, 0), look.tokens.hit)
    assert delegate.row_height() > 20


def test_direction_is_that_of_the_first_strong_character() -> None:
    assert is_right_to_left("…123 שלום hello")
    assert is_right_to_left("مرحبا")
    assert not is_right_to_left("hello שלום")
    assert not is_right_to_left("汉字 שלום")
    assert not is_right_to_left("123 …")
