"""ChatLab's exchange format, JSON and JSON Lines, which exporters of WeChat, QQ and others write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.errors import BadInputError
from app.formats._json_records import Record, read_records
from app.formats.base import FORMATS, Sample, Source
from app.formats.nested import NestedFormat
from app.formats.placeholders import named
from app.formats.records import JsonObject, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import ParsedConversation, ParsedSpeaker, ParsedTurn, ParseEvent, ParseProblem

_KINDS: Final = {
    1: "image", 2: "voice", 3: "video", 4: "file", 5: "emoji", 7: "link", 8: "location", 20: "red packet",
    21: "transfer", 22: "poke", 23: "call", 24: "share", 25: "reply", 26: "forward", 27: "contact",
    80: "system", 81: "recalled", 99: "other",
}  # fmt: skip
_TEXT, _REPLY, _SYSTEM = 0, 25, 80
_HEAD: Final = 4000
_LINE: Final = re.compile(r'"_type"\s*:\s*"(?:header|message|member)"')
_SHOWN: Final = (
    "sender", "accountName", "groupNickname", "timestamp", "type", "content", "platformMessageId",
    "replyToMessageId", "_type",
)  # fmt: skip


@FORMATS.register("chatlab")
class ChatLabFormat(NestedFormat):
    """One chat a file, version 0.0.x."""

    name = "chatlab"
    title = "ChatLab JSON and JSONL"
    extensions = (".json", ".jsonl")
    opening = re.compile(r'"chatlab"\s*:\s*\{')

    def recognises(self, message: JsonObject) -> bool:
        """A message with its sender and kind."""
        return "sender" in message and "timestamp" in message and isinstance(message.get("type"), int)

    def score(self, sample: Sample) -> float:
        """JSON by its messages, JSON Lines by their kinds of line."""
        if sample.is_folder:
            return 0.0
        if _LINE.search(sample.head[:_HEAD]):
            return 0.95
        return super().score(sample)

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Members and messages; a chat of JSON Lines tells of itself in its header."""
        head = ""
        for chunk in source.chunks():
            head += chunk
            if len(head) >= _HEAD:
                break
        if _LINE.search(head[:_HEAD]):
            yield from self._lines(source)
        else:
            yield from super().parse(source)

    def _lines(self, source: Source) -> Iterator[ParseEvent]:
        turns = 0
        for record in read_records(source.chunks()):
            if isinstance(record, ParseProblem):
                yield record
                continue
            value = record.value if isinstance(record.value, dict) else {}
            event = self._line(value, record, source)
            turns += isinstance(event, ParsedTurn)
            yield event
        if not turns:
            raise BadInputError("no message can be read")

    def _line(self, value: JsonObject, record: Record, source: Source) -> ParseEvent:
        match value.get("_type"):
            case "header":
                meta = value.get("meta")
                about = without(value, "_type", "meta") | (meta if isinstance(meta, dict) else {})
                return self.conversation("1", about, source)
            case "member":
                label = words(value.get("accountName"), source) or words(value.get("platformId"), source)
                return ParsedSpeaker(label, without(value, "_type", "accountName"))
            case "message" if self.recognises(value):
                return self.turn("1", value, record.place, source)
            case _:
                return ParseProblem(record.place, "neither header, member nor message")

    def turn(self, chat: str, message: JsonObject, place: str, source: Source) -> ParsedTurn | ParseProblem:
        """What was written; other kinds of message are named in brackets."""
        names = ("groupNickname", "accountName", "sender")
        speaker = next((label for name in names if (label := words(message.get(name), source))), "")
        if not speaker:
            return ParseProblem(place, "a message without a sender")
        kind, content = message.get("type"), message.get("content")
        said = content if isinstance(content, str) else ""
        if kind not in {_TEXT, _REPLY, _SYSTEM} and isinstance(kind, int):
            label = named(_KINDS.get(kind, "other"))
            said = said if said.startswith("[") else f"{label} {said}".rstrip()
        return ParsedTurn(
            chat,
            speaker,
            source.repair(shown(said)),
            key=key_of(message.get("platformMessageId")),
            parent=key_of(message.get("replyToMessageId")),
            role="system" if kind == _SYSTEM else None,
            time=iso_time(message.get("timestamp")),
            meta=without(message, *_SHOWN),
        )

    def conversation(self, chat: str, about: JsonObject, source: Source) -> ParsedConversation:
        """The chat with its name."""
        meta = about.get("meta")
        told = without(about, "meta", "chatlab") | (meta if isinstance(meta, dict) else {})
        return ParsedConversation(chat, words(told.get("name"), source), without(told, "name"))
