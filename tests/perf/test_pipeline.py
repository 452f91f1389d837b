"""How fast import, search and statistics are: figures are printed, and bounded far above what they should be.

Run by ``python3 packaging/dev.py bench``; a plain test run leaves measurements out.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ingest.drain import drain
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine
from app.search.parser import parse
from app.search.searcher import Searcher
from app.stats.base import METRICS, Selection
from app.store.corpus import Corpus
from tests.helpers import large

TURNS = 50_000
FILES = 50


@pytest.fixture(scope="module")
def transcripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return large.transcripts(tmp_path_factory.mktemp("transcripts"), TURNS, FILES)


@pytest.fixture(scope="module")
def corpus(transcripts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with_turns = Corpus.create(tmp_path_factory.mktemp("corpus") / "perf.parlance")
    take_in(with_turns, transcripts)
    yield with_turns
    with_turns.close()


def take_in(corpus: Corpus, folder: Path) -> int:
    """Import a folder; the number of turns."""
    work = import_paths(corpus, [folder], ImportOptions(), RepairEngine(), CancelToken())
    return drain(work, lambda _report: None).turns


def test_import(benchmark, transcripts: Path, tmp_path: Path) -> None:
    numbers = itertools.count()

    def once() -> int:
        corpus = Corpus.create(tmp_path / f"{next(numbers)}.parlance")
        turns = take_in(corpus, transcripts)
        corpus.close()
        return turns

    assert benchmark.pedantic(once, rounds=2) == TURNS
    benchmark.extra_info["turns a second"] = round(TURNS / benchmark.stats.stats.mean)
    print(f"\nimport: {TURNS / benchmark.stats.stats.mean:,.0f} turns a second")
    assert benchmark.stats.stats.mean < TURNS / 2_000


@pytest.mark.parametrize(
    ("query", "seconds"),
    [
        ("鬼见愁", 0.15),
        ("周末", 0.8),
        ("的", 0.8),
        ("code OR river", 0.8),
        ("-周末 speaker:A", 0.8),
        ("", 0.8),
    ],
)
def test_search(benchmark, corpus: Corpus, query: str, seconds: float) -> None:
    searcher = Searcher(corpus.reader())

    def page_and_total() -> tuple[int, int]:
        parsed = parse(query)
        rows = searcher.kwic(parsed, searcher.first(parsed, n=50))
        return len(rows), searcher.count(parsed)

    rows, total = benchmark(page_and_total)
    assert rows
    print(f"\nsearch {query or '(all)'}: {total:,} turns in {benchmark.stats.stats.median * 1000:.1f} ms")
    assert benchmark.stats.stats.median < seconds


@pytest.mark.parametrize("name", list(METRICS))
def test_metric(benchmark, corpus: Corpus, name: str) -> None:
    reader = corpus.reader()
    facts = reader.facts()
    result = benchmark(lambda: METRICS[name].compute(facts, Selection(), reader))
    assert result.rows
    print(f"\n{name}: {benchmark.stats.stats.median * 1000:.1f} ms over {TURNS:,} turns")
    assert benchmark.stats.stats.median < 0.5
