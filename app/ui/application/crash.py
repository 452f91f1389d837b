"""What happens when our own code fails: a report is written, the user is told, the window stays."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.ui.main_window.errorlog import ErrorLog

E = TypeVar("E", bound=BaseException)


class CrashHandler(QObject):
    """Takes over Python's hooks for exceptions that nobody caught, in any thread."""

    _happened = Signal(object)

    def __init__(self, log: ErrorLog, tell: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._log = log
        self._tell = tell
        self._telling = False
        self._before = (sys.excepthook, threading.excepthook)
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Begin."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _caught(self, kind: type[E], error: E, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self._log.add(error)
        self._before[0](kind, error, trace)
        if isinstance(error, Exception):
            self._happened.emit(error)

    def _caught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._caught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _show(self, error: Exception) -> None:
        if self._telling:  # showing the report failed too; it is in the log
            return
        self._telling = True
        try:
            self._tell(error)
        finally:
            self._telling = False
