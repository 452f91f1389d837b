"""Sources that were left out of an import by name: the log of the corpus remembers them for later imports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.ingest.options import ImportOptions
from app.ingest.wishes import Rule
from app.store.reader import Reader

OUTCOME: Final = "left out"
"""Of a log entry."""
_LATEST: Final = (
    "SELECT path FROM (SELECT path, outcome, max(id) FROM import_log GROUP BY path) WHERE outcome = ?"
)


def left_out_before(reader: Reader) -> frozenset[str]:
    """The stored paths of sources that were left out when they were met last."""
    return frozenset(str(path) for (path,) in reader.rows(_LATEST, (OUTCOME,)))


def as_before(options: ImportOptions, known: frozenset[str], paths: Sequence[Path]) -> ImportOptions:
    """The options, with what was left out before left out again but for what is named itself.

    Rules of the options that say otherwise count more.
    """
    kept = known.difference(str(path.absolute()) for path in paths)
    return replace(options, rules=(Rule(files=kept, leave_out=True), *options.rules)) if kept else options
