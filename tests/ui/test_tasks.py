"""Background work: where it runs, where its results arrive, and what cancelling means."""

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.model.progress import Cancelled, CancelToken, Progress
from app.ui.tasks import runner as runner_module
from app.ui.tasks.latest import Latest
from app.ui.tasks.runner import InlineRunner, ThreadRunner
from app.ui.tasks.task import Report
from app.ui.tasks.throttle import INTERVAL, Throttle


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[ThreadRunner]:
    made = ThreadRunner()
    yield made
    assert made.close(5.0)


class Heard:
    """What came home, and in which thread."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[Exception] = []
        self.stops = 0
        self.threads: set[QThread] = set()

    def done(self, result: object) -> None:
        self.threads.add(QThread.currentThread())
        self.results.append(result)

    def failed(self, error: Exception) -> None:
        self.threads.add(QThread.currentThread())
        self.errors.append(error)

    def stopped(self) -> None:
        self.stops += 1


def test_results_and_errors_arrive_in_the_windows_thread(qtbot: QtBot, runner: ThreadRunner) -> None:
    heard = Heard()
    workers = set()

    def work(_token: CancelToken, _report: Report) -> int:
        workers.add(threading.current_thread().name)
        return 7

    def fail(_token: CancelToken, _report: Report) -> int:
        raise ValueError("no")

    runner.run(work, heard.done, heard.failed)
    runner.run(fail, heard.done, heard.failed)
    qtbot.waitUntil(lambda: len(heard.results) + len(heard.errors) == 2)
    assert heard.results == [7]
    assert isinstance(heard.errors[0], ValueError)
    assert heard.threads == {QApplication.instance().thread()}
    assert all(name.startswith("parlance-read") for name in workers)


def test_writing_is_serial_and_reading_is_not(qtbot: QtBot, runner: ThreadRunner) -> None:
    heard = Heard()
    meeting = threading.Barrier(2)
    inside: list[int] = []
    most: list[int] = []

    def together(_token: CancelToken, _report: Report) -> None:
        meeting.wait(5)

    def alone(_token: CancelToken, _report: Report) -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.01)
        inside.pop()

    for _ in range(2):
        runner.run(together, heard.done, heard.failed, lane="read")
    for _ in range(5):
        runner.run(alone, heard.done, heard.failed, lane="write")
    qtbot.waitUntil(lambda: len(heard.results) == 7)
    assert heard.errors == []
    assert max(most) == 1


def test_a_cancelled_task_reports_stopped_and_nothing_else(qtbot: QtBot, runner: ThreadRunner) -> None:
    heard = Heard()
    begun = threading.Event()

    def work(token: CancelToken, _report: Report) -> None:
        begun.set()
        while True:
            token.raise_if_cancelled()
            time.sleep(0.001)

    task = runner.run(work, heard.done, heard.failed, stopped=heard.stopped)
    assert begun.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: heard.stops == 1)
    assert (heard.results, heard.errors) == ([], [])
    assert task.finished


def test_a_late_cancel_does_not_interrupt_whoever_works_next(qtbot: QtBot, runner: ThreadRunner) -> None:
    heard = Heard()
    interrupts: list[int] = []

    def work(token: CancelToken, _report: Report) -> None:
        token.on_cancel(lambda: interrupts.append(1))

    task = runner.run(work, heard.done, heard.failed)
    qtbot.waitUntil(lambda: task.finished)
    task.cancel()
    assert interrupts == []
    assert heard.results == [None]


def test_only_the_answer_to_the_newest_question_is_shown(qtbot: QtBot, runner: ThreadRunner) -> None:
    heard = Heard()
    latest = Latest[int](runner)
    gate = threading.Event()

    def slow(_token: CancelToken, _report: Report) -> int:
        gate.wait(5)
        return 1

    def quick(_token: CancelToken, _report: Report) -> int:
        return 2

    latest.ask(slow, heard.done, heard.failed)
    latest.ask(quick, heard.done, heard.failed)
    assert latest.busy
    qtbot.waitUntil(lambda: heard.results == [2])
    gate.set()
    qtbot.wait(30)
    assert heard.results == [2]
    assert not latest.busy


def test_progress_comes_at_most_ten_times_a_second_and_with_every_new_stage() -> None:
    passed: list[Progress] = []
    now = [0.0]
    throttle = Throttle(passed.append, lambda: now[0])
    for step in range(1000):
        now[0] = step / 1000
        throttle(Progress("importing", step, 1000, "turns"))
    throttle(Progress("indexing", 0, None, ""))
    assert len(passed) == 1 + round(1 / INTERVAL)
    assert passed[-1].stage == "indexing"


def test_closing_ends_all_threads_and_drops_what_is_under_way(qtbot: QtBot, qapp: QApplication) -> None:
    runner = ThreadRunner()
    heard = Heard()
    begun = threading.Event()

    def work(token: CancelToken, _report: Report) -> None:
        begun.set()
        while not token.cancelled:
            time.sleep(0.001)
        raise Cancelled

    runner.run(work, heard.done, heard.failed, stopped=heard.stopped)
    assert begun.wait(5)
    assert runner.close(5.0)
    qtbot.wait(20)
    assert (heard.results, heard.errors, heard.stops) == ([], [], 0)
    after = runner.run(work, heard.done, heard.failed)
    assert after.token.cancelled


def test_what_waits_for_the_present_work_does_not_wait_for_later_work(
    qtbot: QtBot, runner: ThreadRunner
) -> None:
    heard = Heard()
    gates = [threading.Event(), threading.Event()]
    told: list[str] = []
    runner.after_current(lambda: told.append("idle"))
    runner.run(lambda _token, _report: gates[0].wait(5), heard.done, heard.failed)
    runner.after_current(lambda: told.append("first ended"))
    runner.run(lambda _token, _report: gates[1].wait(5), heard.done, heard.failed)
    assert told == ["idle"]
    gates[0].set()
    qtbot.waitUntil(lambda: told == ["idle", "first ended"])
    assert len(heard.results) == 1
    gates[1].set()
    qtbot.waitUntil(lambda: len(heard.results) == 2)


def test_the_inline_runner_answers_before_it_returns() -> None:
    heard = Heard()
    task = InlineRunner().run(lambda _token, _report: 3, heard.done, heard.failed)
    assert heard.results == [3]
    assert task.finished


def test_a_thread_that_rests_gives_back_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner_module, "REST_SECONDS", 0.02)
    rests: list[str] = []
    runner = ThreadRunner(rest=lambda: rests.append(threading.current_thread().name))
    try:
        for times in (1, 2):
            with qtbot.waitCallback() as done:
                runner.run(lambda _token, _report: 1, done, lambda _error: None, lane="write")
            while len(rests) < times:
                qtbot.wait(10)
            qtbot.wait(100)
            assert len(rests) == times
        assert set(rests) == {"parlance-write-0"}
    finally:
        assert runner.close(5)
