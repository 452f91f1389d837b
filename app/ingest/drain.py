"""Run a generator of progress reports to its end."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

from app.model.progress import Progress

T = TypeVar("T")


def drain(work: Generator[Progress, None, T], on_progress: Callable[[Progress], None] | None = None) -> T:
    """Hand every report to ``on_progress`` and give back the generator's return value."""
    while True:
        try:
            report = next(work)
        except StopIteration as stop:
            value: T = stop.value
            return value
        if on_progress is not None:
            on_progress(report)
