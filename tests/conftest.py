"""Tests draw off-screen unless told otherwise, keep out of the user's folders, and leave nothing running."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import EAGER_QT

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PARLANCE_LANG", "en")
os.environ.update(EAGER_QT)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job that a shell put into the background ignores interrupts, and so would the programs we start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, data, cache and documents of every test lie in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    for name in ("data_dir", "config_dir", "cache_dir", "documents_dir"):
        monkeypatch.setattr(f"app.paths.{name}", lambda folder=home / name: folder)
    return home


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """A test that leaves one of our threads running fails."""
    yield
    left = [thread for thread in threading.enumerate() if thread.name.startswith("parlance-")]
    for thread in left:
        thread.join(5.0)
    assert [thread.name for thread in left if thread.is_alive()] == []


@pytest.fixture(autouse=True)
def no_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that uses Qt deletes its windows; processEvents() alone would not deliver the deletion."""
    yield
    if "qapp" not in request.fixturenames:
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    dangling = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [type(widget).__name__ for widget in dangling] == []
