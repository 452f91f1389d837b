"""The same searches by other means on the same texts: what they find, and how long they take.

``python tests/perf/peers.py CORPUS FOLDER [--runs 3] [--json FILE]``

Bare FTS5 tables (unicode61, trigram), LIKE over a plain table, ripgrep over the transcripts (where it is
installed) and tantivy (the `bench` extra). "turns" is how many turns hold the text, case aside, counted by a
plain scan. A peer that gives another number is wrong for these users, however fast it is.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.search.parser import parse
from app.search.searcher import Searcher
from app.store.corpus import Corpus
from tests.perf.figures import timed
from tests.perf.import_table import bare
from tests.perf.texts import texts_of

QUERIES = ("周末", "的", "社会主义", "of the", "software", "😂", "ai")
"""Two characters, one, four, a phrase, a rare word, an emoji, a word of two letters."""

Count = Callable[[str], int]


_CJK = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One query by one means: what it counts and how long that takes, in milliseconds."""

    query: str
    turns: int
    means: str
    counted: int
    milliseconds: float


def _plain(texts: list[str]) -> Count:
    """Turns in which the query stands by itself, found by looking at every text."""
    folded = [text.casefold() for text in texts]

    def count(query: str) -> int:
        words = re.compile(r"\s+".join(map(re.escape, query.split())))
        return sum(
            any(_stands(text, found.start(), found.end()) for found in words.finditer(text))
            for text in folded
        )

    return count


def _stands(text: str, start: int, end: int) -> bool:
    """Whether what stands there is neither a part of a longer word nor carries a mark of its own."""
    if unicodedata.category(text[end : end + 1] or " ").startswith("M"):
        return False
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not (_joins(before, text[start]) or _joins(text[end - 1], after))


def _joins(one: str, other: str) -> bool:
    """Whether two characters are of one word: letters, digits and what stands inside words, but not Han."""
    return bool(one and other) and all(
        (char.isalnum() or char in "_'’" or unicodedata.category(char).startswith("M"))
        and not _CJK.match(char)
        for char in (one, other)
    )


def _like(path: Path) -> Count:
    connection = sqlite3.connect(path)
    return lambda query: int(
        connection.execute("SELECT count(*) FROM turn WHERE text LIKE '%' || ? || '%'", (query,)).fetchone()[
            0
        ]
    )


def _match(path: Path) -> Count:
    connection = sqlite3.connect(path)
    sql = "SELECT count(*) FROM found WHERE found MATCH ?"
    return lambda query: int(connection.execute(sql, (f'"{query}"',)).fetchone()[0])


def _ripgrep(folder: Path) -> Count:
    def count(query: str) -> int:
        command = ["rg", "--no-filename", "--count", "--ignore-case", "--fixed-strings", query, str(folder)]
        told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
        return sum(map(int, told.split()))

    return count


def _tantivy(folder: Path, texts: list[str]) -> Count:
    import tantivy

    builder: Any = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    index: Any = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(200_000_000, 1)
    for text in texts:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def count(query: str) -> int:
        return int(searcher.search(index.parse_query(f'"{query}"', ["text"]), 1, count=True).count)

    return count


def rows(corpus: Path, folder: Path, runs: int = 3, tables: Path | None = None) -> Iterator[Row]:
    """Every query by every means that is there; in ``tables`` may be bare tables of import_table."""
    texts = list(texts_of(sorted(folder.rglob("*.txt"))))
    opened = Corpus.open(corpus)
    searcher = Searcher(opened.reader())
    with tempfile.TemporaryDirectory(prefix="parlance-peers-") as name:
        place = Path(name)
        tables = tables or place
        for kind in ("unicode61", "trigram"):
            if not (tables / f"{kind}.db").exists():
                bare(tables / f"{kind}.db", texts, kind)
        means: dict[str, Count] = {
            "Parlance": lambda query: searcher.count(parse(f'"{query}"')),
            "FTS5 unicode61": _match(tables / "unicode61.db"),
            "FTS5 trigram": _match(tables / "trigram.db"),
            "LIKE": _like(tables / "unicode61.db"),
        }
        if shutil.which("rg"):
            means["ripgrep"] = _ripgrep(folder)
        try:
            (place / "tantivy").mkdir()
            means["tantivy"] = _tantivy(place / "tantivy", texts)
        except ImportError:
            print("tantivy is not installed: pip install -e .[bench]", file=sys.stderr)
        yield from _measured(means, _plain(texts), runs)
    opened.close()


def _measured(means: Mapping[str, Count], truth: Count, runs: int) -> Iterator[Row]:
    for query in QUERIES:
        turns = truth(query)
        for name, count in means.items():
            milliseconds, counted = timed(lambda count=count, query=query: count(query), runs)  # type: ignore[misc]
            yield Row(query, turns, name, counted, milliseconds)


def as_table(measured: list[Row]) -> str:
    """A line for each query, a column for each means: time, and the count where it is another one."""
    names = list(dict.fromkeys(row.means for row in measured))
    lines = [f"{'query':10} {'turns':>9} " + " ".join(f"{name:>24}" for name in names)]
    for query in dict.fromkeys(row.query for row in measured):
        found = {row.means: row for row in measured if row.query == query}
        cells = []
        for name in names:
            row = found[name]
            wrong = "" if row.counted == row.turns else f" ({row.counted:,} turns)"
            cells.append(f"{row.milliseconds:,.1f} ms{wrong}".rjust(24))
        lines.append(f"{query:10} {found[names[0]].turns:>9,} " + " ".join(cells))
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    words.add_argument("corpus", type=Path)
    words.add_argument("folder", type=Path)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--json", type=Path)
    given = words.parse_args()
    measured = list(rows(given.corpus, given.folder, given.runs))
    print(as_table(measured))
    if given.json:
        told = [asdict(row) for row in measured]
        given.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
