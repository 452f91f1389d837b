"""Collections of chats with models: WildChat and LMSYS-Chat (``conversation``), arena battles, MT-Bench.

A battle is two answers to one question: two branches. Questions and reference answers of MT-Bench are
conversations of one side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.placeholders import block_text
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_IDS: Final = ("conversation_hash", "conversation_id", "question_id", "id")
_SIDES: Final = (("conversation_a", "model_a"), ("conversation_b", "model_b"))
_LISTS: Final = ("conversation", "conversation_a", "conversation_b", "turns", "choices")


@FORMATS.register("lmsys")
class LmsysFormat(RecordFormat):
    """Chats as published in research collections, one record each."""

    name = "lmsys"
    title = "WildChat, LMSYS-Chat, Chatbot Arena, MT-Bench"
    alternatives = True
    extensions = (".jsonl", ".json")
    clue = re.compile(r'"conversation(?:_a)?"\s*:\s*\[\s*\{[^{}]{0,4000}"role"\s*:|"question_id"\s*:')

    def recognises(self, value: JsonObject) -> bool:
        """Messages with roles under one of the collections' names, or the turns of a question."""
        lists = [value.get(name) for name in ("conversation", "conversation_a")]
        messages = next((item for item in lists if isinstance(item, list)), [])
        if messages:
            return all(isinstance(message, dict) and "role" in message for message in messages[:20])
        return "question_id" in value and any(
            isinstance(value.get(name), list) for name in ("turns", "choices")
        )

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """One conversation a record; the sides of a battle share its first question."""
        key = next((found for name in _IDS if (found := key_of(value.get(name)))), "record") + f" ({number})"
        yield ParsedConversation(key, meta=without(value, *_LISTS))
        if isinstance(value.get("conversation"), list):
            yield from _linear(key, value["conversation"], place, source)
        elif isinstance(value.get("conversation_a"), list):
            yield from _battle(key, value, place, source)
        else:
            yield from _benchmark(key, value, source)


def _linear(key: str, messages: JsonValue, place: str, source: Source) -> Iterator[ParseEvent]:
    for position, message in enumerate(messages if isinstance(messages, list) else [], 1):
        yield _turn(key, message, f"{place}, message {position}", source, str(position), None, {})


def _battle(key: str, value: JsonObject, place: str, source: Source) -> Iterator[ParseEvent]:
    """Both sides as branches; messages that both sides begin with alike are told once."""
    shared: list[JsonValue] = []
    for side, model in _SIDES:
        messages = value.get(side)
        parent: str | None = None
        for position, message in enumerate(messages if isinstance(messages, list) else [], 1):
            if side == _SIDES[0][0]:
                shared.append(message)
                name = str(position)
            elif position <= len(shared) and parent == (str(position - 1) if position > 1 else None):
                same = _said(shared[position - 1]) == _said(message)
                name = str(position) if same else f"{side} {position}"
                if same:
                    parent = name
                    continue
            else:
                name = f"{side} {position}"
            meta: JsonObject = {"model": value.get(model)}
            yield _turn(key, message, f"{place}, {side} {position}", source, name, parent, meta)
            parent = name


def _said(message: JsonValue) -> tuple[JsonValue, str]:
    if not isinstance(message, dict):
        return None, ""
    return message.get("role"), _text(message)


def _benchmark(key: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
    choices = value.get("choices")
    if not isinstance(choices, list):
        yield from _one_sided(key, "user", value.get("turns"), source, "")
        return
    model = words(value.get("model_id"), source) or "assistant"
    for number, choice in enumerate(choices, 1):
        turns = choice.get("turns") if isinstance(choice, dict) else None
        yield from _one_sided(key, model, turns, source, f"{number}." if len(choices) > 1 else "")


def _one_sided(key: str, speaker: str, turns: JsonValue, source: Source, prefix: str) -> Iterator[ParseEvent]:
    role = "user" if speaker == "user" else "assistant"
    for position, text in enumerate(turns if isinstance(turns, list) else [], 1):
        if isinstance(text, str):
            yield ParsedTurn(key, speaker, source.repair(shown(text)), f"{prefix}{position}", role=role)


def _turn(
    conversation: str,
    message: JsonValue,
    place: str,
    source: Source,
    key: str,
    parent: str | None,
    more: JsonObject,
) -> ParsedTurn | ParseProblem:
    role = words(message.get("role"), source) if isinstance(message, dict) else ""
    if not isinstance(message, dict) or not role:
        return ParseProblem(place, "a message without a role")
    meta = without(message, "role", "content", "timestamp") | more
    time = iso_time(message.get("timestamp"))
    text = source.repair(shown(_text(message)))
    return ParsedTurn(conversation, role, text, key, parent, role, time, meta)


def _text(message: JsonObject) -> str:
    content = message.get("content")
    parts = content if isinstance(content, list) else [content]
    return "\n".join(text for part in parts if (text := block_text(part)))
