"""Every figure of taking in, searching and the window, beside what it must be: ``packaging/dev.py bench``.

``--turns`` says how large the corpus is (the limits are for 1,000,000); ``--folder`` takes transcripts
that are there already. Figures of repair: ``tests/perf/repair_table.py``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.perf import import_table, peers, search_table, window_table
from tests.perf.figures import Figure, as_table, write_json
from tests.perf.texts import write_transcripts


def figures(folder: Path, corpus: Path, runs: int) -> Iterator[Figure]:
    """All rows; ``corpus`` is where the corpus of the transcripts in ``folder`` is left."""
    yield from import_table.figures(folder, runs, keep=corpus)
    yield from search_table.figures(corpus, runs)
    yield from window_table.figures(corpus, folder, runs)


def main() -> None:
    """Measure and print; the status is 1 when a limit is missed."""
    words = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    words.add_argument("--turns", type=int, default=1_000_000)
    words.add_argument("--folder", type=Path)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--json", type=Path, default=Path("bench.json"))
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="parlance-bench-") as name:
        place = Path(name)
        folder = given.folder or write_transcripts(place / "texts", given.turns)
        rows = list(figures(folder, place / "bench.parlance", given.runs))
        print(as_table(rows))
        write_json(rows, given.json)
        print("\nThe same searches by other means; turns in brackets where a count is another one:\n")
        print(peers.as_table(list(peers.rows(place / "bench.parlance", folder, given.runs))))
    raise SystemExit(any(row.verdict == "MISSED" for row in rows))


if __name__ == "__main__":
    main()
