"""Records out of JSON Lines, a JSON array or object, streamed; what is broken is reported and passed over.

An array or object is cut into its items by a scanner that only tracks strings and brackets, so that
each item is parsed by itself: memory is bounded by one item, and a bad item does not lose the rest.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from app.formats._json_values import MOST_CHARS, ItemScanner, load_json
from app.model.parsed import JsonValue, ParseProblem
from app.text.normalize import storable

_MARGIN: Final = "\ufeff \t\r\n"
_BEGINS: Final = re.compile(r"\{|\[(?!\s*(?![tfnNI])[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Record:
    """One parsed item and where it stood ("line 3", "item 3")."""

    place: str
    value: JsonValue


def read_records(chunks: Iterable[str]) -> Iterator[Record | ParseProblem]:
    """The records of JSON Lines, the items of a JSON array, or the one JSON object of a document."""
    head, chunks = peek(chunks)
    text = head.lstrip(_MARGIN)
    if text.startswith("["):
        yield from _item_records(chunks)
    elif is_one_document(text):
        yield parsed_item("item 1", _whole(chunks))
    else:
        for number, line in bounded_lines(chunks):
            if line is None or line.strip(_MARGIN):
                yield parsed_item(f"line {number}", line)


def may_be_json(text: str) -> bool:
    """Whether text begins as an object or an array does; ``[A]: …`` and ``[name] …`` do not."""
    return _BEGINS.match(text) is not None


def read_members(chunks: Iterable[str]) -> Iterator[tuple[str, JsonValue] | ParseProblem]:
    """The members of one JSON object, as name and value."""
    for record in _item_records(chunks, "{", "}"):
        if isinstance(record, ParseProblem):
            yield record
        elif isinstance(record.value, dict):
            yield from record.value.items()


def _item_records(
    chunks: Iterable[str], before: str = "", after: str = ""
) -> Iterator[Record | ParseProblem]:
    scanner = ItemScanner()
    number = 0
    for item in scanner.items(chunks):
        number += 1
        yield parsed_item(f"item {number}", None if item is None else f"{before}{item}{after}")
    if not scanner.closed:
        yield ParseProblem(f"item {number}", "the file ends before its JSON does")


def peek(chunks: Iterable[str]) -> tuple[str, Iterator[str]]:
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


def is_one_document(text: str) -> bool:
    """Whether text that begins with ``{`` is one object over several lines, not one object a line."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or not lines[0].startswith("{") or len(lines) < 2:
        return False
    return not lines[1].startswith("{") and isinstance(parsed_item("", lines[0]), ParseProblem)


def is_lines(text: str) -> bool:
    """Whether text is JSON Lines of objects: its first line is a whole one, and another follows."""
    lines = [line for line in text.lstrip(_MARGIN).split("\n") if line.strip()]
    return len(lines) > 1 and lines[0].startswith("{") and lines[1].startswith("{")


def _whole(chunks: Iterable[str]) -> str | None:
    pieces: list[str] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_CHARS:
            return None
        pieces.append(chunk)
    return "".join(pieces)


def bounded_lines(chunks: Iterable[str]) -> Iterator[tuple[int, str | None]]:
    """Numbered lines; None for one that is too long to be a record."""
    number = 1
    pieces: list[str] = []
    size = 0
    for chunk in chunks:
        *ended, rest = chunk.split("\n")
        for piece in ended:
            yield number, "".join([*pieces, piece]) if size + len(piece) <= MOST_CHARS else None
            pieces, size = [], 0
            number += 1
        size += len(rest)
        if size > MOST_CHARS:
            pieces = []
        elif rest:
            pieces.append(rest)
    if size:
        yield number, "".join(pieces) if size <= MOST_CHARS else None


def parsed_item(place: str, text: str | None) -> Record | ParseProblem:
    """The value of an item's text (None: too long), or why it has none."""
    if text is None:
        return ParseProblem(place, f"longer than {MOST_CHARS >> 20} million characters")
    try:
        return Record(place, _clean(load_json(text.strip(_MARGIN))))
    except RecursionError:
        return ParseProblem(place, "nested too deeply")
    except json.JSONDecodeError as error:
        return ParseProblem(place, f"not JSON: {error.msg.removesuffix(' at')} at character {error.pos + 1}")
    except ValueError as error:
        return ParseProblem(place, f"not JSON: {error}")


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
