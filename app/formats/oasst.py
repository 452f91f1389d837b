"""OpenAssistant: message trees (``prompt`` with nested ``replies``) and flat messages with parent ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_IDS: Final = ("message_id", "user_message_id", "frontend_message_id")
_PARENTS: Final = ("parent_id", "parent_message_id")
_SHOWN: Final = (*_IDS, *_PARENTS, "text", "role", "created_date", "replies", "message_tree_id")


@FORMATS.register("oasst")
class OasstFormat(RecordFormat):
    """Trees of prompts and replies; siblings stand in the order of their rank."""

    name = "oasst"
    title = "OpenAssistant trees and messages"
    alternatives = True
    extensions = (".jsonl", ".json")
    clue = re.compile(r'"(?:message_tree_id|message_id|user_message_id)"\s*:.{0,4000}"role"\s*:', re.DOTALL)

    def recognises(self, value: JsonObject) -> bool:
        """A tree, or one message of a tree."""
        prompt = value.get("prompt")
        return _is_message(prompt) if isinstance(prompt, dict) else _is_message(value)

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Trees as they come; flat messages belong to the tree of their parent or root."""
        self_roots: dict[str, str] = {}
        told: set[str] = set()
        for event in super().parse(source):
            if isinstance(event, ParsedTurn) and event.conversation == "":
                parent = event.parent
                root = self_roots.get(parent or "", parent or event.key or "")
                tree = event.meta.get("message_tree_id")
                root = tree if isinstance(tree, str) and tree else root
                self_roots[event.key or ""] = root
                if root not in told:
                    told.add(root)
                    yield ParsedConversation(root)
                yield _moved(event, root)
            else:
                yield event

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """A whole tree with its conversation, or one flat message that does not yet know its own."""
        prompt = value.get("prompt")
        if not isinstance(prompt, dict) and not isinstance(value.get("replies"), list):
            yield _turn("", value, None, place, source)
            return
        root = prompt if isinstance(prompt, dict) else value
        key = key_of(value.get("message_tree_id")) or _key(root) or f"tree {number}"
        yield ParsedConversation(
            key, meta=without(value, "prompt", "message_tree_id") if root is prompt else {}
        )
        waiting: list[tuple[JsonValue, str | None]] = [(root, None)]
        while waiting:
            message, parent = waiting.pop()
            if not isinstance(message, dict) or not _is_message(message):
                yield ParseProblem(place, "a reply that is no message")
                continue
            yield _turn(key, message, parent, place, source)
            replies = message.get("replies")
            ordered = sorted(replies, key=_rank) if isinstance(replies, list) else []
            waiting += [(reply, _key(message)) for reply in reversed(ordered)]


def _is_message(value: JsonObject) -> bool:
    return (
        _key(value) is not None and isinstance(value.get("role"), str) and isinstance(value.get("text"), str)
    )


def _key(message: JsonObject) -> str | None:
    return next((key for name in _IDS if (key := key_of(message.get(name)))), None)


def _rank(reply: JsonValue) -> float:
    rank = reply.get("rank") if isinstance(reply, dict) else None
    return float(rank) if isinstance(rank, int | float) else float("inf")


def _turn(
    conversation: str, message: JsonObject, parent: str | None, place: str, source: Source
) -> ParsedTurn | ParseProblem:
    role = words(message.get("role"), source)
    if not role:
        return ParseProblem(place, "a message without a role")
    parent = parent or next((key for name in _PARENTS if (key := key_of(message.get(name)))), None)
    meta = without(message, *_SHOWN) if conversation else without(message, *_SHOWN[:-1])
    return ParsedTurn(
        conversation,
        role,
        source.repair(shown(str(message["text"]))),
        key=_key(message),
        parent=parent,
        role=role,
        time=iso_time(message.get("created_date")),
        meta=meta,
    )


def _moved(turn: ParsedTurn, conversation: str) -> ParsedTurn:
    meta = {name: item for name, item in turn.meta.items() if name != "message_tree_id"}
    return ParsedTurn(
        conversation, turn.speaker, turn.text, turn.key, turn.parent, turn.role, turn.time, meta
    )
