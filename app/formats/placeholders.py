"""What is not text in a message, as text in brackets: tools, pictures, files by name. Nothing is opened."""

from __future__ import annotations

import json
from typing import Final

from app.formats.values import one_line
from app.model.parsed import JsonValue

MOST_SHOWN: Final = 200
"""Characters of a value that are shown; the whole is kept as metadata."""


def named(kind: str, name: JsonValue = None) -> str:
    """``[kind]``, or ``[kind: name]`` where there is a name."""
    told = one_line(name)[:MOST_SHOWN] if isinstance(name, str) else ""
    return f"[{kind}: {told}]" if told else f"[{kind}]"


def block_text(block: JsonValue) -> str:
    """A block of a message's content: its text, or in brackets what it is; "" for an empty one."""
    if isinstance(block, str):
        return block
    if not isinstance(block, dict):
        return "" if block is None else f"[{brief(block)}]"
    for name in ("text", "thinking"):
        if isinstance(text := block.get(name), str):
            return text if name == "text" else (f"[thinking]\n{text}" if text else "")
    kind = block.get("type")
    told = one_line(kind) if isinstance(kind, str) else "part"
    if told in {"tool_use", "server_tool_use"}:
        return f"[tool call: {one_line(str(block.get('name') or ''))}({brief(block.get('input'))})]"
    if told.endswith("tool_result"):
        inner = block.get("content")
        parts = inner if isinstance(inner, list) else [inner]
        return "\n".join(["[tool result]", *(text for part in parts if (text := block_text(part)))])
    return named(told, block.get("file_name") or block.get("title"))


def brief(value: JsonValue) -> str:
    """A value as compact JSON, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}… ({len(text)} characters)"
