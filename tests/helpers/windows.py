"""A real window for tests: its own settings, files chosen in advance, and a way to wait until it is calm."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import paths
from app.repair.engine import RepairEngine
from app.settings import options
from app.settings.store import Settings
from app.ui.main_window import MainWindow, Services
from app.ui.panels.hits import HitsPanel
from app.ui.panels.reader import ReaderPanel
from app.ui.tasks.runner import Runner, ThreadRunner
from app.ui.theme import Theme

SMALL = (
    "[A]: 周末去哪里？ weekend plans\n[B]: 去看电影 😂\n[A]: 好的，周末见 😂😂\n[B]: see you on the weekend\n"
)
OTHER = "[B]: nothing to do with it\n[C]: 周末 again\n"


@dataclass
class Answers:
    """What the file dialogs would have answered; see app.ui.dialogs.choosers."""

    corpus: Path | None = None
    new_corpus: Path | None = None
    chosen_files: list[Path] = field(default_factory=list)
    chosen_folder: Path | None = None
    target: tuple[Path, str] | None = None
    number_of_turn: int | None = None
    seed: int | None = None
    concordance: tuple[Path, str] | None = None

    def corpus_to_open(self) -> Path | None:
        return self.corpus

    def corpus_to_make(self, suggestion: Path, title: str) -> Path | None:
        return self.new_corpus

    def files(self) -> list[Path]:
        return self.chosen_files

    def folder(self) -> Path | None:
        return self.chosen_folder

    def export_target(self, suggestion: Path) -> tuple[Path, str] | None:
        return self.target

    def concordance_target(self, suggestion: Path) -> tuple[Path, str] | None:
        return self.concordance

    def turn_number(self, now: int, last: int) -> int | None:
        return self.number_of_turn

    def number(self, title: str, words: str, now: int, least: int, most: int) -> int | None:
        return self.seed


@cache
def engine() -> RepairEngine:
    """One engine for all tests: its models are read once."""
    return RepairEngine()


def services() -> Services:
    """Services whose files lie in the folders of the running test; folders are imported without a preview."""
    settings = Settings(paths.config_dir() / "settings.json")
    if not settings.path.exists():
        settings.set(options.IMPORT_PREVIEW, "never")
    return Services(
        settings=settings,
        engine=engine(),
        sample_dir=paths.sample_dir(),
        documents_dir=paths.documents_dir(),
    )


def open_window(
    qtbot: QtBot,
    answers: Answers | None = None,
    *,
    runner: Runner | None = None,
    given: Services | None = None,
) -> MainWindow:
    """A shown window with real threads unless another runner is given; it is closed with the test."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme(app, "light")
    window = MainWindow(given or services(), theme, runner or ThreadRunner(), answers or Answers())
    theme.setParent(window)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    return window


def calm(qtbot: QtBot, window: MainWindow, timeout: int = 60_000) -> None:
    """Wait until nothing is asked and nothing is on its way, twice in a row."""
    for _ in range(2):
        qtbot.wait(20)
        qtbot.waitUntil(lambda: window.settled, timeout=timeout)


def drop(window: MainWindow, dropped: list[Path]) -> None:
    """Drop files and folders on the window as a file manager does."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in dropped])
    where = QPointF(window.rect().center())
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), actions, mime, button, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    event = QDropEvent(where, actions, mime, button, none)
    QApplication.sendEvent(window, event)
    assert event.isAccepted()


def folder_of(parent: Path, **files: str) -> Path:
    """A folder ``talks`` with text files, named by their stem."""
    folder = parent / "talks"
    folder.mkdir()
    for stem, text in files.items():
        (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    return folder


def imported(qtbot: QtBot, tmp_path: Path, answers: Answers | None = None) -> MainWindow:
    """A window with a small corpus of two conversations, dropped as a folder."""
    window = open_window(qtbot, answers)
    drop(window, [folder_of(tmp_path, first=SMALL, second=OTHER)])
    calm(qtbot, window)
    return window


def hits_of(window: MainWindow) -> HitsPanel:
    """The window's list of hits."""
    return window.layout_.panels["hits"]


def reader_of(window: MainWindow) -> ReaderPanel:
    """The window's conversation."""
    return window.layout_.panels["reader"]


def search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Type a query and wait for everything that follows it."""
    window.layout_.panels["search"].field.setText(text)
    calm(qtbot, window)
