"""The Repair panel in a real window: what was damaged, what is in doubt, and what readers decide."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import options
from app.store.corpus import Corpus
from app.ui.conversation.repair_tip import RepairTip
from app.ui.main_window import MainWindow
from app.ui.models import DamageColumn, PlaceColumn
from app.ui.panels.mending import Mending
from app.ui.panels.repair import RepairPanel
from tests.helpers.damaged import LOST, NOT, damaged_corpus
from tests.helpers.windows import calm, drop, folder_of, hits_of, imported, open_window, reader_of, search

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "damaged.parlance"
    damaged_corpus(file).close()
    return file


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> MainWindow:
    window = open_window(qtbot)
    window.files.open_path(path)
    calm(qtbot, window)
    window.book["go.repair"].trigger()
    calm(qtbot, window)
    return window


def panel_of(window: MainWindow) -> RepairPanel:
    return window.layout_.panels["repair"]


def mending_of(window: MainWindow) -> Mending:
    return reader_of(window).mending


def names(window: MainWindow) -> list[str]:
    model = panel_of(window).damage
    return [model.index(row, DamageColumn.NAME).data() for row in range(model.rowCount())]


def places(window: MainWindow) -> list[tuple[str, str]]:
    model = panel_of(window).places
    return [
        (model.index(row, PlaceColumn.SURE).data(), model.index(row, PlaceColumn.READING).data())
        for row in range(model.rowCount())
    ]


def total(qtbot: QtBot, window: MainWindow, query: str) -> int:
    search(qtbot, window, query)
    return window.desk.search.outcome.total


def walk_to_doubt(qtbot: QtBot, window: MainWindow) -> None:
    """Go to the least sure place of the first transcript with the keyboard."""
    qtbot.keyClick(window, Qt.Key.Key_F8)
    calm(qtbot, window)


def test_transcripts_are_listed_by_damage_and_places_by_doubt(window: MainWindow) -> None:
    assert names(window) == ["b.txt", "a.txt"]
    model = panel_of(window).damage
    row = [model.index(1, column).data() for column in DamageColumn]
    assert row[:7] == ["a.txt", "1", "3", "–", "40 %", "cp1254-drop", "cp1252-drop"]
    assert "2 damaged transcripts: 1 exact, 4 inferred, 1 lost" in panel_of(window).summary.text()
    assert places(window) == [("40 %", "不"), ("60 %", "中"), ("95 %", "不")]


def test_a_header_sorts_and_the_transcript_stays_selected(qtbot: QtBot, window: MainWindow) -> None:
    table = panel_of(window).transcripts
    assert table.currentIndex().row() == 1
    table.sortByColumn(DamageColumn.NAME, Qt.SortOrder.AscendingOrder)
    assert names(window) == ["a.txt", "b.txt"]
    assert table.currentIndex().row() == 0


def test_choosing_a_transcript_opens_it_and_lists_its_places(qtbot: QtBot, window: MainWindow) -> None:
    table = panel_of(window).transcripts
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    calm(qtbot, window)
    assert reader_of(window).title.text() == "b.txt"
    assert places(window) == [("lost", "▯"), ("70 %", "不")]


def test_enter_leads_to_the_place_and_explains_it(qtbot: QtBot, window: MainWindow) -> None:
    table = panel_of(window).transcripts
    qtbot.keyClick(table, Qt.Key.Key_Return)
    listed = panel_of(window).list
    assert listed.hasFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    calm(qtbot, window)
    place = panel_of(window).places.place(1)
    span = (place.span.start, place.span.end)
    assert reader_of(window).view.span_in_view(place.turn, span)
    assert mending_of(window).card.isVisible()
    assert "60 % sure" in mending_of(window).card.title.text()


def test_a_key_steps_through_the_doubtful_places(qtbot: QtBot, window: MainWindow) -> None:
    seen = []
    for _ in range(4):
        walk_to_doubt(qtbot, window)
        seen.append(window.desk.deciding.spot)
    assert len(set(seen)) == 3
    assert seen[3] == seen[0]
    qtbot.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    calm(qtbot, window)
    assert window.desk.deciding.spot == seen[2]


def test_the_key_works_while_the_panel_is_hidden(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot)
    window.files.open_path(path)
    calm(qtbot, window)
    assert panel_of(window).isHidden()
    walk_to_doubt(qtbot, window)
    assert "40 % sure" in mending_of(window).card.title.text()
    assert panel_of(window).isHidden()


def test_another_reading_changes_text_and_hits_and_can_be_taken_back_and_done_again(
    qtbot: QtBot, window: MainWindow
) -> None:
    assert (total(qtbot, window, "不好"), total(qtbot, window, "中好")) == (1, 0)
    walk_to_doubt(qtbot, window)
    mending_of(window).card.readings.buttons[1].click()
    calm(qtbot, window)
    assert window.desk.reading.turn.text == "很中好"
    assert (total(qtbot, window, "不好"), total(qtbot, window, "中好")) == (0, 1)
    assert "read “ä¸” as “中”" in window.book["edit.undo"].text()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    calm(qtbot, window)
    assert (total(qtbot, window, "不好"), total(qtbot, window, "中好")) == (1, 0)
    assert not window.book["edit.undo"].isEnabled()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Z, both)
    calm(qtbot, window)
    assert total(qtbot, window, "中好") == 1
    assert window.desk.deciding.stack.index() == 1


def test_a_digit_in_the_list_decides_and_goes_on_to_the_next_place(qtbot: QtBot, window: MainWindow) -> None:
    listed = panel_of(window).list
    listed.setFocus(Qt.FocusReason.ShortcutFocusReason)
    qtbot.keyClick(listed, Qt.Key.Key_2)
    calm(qtbot, window)
    assert places(window) == [("60 %", "中"), ("95 %", "不")]
    assert "60 % sure" in mending_of(window).card.title.text()
    assert total(qtbot, window, "中好") == 1


def test_after_a_decision_in_the_card_stepping_goes_on_at_the_next_place(
    qtbot: QtBot, window: MainWindow
) -> None:
    walk_to_doubt(qtbot, window)
    walk_to_doubt(qtbot, window)
    mending_of(window).card.readings.choose(1)
    calm(qtbot, window)
    assert "You chose" in mending_of(window).card.title.text()
    walk_to_doubt(qtbot, window)
    assert "95 % sure" in mending_of(window).card.title.text()


def test_a_choice_survives_closing_and_the_original_can_be_restored_then(
    qtbot: QtBot, window: MainWindow, path: Path
) -> None:
    walk_to_doubt(qtbot, window)
    window.book["edit.next_reading"].trigger()
    calm(qtbot, window)
    window.book["file.close"].trigger()
    calm(qtbot, window)
    assert not window.book["edit.undo"].isEnabled()
    window.files.open_path(path)
    calm(qtbot, window)
    panel_of(window).decided.click()
    calm(qtbot, window)
    assert places(window) == [("yours", "中")]
    panel_of(window).list.setFocus(Qt.FocusReason.ShortcutFocusReason)
    calm(qtbot, window)
    assert "You chose “中”" in mending_of(window).card.title.text()
    window.book["edit.restore_place"].trigger()
    calm(qtbot, window)
    assert window.desk.reading.turn.text == "很ä¸好"
    assert places(window) == [("yours", "as in the file")]
    assert total(qtbot, window, "中好") == 0


def test_a_choice_for_all_alike_says_their_number_and_is_taken_back_at_once(
    qtbot: QtBot, window: MainWindow
) -> None:
    walk_to_doubt(qtbot, window)
    card = mending_of(window).card
    card.readings.choose(1)
    calm(qtbot, window)
    assert "all 3 places" in card.all_alike.text()
    assert "“中”" in card.all_alike.text()
    card.all_alike.click()
    calm(qtbot, window)
    assert total(qtbot, window, "中行 OR 中要 OR 中好") == 3
    assert total(qtbot, window, "不") == 0
    assert "3 turns changed" in window.status.words.text()
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert total(qtbot, window, "不") == 2


def middle_of(window: MainWindow, turn: int, number: int) -> QPoint:
    """Where a repaired place stands in the viewport of the conversation."""
    view = reader_of(window).view
    row = view.paper.outline.row_of(turn)
    placed = next(one for one in view.paper.visible if one.row == row)
    box = view.paper.box(row)
    rects = [rect for span, rect in box.repair_rects(0, box.height) if span is box.spans[number]]
    return rects[0].center().toPoint() + QPoint(round(box.text_x), round(placed.y + box.body_top))


def test_the_mouse_hovers_clicks_a_mark_and_takes_another_reading(qtbot: QtBot, window: MainWindow) -> None:
    view, card = reader_of(window).view, mending_of(window).card
    search(qtbot, window, "不好")
    window.book["go.next_hit"].trigger()
    calm(qtbot, window)
    turn = int(window.desk.reading.turn.id)
    at = middle_of(window, turn, 0)
    tip = view.findChild(RepairTip)
    help_event = QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), help_event)
    assert tip.isVisible()
    assert all(word in tip.text() for word in ("40 % sure", NOT, "中  30 %"))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    calm(qtbot, window)
    assert card.isVisible()
    assert [button.isChecked() for button in card.readings.buttons] == [True, False, False, False]
    qtbot.mouseClick(card.readings.buttons[2], Qt.MouseButton.LeftButton)
    calm(qtbot, window)
    assert window.desk.reading.turn.text == "很与好"
    assert view.paper.box(view.paper.outline.row_of(turn)).turn.text == "很与好"
    assert [button.isChecked() for button in card.readings.buttons] == [False, False, True, False]
    QApplication.sendEvent(view.viewport(), help_event)
    assert "you chose it" in tip.text()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert card.isHidden()


def test_the_rows_of_hits_show_the_text_that_now_stands(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "好")
    walk_to_doubt(qtbot, window)
    mending_of(window).card.readings.choose(1)
    calm(qtbot, window)
    hits = hits_of(window)
    hits.model.ensure(0, lambda: None)
    calm(qtbot, window)
    assert hits.model.kwic(0).left.endswith("很中")
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    hits.model.ensure(0, lambda: None)
    calm(qtbot, window)
    assert hits.model.kwic(0).left.endswith("很不")


def test_a_lost_place_can_be_left_but_not_guessed(qtbot: QtBot, window: MainWindow) -> None:
    table = panel_of(window).transcripts
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    calm(qtbot, window)
    walk_to_doubt(qtbot, window)
    card = mending_of(window).card
    assert "cannot be known" in card.title.text()
    assert [button.property("reading") for button in card.readings.buttons] == [LOST]


def test_a_whole_turn_goes_back_through_the_same_undo(qtbot: QtBot, window: MainWindow) -> None:
    walk_to_doubt(qtbot, window)
    window.book["edit.restore"].trigger()
    calm(qtbot, window)
    assert window.desk.reading.turn.text == "很ä¸好"
    assert "restore the original" in window.book["edit.undo"].text()
    window.book["edit.undo"].trigger()
    window.book["edit.redo"].trigger()
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert window.desk.reading.turn.text == "很不好"


def test_a_read_only_corpus_shows_repairs_and_says_why_nothing_can_be_chosen(
    qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.corpus._writable", lambda *_args: False)
    window = open_window(qtbot)
    window.files.open_path(path)
    calm(qtbot, window)
    walk_to_doubt(qtbot, window)
    card = mending_of(window).card
    assert card.isVisible()
    for button in (*card.readings.buttons, card.all_alike, card.button):
        assert not button.isEnabled()
        assert "can only be read" in button.toolTip()
    assert not window.book["edit.restore_place"].isEnabled()
    panel_of(window)._choose(1)
    calm(qtbot, window)
    assert window.desk.reading.turn.text == "很不好"


def test_a_busy_corpus_keeps_the_text_and_the_stack_as_they_were(
    qtbot: QtBot, window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Corpus.writer
    monkeypatch.setattr(Corpus, "writer", lambda self, holder, wait=0.2: real(self, holder, 0.2))
    walk_to_doubt(qtbot, window)
    other = Corpus.open(path)
    try:
        with real(other, "a friend"):
            mending_of(window).card.readings.choose(1)
            calm(qtbot, window)
    finally:
        other.close()
    assert "a friend" in window.notice.message.text()
    assert window.desk.reading.turn.text == "很不好"
    assert window.desk.deciding.stack.count() == 0
    mending_of(window).card.readings.choose(1)
    calm(qtbot, window)
    assert window.desk.reading.turn.text == "很中好"


def test_the_threshold_marks_places_here_and_in_the_conversation_and_is_remembered(
    qtbot: QtBot, window: MainWindow
) -> None:
    model = panel_of(window).places
    view = reader_of(window).view
    assert [model.doubtful(model.place(row)) for row in range(3)] == [True, True, False]
    before = view.viewport().grab().toImage()
    panel_of(window).threshold.setValue(50)
    calm(qtbot, window)
    assert [model.doubtful(model.place(row)) for row in range(3)] == [True, False, False]
    assert view.viewport().grab().toImage() != before
    assert window.services.settings.get(options.REPAIR_THRESHOLD) == 50


def test_a_corpus_without_damage_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    window.book["go.repair"].trigger()
    calm(qtbot, window)
    assert panel_of(window).empty.isVisible()
    assert window.status.review.isHidden()
    walk_to_doubt(qtbot, window)
    assert mending_of(window).card.isHidden()


def test_an_import_says_what_it_repaired_and_leads_to_it(qtbot: QtBot, tmp_path: Path) -> None:
    damaged = "[A]: un café très serré, s'il vous plaît\n[B]: déjà prêt, voilà\n".encode().decode("cp1252")
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, damaged=damaged, clean="[A]: 周末见\n[B]: 好\n")])
    calm(qtbot, window)
    exact = panel_of(window).desk.corpus.corpus.reader().damaged_transcripts()[0].exact
    assert f"1 repaired: {exact} exact, 0 inferred, 0 lost" in window.status.words.text()
    window.status.review.click()
    calm(qtbot, window)
    assert panel_of(window).isVisible()
    assert panel_of(window).transcripts.hasFocus()
    assert names(window) == ["damaged.txt"]


def test_the_panel_is_remembered(qtbot: QtBot, window: MainWindow) -> None:
    window.close()
    assert window.services.settings.get(options.BOTTOM_PANEL) == "repair"
    again = open_window(qtbot)
    assert not panel_of(again).isHidden()
    again.book["view.statistics"].trigger()
    assert panel_of(again).isHidden()
    assert again.layout_.bottom.shown == "statistics"


def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot, window: MainWindow) -> None:
    walk_to_doubt(qtbot, window)
    panel, card = panel_of(window), mending_of(window).card
    controls = (panel.transcripts, panel.list, panel.threshold, panel.doubtful, panel.decided, card)
    assert all(control.accessibleName() for control in controls)
    assert card.readings.buttons[0].accessibleName() == "不, 40 %"
    row = panel.places.index(0, PlaceColumn.SURE)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "40 %: ä¸ read as 不, turn 1"
