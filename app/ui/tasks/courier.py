"""The one door from worker threads into the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Courier(QObject):
    """Runs calls handed over by worker threads in the thread this object lives in, in order.

    Workers must never touch widgets, and a signal connected to a lambda runs in the worker.
    Here the only connection is to a bound method of a QObject of the main thread.
    """

    _parcel = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._parcel.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have ``call`` run in the courier's thread; may be called from any thread."""
        self._parcel.emit(call)

    def close(self) -> None:
        """Drop everything still under way; what arrives later is dropped too."""
        self._open = False

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if self._open:
            call()
