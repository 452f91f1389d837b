"""How long the window keeps its user waiting while it imports, opens and searches a corpus.

A timer of 5 ms ticks in the window's thread; what is measured is the time between two ticks.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from app.ui.application.memory import settle, unsettle
from app.ui.application.start import SWITCH_SECONDS
from app.ui.main_window import MainWindow
from tests.helpers.gaps import TICK_MS, Gaps
from tests.helpers.large import transcripts
from tests.helpers.windows import Answers, calm, open_window

TURNS = 60_000
TARGET_MS = 32.0
BOUND_MS = 4 * TARGET_MS
"""Far above the target, which is for a machine that does nothing else."""
TYPED = ("周末", "weekend OR 的", "speaker:A", "th*", "-周末", "", "😂")
KEY_MS = 110


@pytest.fixture(autouse=True)
def as_in_the_program() -> Iterator[None]:
    """The settings of a started program."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    settle()
    yield
    unsettle()
    sys.setswitchinterval(before)


def measured(window: MainWindow, name: str, work: Callable[[], None]) -> None:
    """Run ``work``, which waits for its end itself, and print the gaps meanwhile."""
    gaps = Gaps(window)
    gaps.start()
    work()
    gaps.stop()
    half, most, worst = gaps.figures()
    print(
        f"\n{name}: gap p50 {half:.1f} ms, p99 {most:.1f} ms, longest {worst:.1f} ms ({len(gaps.late)} ticks)"
    )
    assert half < 3 * TICK_MS
    assert most < BOUND_MS


def test_gaps_of_the_event_loop(benchmark: BenchmarkFixture, qtbot: QtBot, tmp_path: Path) -> None:
    folder = transcripts(tmp_path / "talks", TURNS, files=30)
    corpus = tmp_path / "talks.parlance"
    window = open_window(qtbot, Answers())
    window.desk.corpus.open(corpus, create=True)
    calm(qtbot, window)

    def take_in() -> None:
        with qtbot.waitSignal(window.desk.writing.imported, timeout=300_000):
            window.take([folder])
        calm(qtbot, window)

    def type_queries() -> None:
        for text in TYPED:
            for end in range(min(1, len(text)), len(text) + 1):
                window.desk.search.set_text(text[:end])
                qtbot.wait(KEY_MS)
            calm(qtbot, window)

    def open_again() -> None:
        window.take([corpus])
        calm(qtbot, window)

    def whole_day() -> None:
        measured(window, f"importing {TURNS:,} turns", take_in)
        measured(window, "typing queries", type_queries)
        window.desk.corpus.close()
        calm(qtbot, window)
        measured(window, "opening", open_again)

    benchmark.pedantic(whole_day, rounds=1, iterations=1)
    assert window.desk.corpus.snapshot.counts.turns == TURNS
