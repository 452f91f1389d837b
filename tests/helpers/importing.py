"""Import into a corpus from tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.ingest.drain import drain
from app.ingest.files import open_binary
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.model.progress import CancelToken, Progress
from app.model.reports import ImportReport
from app.repair.engine import RepairEngine
from app.store.check import check_corpus
from app.store.corpus import Corpus


def run_import(
    corpus: Corpus,
    *paths: Path,
    options: ImportOptions | None = None,
    token: CancelToken | None = None,
    opener: Callable[[Path], BinaryIO] = open_binary,
    on_progress: Callable[[Progress], None] | None = None,
) -> ImportReport:
    """Import to the end."""
    work = import_paths(
        corpus, paths, options or ImportOptions(), RepairEngine(), token or CancelToken(), opener=opener
    )
    return drain(work, on_progress)


def assert_sound(corpus: Corpus) -> None:
    """Nothing is damaged, orphaned or half."""
    report = drain(check_corpus(corpus, CancelToken()))
    assert (report.problems, report.unfinished) == ((), ())


def chat(*lines: str) -> str:
    """A labelled transcript whose speakers A and B take turns."""
    return "".join(f"[{'AB'[number % 2]}]: {line}\n" for number, line in enumerate(lines))


def write(path: Path, text: str | bytes) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(text, str):
        text = text.encode()
    path.write_bytes(text)
    return path
