"""Telegram Desktop's result.json: one chat, or all chats of an account; replies name what they answer."""

from __future__ import annotations

import re
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.nested import NestedFormat
from app.formats.placeholders import named
from app.formats.records import JsonObject, key_of, without, words
from app.formats.values import iso_time, one_line, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseProblem

_SHOWN: Final = (
    "id",
    "from",
    "actor",
    "text",
    "text_entities",
    "date",
    "date_unixtime",
    "reply_to_message_id",
)
_MEDIA: Final = ("photo", "file", "contact_information", "location_information", "poll", "game_title")
_LIST: Final = ("chats", "list")
_LEFT: Final = ("left_chats", "list")


@FORMATS.register("telegram")
class TelegramFormat(NestedFormat):
    """JSON as exported by Telegram Desktop."""

    name = "telegram"
    title = "Telegram export"
    extensions = (".json",)
    chats = frozenset({(), (*_LIST, "*"), (*_LEFT, "*")})
    entered = frozenset(
        {(), ("messages",)}
        | {
            path
            for base in (_LIST, _LEFT)
            for path in (base[:1], base, (*base, "*"), (*base, "*", "messages"))
        }
    )
    opening = re.compile(r'"(?:text_entities|from_id|actor_id|date_unixtime)"\s*:|"chats"\s*:\s*\{')

    def recognises(self, message: JsonObject) -> bool:
        """A message or a service message."""
        return message.get("type") in {"message", "service", "unsupported"} and "id" in message

    def turn(
        self,
        chat: str,
        message: JsonObject,
        place: str,  # noqa: ARG002 - nothing can be wrong inside a message
        source: Source,
    ) -> ParsedTurn | ParseProblem:
        """What was written or done, by its author or actor."""
        author = message.get("from") if message["type"] == "message" else message.get("actor")
        speaker = words(author, source) or one_line(
            str(message.get("from_id") or message.get("actor_id") or "?")
        )
        return ParsedTurn(
            chat,
            speaker,
            source.repair(shown(_said(message))),
            key=key_of(message.get("id")),
            parent=key_of(message.get("reply_to_message_id")),
            role=None if message["type"] == "message" else "service",
            time=iso_time(message.get("date_unixtime")) or iso_time(message.get("date")),
            meta=without(message, *_SHOWN, "type"),
        )

    def conversation(self, chat: str, about: JsonObject, source: Source) -> ParsedConversation:
        """The chat with its name."""
        return ParsedConversation(chat, words(about.get("name"), source), without(about, "name"))


def _said(message: JsonObject) -> str:
    """The text with its parts joined, and in brackets what is no text."""
    text = message.get("text")
    parts = text if isinstance(text, list) else [text]
    said = ["".join(_part(part) for part in parts)]
    kind = message.get("media_type")
    if isinstance(kind, str):
        said.append(
            named(kind, message.get("sticker_emoji") or message.get("title") or message.get("file_name"))
        )
    else:
        said += [named(name, message.get("file_name")) for name in _MEDIA if message.get(name)]
    action = message.get("action")
    if isinstance(action, str):
        said.append(named(action, message.get("title")))
    return "\n".join(filter(None, said))


def _part(part: JsonValue) -> str:
    if isinstance(part, dict):
        text, link = part.get("text"), part.get("href")
        if not isinstance(text, str):
            return ""
        return f"{text} ({link})" if isinstance(link, str) and link != text else text
    return part if isinstance(part, str) else ""
