"""Turns out of tiers with times: in the order in which they were spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from app.formats.base import Source
from app.formats.values import one_line, shown
from app.model.parsed import JsonValue, ParsedTurn


class Stretch(NamedTuple):
    """A labelled stretch of a tier; times are seconds, None unknown."""

    start: float | None
    end: float | None
    speaker: str
    text: str
    meta: dict[str, JsonValue]
    key: str | None = None


def spoken(stretches: Iterable[Stretch], source: Source) -> Iterator[ParsedTurn]:
    """Turns by the time they begin; what has no time stays behind what came before it."""
    last = 0.0
    timed: list[tuple[float, int, Stretch]] = []
    for number, one in enumerate(stretches):
        last = one.start if one.start is not None else last
        timed.append((last, number, one))
    for _start, _number, one in sorted(timed, key=lambda item: item[:2]):
        times: dict[str, JsonValue] = {
            name: value for name, value in (("start", one.start), ("end", one.end)) if value is not None
        }
        speaker = one_line(source.repair(one.speaker).text) or "?"
        text = source.repair(shown(one.text.strip()))
        yield ParsedTurn("1", speaker, text, key=one.key, meta=times | one.meta)
