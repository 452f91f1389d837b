"""The tabs of the panels below: all of them stand there whole, whichever is chosen."""

from PySide6.QtWidgets import QTabBar, QToolButton
from pytestqt.qtbot import QtBot

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
