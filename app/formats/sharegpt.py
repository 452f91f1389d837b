"""ShareGPT: records of ``{"conversations": [{"from", "value"}, …]}``, with the variants that tools write.

A record may offer two answers to its last message (``chosen`` and ``rejected``): they become branches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_LISTS: Final = ("conversations", "conversation", "items")
_SPEAKERS: Final = ("from", "speaker", "role")
_TEXTS: Final = ("value", "content", "text")
_CHOICES: Final = ("chosen", "rejected")


@FORMATS.register("sharegpt")
class ShareGPTFormat(RecordFormat):
    """Dialogues as shared from chat services and as used for training."""

    name = "sharegpt"
    title = "ShareGPT"
    alternatives = True
    extensions = (".json", ".jsonl")
    clue = re.compile(r'"(?:conversations?|items)"\s*:\s*\[\s*\{\s*"(?:from|value)"\s*:')

    def recognises(self, value: JsonObject) -> bool:
        """A list of messages of which at least one says who it is from."""
        return any(
            isinstance(message, dict) and not message.keys().isdisjoint(_SPEAKERS)
            for message in _messages(value)[:20]
        )

    def _is_known(self, value: JsonValue) -> bool:
        """Files of which every record has the names of another kind are that kind's."""
        items = value[:20] if isinstance(value, list) else [value]
        found = (message for item in items if isinstance(item, dict) for message in _messages(item)[:20])
        return any(isinstance(message, dict) and "from" in message for message in found)

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """One conversation a record; the answers to choose from are replies to its last message."""
        key = key_of(value.get("id")) or "record"
        key = f"{key} ({number})"
        choices = [(name, value[name]) for name in _CHOICES if isinstance(value.get(name), dict)]
        meta = without(value, *_LISTS, "title", *(name for name, _ in choices))
        yield ParsedConversation(key, words(value.get("title"), source), meta)
        count = 0
        for position, message in enumerate(_messages(value), 1):
            place = f"{place}, message {position}"
            event = _turn(
                key, message, place, source, str(position), str(count) if choices and count else None
            )
            if isinstance(event, ParsedTurn):
                count = position
            yield event
        for name, message in choices:
            parent = str(count) if count else None
            yield _turn(key, message, f"{place}, {name}", source, name, parent, {"preference": name})


def _messages(value: JsonObject) -> list[JsonValue]:
    for name in _LISTS:
        found = value.get(name)
        if isinstance(found, list):
            return found
    return []


def _turn(
    conversation: str,
    message: JsonValue,
    place: str,
    source: Source,
    key: str,
    parent: str | None,
    meta: JsonObject | None = None,
) -> ParsedTurn | ParseProblem:
    if not isinstance(message, dict):
        return ParseProblem(place, "not a message")
    speaker = next((label for name in _SPEAKERS if (label := words(message.get(name), source))), "")
    text = next((item for name in _TEXTS if isinstance(item := message.get(name), str)), None)
    if not speaker or text is None:
        return ParseProblem(
            place, "a message without a speaker" if text is not None else "a message without text"
        )
    rest = without(message, *_SPEAKERS, *_TEXTS) | (meta or {})
    said = source.repair(shown(text))
    return ParsedTurn(conversation, speaker, said, key=key, parent=parent, role=speaker, meta=rest)
