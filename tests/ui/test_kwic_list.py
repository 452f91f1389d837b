"""The list of hits paints its rows itself: the same rows as a table would, and only those in view."""

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.ui.delegates import KwicDelegate
from app.ui.models import HitsModel
from app.ui.panels.kwic_list import KwicList
from tests.helpers.page import SlowHits, theme, turn


def shown(qtbot: QtBot, turns: int) -> tuple[KwicList, HitsModel, SlowHits]:
    fetch = SlowHits([turn(number, f"before x after {number}") for number in range(1, turns + 1)], "x")
    model = HitsModel(fetch)
    table = KwicList("hits")
    table.setModel(model)
    delegate = KwicDelegate(theme(), table)
    table.setItemDelegate(delegate)
    table.set_row_height(delegate.row_height())
    qtbot.addWidget(table)
    table.resize(600, 300)
    model.set_ids(list(range(1, turns + 1)))
    table.show()
    table.grab()
    qtbot.wait(1)
    fetch.arrive()
    return table, model, fetch


def inks(table: KwicList, row: int) -> set[str]:
    """The colours of a row's pixels."""
    image = table.viewport().grab().toImage()
    height = table.verticalHeader().defaultSectionSize()
    top = table.rowViewportPosition(row)
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(top, top + height)}


def test_rows_that_have_arrived_are_painted_with_their_node(qtbot: QtBot) -> None:
    table, _model, _fetch = shown(qtbot, 5)
    of = theme().tokens
    assert all(QColor(of.hit).name() in inks(table, row) for row in range(5))


def test_a_selected_row_stands_on_its_ground(qtbot: QtBot) -> None:
    table, _model, _fetch = shown(qtbot, 5)
    ground = QColor(theme().tokens.selection).name()
    table.selectRow(2)
    assert [ground in inks(table, row) for row in range(5)] == [False, False, True, False, False]


def test_rows_out_of_view_are_not_asked_for(qtbot: QtBot) -> None:
    _table, model, _fetch = shown(qtbot, 5_000)
    assert model.kwic(0) is not None
    assert model.kwic(4_000) is None


def test_rows_that_come_with_the_ids_are_there_at_once(qtbot: QtBot) -> None:
    _table, model, fetch = shown(qtbot, 3)
    rows = [model.kwic(row) for row in range(3)]
    fresh = HitsModel(fetch)
    fresh.set_ids([1, 2, 3], ready={1: [row for row in rows[:1] if row], 2: []})
    assert fresh.kwic(0) == rows[0]
    assert fresh.ready(1) == (None, False), "a turn that is gone is not waited for"
    assert fresh.ready(2) == (None, True)
