"""How fast transcripts are taken in, how large the corpus is, and how much memory it takes.

``python tests/perf/import_table.py [--turns 40000] [--folder FOLDER] [--runs 3] [--readers N] [--json FILE]``

Wall times of whole runs, alternating with the bare tables they are compared with; run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import gc
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.ingest.drain import drain
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.ingest.readings import usable_processors
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine
from app.store.check import check_corpus
from app.store.corpus import Corpus
from tests.perf.figures import Figure, as_table, write_json
from tests.perf.texts import texts_of, write_transcripts

BATCH = 5_000
CORPUS = "import.parlance"
_MB = 1e6

_OPENED_AND_SEARCHED = """
import sys
from pathlib import Path
from app.search.parser import parse
from app.search.searcher import PAGE, Searcher
from app.store.corpus import Corpus
corpus = Corpus.open(Path(sys.argv[1]))
corpus.reader().facts()
corpus.reader().vocabulary()
searcher = Searcher(corpus.reader())
for text in ("的", "the", "周末", "😂", "pre*", "*ing", "speaker:A 的", "the OR of", "的 -the", '"of the"'):
    query = parse(text)
    searcher.kwic(query, searcher.first(query, n=PAGE))
    searcher.count(query)
with open("/proc/self/status") as status:
    fields = dict(line.split(":", 1) for line in status)
print(int(fields["VmRSS"].split()[0]), int(fields["VmHWM"].split()[0]))
"""


def bare(path: Path, texts: list[str], tokenize: str) -> float:
    """Seconds to put texts into a plain table and a bare FTS5 table."""
    begun = time.perf_counter()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("CREATE TABLE turn(id INTEGER PRIMARY KEY, text TEXT)")
        connection.execute(f"CREATE VIRTUAL TABLE found USING fts5(text, tokenize='{tokenize}')")
        for start in range(0, len(texts), BATCH):
            rows = list(enumerate(texts[start : start + BATCH], start + 1))
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO turn VALUES (?, ?)", rows)
            connection.executemany("INSERT INTO found(rowid, text) VALUES (?, ?)", rows)
            connection.execute("COMMIT")
    return time.perf_counter() - begun


def whole(path: Path, folder: Path, readers: int | None) -> float:
    """Seconds to import a folder into a new corpus, from its creation to its closing."""
    begun = time.perf_counter()
    corpus = Corpus.create(path)
    options = ImportOptions(readers=readers)
    drain(import_paths(corpus, [folder], options, RepairEngine(), CancelToken()))
    corpus.close()
    return time.perf_counter() - begun


def figures(
    folder: Path, runs: int = 3, readers: int | None = None, keep: Path | None = None
) -> Iterator[Figure]:
    """Measure on the transcripts of a folder; a corpus of them and the bare tables are left in ``keep``."""
    texts = list(texts_of(sorted(folder.rglob("*.txt"))))
    size = sum(len(text.encode()) for text in texts)
    with tempfile.TemporaryDirectory(prefix="parlance-bench-") as name:
        made = keep or Path(name)
        last = made / CORPUS
        seconds = _alternating(made, folder, texts, runs, readers)
        turns = len(texts)
        del texts
        gc.collect()
        middle = {what: statistics.median(times) for what, times in seconds.items()}
        note = f"{turns:,} turns in {middle['import']:.1f} s, bare {middle['unicode61']:.1f} s;"
        cpu = middle["import CPU"] / middle["unicode61 CPU"]
        note += f" {usable_processors()} processors, median of {runs}; {cpu:.2f}x the processor seconds"
        yield Figure(
            "import against bare FTS5 unicode61", middle["import"] / middle["unicode61"], "x", 2.5, 1.6, note
        )
        note = f"bare {middle['trigram']:.1f} s"
        yield Figure(
            "import against bare FTS5 trigram", middle["import"] / middle["trigram"], "x", 0.7, 0.5, note
        )
        length = last.stat().st_size
        note = f"{length / _MB:.0f} MB of {size / _MB:.0f} MB text"
        yield Figure("corpus file against the UTF-8 text", length / size, "x", 2.5, 1.8, note)
        yield from opened(last)


def _alternating(
    place: Path, folder: Path, texts: list[str], runs: int, readers: int | None
) -> dict[str, list[float]]:
    def fresh(name: str) -> Path:
        path = place / name
        path.unlink(missing_ok=True)
        return path

    works: dict[str, Callable[[], float]] = {
        "unicode61": lambda: bare(fresh("unicode61.db"), texts, "unicode61"),
        "trigram": lambda: bare(fresh("trigram.db"), texts, "trigram"),
        "import": lambda: whole(fresh(CORPUS), folder, readers),
    }
    seconds: dict[str, list[float]] = {what: [] for what in (*works, *(f"{what} CPU" for what in works))}
    for _ in range(runs):
        for what, work in works.items():
            gc.collect()
            begun = _processor_seconds()
            seconds[what].append(work())
            seconds[f"{what} CPU"].append(_processor_seconds() - begun)
    return seconds


def _processor_seconds() -> float:
    """Spent by this process and those it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def opened(path: Path) -> Iterator[Figure]:
    """Memory of a process that opened and searched a corpus; time to open it, read its columns, check it."""
    if sys.platform.startswith("linux"):
        command = [sys.executable, "-c", _OPENED_AND_SEARCHED, str(path)]
        root = Path(__file__).resolve().parents[2]
        told = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True).stdout
        resident, peak = (int(number) / 1024 for number in told.split())
        note = f"peak {peak:.0f} MB"
        yield Figure(
            "resident memory without the window, opened and searched", resident, "MB", 350, 200, note
        )
    begun = time.perf_counter()
    corpus = Corpus.open(path)
    counts = corpus.reader().counts()
    yield Figure("open a corpus and count", (time.perf_counter() - begun) * 1000, "ms")
    begun = time.perf_counter()
    corpus.reader().facts()
    yield Figure("read the columns of all turns", (time.perf_counter() - begun) * 1000, "ms")
    begun = time.perf_counter()
    report = drain(check_corpus(corpus, CancelToken()))
    seconds = (time.perf_counter() - begun) / counts.turns * 100_000
    yield Figure("check, for 100,000 turns", seconds, "s", None, None, f"{len(report.problems)} problems")
    corpus.close()


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    words.add_argument("--turns", type=int, default=40_000)
    words.add_argument("--folder", type=Path)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--readers", type=int)
    words.add_argument("--keep", type=Path, help="a folder to leave the corpus and the bare tables in")
    words.add_argument("--json", type=Path)
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="parlance-texts-") as name:
        folder = given.folder or write_transcripts(Path(name), given.turns)
        rows = list(figures(folder, given.runs, given.readers, given.keep))
    print(as_table(rows))
    if given.json:
        write_json(rows, given.json)


if __name__ == "__main__":
    main()
