"""Sorted lines kept as one text, and split into strings only where they are looked up: a list of a quarter
of a million short strings takes ten times the room of its letters."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np


class SortedLines:
    """Lines in the order of their code points, found by their first ``width`` characters (1 or 2)."""

    def __init__(self, text: str, width: int) -> None:
        """``text`` has a newline at the end of every line, and no line is shorter than ``width``."""
        self._text = text
        self._width = width
        self._places = _places(text, width)
        self._blocks: dict[str, list[str]] = {}

    def block(self, beginning: str) -> list[str]:
        """The lines that begin with these ``width`` characters; remembered, as the text bounds how many."""
        found = self._blocks.get(beginning)
        if found is None:
            place = self._places.get(beginning)
            if place is None:
                return []
            found = self._blocks[beginning] = self._text[slice(*place)].split("\n")
        return found

    def first(self, prefix: str) -> str | None:
        """The first line that begins so; None when there is none. ``prefix`` is not empty."""
        if len(prefix) < self._width:
            place = self._places.get(prefix)
            return None if place is None else self._text[slice(*place)]
        lines = self.block(prefix[: self._width])
        at = bisect_left(lines, prefix)
        return lines[at] if at < len(lines) and lines[at].startswith(prefix) else None


def _places(text: str, width: int) -> dict[str, tuple[int, int]]:
    """Where the lines of each beginning stand, without the last newline; of a single character: the first."""
    codes = np.frombuffer(text.encode("utf-32-le"), "<u4")
    ends = np.flatnonzero(codes == ord("\n"))
    begins = np.concatenate([[0], ends[:-1] + 1])
    keys = codes[begins].astype(np.int64)
    if width > 1:
        keys = keys << 32 | codes[begins + 1]
    fresh = np.flatnonzero(np.diff(keys, prepend=-1))
    lasts = np.append(fresh[1:], len(keys)) - 1
    starts, stops = begins[fresh].tolist(), ends[lasts].tolist()
    found = {text[start : start + width]: (start, stop) for start, stop in zip(starts, stops, strict=True)}
    if width > 1:
        for row, start in zip(fresh.tolist(), starts, strict=True):
            found.setdefault(text[start], (start, int(ends[row])))
    return found
