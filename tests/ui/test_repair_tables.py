"""Tables of the Repair panel: they go on as far as there are places, and keep the widths they were given."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.models import DamageColumn
from app.ui.panels.repair import RepairPanel
from tests.helpers.damaged import damaged_corpus
from tests.helpers.windows import calm, open_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "damaged.parlance"
    damaged_corpus(file).close()
    return file


def panel_of(window: MainWindow) -> RepairPanel:
    return window.layout_.panels["repair"]


def test_places_of_further_turns_come_when_the_list_is_scrolled(
    qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.models.desk.damage.TURNS_READ", 1)
    window = open_window(qtbot)
    window.files.open_path(path)
    calm(qtbot, window)
    window.book["go.repair"].trigger()
    calm(qtbot, window)
    panel = panel_of(window)
    seen = panel.places.rowCount()
    assert "most doubtful" in panel.note.text()
    for _ in range(20):
        panel.list.scrollToBottom()
        panel.list.verticalScrollBar().valueChanged.emit(panel.list.verticalScrollBar().maximum())
        calm(qtbot, window)
    assert panel.places.rowCount() > seen
    assert "most doubtful" not in panel.note.text()
    rows = [panel.places.place(row) for row in range(panel.places.rowCount())]
    assert len({(one.turn, one.place) for one in rows}) == len(rows)


def test_widths_of_columns_are_remembered(qtbot: QtBot) -> None:
    window = open_window(qtbot)
    header = panel_of(window).transcripts.horizontalHeader()
    header.resizeSection(DamageColumn.CHANNEL, 187)
    window.close()
    again = open_window(qtbot)
    header = panel_of(again).transcripts.horizontalHeader()
    assert header.sectionSize(DamageColumn.CHANNEL) == 187
