"""DiscordChatExporter's JSON: one channel or thread a file; replies name the message they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.nested import NestedFormat
from app.formats.placeholders import named
from app.formats.records import JsonObject, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import ParsedConversation, ParsedTurn, ParseProblem

_SHOWN: Final = ("id", "content", "author", "timestamp", "reference", "type", "isPinned")
_SPOKEN: Final = frozenset(
    {None, "Default", "Reply", "ChatInputCommand", "ContextMenuCommand", "ThreadStarterMessage"}
)
"""Types of messages; the others tell of an event."""


@FORMATS.register("discord")
class DiscordFormat(NestedFormat):
    """JSON as written by DiscordChatExporter."""

    name = "discord"
    title = "Discord export (DiscordChatExporter)"
    extensions = (".json",)
    opening = re.compile(r'"guild"\s*:\s*\{.*"channel"\s*:\s*\{', re.DOTALL)

    def recognises(self, message: JsonObject) -> bool:
        """A message with its author."""
        return isinstance(message.get("author"), dict) and "id" in message and "content" in message

    def turn(self, chat: str, message: JsonObject, place: str, source: Source) -> ParsedTurn | ParseProblem:
        """What was written, by the name that the author has in this place."""
        author = message.get("author")
        author = author if isinstance(author, dict) else {}
        speaker = words(author.get("nickname"), source) or words(author.get("name"), source)
        if not speaker:
            return ParseProblem(place, "a message without an author")
        kind = message.get("type")
        meta = without(message, *_SHOWN) | {"author": without(author, "nickname", "avatarUrl")}
        if kind not in {"Default", "Reply"}:
            meta["type"] = kind
        if message.get("isPinned") is True:
            meta["isPinned"] = True
        reference = message.get("reference")
        parent = key_of(reference.get("messageId")) if isinstance(reference, dict) else None
        if isinstance(reference, dict) and (elsewhere := without(reference, "messageId")):
            meta["reference"] = elsewhere
        event = isinstance(kind, str) and kind not in _SPOKEN and not kind.isdecimal()
        return ParsedTurn(
            chat,
            speaker,
            source.repair(shown("\n".join(_said(message)))),
            key=key_of(message.get("id")),
            parent=parent,
            role="event" if event else "bot" if author.get("isBot") is True else None,
            time=iso_time(message.get("timestamp")),
            meta=meta,
        )

    def conversation(self, chat: str, about: JsonObject, source: Source) -> ParsedConversation:
        """The channel, named with its server."""
        guild, channel = about.get("guild"), about.get("channel")
        names = [words(part.get("name"), source) for part in (guild, channel) if isinstance(part, dict)]
        return ParsedConversation(chat, " / ".join(filter(None, names)), without(about))


def _said(message: JsonObject) -> Iterator[str]:
    content = message.get("content")
    if isinstance(content, str) and content:
        yield content
    forwarded = message.get("forwardedMessage")
    if isinstance(forwarded, dict):
        yield from ("[forwarded]", *_said(forwarded))
    for kind, name in (("attachments", "fileName"), ("stickers", "name"), ("embeds", "title")):
        found = message.get(kind)
        for item in found if isinstance(found, list) else []:
            if isinstance(item, dict):
                yield named(kind.removesuffix("s"), item.get(name) or item.get("url"))
                if kind == "embeds" and not content and isinstance(told := item.get("description"), str):
                    yield told
