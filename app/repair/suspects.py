"""The lines of a text that may be damaged: each gate runs over the text once, not line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from app.repair.escapes import ESCAPE, has_escapes
from app.repair.gates import MARKS, narrow_gate, other_or_marked, other_than_utf8

_MARKS = re.compile(MARKS)

_LINE_END = re.compile(r"[\r\n]")

_OF_ASCII = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#39;", "&#34;", "&#x27;"})
"""Escapes of plain signs are nobody's mojibake."""

_BEGINS = re.compile(r"[&\\]")

SHORT = 400
"""In a longer text the gates are to run only once."""

Search = Callable[[str, int], re.Match[str] | None]


@lru_cache(maxsize=1)
def _searches() -> tuple[Search, Search]:
    return narrow_gate().search, other_or_marked().search


def surely_sound(text: str) -> bool:
    """True for nearly all sound lines: no gate stops anywhere. Longer texts are left to ``suspect_lines``."""
    if len(text) > SHORT:
        return False
    if not text.isascii():
        narrow, other = _searches()
        if narrow(text, 0) is not None or other(text, 0) is not None:
            return False
    return not has_escapes(text)


def suspect_lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines stand that may be damaged in some way or hold escapes; hardly any in sound text."""
    searches: list[Search] = [] if text.isascii() else [*_searches()]
    if has_escapes(text):
        searches.append(_next_escape)
    hits: list[tuple[int, Search]] = []
    for search in searches:
        found = search(text, 0)
        if found is not None:
            hits.append((found.start(), search))
    at = 0
    while hits:
        first = min([place for place, _ in hits])
        start = max(text.rfind("\n", at, first), text.rfind("\r", at, first), at - 1) + 1
        end = _LINE_END.search(text, first)
        at = end.start() if end else len(text)
        line = text[start:at]
        if may_be_damaged(line) or has_escapes(line):
            yield start, at
        hits = list(_beyond(hits, text, at))


def _next_escape(text: str, at: int) -> re.Match[str] | None:
    """The next escape that may stand for a damaged character.

    Looking for the characters escapes begin with is several times as fast as searching.
    """
    for begin in _BEGINS.finditer(text, at):
        found = ESCAPE.match(text, begin.start())
        if found is not None and found[0] not in _OF_ASCII:
            return found
    return None


def _beyond(hits: list[tuple[int, Search]], text: str, at: int) -> Iterator[tuple[int, Search]]:
    """The next hit of every search from a place on."""
    for place, search in hits:
        if place >= at:
            yield place, search
            continue
        found = search(text, at)
        if found is not None:
            yield found.start(), search


def may_be_damaged(line: str) -> bool:
    """Whether a line is worth a look where nothing is known of the damage of its file."""
    return bool(narrow_gate().search(line) or other_than_utf8(line) or _MARKS.search(line))
