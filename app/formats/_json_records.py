"""Records out of JSON Lines, a JSON array or object, streamed; what is broken is reported and passed over.

An array or object is cut into its items by a scanner that only tracks strings and brackets, so that
each item is parsed by itself: memory is bounded by one item, and a bad item does not lose the rest.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, cast

import ijson

from app.model.parsed import JsonValue, ParseProblem
from app.text.normalize import storable

_QUICK_CHARS: Final = 1 << 20
"""Longer items go through ijson: json.loads of 25 MB would stop every thread for half a second."""
_MOST_CHARS: Final = 64 << 20
_STRUCTURE: Final = re.compile(r'["\[\]{},]')
_IN_STRING: Final = re.compile(r'["\\]')
_LONE_SURROGATE: Final = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One parsed item and where it stood ("line 3", "item 3")."""

    place: str
    value: JsonValue


def read_records(chunks: Iterable[str]) -> Iterator[Record | ParseProblem]:
    """The records of JSON Lines, the items of a JSON array, or the one JSON object of a document."""
    head, chunks = _peek(chunks)
    text = head.lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        for number, item in enumerate(split_items(chunks), 1):
            yield _record(f"item {number}", item)
    elif _is_one_document(text):
        yield _record("item 1", _whole(chunks))
    else:
        for number, line in _bounded_lines(chunks):
            if line is None or line.strip("\ufeff \t\r"):
                yield _record(f"line {number}", line)


def read_members(chunks: Iterable[str]) -> Iterator[tuple[str, JsonValue] | ParseProblem]:
    """The members of one JSON object, as name and value."""
    for number, item in enumerate(split_items(chunks), 1):
        record = _record(f"item {number}", None if item is None else f"{{{item}}}")
        if isinstance(record, Record) and isinstance(record.value, dict):
            yield from record.value.items()
        elif isinstance(record, ParseProblem):
            yield record


def split_items(chunks: Iterable[str]) -> Iterator[str | None]:
    """The raw text of each item of the outermost array or object; None for one that is too long.

    A document that ends too early gives its last, broken item too.
    """
    scanner = _Scanner()
    for chunk in chunks:
        yield from scanner.feed(chunk)
        if scanner.closed:
            return
    yield from scanner.flush()


class _Scanner:
    """Tracks strings and brackets across chunks, and collects the text between commas of the first level."""

    def __init__(self) -> None:
        self.closed = False
        self._depth = 0
        self._in_string = False
        self._skip = 0  # characters to pass over: the one after a backslash
        self._pieces: list[str] = []
        self._size = 0

    def feed(self, chunk: str) -> Iterator[str | None]:
        at = start = 0
        while not self.closed:
            at += self._skip
            self._skip = 0
            if at > len(chunk):
                self._skip = at - len(chunk)
                break
            match = (_IN_STRING if self._in_string else _STRUCTURE).search(chunk, at)
            if match is None:
                break
            sign, place, at = match.group(), match.start(), match.end()
            if sign == "\\":
                self._skip = 1
            elif sign == '"':
                self._in_string = not self._in_string
            elif sign in "[{":
                self._depth += 1
                if self._depth == 1:
                    start = at
            elif sign in "]}":
                self._depth -= 1
                if self._depth == 0:
                    self._keep(chunk[start:place])
                    self.closed = True
                    yield from self.flush()
            elif self._depth == 1:  # a comma
                self._keep(chunk[start:place])
                yield from self.flush()
                start = at
        if not self.closed and self._depth:
            self._keep(chunk[start:])

    def _keep(self, piece: str) -> None:
        self._size += len(piece)
        if self._size <= _MOST_CHARS:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def flush(self) -> Iterator[str | None]:
        """The item collected so far, if there is one."""
        text = "".join(self._pieces)
        too_long = self._size > _MOST_CHARS
        self._pieces.clear()
        self._size = 0
        if too_long:
            yield None
        elif text.strip():
            yield text


def _peek(chunks: Iterable[str]) -> tuple[str, Iterator[str]]:
    """At least the first two lines, or 64 K characters, and all chunks again."""
    iterator = iter(chunks)
    taken: list[str] = []
    size = 0
    for chunk in iterator:
        taken.append(chunk)
        size += len(chunk)
        if size >= 1 << 16 or chunk.count("\n") > 1:
            break
    return "".join(taken), chain(taken, iterator)


def _is_one_document(text: str) -> bool:
    """Whether text that begins with ``{`` is one object over several lines, not one object a line."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or not lines[0].startswith("{") or len(lines) < 2:
        return False
    return not lines[1].startswith("{") and isinstance(_record("", lines[0]), ParseProblem)


def _whole(chunks: Iterable[str]) -> str | None:
    pieces: list[str] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > _MOST_CHARS:
            return None
        pieces.append(chunk)
    return "".join(pieces)


def _bounded_lines(chunks: Iterable[str]) -> Iterator[tuple[int, str | None]]:
    """Numbered lines; None for one that is too long to be a record."""
    number = 1
    pieces: list[str] = []
    size = 0
    for chunk in chunks:
        *ended, rest = chunk.split("\n")
        for piece in ended:
            yield number, "".join([*pieces, piece]) if size + len(piece) <= _MOST_CHARS else None
            pieces, size = [], 0
            number += 1
        size += len(rest)
        if size > _MOST_CHARS:
            pieces = []
        elif rest:
            pieces.append(rest)
    if size:
        yield number, "".join(pieces) if size <= _MOST_CHARS else None


def _record(place: str, text: str | None) -> Record | ParseProblem:
    if text is None:
        return ParseProblem(place, f"longer than {_MOST_CHARS >> 20} million characters")
    try:
        return Record(place, _clean(_loads(text.strip("\ufeff \t\r\n"))))
    except RecursionError:
        return ParseProblem(place, "nested too deeply")
    except (ValueError, ijson.JSONError) as error:
        return ParseProblem(place, f"not JSON: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def _loads(text: str) -> JsonValue:
    if len(text) <= _QUICK_CHARS:
        return cast("JsonValue", json.loads(text, parse_constant=str))
    stream = io.BytesIO(_LONE_SURROGATE.sub(_mended, text).encode("utf-8", "replace"))
    return cast("JsonValue", next(ijson.items(stream, "", use_float=True)))


def _mended(match: re.Match[str]) -> str:
    """ijson turns a lone surrogate into "?"; the policy is U+FFFD."""
    return match.group() if match.group(2) else f"{match.group(1)}\\ufffd"


def _clean(value: JsonValue) -> JsonValue:
    """The value with every string storable and no number that JSON does not have."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {storable(name): _clean(item) for name, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
