"""Where background work runs: one serial lane for writing, two threads for reading, one for what somebody
waits to see, one for watching, one for counting."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Literal, Protocol, TypeVar

from PySide6.QtCore import QObject

from app.model.progress import Cancelled, Progress
from app.ui.tasks.courier import Courier
from app.ui.tasks.task import Report, Task, Work, ignore_progress
from app.ui.tasks.throttle import Throttle

T = TypeVar("T")
Lane = Literal["page", "read", "write", "watch", "count", "guess", "look"]
THREADS: dict[Lane, int] = {"page": 1, "read": 2, "write": 1, "watch": 1, "count": 1, "guess": 1, "look": 1}
"""Work of the lane "page" takes milliseconds: rows that are about to be painted never wait for a total."""
REST_SECONDS = 1.0


class Runner(Protocol):
    """Runs work away from the window and brings the outcome back to its thread."""

    def run(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        lane: Lane = "read",
        progress: Report = ignore_progress,
        stopped: Callable[[], None] | None = None,
    ) -> Task[T]:
        """Start ``work``; one of the callbacks runs in the window's thread when it ends."""
        ...

    def after_current(self, call: Callable[[], None]) -> None:
        """Call ``call`` in the window's thread once all work that runs or waits now has ended."""
        ...

    def close(self, deadline: float) -> bool:
        """Cancel everything and wait up to ``deadline`` seconds; True when all threads ended."""
        ...


class ThreadRunner(QObject):
    """The runner of the real window; threads start with the first task of their lane.

    A thread that has had nothing to do for ``REST_SECONDS`` calls ``rest`` once.
    """

    def __init__(self, parent: QObject | None = None, rest: Callable[[], None] | None = None) -> None:
        super().__init__(parent)
        self._rest = rest
        self._courier = Courier(self)
        self._queues: dict[Lane, queue.SimpleQueue[Task[object] | None]] = {}
        self._threads: list[threading.Thread] = []
        self._tasks: set[Task[object]] = set()
        self._waiting: list[tuple[set[Task[object]], Callable[[], None]]] = []
        self._closed = False

    def run(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        lane: Lane = "read",
        progress: Report = ignore_progress,
        stopped: Callable[[], None] | None = None,
    ) -> Task[T]:
        """See Runner. After close() the task is cancelled at once and never runs."""
        task = Task(work, done, failed, progress=progress, stopped=stopped)
        if self._closed:
            task.cancel()
            return task
        self._tasks.add(task)  # type: ignore[arg-type]  # the set only cancels and forgets its tasks
        self._lane(lane).put(task)  # type: ignore[arg-type]  # workers hand the result back untouched
        return task

    def after_current(self, call: Callable[[], None]) -> None:
        """See Runner."""
        self._waiting.append((set(self._tasks), call))
        self._tell_waiting()

    def close(self, deadline: float) -> bool:
        """See Runner. Results still on their way are dropped."""
        self._closed = True
        self._courier.close()
        for task in list(self._tasks):
            task.cancel()
        for lane, tasks in self._queues.items():
            for _ in range(THREADS[lane]):
                tasks.put(None)
        end = time.monotonic() + deadline
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _lane(self, lane: Lane) -> queue.SimpleQueue[Task[object] | None]:
        tasks = self._queues.get(lane)
        if tasks is None:
            tasks = self._queues[lane] = queue.SimpleQueue()
            for number in range(THREADS[lane]):
                # Daemon: a thread stuck in a dead network drive must not keep the process alive after
                # close() has waited its deadline; SQLite keeps the file whole whenever we die.
                thread = threading.Thread(
                    target=self._serve, args=(tasks,), name=f"parlance-{lane}-{number}", daemon=True
                )
                self._threads.append(thread)
                thread.start()
        return tasks

    def _serve(self, tasks: queue.SimpleQueue[Task[object] | None]) -> None:
        while (task := self._next(tasks)) is not None:
            self._perform(task)
            del task  # a waiting thread must not keep the last result alive

    def _next(self, tasks: queue.SimpleQueue[Task[object] | None]) -> Task[object] | None:
        if self._rest is not None:
            try:
                return tasks.get(timeout=REST_SECONDS)
            except queue.Empty:
                self._rest()
        return tasks.get()

    def _perform(self, task: Task[object]) -> None:
        result: object = None
        error: Exception | None = None
        try:
            task.token.raise_if_cancelled()
            result = task.work(task.token, Throttle(self._reporter(task)))
        except Cancelled as stop:
            task.token.cancel()
            error = stop
        except Exception as problem:  # noqa: BLE001 - whatever it is, the window must hear of it
            error = problem
        finally:
            task.leave_work()

        def settle() -> None:
            self._tasks.discard(task)
            task.settle(result, error)
            self._tell_waiting(task)

        self._courier.post(settle)

    def _tell_waiting(self, ended: Task[object] | None = None) -> None:
        for pending, _call in self._waiting:
            pending.discard(ended)
        ready = [call for pending, call in self._waiting if not pending]
        self._waiting = [pair for pair in self._waiting if pair[0]]
        for call in ready:
            call()

    def _reporter(self, task: Task[object]) -> Report:
        def report(progress: Progress) -> None:
            self._courier.post(lambda: task.tell(progress))

        return report


class InlineRunner:
    """Runs everything at once in the calling thread, for unit tests of widgets."""

    def run(
        self,
        work: Work[T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        lane: Lane = "read",
        progress: Report = ignore_progress,
        stopped: Callable[[], None] | None = None,
    ) -> Task[T]:
        """See Runner; ``lane`` makes no difference here."""
        del lane
        task = Task(work, done, failed, progress=progress, stopped=stopped)
        result: T | None = None
        error: Exception | None = None
        try:
            result = work(task.token, task.tell)
        except Cancelled as stop:
            task.token.cancel()
            error = stop
        except Exception as problem:  # noqa: BLE001 - whatever it is, the window must hear of it
            error = problem
        finally:
            task.leave_work()
        task.settle(result, error)
        return task

    def after_current(self, call: Callable[[], None]) -> None:
        """Nothing is ever under way."""
        call()

    def close(self, deadline: float) -> bool:
        """Nothing is ever left running."""
        del deadline
        return True
