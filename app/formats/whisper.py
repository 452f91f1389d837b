"""Whisper, whisper-timestamped and WhisperX: segments with times, and speakers where they were told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats._cues import UNKNOWN
from app.formats.base import FORMATS, Source
from app.formats.records import JsonObject, RecordFormat, without, words
from app.formats.values import shown
from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_LEFT_OUT: Final = ("text", "segments", "word_segments")
_OF_SEGMENT: Final = ("text", "speaker", "tokens", "words", "chars")


@FORMATS.register("whisper")
class WhisperFormat(RecordFormat):
    """``{"text", "segments": [{"start", "end", "text", "speaker"?}], "language"}``"""

    name = "whisper"
    title = "Whisper and WhisperX transcripts"
    extensions = (".json",)
    clue = re.compile(r'"segments"\s*:\s*\[\s*\{[^{}]*"start"\s*:[^{}]*"end"\s*:|"avg_logprob"\s*:')

    def recognises(self, value: JsonObject) -> bool:
        """A list of segments that have a begin and an end."""
        segments = value.get("segments")
        if not isinstance(segments, list) or not ("language" in value or segments):
            return False
        return all(isinstance(one, dict) and "start" in one and "text" in one for one in segments[:5])

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """A segment is a turn."""
        key = str(number)
        yield ParsedConversation(key, "", without(value, *_LEFT_OUT, "language_probs"))
        segments = value.get("segments")
        for count, segment in enumerate(segments if isinstance(segments, list) else (), 1):
            text = segment.get("text") if isinstance(segment, dict) else None
            if not isinstance(segment, dict) or not isinstance(text, str):
                yield ParseProblem(f"{place}, segment {count}", "no text")
                continue
            yield ParsedTurn(
                key,
                words(segment.get("speaker"), source) or UNKNOWN,
                source.repair(shown(text.strip())),
                meta=without(segment, *_OF_SEGMENT),
            )
