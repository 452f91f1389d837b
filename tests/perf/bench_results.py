"""What a whole run of the bench found, and on what machine; kept as JSON."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.ingest.readings import usable_processors
from tests.perf.figures import Figure, figures_of
from tests.perf.peers import Row


@dataclass(slots=True)
class Circumstances:
    """How it was measured. ``load`` is what the system says its processors had to do, before and after, as
    the mean of a minute; much more than what the bench itself asks for makes figures worthless.
    """

    turns: int
    runs: int
    processors: int
    system: str
    python: str
    sqlite: str
    load: list[float]

    @classmethod
    def now(cls, runs: int) -> Circumstances:
        """Of this process and machine."""
        system = f"{platform.system()} {platform.machine()}"
        version = platform.python_version()
        return cls(0, runs, usable_processors(), system, version, sqlite3.sqlite_version, _load())

    def ended(self) -> None:
        """Note the load at the end."""
        self.load += _load()

    def __str__(self) -> str:
        told = f"{self.turns:,} turns, medians of {self.runs}; {self.system}, {self.processors} processors,"
        told += f" Python {self.python}, SQLite {self.sqlite}"
        return told + (f"; load {', '.join(f'{load:.1f}' for load in self.load)}" if self.load else "")


@dataclass(slots=True)
class Results:
    """Every row. ``whole``: no part failed."""

    circumstances: Circumstances
    figures: list[Figure] = field(default_factory=list)
    peers: list[Row] = field(default_factory=list)
    whole: bool = True


def save(results: Results, path: Path) -> None:
    """Write them as JSON."""
    told = asdict(results)
    for row, figure in zip(told["figures"], results.figures, strict=True):
        row["verdict"] = figure.verdict
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Results:
    """Read what ``save`` wrote."""
    told = json.loads(path.read_text(encoding="utf-8"))
    figures = figures_of(told["figures"])
    peers = [Row(**row) for row in told["peers"]]
    return Results(Circumstances(**told["circumstances"]), figures, peers, told["whole"])


def _load() -> list[float]:
    return [round(os.getloadavg()[0], 1)] if hasattr(os, "getloadavg") else []
