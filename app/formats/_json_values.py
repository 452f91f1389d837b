"""Parses JSON in steps that never hold every thread for long, however large a value is.

``json.loads`` is one C call: 25 MB stop the whole program for half a second. Values longer than a
million characters are therefore taken apart first, and long strings are decoded in slices.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final, cast

from app.model.parsed import JsonValue

MOST_CHARS: Final = 64 << 20
"""A longer item of a document is refused."""
_QUICK_CHARS: Final = 1 << 20
_SLICE: Final = 1 << 18
_STRUCTURE: Final = re.compile(r'["\[\]{},]')
_IN_STRING: Final = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_DEPTHS: Final = {"[": 1, "{": 1, "]": -1, "}": -1, ",": 0}
_MEMBER: Final = re.compile(r'\s*("(?:[^"\\]|\\.)*")\s*:', re.DOTALL)
_LOW_SURROGATE: Final = re.compile(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}")


def load_json(text: str) -> JsonValue:
    """The value of a JSON text. Raises ValueError where it is not JSON, RecursionError where too deep.

    NaN and infinities, which JSON does not have, are read as strings.
    """
    if len(text) <= _QUICK_CHARS:
        return cast("JsonValue", json.loads(text, parse_constant=str))
    text = text.strip()
    if text[0] == "[":
        return [load_json(item) for item in _large_items(text)]
    if text[0] == "{":
        return dict(map(_member, _large_items(text)))
    if text[0] == '"' and text[-1] == '"':
        return "".join(cast("str", json.loads(f'"{part}"')) for part in _string_slices(text[1:-1]))
    raise ValueError("a number or a word of more than a million characters")


def _large_items(text: str) -> Iterator[str]:
    scanner = ItemScanner()
    for item in scanner.items(text[at : at + _SLICE] for at in range(0, len(text), _SLICE)):
        yield item or ""
    if not scanner.closed:
        raise ValueError("the text ends before its JSON does")


def _member(item: str) -> tuple[str, JsonValue]:
    match = _MEMBER.match(item)
    if match is None:
        raise ValueError("a member without a name")
    return cast("str", json.loads(match.group(1))), load_json(item[match.end() :])


def _string_slices(body: str) -> Iterator[str]:
    """The inside of a string literal in slices that break no escape and no pair of surrogates."""
    at = 0
    while at < len(body):
        end = min(at + _SLICE, len(body))
        if end < len(body):
            end = _before_escape(body, end)
        yield body[at:end]
        at = end


def _before_escape(body: str, place: int) -> int:
    """The place itself, or the beginning of the escape (or pair of escapes) that it would cut."""
    back = body.rfind("\\", place - 6, place)
    if back < 0:
        return place
    run = back
    while body[run - 1] == "\\":
        run -= 1
    if (back - run) % 2:  # an escaped backslash, complete
        return place
    length = 6 if body[back + 1] == "u" else 2
    if back + length < place:
        return place
    cut = back if back + length > place else place
    return cut - 6 if _LOW_SURROGATE.match(body, cut) else cut


class ItemScanner:
    """Cuts the outermost JSON array or object into the raw text of its items, chunk by chunk.

    ``closed``: its end was seen. Only strings and brackets are tracked; memory is one item.
    """

    def __init__(self) -> None:
        self.closed = False
        self._depth = 0
        self._in_string = False
        self._skip = False  # pass over the next character, which a backslash escapes
        self._pieces: list[str] = []
        self._size = 0

    def items(self, chunks: Iterable[str]) -> Iterator[str | None]:
        """Each item's text; None for one longer than MOST_CHARS; at an early end the broken rest too."""
        for chunk in chunks:
            yield from self._feed(chunk)
            if self.closed:
                return
        yield from self._flush()

    def _feed(self, chunk: str) -> Iterator[str | None]:
        at = start = 0
        while not self.closed and at < len(chunk):
            if self._in_string:
                at = self._string_end(chunk, at)
                continue
            match = _STRUCTURE.search(chunk, at)
            if match is None:
                break
            sign, place, at = match.group(), match.start(), match.end()
            if sign == '"':
                self._in_string = True
                continue
            opened = self._depth
            self._depth += _DEPTHS[sign]
            if not opened:
                start = at
            elif self._depth == 0 or (sign == "," and opened == 1):
                self._keep(chunk[start:place])
                self.closed = self._depth == 0
                yield from self._flush()
                start = at
        if not self.closed and self._depth:
            self._keep(chunk[start:])

    def _string_end(self, chunk: str, at: int) -> int:
        """Where to go on: after the string's closing quote, or at the end of the chunk."""
        if self._skip:
            self._skip = False
            at += 1
        match = _IN_STRING.match(chunk, at)
        end = match.end() if match else at
        if end < len(chunk):
            self._in_string = chunk[end] != '"'
            self._skip = self._in_string  # a backslash that ends the chunk
            end += 1
        return end

    def _keep(self, piece: str) -> None:
        self._size += len(piece)
        if self._size <= MOST_CHARS:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def _flush(self) -> Iterator[str | None]:
        """The item collected so far, if there is one."""
        text = "".join(self._pieces)
        too_long = self._size > MOST_CHARS
        self._pieces.clear()
        self._size = 0
        if too_long:
            yield None
        elif text.strip():
            yield text
