"""How fast work goes, and when it will be done, told from its reports."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from app.model.progress import Progress

_MEMORY = 20.0
"""Seconds after which what was seen counts for a third."""
_ENOUGH = 1.0
"""Seconds to be watched before anything is said."""
_TOLERANCE = 0.15
"""A remaining time is told anew when it is off by more than this share of it."""
_SLACK = 2.0
"""Seconds by which it may be off in any case."""


class Pace:
    """Feed it every report; a new stage is measured afresh, and time at rest does not count.

    The rate is an exponentially weighted mean over the time worked. The remaining time counts down evenly
    and is corrected only when the rate contradicts it, so that it does not flicker.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._done = 0
        self._seen = self._amount = self._weight = self._worked = 0.0
        self._end: float | None = None

    @property
    def rate(self) -> float | None:
        """Units per second; None while too little was seen."""
        if self._worked < _ENOUGH or self._amount <= 0:
            return None
        return self._amount / self._weight

    @property
    def remaining(self) -> float | None:
        """Seconds of work until the end; None while nobody can know."""
        return None if self._end is None else max(0.0, self._end - self._worked)

    def note(self, progress: Progress, *, rests: bool = False) -> None:
        """A report; ``rests``: the work is paused."""
        now = self._clock()
        if rests:
            self._seen = now
            return
        if progress.stage != self._stage or progress.done < self._done:
            self._begin(progress, now)
            return
        passed = now - self._seen
        if passed <= 0:
            return
        fade = math.exp(-passed / _MEMORY)
        self._amount = self._amount * fade + (progress.done - self._done)
        self._weight = self._weight * fade + _MEMORY * (1 - fade)
        self._worked += passed
        self._seen, self._done = now, progress.done
        self._look_ahead(progress)

    def _begin(self, progress: Progress, now: float) -> None:
        self._stage, self._done, self._seen = progress.stage, progress.done, now
        self._amount = self._weight = self._worked = 0.0
        self._end = None

    def _look_ahead(self, progress: Progress) -> None:
        rate = self.rate
        if rate is None or not progress.total:
            self._end = None
            return
        needed = max(0, progress.total - progress.done) / rate
        told = self.remaining
        if told is None or abs(told - needed) > _SLACK + _TOLERANCE * needed:
            self._end = self._worked + needed
