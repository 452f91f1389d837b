"""How long the event loop keeps others waiting: the time between two ticks of a short timer."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 5


class Gaps(QObject):
    """Ticks every 5 ms while it runs; ``late`` holds the seconds between ticks, ``used`` the processor
    time of the window's thread between them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late: list[float] = []
        self.used: list[float] = []
        self._last = self._own = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin a new measurement."""
        self.late, self.used = [], []
        self._last, self._own = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """End the measurement, the time since the last tick included."""
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.late.append(now - self._last)
        self.used.append(own - self._own)
        self._last, self._own = now, own

    def figures(self) -> tuple[float, float, float]:
        """Milliseconds: the median gap, the 99th percentile, the longest."""
        half, most, worst = np.percentile(self.late, [50, 99, 100]) * 1000
        return float(half), float(most), float(worst)

    def busy(self) -> float:
        """Milliseconds of the window's own processor time between two ticks: the 99th percentile."""
        return float(np.percentile(self.used, 99) * 1000)
