"""Latest wins: a newer question cancels the older one and its answer is never shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from app.ui.tasks.runner import Lane, Runner
from app.ui.tasks.task import Report, Task, Work, ignore_progress

T = TypeVar("T")


class Latest(Generic[T]):
    """One slot for one kind of question ("the hits", "the plots").

    Each ask() starts a new generation; answers of older generations are dropped on arrival.
    """

    def __init__(self, runner: Runner, lane: Lane = "read") -> None:
        self._runner = runner
        self._lane = lane
        self._task: Task[T] | None = None
        self.generation = 0

    @property
    def busy(self) -> bool:
        """True while the newest question is unanswered."""
        return self._task is not None and not self._task.finished

    def ask(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        progress: Report = ignore_progress,
        stopped: Callable[[], None] | None = None,
    ) -> int:
        """Cancel the question before and start this one; returns its generation."""
        self.cancel()
        generation = self.generation

        def deliver(result: T) -> None:
            if generation == self.generation:
                done(result)

        def fail(error: Exception) -> None:
            if generation == self.generation:
                failed(error)

        self._task = self._runner.run(
            work, deliver, fail, lane=self._lane, progress=progress, stopped=stopped
        )
        return generation

    def cancel(self) -> None:
        """Give up the question under way, if any; its answer will not be shown."""
        self.generation += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None
