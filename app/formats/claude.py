"""Claude's export: conversations with ``chat_messages``; the content is a list of blocks in newer ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.placeholders import block_text, named
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_FILES: Final = ("attachments", "files", "files_v2")
_SHOWN: Final = ("uuid", "text", "content", "sender", "created_at", "parent_message_uuid")


@FORMATS.register("claude")
class ClaudeFormat(RecordFormat):
    """The conversations.json of an account's data, or one conversation of it."""

    name = "claude"
    title = "Claude export"
    alternatives = True
    extensions = (".json",)
    clue = re.compile(r'"chat_messages"\s*:\s*\[')

    def recognises(self, value: JsonObject) -> bool:
        """A conversation with its messages, which may be none."""
        return isinstance(value.get("chat_messages"), list)

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """One conversation a record; edited messages are branches of their parent."""
        key = key_of(value.get("uuid")) or f"conversation {number}"
        meta = without(value, "chat_messages", "uuid", "name", "current_leaf_message_uuid")
        if leaf := key_of(value.get("current_leaf_message_uuid")):
            meta["current"] = leaf
        yield ParsedConversation(key, words(value.get("name"), source), meta)
        listed = value.get("chat_messages")
        messages = listed if isinstance(listed, list) else []
        known = {key_of(message.get("uuid")) for message in messages if isinstance(message, dict)}
        for position, message in enumerate(messages, 1):
            yield _turn(key, message, f"{place}, message {position}", source, known)


def _turn(
    conversation: str, message: JsonValue, place: str, source: Source, known: set[str | None]
) -> ParsedTurn | ParseProblem:
    if not isinstance(message, dict):
        return ParseProblem(place, "not a message")
    speaker = words(message.get("sender"), source)
    if not speaker:
        return ParseProblem(place, "a message without a sender")
    parent = key_of(message.get("parent_message_uuid"))
    return ParsedTurn(
        conversation,
        speaker,
        source.repair(shown("\n".join(_said(message)))),
        key=key_of(message.get("uuid")),
        parent=parent if parent in known else None,  # the first message names a root that is not there
        role=speaker,
        time=iso_time(message.get("created_at")),
        meta=without(message, *_SHOWN),
    )


def _said(message: JsonObject) -> Iterator[str]:
    """What a message shows, one thing a line: its blocks, or its text, and the names of its files."""
    blocks = message.get("content")
    parts = [said for block in blocks if (said := block_text(block))] if isinstance(blocks, list) else []
    if not parts and isinstance(text := message.get("text"), str) and text:
        parts = [text]
    yield from parts
    for name in _FILES:
        files = message.get(name)
        for file in files if isinstance(files, list) else []:
            if isinstance(file, dict):
                yield named("file", file.get("file_name"))
