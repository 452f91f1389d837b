"""Turns out of tiers with times: in the order in which they were spoken."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import partial
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
    told = list(stretches)
    order = by_begin(one.start for one in told)
    yield from turns_of((told[number] for number in order), source)


def by_begin(begins: Iterable[float | None]) -> list[int]:
    """The order of stretches by the times they begin; one without a time stays behind the one before it."""
    last = 0.0
    keys = array("d")
    for begin in begins:
        last = begin if begin is not None else last
        keys.append(last)
    return sorted(range(len(keys)), key=keys.__getitem__)


def turns_of(stretches: Iterable[Stretch], source: Source) -> Iterator[ParsedTurn]:
    """Turns of stretches that are in order already."""
    return map(partial(_turn, source=source), stretches)


def _turn(one: Stretch, source: Source) -> ParsedTurn:
    times: dict[str, JsonValue] = {
        name: value for name, value in (("start", one.start), ("end", one.end)) if value is not None
    }
    speaker = one_line(source.repair(one.speaker).text) or "?"
    text = source.repair(shown(one.text.strip()))
    return ParsedTurn("1", speaker, text, key=one.key, meta=times | one.meta)
