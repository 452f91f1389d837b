"""ChatGPT's export: the ``mapping`` of a conversation is a tree of messages; new answers are branches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.placeholders import block_text, brief, named
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_SHOWN: Final = ("id", "author", "content", "create_time")
_NODE: Final = ("id", "message", "parent", "children")


@FORMATS.register("chatgpt")
class ChatGPTFormat(RecordFormat):
    """conversations.json of an account's data, or one conversation of it."""

    name = "chatgpt"
    title = "ChatGPT export"
    alternatives = True
    extensions = (".json",)
    clue = re.compile(r'"mapping"\s*:\s*\{\s*"[^"]{1,100}"\s*:\s*\{')

    def recognises(self, value: JsonObject) -> bool:
        """A conversation whose mapping holds nodes."""
        mapping = value.get("mapping")
        return isinstance(mapping, dict) and all(isinstance(node, dict) for node in mapping.values())

    def unwrapped(self, value: JsonValue) -> JsonValue:
        """Some tools put the list of conversations into an object."""
        inner = value.get("conversations") if isinstance(value, dict) else None
        return inner if isinstance(inner, list) else value

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """One conversation a record, from the root on; ``current`` names the end of the shown path."""
        key = key_of(value.get("conversation_id")) or key_of(value.get("id")) or f"conversation {number}"
        meta = without(value, "mapping", "title", "id", "conversation_id", "current_node")
        tree = _Tree(value["mapping"])
        if (node := key_of(value.get("current_node"))) and (current := tree.said_at(node)):
            meta["current"] = current
        yield ParsedConversation(key, words(value.get("title"), source), meta)
        for identity in tree.in_order():
            message = tree.message(identity)
            if message is not None:
                place = f"{place}, node {identity}"
                yield _turn(key, identity, message, tree.said_before(identity), place, source)


class _Tree:
    """The nodes of a mapping: order, and the nearest messages; nodes without text are passed through."""

    def __init__(self, mapping: JsonValue) -> None:
        nodes = mapping if isinstance(mapping, dict) else {}
        self._nodes = {name: node for name, node in nodes.items() if isinstance(node, dict)}
        self._children: dict[str, list[str]] = {}
        for name, node in self._nodes.items():
            children = node.get("children")
            listed = children if isinstance(children, list) else []
            self._children[name] = [
                child for child in listed if isinstance(child, str) and child in self._nodes
            ]
        for name in self._nodes:  # some exports name the parent only
            parent = self.parent(name)
            if parent is not None and name not in self._children[parent]:
                self._children[parent].append(name)

    def parent(self, name: str) -> str | None:
        """The node above, None for a root and for one whose parent is not there."""
        parent = self._nodes[name].get("parent")
        return parent if isinstance(parent, str) and parent in self._nodes and parent != name else None

    def in_order(self) -> Iterator[str]:
        """Every node once, each after its parent, siblings in their order; nodes in circles come last."""
        seen: set[str] = set()
        roots = [name for name in self._nodes if self.parent(name) is None]
        for start in [*roots, *self._nodes]:
            waiting = [start]
            while waiting:
                name = waiting.pop()
                if name not in seen:
                    seen.add(name)
                    yield name
                    waiting += reversed(self._children[name])

    def message(self, name: str) -> JsonObject | None:
        """The message of a node if it shows something."""
        message = self._nodes[name].get("message")
        return message if isinstance(message, dict) and _text(message) else None

    def said_before(self, name: str) -> str | None:
        """The nearest node above that has a message; a parent that is not there is named as it is."""
        parent = self._nodes[name].get("parent")
        if not isinstance(parent, str):
            return None
        return self.said_at(parent) if parent in self._nodes else parent

    def said_at(self, name: str) -> str | None:
        """The node itself or the nearest above that has a message."""
        seen: set[str] = set()
        at: str | None = name if name in self._nodes else None
        while at is not None and at not in seen:
            if self.message(at) is not None:
                return at
            seen.add(at)
            at = self.parent(at)
        return None


def _turn(
    conversation: str, key: str, message: JsonObject, parent: str | None, place: str, source: Source
) -> ParsedTurn | ParseProblem:
    author = message.get("author")
    author = author if isinstance(author, dict) else {}
    role = words(author.get("role"), source)
    if not role:
        return ParseProblem(place, "a message without an author")
    meta = without(message, *_SHOWN)
    if rest := without(author, "role", "name"):
        meta["author"] = rest
    content = message.get("content")
    if isinstance(content, dict) and (kept := without(content, "parts", "text")) != {"content_type": "text"}:
        meta["content"] = kept
    return ParsedTurn(
        conversation,
        words(author.get("name"), source) or role,
        source.repair(shown(_text(message))),
        key=key,
        parent=parent,
        role=role,
        time=iso_time(message.get("create_time")),
        meta=meta,
    )


def _text(message: JsonObject) -> str:
    """What a message shows, one part a line; parts that are not text are named in brackets."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    if not isinstance(content, dict):
        return ""
    parts = content.get("parts")
    said = [_part(part) for part in parts] if isinstance(parts, list) else []
    said += [text for name in ("text", "result") if isinstance(text := content.get(name), str)]
    thoughts = content.get("thoughts")
    if isinstance(thoughts, list):
        said += [block_text({"thinking": one.get("content")}) for one in thoughts if isinstance(one, dict)]
    return "\n".join(text for text in said if text)


def _part(part: JsonValue) -> str:
    if isinstance(part, dict) and not isinstance(part.get("text"), str):
        kind = part.get("content_type")
        return named(kind if isinstance(kind, str) else "part", part.get("asset_pointer") or part.get("name"))
    return block_text(part) if isinstance(part, str | dict) else f"[{brief(part)}]"
