"""Formats of one record a conversation: what they share of scoring, streaming and reporting."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator
from itertools import islice
from typing import ClassVar

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_records import Record, read_records
from app.formats.base import HEAD_CHARS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

JsonObject = dict[str, JsonValue]

_SEEN = 20
"""Records that a score is made from."""
_OPENS = re.compile(r"\{|\[\s*(?:[\[{]|$)")
"""An object or a list of them; ``[A]: …``, which many files begin with, is not looked at further."""


class RecordFormat(Format):
    """JSON Lines, a JSON array or one JSON object, each record a conversation or a part of one.

    A plug-in says what its records look like (``recognises``), how they begin (``clue``, for a record
    larger than the head of a sample), and what they hold (``events``).
    """

    structured: ClassVar[bool] = True
    clue: ClassVar[re.Pattern[str]]
    best: ClassVar[float] = 0.95

    @abstractmethod
    def recognises(self, value: JsonObject) -> bool:
        """True for a record of this format."""

    @abstractmethod
    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """What one recognised record holds; ``number`` counts recognised records from 1."""

    def unwrapped(self, value: JsonValue) -> JsonValue:
        """The record itself, or the list of records that an outer object holds."""
        return value

    def score(self, sample: Sample) -> float:
        """The share of the first records that are recognised."""
        head = sample.head.lstrip("\ufeff \t\r\n")
        if sample.is_folder or not _OPENS.match(head):
            return 0.0
        records = list(islice(read_records([head]), _SEEN))
        if len(sample.head) >= HEAD_CHARS * 3 // 4 and records and isinstance(records[-1], ParseProblem):
            records.pop()  # cut in the middle
        if not records:
            return 0.7 if self.clue.search(head) else 0.0
        good = sum(1 for record in records if isinstance(record, Record) and self._is_known(record.value))
        if good:
            return self.best * (0.3 + 0.7 * good / len(records))
        return (
            0.7 if any(isinstance(one, ParseProblem) for one in records) and self.clue.search(head) else 0.0
        )

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """The events of every record; a record that cannot be read is reported with its place."""
        number = turns = 0
        first: ParseProblem | None = None
        for record in self._records(source):
            if (
                isinstance(record, Record)
                and isinstance(record.value, dict)
                and self.recognises(record.value)
            ):
                number += 1
                for event in self.events(number, record.place, record.value, source):
                    turns += isinstance(event, ParsedTurn)
                    yield event
                continue
            problem = record if isinstance(record, ParseProblem) else None
            problem = problem or ParseProblem(record.place, f"not a record of {self.title}")
            first = first or problem
            yield problem
        if not turns:
            first = first or ParseProblem("", "it has no messages")
            raise BadInputError(f"no message can be read: {first.reason}", place=first.place)

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)

    def _is_known(self, value: JsonValue) -> bool:
        inner = self.unwrapped(value)
        items = inner[:_SEEN] if isinstance(inner, list) else [inner]
        return any(isinstance(item, dict) and self.recognises(item) for item in items)

    def _records(self, source: Source) -> Iterator[Record | ParseProblem]:
        for record in read_records(source.chunks()):
            inner = record if isinstance(record, ParseProblem) else self.unwrapped(record.value)
            if isinstance(inner, list):
                yield from (Record(f"item {number}", item) for number, item in enumerate(inner, 1))
            else:
                yield record


def words(value: JsonValue, source: Source) -> str:
    """A title or label of the source: repaired, on one line; "" for what is no text."""
    return one_line(source.repair(value).text) if isinstance(value, str) else ""


def key_of(value: JsonValue) -> str | None:
    """An id of the source as text; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None


def without(value: JsonObject, *names: str) -> JsonObject:
    """What is left of a record as metadata, without the values that are shown elsewhere or say nothing."""
    return {
        name: item for name, item in value.items() if name not in names and item not in (None, [], {}, "")
    }
