"""The rate and the remaining time of long work: unknown at first, steady later, right in the end."""

import itertools

import pytest

from app.i18n.pace import pace_words, rate_words, remaining_words
from app.model.pace import Pace
from app.model.progress import CancelToken, Progress


class Watch:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def at(done: int, total: int | None = 100_000, stage: str = "importing") -> Progress:
    return Progress(stage, done, total, "KB")


def run(pace: Pace, watch: Watch, rates: list[float], step: float = 0.1) -> list[float | None]:
    """Work at so many KB a second, second by second; the remaining time after every report."""
    told: list[float | None] = []
    done = 0.0
    pace.note(at(0))
    for rate in rates:
        for _ in range(round(1 / step)):
            watch.now += step
            done += rate * step
            pace.note(at(round(done)))
            told.append(pace.remaining)
    return told


def test_at_first_nobody_knows() -> None:
    watch = Watch()
    pace = Pace(watch)
    told = run(pace, watch, [1_000.0] * 2)
    assert told[:9] == [None] * 9
    assert None not in told[10:], "after a second something is known, and said"
    assert pace_words(Pace(watch), at(2_000)) == "remaining time not known yet"
    assert pace_words(pace, at(5, None)) == ""


def test_an_even_rate_gives_an_even_countdown_that_is_right() -> None:
    watch = Watch()
    pace = Pace(watch)
    told = [seconds for seconds in run(pace, watch, [1_000.0] * 60) if seconds is not None]
    assert told[-1] == pytest.approx(40, abs=1)
    assert pace.rate == pytest.approx(1_000, rel=0.01)
    assert all(before >= after for before, after in itertools.pairwise(told))


def test_a_jittery_rate_does_not_make_the_estimate_flicker() -> None:
    watch = Watch()
    pace = Pace(watch)
    told = run(pace, watch, [200.0, 1_800.0, 1_000.0] * 20)
    late = [seconds for seconds in told[200:] if seconds is not None]
    rises = sum(after > before + 0.01 for before, after in itertools.pairwise(late))
    assert rises <= 3
    assert late[-1] == pytest.approx(40, rel=0.25)


def test_rest_does_not_count_and_a_new_stage_begins_anew() -> None:
    watch = Watch()
    pace = Pace(watch)
    run(pace, watch, [1_000.0] * 20)
    before = pace.remaining
    watch.now += 600
    pace.note(at(20_000), rests=True)
    watch.now += 0.1
    pace.note(at(20_100))
    assert pace.remaining == pytest.approx(before, abs=1)
    pace.note(at(0, 10, "tidying"))
    assert (pace.rate, pace.remaining) == (None, None)


def test_times_are_told_as_coarsely_as_they_are_known() -> None:
    assert [remaining_words(seconds) for seconds in (3, 38, 200, 5_400)] == [
        "a few seconds left",
        "about 40 s left",
        "about 3 min left",
        "about 1.5 h left",
    ]
    assert rate_words(8_230, "KB") == "8.2 MB/s"
    assert rate_words(12, "files") == "12 files/s"


def test_a_token_rests_and_goes_on_and_cancelling_ends_a_rest() -> None:
    token = CancelToken()
    token.pause()
    states = [token.paused]
    for step in (token.resume, token.pause, token.cancel, token.pause):
        step()
        states.append(token.paused)
    assert states == [True, False, True, False, False], "what was called off does not rest"
