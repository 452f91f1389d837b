"""Preference pairs: two answers to one prompt, chosen and rejected, as two branches.

The answers are text, lists of messages, or whole dialogues as text (``Human: …``, ``Assistant: …``);
what both begin with alike is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.placeholders import block_text
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent

_SIDES: Final = ("chosen", "rejected")
_PROMPTS: Final = ("prompt", "question", "query")
_LABEL: Final = re.compile(r"(?:^|\n\n?)(?P<who>Human|Assistant|User|System): ?")
_ROLES: Final = {"human": "user", "user": "user", "assistant": "assistant", "system": "system"}
_OTHERS: Final = ("instruction", "conversations", "conversation")

Said = tuple[str, str, JsonObject]
"""A role, a text, and what else a message tells."""


@FORMATS.register("preference")
class PreferenceFormat(RecordFormat):
    """DPO, RLHF and reward model data; one record a conversation."""

    name = "preference"
    title = "Preference pairs (chosen, rejected)"
    extensions = (".jsonl", ".json")
    alternatives = True
    clue = re.compile(r'"chosen"\s*:\s*["\[{].*"rejected"\s*:\s*["\[{]', re.DOTALL)

    def recognises(self, value: JsonObject) -> bool:
        """Two answers, and not in the words of ShareGPT or Alpaca, whose records may hold them too."""
        return all(_said(value.get(side)) for side in _SIDES) and not any(name in value for name in _OTHERS)

    def events(
        self,
        number: int,
        place: str,  # noqa: ARG002 - a recognised record is sound
        value: JsonObject,
        source: Source,
    ) -> Iterator[ParseEvent]:
        """The prompt, then each side from where it is another."""
        key = key_of(value.get("id") or value.get("prompt_id")) or "record"
        key = f"{key} ({number})"
        prompt = next((name for name in _PROMPTS if _said(value.get(name), "user")), None)
        yield ParsedConversation(
            key, words(value.get("title"), source), without(value, *_SIDES, prompt or "")
        )
        opening = _said(value.get(prompt), "user") if prompt else []
        told: dict[tuple[str | None, str, str], str] = {}
        for side in _SIDES:
            parent: str | None = None
            messages = _said(value.get(side))
            if messages[: len(opening)] != opening:
                messages = opening + messages
            for position, (role, text, meta) in enumerate(messages, 1):
                own = told.get((parent, role, text))
                if own is None:
                    own = str(position) if side == _SIDES[0] else f"{side} {position}"
                    told[parent, role, text] = own
                    last: JsonObject = {"preference": side} if position == len(messages) else {}
                    yield ParsedTurn(
                        key, role, source.repair(shown(text)), own, parent, role, meta=meta | last
                    )
                parent = own


def _said(value: JsonValue, role: str = "assistant") -> list[Said]:
    """What one side says, message by message; ``role`` is whose it is when it does not tell."""
    if isinstance(value, str):
        return _labelled(value) or ([(role, value, {})] if value else [])
    messages = value if isinstance(value, list) else [value]
    found: list[Said] = []
    for message in messages:
        if not isinstance(message, dict) or not isinstance(message.get("role"), str | None):
            return []
        content = message.get("content")
        parts = content if isinstance(content, list) else [content]
        text = "\n".join(said for part in parts if (said := block_text(part)))
        found.append((str(message.get("role") or role), text, without(message, "role", "content")))
    return found if any(text for _, text, _ in found) else []


def _labelled(text: str) -> list[Said]:
    """A dialogue in one text, as in hh-rlhf; none when it does not begin with a label."""
    marks = list(_LABEL.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [
        (_ROLES[mark["who"].lower()], text[mark.end() : end].strip(), {})
        for mark, end in zip(marks, ends, strict=True)
    ]
