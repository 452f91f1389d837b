"""Starting, pictures of the window, files handed over by the system, and faults that nobody caught."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QFileOpenEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import UserFacingError
from app.settings import options
from app.ui.application import describe, render_window
from app.ui.application.crash import CrashHandler
from app.ui.application.start import OpenEvents, first_paths
from app.ui.main_window.errorlog import ErrorLog
from app.ui.theme.tokens import tokens
from tests.helpers.tree import ROOT
from tests.helpers.windows import SMALL, calm, folder_of, imported, open_window, services


@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_shows_the_window_with_hits_and_plots(qtbot: QtBot, tmp_path: Path, *, dark: bool) -> None:
    window = imported(qtbot, tmp_path)
    path = window.desk.corpus.path
    window.close()
    given = services()
    given.settings.set(options.LAST_CORPUS, "")
    picture = render_window(
        given, path, "周末", tmp_path / "out" / "a.png", dark=dark, size=(1200, 800), timeout=240
    )
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1200, 800)
    inks = {image.pixelColor(x, y).name() for x in range(0, 1200, 3) for y in range(0, 800, 3)}
    of = tokens(dark=dark)
    assert {of.hit_current, of.hit, of.page, of.accent} <= inks
    assert given.settings.get(options.LAST_CORPUS) == ""


def test_a_picture_of_what_is_no_corpus_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    fake = tmp_path / "fake.parlance"
    fake.write_text("no" * 1000)
    with pytest.raises(UserFacingError, match="not a Parlance corpus"):
        render_window(services(), fake, "", tmp_path / "a.png")


def test_the_last_corpus_is_opened_unless_something_else_is_asked_for(tmp_path: Path) -> None:
    settings = services().settings
    assert first_paths(settings, []) == []
    last = tmp_path / "last.parlance"
    last.touch()
    settings.set(options.LAST_CORPUS, str(last))
    assert first_paths(settings, []) == [last]
    assert first_paths(settings, [tmp_path]) == [tmp_path]
    last.unlink()
    assert first_paths(settings, []) == []


def test_files_from_the_system_wait_for_the_window(qapp: QApplication, tmp_path: Path) -> None:
    owner = QObject()
    events = OpenEvents(owner)
    taken: list[list[Path]] = []
    followed: list[str] = []
    first, second = tmp_path / "a.parlance", tmp_path / "b.parlance"
    assert events.eventFilter(owner, QFileOpenEvent(QUrl.fromLocalFile(str(first))))
    events.attach(taken.append, followed.append)
    events.eventFilter(owner, QFileOpenEvent(QUrl.fromLocalFile(str(second))))
    assert taken == [[first], [second]]
    assert followed == []


def test_links_from_the_system_wait_for_the_window_and_are_never_files(qapp: QApplication) -> None:
    owner = QObject()
    events = OpenEvents(owner)
    taken: list[list[Path]] = []
    followed: list[str] = []
    assert events.eventFilter(owner, QFileOpenEvent(QUrl("parlance://turn/aa/bb/1")))
    events.attach(taken.append, followed.append)
    assert events.eventFilter(owner, QFileOpenEvent(QUrl("parlance:///etc/passwd")))
    assert followed == ["parlance://turn/aa/bb/1", "parlance:///etc/passwd"]
    assert taken == []


def test_a_fault_nobody_caught_is_logged_and_shown_once(qtbot: QtBot, tmp_path: Path) -> None:
    log = ErrorLog(tmp_path / "errors.log")
    shown: list[Exception] = []
    owner = QObject()
    handler = CrashHandler(log, shown.append, owner)
    error = KeyError("ours")
    with qtbot.captureExceptions() as reported:
        before = sys.excepthook
        handler.install()
        sys.excepthook(KeyError, error, None)
        handler.remove()
        assert sys.excepthook is before
    assert [value for _kind, value, _trace in reported] == [error]
    qtbot.waitUntil(lambda: shown == [error])
    assert "KeyError" in log.read()


def test_the_self_check_hears_of_qt_fonts_panels_and_plots(qapp: QApplication) -> None:
    report = describe()
    assert set(report["panels"]) == {
        "search",
        "conversations",
        "filters",
        "hits",
        "reader",
        "repair",
        "statistics",
        "tags",
        "transcripts",
    }
    assert set(report["plots"]) == {"bar", "stacked-bar", "histogram", "emoji"}
    assert report["qt"]


def test_pyqtgraph_is_not_imported_before_the_statistics_are_shown() -> None:
    code = (
        "import sys, app.ui.application.start, app.ui.panels.statistics\n"
        "from app.ui.panels.base import PANELS\n"
        "PANELS.load()\n"
        "sys.exit('pyqtgraph' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_window_opens_the_last_corpus_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    window = imported(qtbot, tmp_path)
    window.close()
    again = open_window(qtbot)
    again.take(first_paths(again.services.settings, []))
    calm(qtbot, again)
    assert again.desk.corpus.snapshot.counts.turns == 6


STARTED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.repair.engine import RepairEngine
from app.settings import options
from app.settings.store import Settings
from app.ui.application import run
from app.ui.application.start import application
from app.ui.main_window import MainWindow, Services

home, folder = Path(sys.argv[1]), Path(sys.argv[2])
app = application(["parlance"])

calm = 0

def look():
    global calm
    window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)), None)
    ready = window is not None and window.desk.corpus.snapshot.counts.turns and window.settled
    calm = calm + 1 if ready else 0  # between two steps nothing is under way for a moment
    if calm == 3:
        print(window.desk.corpus.path.name, window.desk.corpus.snapshot.counts.turns)
        timer.stop()  # closing takes longer than a tick, which would come before the end
        window.close()

timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
settings = Settings(home / "settings.json")
settings.set(options.IMPORT_PREVIEW, "never")
services = Services(settings, RepairEngine(), folder, home / "documents")
sys.exit(run(services, [folder]))
"""


def test_the_program_starts_imports_what_it_was_given_and_ends_cleanly(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, one=SMALL)
    ended = subprocess.run(
        [sys.executable, "-c", STARTED, str(tmp_path), str(folder)],
        capture_output=True, text=True, timeout=240, check=False, cwd=ROOT,
    )  # fmt: skip
    assert ended.stdout.split() == ["talks.parlance", "4"], ended.stderr
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
