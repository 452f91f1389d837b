"""Slack's own markup as text: mentions by name, links as they are read, signs that were escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from app.formats.placeholders import named
from app.formats.records import JsonObject
from app.model.parsed import JsonValue

_MARK: Final = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
_FENCED: Final = re.compile(r"```(?:(?!```).)+```", re.DOTALL)
_MOST_INDENT: Final = 4
_LINE_BEGINS: Final = re.compile(r"(?:\n|\A)[ \t]*\Z")
_LINE_ENDS: Final = re.compile(r"[ \t]*(?:\n|\Z)")
_LINES: Final = ("pretext", "title", "text")


def plain(text: str, names: Mapping[str, str]) -> str:
    """Mrkdwn as text: ``<@U1>`` is ``@name``, ``<https://x|y>`` is ``y (https://x)``; ``names`` go by id."""
    return html.unescape(_MARK.sub(lambda match: _mark(match, names), _FENCED.sub(_on_its_lines, text)))


def _on_its_lines(match: re.Match[str]) -> str:
    """A block of code with its fences where lines begin: Slack sets it apart wherever it stands."""
    text, begin, end = match.string, match.start(), match.end()
    before = "" if begin == 0 or _LINE_BEGINS.search(text, max(0, begin - _MOST_INDENT), begin) else "\n"
    after = "" if _LINE_ENDS.match(text, end) else "\n"
    return f"{before}{match[0]}{after}"


def said(message: JsonObject, names: Mapping[str, str]) -> str:
    """Everything that a message shows: its text, attachments and files, each on lines of its own."""
    text = message.get("text")
    lines = [plain(text, names)] if isinstance(text, str) and text else []
    alone = not lines
    if alone:
        lines += [found for block in _list(message.get("blocks")) if (found := plain(_deep(block), names))]
        alone = not lines
    for attachment in _list(message.get("attachments")):
        if isinstance(attachment, dict):
            lines.append(_attached(attachment, names) if alone else named("attachment", _title(attachment)))
    for file in _list(message.get("files")) or _list([message.get("file")]):
        if isinstance(file, dict):
            lines.append(named("file", file.get("name") or file.get("title")))
    return "\n".join(filter(None, lines))


def _mark(match: re.Match[str], names: Mapping[str, str]) -> str:
    sign, target, label = match.groups()
    if sign == "@":
        return f"@{names.get(target) or label or target}"
    if sign == "#":
        return f"#{label or names.get(target) or target}"
    if sign == "!":
        return f"@{target}" if target in {"here", "channel", "everyone"} else label or f"@{target}"
    link = target.removeprefix("mailto:")
    return f"{label} ({link})" if label and label not in {link, target} else link


def _attached(attachment: JsonObject, names: Mapping[str, str]) -> str:
    lines = [plain(text, names) for name in _LINES if isinstance(text := attachment.get(name), str) and text]
    fallback = attachment.get("fallback")
    return "\n".join(lines) or (plain(fallback, names) if isinstance(fallback, str) else named("attachment"))


def _title(attachment: JsonObject) -> JsonValue:
    return attachment.get("title") or attachment.get("fallback")


def _deep(block: JsonValue) -> str:
    """The texts in a block of rich text, in their order."""
    if isinstance(block, list):
        return "".join(map(_deep, block))
    if not isinstance(block, dict):
        return ""
    if block.get("type") == "user" and isinstance(block.get("user_id"), str):
        return f"<@{block['user_id']}>"
    text = block.get("text")
    if isinstance(text, dict):
        return _deep(text)
    return text if isinstance(text, str) else _deep(block.get("elements"))


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
