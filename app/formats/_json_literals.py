"""Repairs the string values of JSON text inside their literals; every other byte stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.model.repair import RepairedText, RepairSpan
from app.text.normalize import storable

# JSON strings hold no raw line end, so a broken literal spoils its own line at most.
_LITERAL: Final = re.compile(r'"([^"\\\n]*(?:\\.[^"\\\n]*)*)"(\s*:)?')
_UNIT: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]+", re.DOTALL
)


def repair_literals(text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
    """JSON or JSON Lines text with its string values repaired; names of members are left alone.

    Spans count code points of the result, and their ``original`` and ``repaired`` are the forms that
    stand in the file, escapes included. Where the damaged form was written with ``\\u`` escapes in
    pure ASCII, so is the repaired one.
    """
    pieces: list[str] = []
    spans: list[RepairSpan] = []
    at = size = 0
    for match in _LITERAL.finditer(text):
        if match.group(2):
            continue
        body = _repair_body(match.group(1), repair)
        if body is None:
            continue
        before = text[at : match.start(1)]
        size += len(before)
        spans.extend(span.shifted(size) for span in body.spans)
        size += len(body.text)
        pieces += [before, body.text]
        at = match.end(1)
    pieces.append(text[at:])
    return RepairedText("".join(pieces), tuple(spans))


def _repair_body(raw: str, repair: Callable[[str], RepairedText]) -> RepairedText | None:
    """The inside of a literal repaired, or None when there is nothing to repair."""
    if "\\" not in raw:
        fixed = repair(raw)
        if not fixed.spans:
            return None
        places = list(range(len(raw) + 1))
    else:
        decoded, places = _decode(raw)
        fixed = repair(storable(decoded))
        if not fixed.spans:
            return None
    escaped = raw.isascii()
    pieces: list[str] = []
    spans: list[RepairSpan] = []
    done = size = shift = 0  # done: raw characters passed; shift: decoded length lost by repairs so far
    for span in fixed.spans:
        begin = span.start + shift
        end = begin + len(span.original)
        shift += len(span.original) - (span.end - span.start)
        kept = raw[done : places[begin]]
        damaged = raw[places[begin] : places[end]]
        written = damaged if span.repaired == span.original else _encode(span.repaired, escaped)
        size += len(kept)
        spans.append(replace(span, start=size, end=size + len(written), original=damaged, repaired=written))
        size += len(written)
        pieces += [kept, written]
        done = places[end]
    pieces.append(raw[done:])
    return RepairedText("".join(pieces), tuple(spans))


def _decode(raw: str) -> tuple[str, list[int]]:
    """The text of a literal, and for each of its characters (and the end) where it stands in the literal."""
    text: list[str] = []
    places: list[int] = []
    for match in _UNIT.finditer(raw):
        unit = match.group()
        if unit[0] == "\\":
            try:
                value = json.loads(f'"{unit}"', strict=False)
            except ValueError:
                value = unit  # an escape that JSON does not have stands for itself
            text.append(value)
            places.extend([match.start()] * len(value))
        else:
            text.append(unit)
            places.extend(range(match.start(), match.end()))
    places.append(len(raw))
    return "".join(text), places


def _encode(text: str, escaped: bool) -> str:
    return json.dumps(text, ensure_ascii=escaped)[1:-1]
