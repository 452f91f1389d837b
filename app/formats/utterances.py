"""Dialogues as bare lists of strings: LCCC and its like.

A list of them, an object of such lists (``{"train": [["…", "…"], …], "valid": …}``), or a list a line.
Nobody is named: the two who speak take turns, as the makers of such files say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_records import bounded_lines, parsed_item
from app.formats._json_walk import Found, Path, walk
from app.formats.base import FORMATS, HEAD_CHARS, Format, Sample, Source
from app.formats.records import words
from app.formats.values import shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_NESTED: Final = re.compile(r'\ufeff?\s*(?:\{\s*"[^"\\]{0,80}"\s*:\s*)?\[\s*\[\s*"')
_DOCUMENT: Final = re.compile(r"\ufeff?\s*(?:\{|\[\s*\[)")
_LINES: Final = re.compile(r'\ufeff?\s*\[\s*"[^\r\n]*\][ \t\r]*(?:\n|\Z)')
_SPEAKERS: Final = ("A", "B")
_SEEN: Final = 20
_LEAST_UTTERANCES: Final = 2
_LONGEST_OPENING: Final = 1024
"""Characters that tell a document of lists from a list a line."""


@dataclass(frozen=True, slots=True)
class _Dialogue:
    """A value that should be a list of strings, where it stood, and in which list of the file."""

    part: str
    number: int
    place: str
    value: JsonValue


class _Lists:
    """The paths that are walked into: the document, and what its members hold when it is an object."""

    def __contains__(self, path: object) -> bool:
        return isinstance(path, tuple) and (not path or (len(path) == 1 and path != ("*",)))


@FORMATS.register("utterances")
class UtterancesFormat(Format):
    """Lists of what was said, a list a dialogue (LCCC)."""

    name = "utterances"
    title = "Lists of utterances (LCCC)"
    extensions = (".json", ".jsonl")
    structured = True

    def score(self, sample: Sample) -> float:
        """The share of the first lists that hold two strings or more, and nothing else."""
        if sample.is_folder or not (_NESTED.match(sample.head) or _LINES.match(sample.head)):
            return 0.0
        found = list(islice(_dialogues([sample.head]), _SEEN))
        if len(sample.head) >= HEAD_CHARS and found and isinstance(found[-1], ParseProblem):
            found.pop()  # cut in the middle
        good = sum(isinstance(one, _Dialogue) and _is_dialogue(one.value) for one in found)
        return 0.6 * good / len(found) if good * 2 > len(found) else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """A conversation a list; what is no list of strings is reported with its place."""
        first: ParseProblem | None = None
        turns = 0
        for one in _dialogues(source.chunks()):
            for event in [one] if isinstance(one, ParseProblem) else _events(one, source):
                turns += isinstance(event, ParsedTurn)
                first = first or (event if isinstance(event, ParseProblem) else None)
                yield event
        if not turns:
            first = first or ParseProblem("", "it has no dialogues")
            raise BadInputError(f"no dialogue can be read: {first.reason}", place=first.place)

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)


def _is_dialogue(value: JsonValue) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= _LEAST_UTTERANCES
        and all(isinstance(said, str) for said in value)
    )


def _dialogues(chunks: Iterable[str]) -> Iterator[_Dialogue | ParseProblem]:
    """Every list of the file, in its order."""
    rest = iter(chunks)
    head = ""
    while len(head) < _LONGEST_OPENING and (chunk := next(rest, None)) is not None:
        head += chunk
    again = _again(head, rest)
    if _DOCUMENT.match(head):
        yield from _walked(again)
        return
    for number, line in bounded_lines(again):
        if line is None or line.strip("\ufeff \t\r\n"):
            place = f"line {number}"
            record = parsed_item(place, line)
            yield record if isinstance(record, ParseProblem) else _Dialogue("", number, place, record.value)


def _again(head: str, rest: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rest


def _walked(chunks: Iterator[str]) -> Iterator[_Dialogue | ParseProblem]:
    for item in walk(chunks, _Lists()):
        if isinstance(item, ParseProblem):
            yield item
        elif isinstance(item, Found):
            yield _dialogue(item.path, item.number, item.value)


def _dialogue(path: Path, number: int, value: JsonValue) -> _Dialogue:
    part = path[0] if path and path[0] != "*" else ""
    place = ", ".join(filter(None, [part, f"item {number}" if number else ""]))
    return _Dialogue(part, number, place, value)


def _events(one: _Dialogue, source: Source) -> Iterator[ParseEvent]:
    if not isinstance(one.value, list) or not any(isinstance(said, str) for said in one.value):
        yield ParseProblem(one.place, "not a list of what was said")
        return
    key = f"{one.part} {one.number}".strip()
    part = words(one.part, source)
    yield ParsedConversation(key, f"{part} {one.number}" if part else "", {"part": part} if part else {})
    for number, said in enumerate(one.value):
        if isinstance(said, str):
            yield ParsedTurn(key, _SPEAKERS[number % 2], source.repair(shown(said)))
        else:
            yield ParseProblem(f"{one.place}, utterance {number + 1}", "not a text")
