"""The columns of the hits: drawn wider by their borders, fitted by a double click, kept for the next time."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from app.ui.main_window.columns import remember_columns, restore_columns
from app.ui.models.hits import HitColumn
from tests.helpers.windows import calm, hits_of, imported, open_window, search


def drag_border(qtbot: QtBot, header: QHeaderView, column: int, by: int) -> None:
    """Drag the border at the right of a column."""
    edge = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
    start = QPoint(edge, header.height() // 2)
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(header.viewport(), start + QPoint(by, 0))
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))


def test_columns_are_drawn_wider_and_stay_so_in_the_next_window(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    search(qtbot, window, "周末")
    header = hits_of(window).table.horizontalHeader()
    before = [header.sectionSize(at) for at in range(header.count())]
    drag_border(qtbot, header, HitColumn.SPEAKER, 40)
    assert header.sectionSize(HitColumn.SPEAKER) == before[HitColumn.SPEAKER] + 40
    assert header.sectionSize(HitColumn.KWIC) == before[HitColumn.KWIC] - 40
    window.close()
    again = open_window(qtbot)
    calm(qtbot, again)
    header = hits_of(again).table.horizontalHeader()
    assert header.sectionSize(HitColumn.SPEAKER) == before[HitColumn.SPEAKER] + 40


def test_a_column_that_is_hidden_for_want_of_room_keeps_its_width(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    header = hits_of(window).table.horizontalHeader()
    window.layout_.columns.setSizes([100, 1000, 340])
    qtbot.waitUntil(lambda: not header.isSectionHidden(HitColumn.CONVERSATION))
    header.resizeSection(HitColumn.CONVERSATION, 222)
    remember_columns(window.layout_.panels, window.services.settings)
    header.hideSection(HitColumn.CONVERSATION)
    remember_columns(window.layout_.panels, window.services.settings)
    header.showSection(HitColumn.CONVERSATION)
    header.resizeSection(HitColumn.CONVERSATION, 90)
    restore_columns(window.layout_.panels, window.services.settings)
    assert header.sectionSize(HitColumn.CONVERSATION) == 222


def test_a_double_click_on_a_border_fits_what_stands_in_the_column(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    search(qtbot, window, "周末")
    header = hits_of(window).table.horizontalHeader()
    header.resizeSection(HitColumn.SPEAKER, 300)
    edge = header.sectionViewportPosition(HitColumn.SPEAKER) + 299
    qtbot.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge, header.height() // 2))
    assert header.sectionSize(HitColumn.SPEAKER) < 150
