"""Every figure of taking in, searching and the window, beside what it must be: ``packaging/dev.py bench``.

``--turns`` says how large the corpus is (the limits are for 1,000,000); ``--folder`` takes transcripts
that are there already. ``--readme`` puts the table into the README, ``--from FILE`` takes figures that
were measured before. Figures of repair: ``tests/perf/repair_table.py``.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.store.corpus import Corpus
from tests.perf import (
    bench_readme,
    conversation_table,
    import_bounds,
    import_table,
    peers,
    search_table,
    window_table,
)
from tests.perf.bench_results import Circumstances, Results, load, save
from tests.perf.figures import Figure, as_table, read_json
from tests.perf.texts import write_transcripts

_WATCHED_FILES = 50
_SMALL_FILES = 20_000


def measure(folder: Path, place: Path, runs: int, json: Path, megabytes: int) -> Results:
    """Everything; the corpus of the transcripts in ``folder`` and other large files are left in ``place``.

    What a part has found is in ``json`` as soon as that part is done. A part that fails is told on standard
    error and is missing; the others are measured all the same.
    """
    results = Results(Circumstances.now(runs))
    corpus = place / import_table.CORPUS
    parts: tuple[Callable[[], Iterator[Figure]], ...] = (
        lambda: import_table.figures(folder, runs, keep=place),
        lambda: search_table.figures(corpus, runs),
        lambda: _of_the_window(corpus, _some(folder, place / "some"), runs, place),
        lambda: _of_the_view(place),
        lambda: import_bounds.figures(_SMALL_FILES, megabytes),
    )
    for part in parts:
        results.whole &= _told(part, results)
        if corpus.exists():
            with closing(Corpus.open(corpus)) as opened:
                results.circumstances.turns = opened.reader().counts().turns
        save(results, json)
    try:
        results.peers += peers.rows(corpus, folder, runs, place)
    except Exception:  # noqa: BLE001 - half an hour of figures must not be lost to a peer
        traceback.print_exc()
        results.whole = False
    results.circumstances.ended()
    save(results, json)
    return results


def _some(folder: Path, place: Path) -> Path:
    """The first transcripts of a folder: enough to watch the window while they are imported."""
    place.mkdir()
    for path in sorted(folder.rglob("*.txt"))[:_WATCHED_FILES]:
        shutil.copy(path, place / path.name)
    return place


def _of_the_window(corpus: Path, folder: Path, runs: int, place: Path) -> Iterator[Figure]:
    """What a window does that has a process to itself, as people have it: memory is that of the process."""
    found = place / "window.json"
    asked = [str(corpus), "--folder", str(folder), "--runs", str(runs), "--json", str(found)]
    subprocess.run([sys.executable, window_table.__file__, *asked], check=True, stdout=subprocess.DEVNULL)
    yield from read_json(found)


def _of_the_view(place: Path) -> Iterator[Figure]:
    """What the conversation view does, in a process of its own as well."""
    found = place / "conversation.json"
    asked = [sys.executable, conversation_table.__file__, "--json", str(found)]
    subprocess.run(asked, check=True, stdout=subprocess.DEVNULL)
    yield from read_json(found)


def _told(part: Callable[[], Iterator[Figure]], results: Results) -> bool:
    """Measure one part and tell its rows as they come; False when it failed."""
    try:
        for row in part():
            results.figures.append(row)
            print(as_table([row]).splitlines()[1], flush=True)
    except Exception:  # noqa: BLE001 - see measure
        traceback.print_exc()
        return False
    return True


def main() -> None:
    """Measure and print; the status is 1 when a limit is missed or a part failed."""
    words = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    words.add_argument("--turns", type=int, default=1_000_000)
    words.add_argument("--folder", type=Path)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--megabytes", type=int, default=256, help="size of the exports; 2048 is asked for")
    words.add_argument("--json", type=Path, default=Path("bench.json"))
    words.add_argument("--from", type=Path, dest="known")
    words.add_argument("--readme", action="store_true")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="parlance-bench-") as name:
        place = Path(name)
        if given.known:
            results = load(given.known)
        else:
            folder = given.folder or write_transcripts(place / "texts", given.turns)
            results = measure(folder, place, given.runs, given.json, given.megabytes)
    print(f"\n{results.circumstances}\n\n{as_table(results.figures)}")
    print("\nThe same searches by other means; turns in brackets where a count is another one:\n")
    print(peers.as_table(results.peers))
    if given.readme:
        bench_readme.put(results)
    missed = any(row.verdict == "MISSED" for row in results.figures)
    raise SystemExit(missed or not results.whole)


if __name__ == "__main__":
    main()
