"""PySide6 6.12.0 on Python <= 3.11 lost one reference to None per void call and aborted the process."""

import sys

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 50_000


def test_void_calls_keep_the_references_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    box, point = QRectF(0, 0, 4, 4), QPointF(1, 1)
    before = sys.getrefcount(None)
    for number in range(CALLS // 5):
        label.setText("a" if number % 2 else "b")
        painter.save()
        painter.translate(point)
        painter.drawRect(box)
        painter.restore()
    painter.end()
    lost = before - sys.getrefcount(None)
    assert lost < CALLS // 100
