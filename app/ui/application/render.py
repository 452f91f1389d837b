"""A picture of the real window, for documentation, for machines without a display, and for looking at it."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.errors import UserFacingError
from app.i18n import _
from app.settings.store import Settings
from app.ui.application.start import application, build_window
from app.ui.main_window import MainWindow, Services

QUIET_MS = 250
"""So long nothing may change before the picture is taken."""


def render_window(
    services: Services,
    corpus_path: Path,
    query: str,
    output: Path,
    *,
    dark: bool = False,
    size: tuple[int, int] = (1440, 900),
    timeout: float = 60.0,
) -> Path:
    """Open the window on a corpus, type a query, go to the first hit, and save a PNG of it.

    ``size`` is in device-independent pixels. Raises UserFacingError when the corpus cannot be
    opened, nothing settles within ``timeout`` seconds, or the picture cannot be written.
    """
    app = application(["parlance"])
    with tempfile.TemporaryDirectory(prefix="parlance-picture-") as folder:
        # Its own settings: a picture must not change what the user's window remembers.
        settings = Settings(Path(folder) / "settings.json")
        window = build_window(app, replace(services, settings=settings, log_path=services.error_log))
        window.desk.theme.set_mode("dark" if dark else "light")
        window.resize(*size)
        window.show()
        try:
            _paint(app, window, corpus_path, query, output, timeout)
        finally:
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return output


def _paint(
    app: QApplication, window: MainWindow, corpus_path: Path, query: str, output: Path, timeout: float
) -> None:
    window.files.open_path(corpus_path)
    wait_settled(app, window, timeout)
    if window.desk.corpus.corpus is None:
        raise UserFacingError(window.notice.message.text(), window.notice.hint.text())
    if query:
        window.desk.search.set_text(query)
        wait_settled(app, window, timeout)
        window.book["go.next_hit"].trigger()
        wait_settled(app, window, timeout)
    output.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(output), "PNG"):
        raise UserFacingError(_("The picture {path} cannot be written.").format(path=output))


def wait_settled(app: QApplication, window: MainWindow, timeout: float) -> None:
    """Let the event loop run until nothing is waiting, twice in a row."""
    end = time.monotonic() + timeout
    calm = 0
    while calm < 2:
        if time.monotonic() > end:
            raise UserFacingError(_("The window was not ready after {n} s.").format(n=timeout))
        loop = QEventLoop(app)
        QTimer.singleShot(QUIET_MS // 2, loop.quit)
        loop.exec()
        calm = calm + 1 if window.settled else 0
