"""Rows of a table as turns: columns that are mapped, and all others as metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.formats.base import Source
from app.formats.mapping import Columns
from app.formats.values import iso_time, one_line, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_QUESTION, _ANSWER = "Q", "A"
_UNKNOWN = "?"


class Rows:
    """Makes events of rows; remembers which conversations were begun."""

    def __init__(self, columns: Columns, source: Source) -> None:
        self.turns = 0
        """How many had a text."""
        self._columns = columns
        self._source = source
        self._begun: set[str] = set()
        self._pairs = 0

    def read(self, place: str, row: Mapping[str, JsonValue]) -> Iterator[ParseEvent]:
        """The turns of one row, and the conversation that begins with it.

        A speaker who says nothing has a turn without text.
        """
        columns = self._columns
        if columns.text is None:
            yield from self._pair(place, row)
            return
        cell, speaker = row.get(columns.text), self._speaker(row)
        text = _words(cell)
        if text is None and (speaker == _UNKNOWN or not _is_empty(cell)):
            yield ParseProblem(place, "no text")
            return
        key = _words(row.get(columns.conversation or "")) or "1"
        yield from self._begin(key)
        yield self._turn(key, speaker, text or "", row, with_key=True)

    def _pair(self, place: str, row: Mapping[str, JsonValue]) -> Iterator[ParseEvent]:
        """A question and its answer; a conversation of their own where no column names one."""
        columns = self._columns
        question, answer = (_words(row.get(name or "")) for name in (columns.question, columns.answer))
        if question is None and answer is None:
            yield ParseProblem(place, "neither question nor answer")
            return
        self._pairs += 1
        key = _words(row.get(columns.conversation or "")) or str(self._pairs)
        yield from self._begin(key)
        for label, text in ((_QUESTION, question), (_ANSWER, answer)):
            if text is not None:
                yield self._turn(key, label, text, row, with_key=False)

    def _begin(self, key: str) -> Iterator[ParsedConversation]:
        if key not in self._begun:
            self._begun.add(key)
            yield ParsedConversation(key)

    def _speaker(self, row: Mapping[str, JsonValue]) -> str:
        name = _words(row.get(self._columns.speaker or "")) or ""
        return one_line(self._source.repair(name).text) or _UNKNOWN

    def _turn(
        self, conversation: str, speaker: str, text: str, row: Mapping[str, JsonValue], *, with_key: bool
    ) -> ParsedTurn:
        columns = self._columns
        stamp = row.get(columns.time or "")
        time = iso_time(stamp)
        used = columns.used - ({columns.time} if columns.time and time is None else set())
        meta = {name: value for name, value in row.items() if name not in used and value not in (None, "")}
        self.turns += bool(text)
        return ParsedTurn(
            conversation,
            speaker,
            self._source.repair(shown(text)),
            key=_words(row.get(columns.key or "")) if with_key else None,
            parent=_words(row.get(columns.parent or "")) if with_key else None,
            time=time,
            meta=meta,
        )


def _is_empty(value: JsonValue) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _words(value: JsonValue) -> str | None:
    """A cell as text; None for an empty one and for what is no text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value) if str(value).strip() else None
