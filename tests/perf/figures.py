"""Measured figures beside what they must be and what is aimed at; printed as one table, written as JSON."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: ``value`` in ``unit`` should be at most ``must``, better ``aim`` (or None)."""

    what: str
    value: float
    unit: str
    must: float | None = None
    aim: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """ "aim", "met" or "MISSED"; "" where nothing is asked."""
        if self.must is None:
            return ""
        if self.aim is not None and self.value <= self.aim:
            return "aim"
        return "met" if self.value <= self.must else "MISSED"


def timed(work: Callable[[], Result], runs: int) -> tuple[float, Result]:
    """Median wall time of ``work`` in milliseconds, and what it gave last; the collector rests meanwhile."""
    times: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(runs):
            begun = time.perf_counter()
            result = work()
            times.append((time.perf_counter() - begun) * 1000)
    finally:
        gc.enable()
    return statistics.median(times), result


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 100) * len(ordered) // 100) - 1)]


def as_table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text."""
    lines = [f"{'what':66} {'measured':>12} {'must':>9} {'aim':>9}  verdict"]
    for one in figures:
        must, aim = (("" if limit is None else f"{limit:g}") for limit in (one.must, one.aim))
        value = f"{one.value:,.3g} {one.unit}" if one.value < 1000 else f"{one.value:,.0f} {one.unit}"
        lines.append(f"{one.what:66} {value:>12} {must:>9} {aim:>9}  {one.verdict:7} {one.note}".rstrip())
    return "\n".join(lines)


def write_json(figures: Iterable[Figure], path: Path) -> None:
    """The figures as a JSON array of objects."""
    rows = [{**asdict(one), "verdict": one.verdict} for one in figures]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def figures_of(rows: Iterable[dict[str, Any]]) -> list[Figure]:
    """The figures of rows that were written as JSON."""
    return [Figure(**{name: value for name, value in row.items() if name != "verdict"}) for row in rows]


def read_json(path: Path) -> list[Figure]:
    """What ``write_json`` wrote."""
    return figures_of(json.loads(path.read_text(encoding="utf-8")))
