"""How the window keeps up: keystroke to painted rows, gaps of the event loop, resident memory.

``python tests/perf/window_table.py CORPUS [--folder TRANSCRIPTS] [--runs 3] [--json FILE]``

A timer of 5 ms ticks in the window's thread; a gap is the time between two ticks. Beside the wall time
stands the processor time that the window's thread itself used between them, which says what the window
does even where other programs want the processor too.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.repair.engine import RepairEngine
from app.settings import options
from app.settings.store import Settings
from app.ui.application.memory import settle, unsettle
from app.ui.application.start import application, build_window
from app.ui.main_window import MainWindow, Services
from app.ui.panels.hits import HitsPanel
from tests.helpers.gaps import Gaps
from tests.perf.figures import Figure, as_table, percentile, write_json

TYPED = ("周末", "weekend", "的", "speaker:A the", "th*", "-周末", "software OR 软件", "😂", "of the")
"""Queries that are typed key by key, as people type."""
KEY_MS = 120
"""Between two keys."""
WAIT_S = 20.0
REST_MS = 2_000
"""After the last query, before memory is looked at: idle threads give back what they hold."""


class Painted(QObject):
    """Notes when the list of hits has painted rows that answer the query as it stands now."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.at: float | None = None
        self.used = 0.0
        self._desk = window.desk
        panel = window.layout_.panels["hits"]
        assert isinstance(panel, HitsPanel)
        self._panel = panel
        for seen in (panel.table.viewport(), panel.no_hits):
            seen.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint event comes here right before the painting; the time is taken right after it."""
        if event.type() == QEvent.Type.Paint and self.at is None and self._ready():
            QTimer.singleShot(0, self, self._done)
        return super().eventFilter(watched, event)

    def _ready(self) -> bool:
        outcome = self._desk.search.outcome
        if outcome is None or outcome.query.text != self._desk.search.query.text:
            return False
        model = self._panel.model
        return not outcome.total if not model.rowCount() else model.kwic(0) is not None

    def _done(self) -> None:
        if self.at is None:
            self.at = time.perf_counter()
            self.used = time.process_time()


@dataclass
class Day:
    """One window's day: what was measured in it, in milliseconds unless said otherwise."""

    keys: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    """Processor time of all threads between a key and the rows: what the wall says on an idle machine
    with one processor, whatever else runs."""
    gaps: dict[str, tuple[float, float]] = field(default_factory=dict)
    """The 99th percentile of the gaps: wall time, processor time of the window's thread."""
    memory: float = 0.0


def pause(milliseconds: int) -> None:
    """Let the event loop run for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop, loop.quit)
    loop.exec()


def until(calm: Callable[[], bool], seconds: float = 600.0) -> None:
    """Let the event loop run until this is so twice in a row."""
    end = time.monotonic() + seconds
    seen = 0
    while seen < 2:
        if time.monotonic() > end:
            raise TimeoutError
        pause(20)
        seen = seen + 1 if calm() else 0


def gaps_while(window: MainWindow, work: Callable[[], None]) -> tuple[float, float]:
    """The 99th percentile of the gaps while ``work``, which waits for its end itself."""
    gaps = Gaps(window)
    gaps.start()
    work()
    gaps.stop()
    return gaps.figures()[1], gaps.busy()


def resident() -> float:
    """Resident memory of this process now, in MB; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def type_queries(window: MainWindow, day: Day) -> None:
    """Type every query key by key, and time each key to the rows that answer it."""
    painted = Painted(window)
    line = window.layout_.panels["search"].field  # type: ignore[attr-defined]  # the search panel's own
    for query in TYPED:
        line.clear()
        until(lambda: window.settled)
        for key in query:
            begun, used = time.perf_counter(), time.process_time()
            painted.at, painted.used = None, used
            line.insert(key) if ord(key) > 127 else QTest.keyClicks(line, key)
            pause(KEY_MS)
            end = begun + WAIT_S
            while painted.at is None and time.perf_counter() < end:
                pause(5)
            day.keys.append(((painted.at or end) - begun) * 1000)
            day.costs.append((painted.used - used) * 1000)
        until(lambda: window.settled)
    painted.setParent(None)  # type: ignore[call-overload]  # None is how Qt lets go


def one_day(corpus: Path, folder: Path | None, home: Path) -> Day:
    """Open the corpus, search it, then import a folder into a new one; the corpus stays as it is."""
    app = application(["parlance"])
    day = Day()
    settings = Settings(home / "settings.json")
    settings.set(options.IMPORT_PREVIEW, "never")
    services = Services(settings, RepairEngine(), home, home / "documents")
    window = build_window(app, replace(services, log_path=home / "errors.log"))
    window.resize(1440, 900)
    window.show()
    pause(300)

    def open_it() -> None:
        window.take([corpus])
        pause(50)
        until(lambda: window.settled)

    def take_in() -> None:
        window.take([folder] if folder is not None else [])
        pause(50)
        until(lambda: window.settled and not window.desk.writing.busy)

    settle()
    try:
        day.gaps["opening"] = gaps_while(window, open_it)
        day.gaps["searching"] = gaps_while(window, lambda: type_queries(window, day))
        pause(REST_MS)
        day.memory = resident()
        if folder is not None:
            window.desk.corpus.close()
            until(lambda: window.settled)
            day.gaps["importing"] = gaps_while(window, take_in)
    finally:
        unsettle()
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]
    return day


def figures(corpus: Path, folder: Path | None = None, runs: int = 3) -> Iterator[Figure]:
    """Every row of the window's part of the table: medians of ``runs`` days.

    Every day has a process to itself, as people have it: what the window of one day leaves in memory is not
    counted for the next.
    """
    days: list[Day] = []
    for _run in range(runs):
        with (
            tempfile.TemporaryDirectory(prefix="parlance-day-") as home,
            ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process,
        ):
            days.append(process.submit(one_day, corpus, folder, Path(home)).result())
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        value = statistics.median(percentile(day.keys, share) for day in days)
        cost = statistics.median(percentile(day.costs, share) for day in days)
        must, aim = (50, 16) if share > 0.9 else (None, None)
        note = f"processor time {cost:.1f}"
        yield Figure(f"keystroke to painted rows, {name}", value, "ms", must, aim, note)
    for work in ("searching", "importing", "opening"):
        found = [day.gaps[work] for day in days if work in day.gaps]
        if found:
            wall, own = (statistics.median(one[at] for one in found) for at in (0, 1))
            note = f"own processor time p99 {own:.1f}"
            yield Figure(f"event-loop gap while {work}, p99", wall, "ms", 32, 16, note)
    yield Figure(
        "resident memory, corpus open and searched", statistics.median(d.memory for d in days), "MB", 350, 200
    )


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    words.add_argument("corpus", type=Path)
    words.add_argument("--folder", type=Path, help="transcripts to import into a new corpus")
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--json", type=Path)
    given = words.parse_args()
    rows = list(figures(given.corpus, given.folder, given.runs))
    print(as_table(rows))
    if given.json:
        write_json(rows, given.json)


if __name__ == "__main__":
    main()
