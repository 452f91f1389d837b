"""Where a damaged line without any plain text may be cut: between two characters of what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.repair.channels import Channel
from app.repair.readers import reader_of


def last_border(line: str, channels: Sequence[Channel]) -> int:
    """The last place in ``line`` before which, in every layer of damage, a character ends; the outermost
    channel first. The end of the line where there is none: something has to be cut.
    """
    places = _borders(line, tuple(channels)) if channels else []
    return next((place for place in reversed(places[:-1]) if place), len(line))


def _borders(line: str, channels: Sequence[Channel]) -> list[int]:
    """All such places, ascending, as far as the first choices of the outer layers are right."""
    reader = reader_of(channels[0])
    starts: list[int] = []
    inner: list[str] = []
    places: list[int] = []  # where each character of the layer below begins in this one
    at = 0
    for found in reader.pattern.finditer(line):
        start, stop = found.span()
        starts.append(start)
        if len(channels) > 1:
            candidates = reader.candidates(found[0])
            text = candidates[0] if candidates else found[0]
            inner += (line[at:start], text)
            places += (*range(at, start), *[start] * len(text))
        at = stop
    if len(channels) == 1:
        return starts
    inner.append(line[at:])
    places += range(at, len(line))
    below = [places[place] for place in _borders("".join(inner), channels[1:])]
    return [place for before, place in pairwise((-1, *below)) if place != before]
