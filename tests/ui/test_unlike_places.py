"""Places where a repair does not go back are drawn quietly, explained on hovering, counted in the panel."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.ids import TurnId
from app.store.corpus import Corpus
from app.store.repairs import TurnSpan
from app.ui.conversation import ConversationView, LoadedTurn
from app.ui.conversation.repair_tip import RepairTip
from app.ui.conversation.source import TurnList, Unlike
from app.ui.conversation.unlike import unlike_in, unlike_text
from app.ui.models import DamageColumn, DamageModel
from app.ui.models.desk.damage import Damage
from tests.helpers.corpora import add, turn
from tests.helpers.damaged import NOT, exact, inferred, said
from tests.helpers.page import outline_of, theme
from tests.helpers.page import turn as shown


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus.create(tmp_path / "c.parlance")
    text = said(exact("cafÃ©", "café"), " 😀 ", inferred(NOT, ("不", 0.6), ("中", 0.3)))
    add(made, [turn(text)], channel="cp1254-drop")
    return made


def test_what_was_not_damaged_with_the_rest_is_told(corpus: Corpus) -> None:
    stored = corpus.reader().turn_repair(TurnId(1))
    assert stored is not None
    (place,) = unlike_in(stored)
    assert stored.repaired.text[place.start : place.end] == "😀"
    assert place.damaged == "ğŸ˜€"
    assert "cp1254-drop" in unlike_text(place)
    assert "ğŸ˜€" in unlike_text(place)
    corpus.close()


def test_what_a_reader_decided_is_no_surprise(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        spot: TurnSpan = corpus.reader().turn_spans(TurnId(1))[1]
        writer.restore_span(TurnId(1), spot.place)
    stored = corpus.reader().turn_repair(TurnId(1))
    assert stored is not None
    assert len(stored.disagreements) == 2
    assert [stored.repaired.text[one.start : one.end] for one in unlike_in(stored)] == ["😀"]
    corpus.close()


def test_the_panel_counts_them(corpus: Corpus) -> None:
    model = DamageModel()
    model.set_rows([Damage(one) for one in corpus.reader().damaged_transcripts()])
    assert model.index(0, DamageColumn.UNLIKE).data() == "1"
    assert "1 mismatch" in model.index(0, DamageColumn.NAME).data(11)  # the text that is spoken
    corpus.close()


def test_hovering_explains_and_dashes_are_drawn(qtbot: QtBot) -> None:
    view = ConversationView(theme())
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    loaded = shown(1, "plain 😀 text", 1)
    pictures: list[QImage] = []
    for unlike in ((), (Unlike(6, 7, "ğŸ˜€", "cp1254-drop"),)):
        source = TurnList([LoadedTurn(loaded, unlike=unlike)], outline_of([loaded]))
        view.set_conversation(source)
        pictures.append(view.viewport().grab().toImage())
    assert pictures[0] != pictures[1]
    box, placed = view.paper.box(0), view.paper.visible[0]
    assert box is not None
    spot = (box.body.place(6, 7).center() + QPointF(box.text_x, placed.y + box.body_top)).toPoint()
    help_event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), help_event)
    tip = view.findChild(RepairTip)
    assert isinstance(tip, RepairTip)
    assert tip.isVisible()
    assert "cp1254-drop" in tip.text()
