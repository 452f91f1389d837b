"""A repaired turn: what it says about itself, restoring the original, and taking that back."""

from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.model.corpus import RepairState
from app.store.corpus import Corpus
from app.ui.main_window import MainWindow
from app.ui.panels.reader import ReaderPanel
from tests.helpers.windows import calm, drop, folder_of, open_window

CLEAN = "[A]: un café très serré, s'il vous plaît\n[B]: déjà prêt, voilà le café\n"
DAMAGED = CLEAN.encode().decode("cp1252")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, damaged=DAMAGED)])
    calm(qtbot, window)
    return window


def reader(window: MainWindow) -> ReaderPanel:
    return window.layout_.panels["reader"]


def state(window: MainWindow) -> tuple[str, RepairState | None]:
    turn = window.desk.reading.turn
    return turn.text, turn.repaired


def test_the_next_repaired_turn_is_found_and_explained(qtbot: QtBot, window: MainWindow) -> None:
    window.book["go.next_repair"].trigger()
    calm(qtbot, window)
    assert state(window) == ("un café très serré, s'il vous plaît", RepairState.EXACT)
    card = reader(window).mending.card
    assert card.isVisible()
    assert "Ã©" in card.original.text()


def test_a_click_on_a_mark_explains_that_place(qtbot: QtBot, window: MainWindow) -> None:
    turn = window.desk.search.outcome.ids[1]
    reader(window).view.open_repair(turn, 0)
    calm(qtbot, window)
    assert window.desk.reading.turn.index == 2
    assert "Exactly repaired" in reader(window).mending.card.title.text()


def test_restoring_can_be_undone_and_redone(qtbot: QtBot, window: MainWindow) -> None:
    window.book["go.next_repair"].trigger()
    calm(qtbot, window)
    repaired = state(window)
    reader(window).mending.card.button.click()
    calm(qtbot, window)
    restored = state(window)
    assert restored == (DAMAGED.splitlines()[0].removeprefix("[A]: "), RepairState.UNDONE)
    assert "Apply the repair again" in reader(window).mending.card.button.text()
    assert window.book["edit.undo"].isEnabled()
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert state(window) == repaired
    window.book["edit.redo"].trigger()
    calm(qtbot, window)
    assert state(window) == restored
    window.desk.search.set_text("café")
    calm(qtbot, window)
    assert window.desk.search.outcome.total == 1


def test_the_page_shows_the_text_that_now_stands(qtbot: QtBot, window: MainWindow) -> None:
    window.book["go.next_repair"].trigger()
    calm(qtbot, window)
    window.book["edit.restore"].trigger()
    calm(qtbot, window)
    box = reader(window).view.paper.box(0)
    assert "Ã©" in box.turn.text
    assert box.spans == ()


def test_one_place_can_be_read_otherwise_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    turn = window.desk.search.outcome.ids[0]
    reader(window).view.open_repair(turn, 0)
    calm(qtbot, window)
    repaired = state(window)
    card = reader(window).mending.card
    assert [button.property("reading") for button in card.readings.buttons] == ["é", "Ã©"]
    card.readings.buttons[1].click()
    calm(qtbot, window)
    assert state(window)[0] == repaired[0].replace("café", "cafÃ©")
    assert "You chose" in card.title.text()
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert state(window) == repaired


def test_a_reading_can_be_chosen_everywhere(qtbot: QtBot, window: MainWindow) -> None:
    first, second = window.desk.search.outcome.ids
    reader(window).view.open_repair(first, 0)
    calm(qtbot, window)
    card = reader(window).mending.card
    card.readings.buttons[1].click()
    calm(qtbot, window)
    places = CLEAN.count("é")
    assert f"all {places} places" in card.all_alike.text()
    card.all_alike.click()
    calm(qtbot, window)
    texts = [turn.text for turn in window.desk.corpus.corpus.reader().turns_by_id([first, second])]
    assert all("é" not in text and "cafÃ©" in text for text in texts)
    assert "2 turns changed" in window.status.words.text()
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    texts = [turn.text for turn in window.desk.corpus.corpus.reader().turns_by_id([first, second])]
    assert [text.count("é") for text in texts] == [1, 2]


def test_what_another_process_decides_is_shown_on_the_open_page(qtbot: QtBot, window: MainWindow) -> None:
    window.book["go.next_repair"].trigger()
    calm(qtbot, window)
    turn = window.desk.reading.turn
    view = reader(window).view
    with closing(Corpus.open(window.desk.corpus.path)) as other, other.writer("a test") as writer:
        writer.undo_repair(turn.id)
    qtbot.waitUntil(lambda: window.desk.reading.turn.repaired is RepairState.UNDONE, timeout=10_000)
    calm(qtbot, window)
    shown = view.paper.loader.get(int(turn.id))
    assert shown.turn.text == DAMAGED.splitlines()[0].removeprefix("[A]: ")
    assert "Apply the repair again" in reader(window).mending.card.button.text()
