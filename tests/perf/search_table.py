"""How fast a corpus answers: every row of the table of searching, in milliseconds.

``python tests/perf/search_table.py CORPUS [--runs 5] [--json FILE]``
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.model.progress import Cancelled, CancelToken
from app.search.parser import parse
from app.search.searcher import PAGE, Searcher
from app.stats.base import METRICS, Selection
from app.store.corpus import Corpus
from app.store.reader import Reader
from tests.perf.figures import Figure, as_table, percentile, timed, write_json

QUERIES = Path(__file__).with_name("queries.tsv")
COMMON = "的"
"""A word in about half of all turns."""

_BROAD = ("t*", "s*", "c*", "a*", "-the", "-的", "-周末", "-of")
_WILDCARDS = ("*ing", "*tion", "*ness", "in*ing", "*war*", "*ght*", "c*t", "*ally")
_RELATIONS = ("的 >2 the", "the >2 of", "的 >> the", "speaker:A 的 >1 speaker:B the")
_SERVED = ("/software\\w*/", "/周末[，。]?/", "/软件|朋友/", "/\\bfriend(s|ly)\\b/", "/俄国人?/")
_UNSERVED = ("/[aeiou]{4}/", "/\\d{4}的/", "/.{3}！$/")


def classes() -> dict[str, list[str]]:
    """The queries by class."""
    found: dict[str, list[str]] = {}
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        name, query = line.split("\t")
        found.setdefault(name, []).append(query)
    return found


class _Clock:
    """Times the answers of searchers that remember nothing of the query; the reader keeps what it keeps."""

    def __init__(self, reader: Reader, runs: int) -> None:
        self._reader = reader
        self._runs = runs
        reader.facts()  # as the first search of a session does
        reader.vocabulary()

    @property
    def _searcher(self) -> Searcher:
        return Searcher(self._reader)

    def page(self, text: str) -> float:
        """From the query's text to fifty concordance rows in order of position."""
        return timed(lambda: self._rows(text), self._runs)[0]

    def first_hits(self, text: str) -> float:
        """From the query's text to the first concordance rows of a search that reads texts."""
        return timed(lambda: self._first_rows(text), self._runs)[0]

    def total(self, text: str) -> float:
        """From the query's text to the exact number of turns."""
        return timed(lambda: self._searcher.count(parse(text)), self._runs)[0]

    def whole(self, text: str) -> float:
        """From the query's text to the ids of all turns."""
        return timed(lambda: self._searcher.ids(parse(text)), 1)[0]

    def ranked(self, text: str) -> float:
        """From the query's text to the fifty most relevant turns."""
        return timed(lambda: self._searcher.first(parse(text), "relevance", PAGE), self._runs)[0]

    def cancelled(self, text: str, after: float = 0.05) -> float:
        """How long a search goes on after it was cancelled."""
        token = CancelToken()
        stopped: list[float] = []

        def cancel() -> None:
            time.sleep(after)
            stopped.append(time.perf_counter())
            token.cancel()

        threading.Thread(target=cancel).start()
        try:
            self._searcher.ids(parse(text), token=token)
        except Cancelled:
            return max(0.0, (time.perf_counter() - stopped[0]) * 1000)
        return 0.0

    def _first_rows(self, text: str) -> int:
        query, searcher = parse(text), self._searcher
        found = next((part.ids for part in searcher.stream(query) if len(part.ids)), None)
        return 0 if found is None else len(searcher.kwic(query, found[:PAGE].tolist()))

    def _rows(self, text: str) -> int:
        query, searcher = parse(text), self._searcher
        return len(searcher.kwic(query, searcher.first(query, n=PAGE)))


def figures(corpus: Path, runs: int = 5) -> Iterator[Figure]:
    """Measure every row on one corpus; the corpus stays as it is."""
    opened = Corpus.open(corpus)
    try:
        clock = _Clock(opened.reader(), runs)
        clock.total(COMMON)
        yield from _per_class(clock)
        yield from _several(clock, "one-letter prefixes and bare negations", _BROAD, (50, 25), (500, 250))
        yield from _several(clock, "suffix and infix wildcards", _WILDCARDS, (300, 100), (300, 100))
        yield from _several(clock, "relation of two stop words", _RELATIONS, (500, 250), (500, 250))
        yield from _several(clock, "regex served by the index", _SERVED, (500, 200), (500, 200))
        yield from _ranked(clock)
        yield from _unserved(clock)
        yield _statistics(opened, runs)
    finally:
        opened.close()


def _per_class(clock: _Clock) -> Iterator[Figure]:
    for name, queries in classes().items():
        pages, totals = [clock.page(q) for q in queries], [clock.total(q) for q in queries]
        yield Figure(
            f"first page, p95, {name}", percentile(pages, 0.95), "ms", 16, 5, _slowest(queries, pages)
        )
        yield Figure(
            f"exact total, p95, {name}", percentile(totals, 0.95), "ms", 150, 50, _slowest(queries, totals)
        )


def _several(
    clock: _Clock, name: str, queries: tuple[str, ...], page: tuple[float, float], total: tuple[float, float]
) -> Iterator[Figure]:
    pages, totals = [clock.page(q) for q in queries], [clock.total(q) for q in queries]
    yield Figure(f"{name}: first page, slowest", max(pages), "ms", *page, _slowest(queries, pages))
    yield Figure(f"{name}: exact total, slowest", max(totals), "ms", *total, _slowest(queries, totals))


def _ranked(clock: _Clock) -> Iterator[Figure]:
    yield Figure(
        f"{COMMON} by relevance: something to paint (position order)", clock.page(COMMON), "ms", 50, 16
    )
    yield Figure(f"{COMMON} by relevance: the best 50", clock.ranked(COMMON), "ms", 3000, 1000)


def _unserved(clock: _Clock) -> Iterator[Figure]:
    pages, wholes = [clock.first_hits(q) for q in _UNSERVED], [clock.whole(q) for q in _UNSERVED]
    yield Figure(
        "any other regex: first hits, slowest", max(pages), "ms", 100, 50, _slowest(_UNSERVED, pages)
    )
    yield Figure(
        "any other regex: whole, slowest", max(wholes), "ms", 8000, 3000, _slowest(_UNSERVED, wholes)
    )
    late = max(clock.cancelled(q) for q in _UNSERVED)
    yield Figure("any other regex: stops after cancel", late, "ms", 100, 50)


def _statistics(corpus: Corpus, runs: int) -> Figure:
    """Every metric over all turns, their columns read before."""
    reader = corpus.reader()
    facts = reader.facts()
    names = list(METRICS)
    times = []
    for name in names:
        metric = METRICS[name]
        times.append(timed(partial(metric.compute, facts, Selection(), reader), runs)[0])
    return Figure("statistics over all turns, slowest", max(times), "ms", note=_slowest(names, times))


def _slowest(queries: list[str] | tuple[str, ...], times: list[float]) -> str:
    slowest = max(range(len(times)), key=times.__getitem__)
    return f"{queries[slowest]} {times[slowest]:.1f}"


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    words.add_argument("corpus", type=Path)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--json", type=Path)
    given = words.parse_args()
    rows = list(figures(given.corpus, given.runs))
    print(as_table(rows))
    if given.json:
        write_json(rows, given.json)


if __name__ == "__main__":
    main()
