"""The line above a threaded conversation in a narrow window."""

import json
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.panels.crumbs import Step
from tests.helpers.windows import calm, drop, open_window, reader_of


def node(name: str, parent: str | None, children: list[str]) -> dict[str, object]:
    message = {"author": {"role": "user"}, "content": {"content_type": "text", "parts": [f"words of {name}"]}}
    return {"id": name, "parent": parent, "children": children, "message": message}


def chat(folder: Path) -> Path:
    """A long way down, and a fork at its end."""
    names = [f"n{number}" for number in range(9)]
    nodes = {
        one: node(one, names[at - 1] if at else None, names[at + 1 : at + 2]) for at, one in enumerate(names)
    }
    nodes["n7"]["children"] = ["n8", "other"]
    nodes["other"] = node("other", "n7", [])
    path = folder / "conversations.json"
    path.write_text(json.dumps([{"title": "deep", "mapping": nodes, "current_node": "n8"}]), encoding="utf-8")
    return path


def test_no_button_is_cut_and_the_end_of_the_way_is_in_sight(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot)
    window.resize(900, 600)
    drop(window, [chat(tmp_path)])
    calm(qtbot, window)
    window.desk.reading.go(window.desk.corpus.snapshot.conversations[0].id, 9)
    calm(qtbot, window)
    trail = reader_of(window).trail
    trail.tree.click()
    calm(qtbot, window)
    for button in (trail.path, trail.tree, trail.compare, trail.fold):
        assert button.isVisible()
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(trail, button.rect().topRight()).x() <= trail.width()
    crumbs = [one for one in trail.findChildren(QToolButton) if one.accessibleName().startswith("Go to turn")]
    assert crumbs[-1].text() == "user 9"
    qtbot.waitUntil(lambda: crumbs[-1].visibleRegion().boundingRect().right() >= crumbs[-1].width() - 2)
    ground = trail.grab().toImage().pixelColor(QPoint(2, 2))
    way = trail.grab().toImage().pixelColor(QPoint(14, 2))
    assert way == ground
    assert ground != QColor(window.desk.theme.tokens.page)


def crumbs_of(window: MainWindow) -> list[QToolButton]:
    """The steps of the way that are shown, from the left; the menu is not one of them."""
    trail = reader_of(window).trail
    steps = [one for one in trail.findChildren(QToolButton) if one.accessibleName().startswith("Go to turn")]
    return sorted((one for one in steps if one.isVisible()), key=lambda one: one.mapTo(trail, QPoint()).x())


def test_steps_of_the_way_are_whole_or_in_the_menu(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot)
    drop(window, [chat(tmp_path)])
    calm(qtbot, window)
    window.desk.reading.go(window.desk.corpus.snapshot.conversations[0].id, 9)
    calm(qtbot, window)
    trail = reader_of(window).trail
    counts = []
    for width in (1900, 1400, 1200, 1100, 1000, 900):
        window.resize(width, 600)
        calm(qtbot, window)
        steps = crumbs_of(window)
        counts.append(len(steps))
        assert steps[-1].text() == "user 9"
        for step in steps:
            assert step.visibleRegion().boundingRect().width() == step.width() >= step.sizeHint().width()
        between = next(one for one in trail.findChildren(QToolButton) if one.text() == "…")
        assert between.isVisible()
    assert counts[0] == 5
    assert min(counts) < 5
    between.menu().aboutToShow.emit()
    listed = between.menu().actions()
    assert [one.text() for one in listed] == [f"user {number}" for number in range(1, 10)]
    listed[3].trigger()
    calm(qtbot, window)
    assert reader_of(window).view.current_turn() == window.desk.reading.turn.id
    assert window.desk.reading.turn.index == 4


def test_a_name_from_right_to_left_stands_before_its_number() -> None:
    assert Step(7, 1_234, "Ada").label(11) == "Ada 1,234"
    assert Step(7, 8, "مريم").label(11) == "\u200e\u2068مريم\u2069 8"
    assert Step(7, 8, "A & B of a long name").label(11) == "A && B of a… 8"
