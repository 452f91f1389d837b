"""Tags and notes by keys and mouse: put, seen, searched, changed in their panel, and taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.model.ids import TurnId
from app.store.tags import COLOURS
from app.store.tags_read import Tagging
from app.ui.conversation.marks import Place, Selection
from app.ui.main_window import MainWindow
from app.ui.models.hits import HitColumn
from app.ui.panels.filters import FiltersPanel
from app.ui.panels.reader import ReaderPanel
from app.ui.panels.tag_swatch import colour_titles
from app.ui.panels.tags import TagsPanel
from app.ui.theme import Roles
from app.ui.theme.contrast import AA_TEXT, contrast, mix
from app.ui.theme.tags import tag_ink
from app.ui.theme.tokens import tokens
from tests.helpers.windows import calm, drop, folder_of, hits_of, open_window, search

Keys = Qt.Key
TALK = "[A]: good morning to you\n[B]: and a fine day\n[B]: is it not\n[A]: see you\n"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    window = open_window(qtbot)
    drop(window, [folder_of(tmp_path, talk=TALK)])
    calm(qtbot, window)
    window.desk.reading.go(window.desk.corpus.snapshot.conversations[0].id, TurnId(1))
    calm(qtbot, window)
    reader(window).view.setFocus()
    return window


def reader(window: MainWindow) -> ReaderPanel:
    panel = window.layout_.panels["reader"]
    assert isinstance(panel, ReaderPanel)
    return panel


def tags(window: MainWindow) -> TagsPanel:
    panel = window.layout_.panels["tags"]
    assert isinstance(panel, TagsPanel)
    return panel


def beside(window: MainWindow, turn: int) -> list[Tagging]:
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    return corpus.reader().taggings([turn]).get(TurnId(turn), [])


def names(window: MainWindow, turn: int) -> list[str]:
    return [one.tag for one in beside(window, turn)]


def pick(qtbot: QtBot, window: MainWindow, typed: str) -> None:
    """Type into the picker that is open, and press Return."""
    picker = reader(window).tagging.picker
    assert picker is not None
    assert picker.isVisible()
    qtbot.keyClicks(picker.field, typed)
    qtbot.keyClick(picker.field, Keys.Key_Return)
    calm(qtbot, window)


def test_t_tags_the_current_turn_and_undo_takes_it_back(qtbot: QtBot, window: MainWindow) -> None:
    view = reader(window).view
    qtbot.keyClick(view, Keys.Key_T)
    pick(qtbot, window, "Greeting")
    assert names(window, 1) == ["Greeting"]
    loaded = view.paper.loader.get(1)
    assert loaded is not None
    assert [mark.name for mark in loaded.tags] == ["Greeting"]
    window.desk.reading.go(window.desk.corpus.snapshot.conversations[0].id, TurnId(1))
    calm(qtbot, window)
    assert view.accessibleDescription().endswith("Tags: Greeting.")
    assert "Greeting" in window.book["edit.undo"].text()
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert (names(window, 1), window.desk.tagging.tags) == ([], ())
    window.book["edit.redo"].trigger()
    calm(qtbot, window)
    assert names(window, 1) == ["Greeting"]
    qtbot.keyClick(view, Keys.Key_T)
    pick(qtbot, window, "gree")
    assert names(window, 1) == []


def test_a_selected_stretch_is_tagged_and_underlined(qtbot: QtBot, window: MainWindow) -> None:
    view = reader(window).view
    view.set_selection(Selection(Place(0, 5), Place(0, 12)))
    qtbot.keyClick(view, Keys.Key_T)
    picker = reader(window).tagging.picker
    assert picker is not None
    qtbot.keyClick(picker.field, Keys.Key_Right, Qt.KeyboardModifier.AltModifier)
    pick(qtbot, window, "time")
    (one,) = beside(window, 1)
    assert (one.tag, one.quote, one.colour) == ("time", "morning", COLOURS[1])
    loaded = view.paper.loader.get(1)
    assert loaded is not None
    assert loaded.tags[0].span == (5, 12)
    ink = tag_ink(one.colour, dark=window.desk.theme.tokens.dark)
    assert ink in {view.grab().toImage().pixelColor(x, y).name() for x, y in spots(view)}


def spots(view: object) -> list[tuple[int, int]]:
    """Pixels below the words of the first turn."""
    box = view.paper.box(0)  # type: ignore[attr-defined]  # a conversation view
    (rect,) = box.rects((5, 12), 0.0, 1000.0)
    top = view.paper.visible[0].y + box.body_top  # type: ignore[attr-defined]  # as above
    x = int(box.text_x + rect.center().x())
    return [(x, int(top + rect.bottom()) + down) for down in range(-2, 4)]


def test_several_turns_and_the_conversation_are_tagged(qtbot: QtBot, window: MainWindow) -> None:
    view = reader(window).view
    view.set_selection(Selection(Place(1, 0), Place(2, 3)))
    window.book["edit.tag"].trigger()
    pick(qtbot, window, "both")
    assert [names(window, turn) for turn in (1, 2, 3, 4)] == [[], ["both"], ["both"], []]
    view.setFocus()
    qtbot.keyClick(view, Keys.Key_T, Qt.KeyboardModifier.ShiftModifier)
    pick(qtbot, window, "whole")
    assert reader(window).tagging.whole.text() == "whole"
    assert window.desk.tagging.tags[1].conversations == 1
    assert set(view.minimap._tags) == {2, 3}


def test_the_lists_show_the_tags_of_a_conversation(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.layout_.panels["conversations"]
    index = panel.model.index(0, 0)
    assert (index.data(Roles.TAGS), index.data(Qt.ItemDataRole.ToolTipRole)) == ((), None)
    search(qtbot, window, "good")
    qtbot.keyClick(reader(window).view, Keys.Key_T, Qt.KeyboardModifier.ShiftModifier)
    pick(qtbot, window, "whole")
    assert index.data(Roles.TAGS) == (("whole", COLOURS[0]),)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith("Tags: whole.")
    hits = hits_of(window).model
    row = hits.kwic(0)
    assert row is not None
    assert (row.tags, row.conversation_tags) == ((), (("whole", COLOURS[0]),))
    assert "whole" in hits.index(0, HitColumn.INDEX).data(Qt.ItemDataRole.ToolTipRole)
    assert hits.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("(whole)")
    ink = tag_ink(COLOURS[0], dark=window.desk.theme.tokens.dark)
    for shown in (panel.list, hits_of(window).table):
        picture = shown.grab().toImage()
        assert any(
            picture.pixelColor(x, y).name() == ink
            for x in range(picture.width())
            for y in range(min(60, picture.height()))
        )
    window.book["edit.undo"].trigger()
    calm(qtbot, window)
    assert index.data(Roles.TAGS) == ()


def test_a_note_is_written_with_n_and_emptied_again(qtbot: QtBot, window: MainWindow) -> None:
    hand = reader(window).tagging
    for text, left in (("look here", ["look here"]), ("", [])):
        reader(window).view.setFocus()
        qtbot.keyClick(reader(window).view, Keys.Key_N)
        assert hand.editor is not None
        hand.editor.field.setPlainText(text)
        hand.editor.accept()
        calm(qtbot, window)
        assert [one.note for one in beside(window, 1)] == left


def test_the_context_menu_offers_what_stands_there(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.tagging.put(reader(window).tagging.targets(), "a", "red")
    calm(qtbot, window)
    menu = reader(window).menu.build(1)
    offered = {action.text(): action for action in menu.actions()}
    assert {"Tag this turn…", "Note beside this turn…", "Note of a…", "Take off a"} <= set(offered)
    offered["Take off a"].trigger()
    calm(qtbot, window)
    assert names(window, 1) == []


def test_a_click_in_the_panel_searches_and_the_facet_counts(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.tagging.put(reader(window).tagging.targets(), "two words", "red")
    calm(qtbot, window)
    window.layout_.show_part("tags", on=True)
    panel = tags(window)
    rect = panel.table.visualItemRect(panel.table.item(0, 0))
    qtbot.mouseClick(
        panel.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(40, rect.height() // 2)
    )
    calm(qtbot, window)
    assert window.desk.search.query.text == 'tag:"two words"'
    assert list(window.desk.search.outcome.ids) == [1]
    filters = window.layout_.panels["filters"]
    assert isinstance(filters, FiltersPanel)
    (facets,) = [facets for title, facets in filters.facets() if title == "Tags"]
    assert [(one.label, one.count, one.clause) for one in facets] == [("two words", 1, 'tag:"two words"')]


def test_tags_are_renamed_recoloured_merged_and_deleted_in_the_panel(
    qtbot: QtBot, window: MainWindow
) -> None:
    tagging, hand, panel = window.desk.tagging, reader(window).tagging, tags(window)
    for name in ("a", "b"):
        tagging.put(hand.targets(), name, "red")
    calm(qtbot, window)
    window.layout_.show_part("tags", on=True)

    def seen() -> list[tuple[str, str, str]]:
        calm(qtbot, window)
        return [(tag.name, tag.colour, tag.memo) for tag in tagging.tags]

    panel.table.selectRow(0)
    panel.table.item(0, 0).setText("c")
    assert seen() == [("b", "red", ""), ("c", "red", "")]
    panel.table.selectRow(1)
    panel.table.item(1, 3).setText("what it means")
    assert seen()[1] == ("c", "red", "what it means")
    panel.colours.aboutToShow.emit()
    panel.table.selectRow(1)
    panel.colours.aboutToShow.emit()
    panel.colours.actions()[list(colour_titles()).index("blue")].trigger()
    assert seen()[1] == ("c", "blue", "what it means")
    panel.table.selectRow(0)
    panel.others.aboutToShow.emit()
    panel.others.actions()[0].trigger()
    assert seen() == [("c", "blue", "what it means")]
    panel.table.selectRow(0)
    qtbot.keyClick(panel.table, Keys.Key_Delete)
    assert seen() == []
    for _step in range(6):
        window.book["edit.undo"].trigger()
        calm(qtbot, window)
    assert seen() == [("a", "red", "")]
    assert names(window, 1) == ["a"]


def test_the_list_of_hits_shows_the_tags_of_a_turn(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.tagging.put(reader(window).tagging.targets(), "a", "red")
    window.desk.tagging.note(reader(window).tagging.targets(), "odd")
    calm(qtbot, window)
    hits = hits_of(window)
    (row,) = [at for at in range(hits.model.rowCount()) if hits.model.turn_id(at) == 1]
    qtbot.waitUntil(lambda: hits.model.kwic(row) is not None)
    found = hits.model.kwic(row)
    assert found is not None
    assert found.tags == (("a", "red"), ("", ""))
    assert "(a)" in hits.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    grabbed = hits.table.viewport().grab().toImage()
    ink = tag_ink("red", dark=window.desk.theme.tokens.dark)
    left = hits.table.columnViewportPosition(3)
    top = hits.table.rowViewportPosition(row)
    inside = [(left + x, top + y) for x in range(24) for y in range(hits.table.rowHeight(row))]
    assert ink in {grabbed.pixelColor(x, y).name() for x, y in inside}


def test_tags_put_by_others_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    corpus = window.desk.corpus.corpus
    assert corpus is not None
    with corpus.writer("another") as writer:
        writer.tags.tag(reader(window).tagging.targets(), "theirs")
    window.desk.corpus.refresh()
    calm(qtbot, window)
    loaded = reader(window).view.paper.loader.get(1)
    assert loaded is not None
    assert [mark.name for mark in loaded.tags] == ["theirs"]


def test_the_titles_of_the_panels_columns_are_whole(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(reader(window).view, Keys.Key_T)
    pick(qtbot, window, "morning")
    window.book["view.tags"].trigger()
    calm(qtbot, window)
    header = tags(window).table.horizontalHeader()
    for column in range(header.count()):
        assert header.sectionSize(column) >= header.sectionSizeHint(column)


@pytest.mark.parametrize("dark", [False, True])
def test_tags_are_legible_on_every_ground(dark: bool) -> None:
    of = tokens(dark=dark)
    assert tuple(colour_titles()) == COLOURS
    for colour in COLOURS:
        ink = tag_ink(colour, dark=dark)
        for ground in (of.page, of.surface, of.raised, mix(of.page, ink, 0.13)):
            assert contrast(ink, ground) >= AA_TEXT, (colour, ground)
