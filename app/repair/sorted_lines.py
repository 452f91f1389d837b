"""Sorted lines kept as one text and searched in it: a list of a quarter of a million short strings takes ten
times the room of its letters, and longer to make than all that is ever looked up in it."""

from __future__ import annotations

import re
from functools import cache

SMALL = 1_500
"""Stretches of at most so many characters are searched; longer ones are divided by the next character."""

READ = 1_000
"""Of lines that begin alike so many characters are read; where more of them end is searched by halving."""

Places = dict[str, tuple[int, int]]
"""Where the lines of each next character stand, without the last newline."""


class SortedLines:
    """Lines in the order of their code points, found by what they begin with."""

    def __init__(self, text: str) -> None:
        """``text`` has a newline at the end of every line; no line is empty."""
        self._text = "\n" + text
        self._places: dict[str, Places] = {"": self._divided(0, 1, len(self._text) - 1)}

    def block(self, first: str) -> str:
        """The lines that begin with one character, between newlines; "" when there are none."""
        place = self._places[""].get(first)
        return "" if place is None else self._text[place[0] - 1 : place[1] + 1]

    def first(self, prefix: str) -> str | None:
        """The first line that begins so; None when there is none. ``prefix`` is not empty."""
        place = self._place(prefix)
        if place is None:
            return None
        text, (start, stop, known) = self._text, place
        if known < len(prefix):
            start = text.find("\n" + prefix, start - 1, stop) + 1
            if not start:
                return None
        return text[start : text.find("\n", start)]

    def _place(self, prefix: str) -> tuple[int, int, int] | None:
        """Where all lines stand that begin so, perhaps with others, and how much of ``prefix`` they share."""
        place = self._places[""].get(prefix[0])
        known, size = 1, len(prefix)
        while place is not None and known < size and place[1] - place[0] > SMALL:
            place = self._below(prefix[:known], place).get(prefix[known])
            known += 1
        return None if place is None else (*place, known)

    def following(self, prefix: str) -> frozenset[str]:
        """The characters that come next in the lines that begin with ``prefix``, which is not empty."""
        place = self._place(prefix)
        if place is None:
            return frozenset()
        if len(prefix) == place[2] and place[1] - place[0] > SMALL:
            return frozenset(self._below(prefix, place[:2]))
        return frozenset(
            re.findall(f"^{re.escape(prefix)}(.)", self._text[place[0] : place[1]], re.MULTILINE)
        )

    def _below(self, prefix: str, place: tuple[int, int]) -> Places:
        """What stands where among the lines that begin with ``prefix``; remembered, as the text bounds it."""
        found = self._places.get(prefix)
        if found is None:
            found = self._places[prefix] = self._divided(len(prefix), *place)
        return found

    def _divided(self, size: int, start: int, stop: int) -> Places:
        """The lines of a stretch, all with the same ``size`` characters at the beginning, by the next one."""
        text, alike, at = self._text, _alike(size), start
        found: Places = {}
        while at < stop:
            seen = min(stop, at + size + READ)
            part = alike.match(text, at, seen)
            if part is None:  # a line that is no longer than what all share
                at = text.index("\n", at) + 1
                continue
            end = part.end()
            if seen - size - 2 < end < stop:  # more lines may follow that begin so
                end = self._end(size, at, stop)
            found[part[2]] = at, end
            at = end + 1
        return found

    def _end(self, size: int, start: int, stop: int) -> int:
        """Where the lines end, without the last newline, whose next character is that of the line ``start``.

        By halving what is in question: reading all of a long list takes too long.
        """
        text = self._text
        char = text[start + size]
        last, other = start, stop + 1  # beginnings of a line that is one of them, and of one that is not
        while True:
            middle = text.rfind("\n", last, (last + other) // 2) + 1
            if middle <= last:  # no line begins in the first half
                middle = text.find("\n", last, other - 1) + 1
                if not middle:
                    return other - 1
            if text[middle + size] == char:
                last = middle
            else:
                other = middle


@cache
def _alike(size: int) -> re.Pattern[str]:
    """Matches all lines in a row that begin with the same ``size`` characters and one more."""
    return re.compile(rf"^(.{{{size}}})(.).*+(?:\n\1\2.*+)*+", re.MULTILINE)
