"""Progress at a pace that people can read and an event loop can carry."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.model.progress import Progress

INTERVAL = 0.1
"""Seconds between two reports that reach the window."""


class Throttle:
    """Passes on the first report of a stage and then at most one every ``INTERVAL`` seconds."""

    def __init__(
        self, pass_on: Callable[[Progress], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pass_on = pass_on
        self._clock = clock
        self._next = 0.0
        self._stage: str | None = None

    def __call__(self, progress: Progress) -> None:
        now = self._clock()
        if progress.stage == self._stage and now < self._next:
            return
        self._stage = progress.stage
        self._next = now + INTERVAL
        self._pass_on(progress)
