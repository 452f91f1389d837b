"""What TEI tells beside the words: directions and sounds, and a timeline that utterances refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final
from xml.etree.ElementTree import Element

from app.formats._xml import text_of

SOUNDS: Final = ("stage", "note", "incident", "kinesic", "vocal", "desc", "event", "gap", "pause", "shift")
"""What happens beside the words; none of it is said."""
_UNITS: Final[Mapping[str, float]] = {"s": 1.0, "ms": 0.001, "min": 60.0, "h": 3600.0}


def described(element: Element) -> str:
    """The words of an element, or what it is: ``pause 1.5``."""
    words = " ".join(text_of(element).split())
    told = [value for name, value in element.attrib.items() if name not in {"id", "who", "start", "end"}]
    return words or " ".join([element.tag, *told])


def outermost(element: Element, names: tuple[str, ...] = SOUNDS) -> Iterator[Element]:
    """Elements of these names that stand in no other of them."""
    for child in element:
        if child.tag in names:
            yield child
        else:
            yield from outermost(child, names)


class Timeline:
    """Seconds of points that are named; those that say nothing of their time have none."""

    def __init__(self) -> None:
        self._unit = 1.0
        self._points: dict[str, float] = {}

    def begin(self, timeline: Element) -> None:
        """A ``<timeline>``: in what it counts."""
        self._unit = _UNITS.get(timeline.get("unit", "s"), 1.0)

    def add(self, when: Element) -> None:
        """A point, counted from one before it, or as a time of day."""
        key, since = when.get("id", ""), when.get("since", "").removeprefix("#")
        with suppress(ValueError):
            if when.get("interval"):
                self._points[key] = (
                    self._points.get(since, 0.0) + float(when.get("interval", "")) * self._unit
                )
            elif when.get("absolute"):
                seconds = 0.0
                for part in when.get("absolute", "").split(":"):
                    seconds = seconds * 60 + float(part)
                self._points[key] = seconds

    def seconds(self, reference: str) -> float | str:
        """The seconds of ``#T1``, or the reference itself."""
        return self._points.get(reference.removeprefix("#"), reference)
