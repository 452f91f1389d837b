"""Exports of other assistants: DeepSeek, Grok, Gemini (AI Studio, API and activity), a conversation a record.

They differ in the names of things; a message is read by whatever name it has. Parents make trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats._html_text import html_text
from app.formats._message_keys import Message, read_message
from app.formats.base import FORMATS, Source
from app.formats.placeholders import named
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_ROLES: Final = {
    "REQUEST": "user",
    "RESPONSE": "assistant",
    "human": "user",
    "ASSISTANT": "assistant",
    "model": "model",
}
_LISTS: Final = (
    "mapping",
    "responses",
    "chunkedPrompt",
    "contents",
    "systemInstruction",
    "conversation",
    "safeHtmlItem",
)
_HIGHEST: Final = 0.98
_ACTIVITY: Final = re.compile(r"Gemini|Bard|AI Mode", re.IGNORECASE)
_PROMPTED: Final = re.compile(r"(?:Prompted|Asked|Said)\s+", re.IGNORECASE)

_Raw = tuple[str | None, str | None, JsonObject]
"""The node of a message, the node above it, and the message."""


@FORMATS.register("assistants")
class AssistantsFormat(RecordFormat):
    """JSON of one conversation, of a list of them, or a conversation a line."""

    name = "assistants"
    title = "DeepSeek, Grok and Gemini exports"
    extensions = (".json", ".jsonl")
    alternatives = True
    best = _HIGHEST
    clue = re.compile(
        r'"fragments"\s*:\s*\[|"responses"\s*:\s*\[\s*\{\s*"response"|"chunkedPrompt"\s*:'
        r'|"contents"\s*:\s*\[\s*\{\s*"(?:role|parts)"|"header"\s*:\s*"Gemini'
    )

    def recognises(self, value: JsonObject) -> bool:
        """A record that holds messages in one of the services' ways."""
        return next(_messages(value), None) is not None

    def unwrapped(self, value: JsonValue) -> JsonValue:
        """Grok puts the list of conversations into an object."""
        inner = value.get("conversations") if isinstance(value, dict) else None
        return inner if isinstance(inner, list) else value

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """One conversation a record."""
        about = value.get("conversation")
        about = value | (about if isinstance(about, dict) else {})
        key = key_of(about.get("id")) or key_of(about.get("conversation_id")) or f"conversation {number}"
        title = _PROMPTED.sub("", words(about.get("title"), source), count=1)
        yield ParsedConversation(key, title, without(about, "id", "title", *_LISTS) | _pending(about))
        own: dict[str, str | None] = {}
        for position, (node, parent, raw) in enumerate(_messages(value), 1):
            message = read_message(raw)
            if message is None or not message.text:
                if node:
                    own[node] = parent  # said nothing; what answers it answers what it answers
                if message is None and raw.get("author") is None:
                    yield ParseProblem(f"{place}, message {position}", "no author or no text")
                continue
            yield _turn(key, node or message.key, _above(own, parent or message.parent), message, source)


def _turn(key: str, own: str | None, parent: str | None, message: Message, source: Source) -> ParsedTurn:
    role = _ROLES.get(message.author, message.author)
    meta = without(message.meta, "children")
    said = source.repair(shown(message.text))
    return ParsedTurn(key, words(role, source) or "?", said, own, parent, role, message.time, meta)


def _above(passed: dict[str, str | None], parent: str | None) -> str | None:
    """The nearest node above that said something."""
    while parent is not None and parent in passed:
        parent = passed[parent]
    return parent


def _messages(value: JsonObject) -> Iterator[_Raw]:
    """The messages of a record as ``read_message`` takes them, with node and parent where there is a tree."""
    mapping, responses = value.get("mapping"), value.get("responses")
    chunked, contents = value.get("chunkedPrompt"), value.get("contents")
    if isinstance(mapping, dict):
        yield from _deepseek(mapping)
    elif isinstance(responses, list):
        yield from _grok(responses)
    elif isinstance(chunked, dict) and isinstance(chunks := chunked.get("chunks"), list):
        yield from _system(value.get("systemInstruction"))
        yield from (
            (None, None, _chunk(chunk)) for chunk in chunks if isinstance(chunk, dict) and "role" in chunk
        )
    elif isinstance(contents, list):
        yield from _gemini(contents, value.get("systemInstruction"))
    elif isinstance(header := value.get("header"), str) and _ACTIVITY.search(header):
        yield from _activity(value)


def _deepseek(mapping: JsonObject) -> Iterator[_Raw]:
    nodes = {name: node for name, node in mapping.items() if isinstance(node, dict)}
    messages = {name: inner for name, node in nodes.items() if isinstance(inner := node.get("message"), dict)}
    if not any(isinstance(message.get("fragments"), list) for message in messages.values()):
        return  # the tree of another service
    for name, node in nodes.items():
        message = messages.get(name, {"content": ""})
        fragments = message.get("fragments")
        parts = fragments if isinstance(fragments, list) else []
        asks = any(isinstance(part, dict) and part.get("type") == "REQUEST" for part in parts)
        author: JsonObject = {"author": "REQUEST" if asks else "RESPONSE"}
        yield name, key_of(node.get("parent")), author | message


def _grok(responses: list[JsonValue]) -> Iterator[_Raw]:
    for item in responses:
        inner = item.get("response", item) if isinstance(item, dict) else None
        if isinstance(inner, dict) and "message" in inner and "sender" in inner:
            yield None, None, inner


def _system(told: JsonValue) -> Iterator[_Raw]:
    """The instruction above a dialogue, where there is one."""
    if isinstance(told, dict) and (told.get("parts") or told.get("text")):
        instruction: JsonObject = {**told, "role": "system"}
        yield None, None, instruction


def _chunk(chunk: JsonObject) -> JsonObject:
    """A message of AI Studio; one without a text is a file, or code and what came of it."""
    if isinstance(chunk.get("text"), str):
        return chunk
    told: list[str] = []
    for kind, part in chunk.items():
        if isinstance(part, dict):
            code = next((text for name in ("code", "output") if isinstance(text := part.get(name), str)), "")
            told += [named(kind, part.get("id") or part.get("fileName") or part.get("mimeType")), code]
    return {**chunk, "text": "\n".join(filter(None, told))} if told else chunk


def _pending(about: JsonObject) -> JsonObject:
    """What was typed into AI Studio and not sent."""
    chunked = about.get("chunkedPrompt")
    waiting = chunked.get("pendingInputs") if isinstance(chunked, dict) else None
    typed = (
        [one for one in waiting if isinstance(one, dict) and without(one, "role")]
        if (isinstance(waiting, list))
        else []
    )
    return {"pendingInputs": list(typed)} if typed else {}


def _gemini(contents: list[JsonValue], system: JsonValue) -> Iterator[_Raw]:
    yield from _system(system)
    for content in contents:
        if isinstance(content, dict) and isinstance(content.get("parts"), list):
            said: JsonObject = {"role": "user", **content}
            yield None, None, said


def _activity(value: JsonObject) -> Iterator[_Raw]:
    """A prompt and its answer out of a record of Google's My Activity."""
    title = value.get("title")
    asked = _PROMPTED.sub("", title, count=1) if isinstance(title, str) else ""
    time = iso_time(value.get("time"))
    yield None, None, {"role": "user", "text": asked, "time": time}
    items = value.get("safeHtmlItem")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and isinstance(html := item.get("html"), str):
            yield None, None, {"role": "model", "text": html_text(html), "time": time}
