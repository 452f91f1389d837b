"""The line above a threaded conversation in a narrow window."""

import json
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

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
