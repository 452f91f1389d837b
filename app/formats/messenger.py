"""Messenger and Instagram: message_1.json of one's own data, newest message first.

Every string of these files is UTF-8 read as Latin-1, by the exporter's own doing; a string of which all
bytes decode is put right, and marked as an exact repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.nested import NestedFormat
from app.formats.placeholders import named
from app.formats.records import JsonObject, without
from app.formats.values import iso_time, one_line, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText
from app.repair.spans import aligned, assemble

_SHOWN: Final = ("sender_name", "timestamp_ms", "content")
_MEDIA: Final = ("photos", "videos", "audio_files", "files", "gifs", "sticker", "share")


@FORMATS.register("messenger")
class MessengerFormat(NestedFormat):
    """A thread of Messenger or Instagram."""

    name = "messenger"
    title = "Messenger and Instagram export"
    extensions = (".json",)
    opening = re.compile(r'"sender_name"\s*:')

    def recognises(self, message: JsonObject) -> bool:
        """A message with its sender and time."""
        return isinstance(message.get("sender_name"), str) and "timestamp_ms" in message

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """The messages of the thread, oldest first; the exporter writes at most 10,000 into one file."""
        turns: list[ParsedTurn] = []
        for event in super().parse(source):
            if isinstance(event, ParsedTurn):
                turns.append(event)
            else:
                yield event
        falling = len(turns) > 1 and (turns[0].time or "") > (turns[-1].time or "")
        yield from reversed(turns) if falling else turns

    def turn(self, chat: str, message: JsonObject, place: str, source: Source) -> ParsedTurn | ParseProblem:
        """What was written; media by kind and name."""
        speaker = one_line(_undone(str(message["sender_name"]), source).text)
        if not speaker:
            return ParseProblem(place, "a message without a sender")
        content = message.get("content")
        said = [content] if isinstance(content, str) and content else []
        said += [text for kind in _MEDIA for text in _media(kind, message.get(kind))]
        text = _undone(shown("\n".join(said)), source)
        time = iso_time(message.get("timestamp_ms"))
        return ParsedTurn(chat, speaker, text, time=time, meta=_readable(without(message, *_SHOWN)))

    def conversation(self, chat: str, about: JsonObject, source: Source) -> ParsedConversation:
        """The thread with its title."""
        title = about.get("title")
        told = one_line(_undone(title, source).text) if isinstance(title, str) else ""
        return ParsedConversation(chat, told, _readable(without(about, "title")))


def _media(kind: str, value: JsonValue) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            link = item.get("uri") or item.get("link")
            yield named(kind.removesuffix("s"), link.rpartition("/")[2] if isinstance(link, str) else None)


def _bytes_read(text: str) -> str | None:
    """The text that was meant, where all of it is UTF-8 read as Latin-1."""
    if text.isascii():
        return None
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _undone(text: str, source: Source) -> RepairedText:
    meant = _bytes_read(text)
    return source.repair(text) if meant is None else assemble(aligned(text, meant))


def _readable(meta: JsonObject) -> JsonObject:
    """Metadata with every string as it was meant."""
    found = _meant(meta)
    return found if isinstance(found, dict) else {}


def _meant(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return _bytes_read(value) or value
    if isinstance(value, list):
        return [_meant(item) for item in value]
    if isinstance(value, dict):
        return {name: _meant(item) for name, item in value.items()}
    return value
