"""One piece of background work, as the window sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from app.model.progress import CancelToken, Progress

T = TypeVar("T")
Report = Callable[[Progress], None]
Work = Callable[[CancelToken, Report], T]


def ignore_progress(_progress: Progress) -> None:
    """For work whose progress nobody shows."""


class Task(Generic[T]):
    """Work with what to do when it ends; every callback runs in the window's thread.

    Exactly one of ``done``, ``failed`` and ``stopped`` is called, unless the runner is closed
    first. A task cancelled before its result was delivered counts as stopped, even when the
    work had already finished: the one who cancelled no longer wants the result.
    """

    def __init__(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        progress: Report = ignore_progress,
        stopped: Callable[[], None] | None = None,
    ) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self.progress = progress
        self.stopped = stopped
        self.token = CancelToken()
        self._lock = threading.Lock()
        self._working = True
        self._settled = False
        self._abandoned = False

    @property
    def finished(self) -> bool:
        """True once a callback was called."""
        return self._settled

    def cancel(self) -> None:
        """Ask the work to stop. After the work has ended the token's callbacks are not run.

        The lock keeps a late cancel from interrupting the next task's query on the same connection.
        """
        with self._lock:
            if self._working:
                self.token.cancel()
        self._abandoned = True

    def leave_work(self) -> None:
        """Called by the worker right after the work ended, before it takes the next task."""
        with self._lock:
            self._working = False

    def settle(self, result: T | None, error: Exception | None) -> None:
        """Deliver the outcome once; called in the window's thread."""
        if self._settled:
            return
        self._settled = True
        if self._abandoned or self.token.cancelled:
            if self.stopped is not None:
                self.stopped()
        elif error is not None:
            self.failed(error)
        else:
            self.done(result)  # type: ignore[arg-type]  # None is a T when the work returns None

    def tell(self, progress: Progress) -> None:
        """Deliver a progress report; called in the window's thread."""
        if not self._settled and not self._abandoned:
            self.progress(progress)
