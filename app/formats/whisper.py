"""Whisper, whisper-timestamped and WhisperX: segments with times, and speakers where they were told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.errors import BadInputError
from app.formats._cues import UNKNOWN
from app.formats._json_records import is_lines, peek
from app.formats._json_walk import Border, Found, walk
from app.formats.base import FORMATS, Source
from app.formats.records import JsonObject, RecordFormat, without, words
from app.formats.values import shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_LEFT_OUT: Final = ("text", "segments", "transcription", "word_segments", "language_probs")
"""The segments, or the same in other words."""
_LISTS: Final = ("segments", "transcription")
"""whisper.cpp calls its segments a transcription."""
_OF_SEGMENT: Final = ("text", "speaker", "tokens")
"""Tokens are numbers that a model's own table turns into the text."""
_ITEM: Final = ("*",)
_ENTERED: Final = frozenset({(), _ITEM, *((name,) for name in _LISTS), *(("*", name) for name in _LISTS)})


@FORMATS.register("whisper")
class WhisperFormat(RecordFormat):
    """``{"text", "segments": [{"start", "end", "text", "speaker"?}], "language"}``"""

    name = "whisper"
    title = "Whisper and WhisperX transcripts"
    extensions = (".json",)
    clue = re.compile(r'"segments"\s*:\s*\[\s*\{[^{}]*"start"\s*:[^{}]*"end"\s*:|"avg_logprob"\s*:')

    def recognises(self, value: JsonObject) -> bool:
        """A list of segments that have a begin and an end."""
        segments = _segments(value)
        if segments is None or not ("language" in value or segments):
            return False
        return all(
            isinstance(one, dict) and ("start" in one or "offsets" in one) and "text" in one
            for one in segments[:5]
        )

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """A segment is a turn."""
        key = str(number)
        for count, segment in enumerate(_segments(value) or (), 1):
            yield _turn(key, f"{place}, segment {count}", segment, source)
        yield ParsedConversation(key, "", without(value, *_LEFT_OUT))

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Segments as they come, so that a transcript that breaks off keeps those before the break."""
        head, chunks = peek(source.chunks())
        if is_lines(head):
            yield from super().parse(source)
            return
        turns = 0
        first: ParseProblem | None = None
        for event in _Segments(source).read(walk(chunks, _ENTERED)):
            turns += isinstance(event, ParsedTurn)
            if isinstance(event, ParseProblem):
                first = first or event
            yield event
        if not turns:
            first = first or ParseProblem("", "it has no segments")
            raise BadInputError(f"no message can be read: {first.reason}", place=first.place)


class _Segments:
    """One transcript, or one after the other in a list; each is described behind its segments."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._number = 1
        self._turns = 0
        self._told: JsonObject = {}

    def read(self, parts: Iterator[Border | Found | ParseProblem]) -> Iterator[ParseEvent]:
        for part in parts:
            if isinstance(part, ParseProblem):
                yield part
            elif isinstance(part, Found):
                yield from self._found(part)
            elif part.kind == "end" and part.path in {(), _ITEM}:
                yield from self._described()
        yield from self._described()

    def _found(self, part: Found) -> Iterator[ParseEvent]:
        within = part.path[1:] if part.path[:1] == _ITEM else part.path
        if within in {(name, "*") for name in _LISTS}:
            self._turns += 1
            yield _turn(str(self._number), f"segment {part.number}", part.value, self._source)
        elif len(within) == 1 and within != _ITEM:
            self._told[within[0]] = part.value
        else:
            yield ParseProblem(f"item {part.number}", "not a transcript")

    def _described(self) -> Iterator[ParseEvent]:
        if self._turns:
            yield ParsedConversation(str(self._number), "", without(self._told, *_LEFT_OUT))
            self._number += 1
        elif self._told:
            yield ParseProblem(f"transcript {self._number}", "it has no segments")
        self._turns, self._told = 0, {}


def _turn(conversation: str, place: str, segment: JsonValue, source: Source) -> ParsedTurn | ParseProblem:
    text = segment.get("text") if isinstance(segment, dict) else None
    if not isinstance(segment, dict) or not isinstance(text, str):
        return ParseProblem(place, "no text")
    return ParsedTurn(
        conversation,
        words(segment.get("speaker"), source) or UNKNOWN,
        source.repair(shown(text.strip())),
        meta=without(segment, *_OF_SEGMENT, "offsets", "timestamps") | _offsets(segment),
    )


def _segments(value: JsonObject) -> list[JsonValue] | None:
    return next((found for name in _LISTS if isinstance(found := value.get(name), list)), None)


def _offsets(segment: JsonObject) -> JsonObject:
    """Milliseconds of whisper.cpp as seconds."""
    offsets = segment.get("offsets")
    pairs = zip(("start", "end"), ("from", "to"), strict=True) if isinstance(offsets, dict) else ()
    return {
        name: moment / 1000
        for name, given in pairs
        if isinstance(offsets, dict) and isinstance(moment := offsets.get(given), int | float)
    }
