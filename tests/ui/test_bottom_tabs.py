"""The tabs of the panels below, and the titles of their tables: all of them stand there whole."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.panels.tables import HeadedTable
from tests.helpers.windows import calm, open_window


def test_no_tab_is_cut_or_moved_by_choosing_one(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    window.resize(900, 600)
    bar = window.findChild(QTabBar, "bottomTabs")
    assert isinstance(bar, QTabBar)
    places = set()
    for action in ("view.statistics", "view.repair", "view.tags", "view.transcripts"):
        window.book[action].trigger()
        calm(qtbot, window)
        assert not [button for button in bar.findChildren(QToolButton) if button.isVisible()]
        places.add(tuple(bar.tabRect(at).x() for at in range(bar.count())))
    assert len(places) == 1
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()


def test_titles_of_columns_are_whole(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    for panel in ("repair", "transcripts"):
        for table in window.layout_.panels[panel].findChildren(HeadedTable):
            header = table.horizontalHeader()
            for column in range(table.model().columnCount(QModelIndex())):
                title = str(table.model().headerData(column, Qt.Orientation.Horizontal) or "")
                stretched = header.sectionResizeMode(column) == header.ResizeMode.Stretch
                assert stretched or header.sectionSize(column) > header.fontMetrics().horizontalAdvance(title)
