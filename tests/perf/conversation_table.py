"""How the conversation view keeps up: opening at a turn, painting while scrolling, memory, where jumps land.

``python tests/perf/conversation_table.py [--turns 100000] [--most 1000000] [--json FILE]``

Opening is everything between the wish and the painted turn: reading the shape of the conversation from the
corpus, arranging it, bringing the turns in view, laying them out, painting. Beside the wall time stands the
processor time, which says the same whatever else the machine does.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.model.ids import ConversationId
from app.model.progress import CancelToken
from app.store.corpus import Corpus
from app.ui.application.start import application
from app.ui.conversation import ConversationView
from app.ui.panels.turn_source import CorpusTurns, read_conversation
from app.ui.tasks.runner import ThreadRunner
from app.ui.theme import SPACING, Theme
from tests.perf.figures import Figure, as_table, percentile, write_json
from tests.perf.long_conversations import Shape, write
from tests.perf.window_table import resident

_ONLY = ConversationId(1)
_WAIT_S = 20.0
_STEP = 120.0
"""Pixels of one notch of a wheel."""
_LANDS_WITHIN = 1.0
"""Pixels between where a turn was asked to stand and where it stands."""


class Reading:
    """A view on one corpus, driven by hand; times in milliseconds."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.runner = ThreadRunner()
        self.view = ConversationView(Theme(QApplication.instance(), "light"))
        self.view.resize(760, 800)
        self.view.show()
        self.source: CorpusTurns | None = None

    def close(self) -> None:
        """Let go of the view and its threads."""
        self.runner.close(5.0)
        self.view.close()
        self.view.deleteLater()

    def arrived(self) -> None:
        """Wait until all turns in view are here."""
        end = time.monotonic() + _WAIT_S
        while self.source is not None and (self.source.under_way or not self._whole()):
            if time.monotonic() > end:
                raise TimeoutError
            QApplication.processEvents()
            time.sleep(0.0002)

    def _whole(self) -> bool:
        return all(self.view.paper.box(placed.row) is not None for placed in self.view.paper.visible)

    def paint(self) -> None:
        """Paint what is visible now."""
        self.view.viewport().repaint()

    def open_at(self, turn: int) -> None:
        """Everything from the wish to the painted turn."""
        opened = read_conversation(self.corpus, CancelToken(), _ONLY)
        self.source = CorpusTurns(opened, self.corpus, self.runner)
        self.view.set_conversation(self.source, at=turn)
        self.arrived()
        self.paint()

    def lands_at(self, turn: int) -> float:
        """Go to a turn; how far from the top of the view's margin it stands, in pixels."""
        self.view.go_to(turn)
        self.arrived()
        row = self.view.paper.outline.row_of(turn)
        placed = next((p for p in self.view.paper.visible if p.row == row), None)
        if placed is None:
            return float("inf")
        last = self.view.paper.visible[-1]
        at_end = last.row == len(self.view.paper.outline) - 1
        return 0.0 if at_end else abs(placed.y - SPACING.m)


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    begun, used = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000


def opening(reading: Reading, turns: int, runs: int) -> tuple[float, float]:
    """Median wall and processor time of opening at turns all over the conversation."""
    found = [_cost(lambda at=at: reading.open_at(at)) for at in _places(turns, runs)]
    return statistics.median(wall for wall, _cpu in found), statistics.median(cpu for _wall, cpu in found)


def _places(turns: int, count: int) -> list[int]:
    chance = random.Random(7)
    return [chance.randint(1, turns) for _ in range(count)]


def scrolling(reading: Reading, steps: int) -> tuple[list[float], list[float]]:
    """What each notch of the wheel costs, painting included, the turns being here or not; wall, processor."""
    walls, costs = [], []
    gc.collect()
    for _step in range(steps):

        def notch() -> None:
            reading.view.scroll_by(_STEP)
            reading.paint()

        begun, used = time.perf_counter(), time.thread_time()
        notch()
        walls.append((time.perf_counter() - begun) * 1000)
        costs.append((time.thread_time() - used) * 1000)
        QApplication.processEvents()
    reading.arrived()
    return walls, costs


def everything(reading: Reading) -> float:
    """Show every turn once, a screenful at a time; by how many MB resident memory grew after a first part."""
    paper = reading.view.paper
    rows = len(paper.outline)
    reading.view.scroll_to_end(start=True)
    reading.arrived()
    before = 0.0
    while True:
        last = paper.visible[-1].row
        if not before and last > rows / 50:
            gc.collect()
            before = resident()
        if last >= rows - 1:
            break
        paper.scroll.show(last, 0.0, 0.0)
        reading.view.settle()
        reading.arrived()
    gc.collect()
    return resident() - before


def of_shape(place: Path, turns: int, shape: Shape, runs: int) -> Iterator[Figure]:
    """The rows of one conversation."""
    large = turns > 100_000
    name = {"line": "", "deep": ", a deep tree", "wide": ", a wide tree"}[shape]
    what = f"{turns:,} turns{name}"
    path = write(place / f"{shape}-{turns}.parlance", turns, shape)
    before = resident()
    with closing(Corpus.open(path)) as corpus:
        reading = Reading(corpus)
        try:
            reading.open_at(1)
            wall, cost = opening(reading, turns, runs)
            limit = None if large else 100
            yield Figure(f"opening at a turn, {what}", wall, "ms", limit, None, f"processor time {cost:.1f}")
            walls, costs = scrolling(reading, 400)
            note = f"processor time p95 {percentile(costs, 0.95):.1f}, p50 {percentile(costs, 0.5):.1f}"
            yield Figure(
                f"a notch scrolled and painted, {what}, p95", percentile(walls, 0.95), "ms", 8, None, note
            )
            beside = max(reading.lands_at(turn) for turn in _places(turns, 40))
            yield Figure(f"jumps land beside their turn by, {what}", beside, "px", _LANDS_WITHIN)
            if not large:
                grown = everything(reading)
                yield Figure(f"memory grown while all is scrolled through, {what}", grown, "MB", 20)
            yield Figure(f"memory of the view, {what}", resident() - before, "MB")
        finally:
            reading.close()


def figures(place: Path, turns: int = 100_000, most: int = 1_000_000, runs: int = 7) -> Iterator[Figure]:
    """Every row of the conversation's part of the table; the corpora are made in ``place``."""
    application(["parlance"])
    for shape in ("line", "deep", "wide"):
        yield from of_shape(place, turns, shape, runs)
    yield from of_shape(place, most, "line", max(1, runs // 2))


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    words.add_argument("--turns", type=int, default=100_000)
    words.add_argument("--most", type=int, default=1_000_000)
    words.add_argument("--runs", type=int, default=7)
    words.add_argument("--json", type=Path)
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="parlance-conversation-") as name:
        rows = []
        for row in figures(Path(name), given.turns, given.most, given.runs):
            rows.append(row)
            print(as_table([row]).splitlines()[1], flush=True)
    if given.json:
        write_json(rows, given.json)


if __name__ == "__main__":
    main()
