"""OpenAI chat messages: JSON Lines of ``{"messages": [{"role", "content", …}, …]}``, an array, or one object.

Lines of the Batch API hold them inside: requests in ``body``, what came back in ``response.body.choices``;
their ``custom_id``, which tells what belongs together, is the title. The speaker is ``name`` where a message
has one, else its role. Tool calls and parts that are not text are shown as text in brackets and kept whole as
metadata; unknown keys are kept as metadata too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_records import Record, may_be_json, read_records
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.records import JsonObject, without, words
from app.formats.values import one_line, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_BODY: Final = r'(?:"custom_id"[^{}]{1,500}"body"\s*:\s*\{[^{}]{0,500}?)?'
_OPENING: Final = re.compile(rf'[\[\s]*\{{\s*{_BODY}"messages"\s*:\s*\[\s*\{{[^{{}}]{{0,2000}}"role"\s*:')
_MOST_SHOWN: Final = 200
_SAYING_KEYS: Final = frozenset({"content", "refusal", "tool_calls", "function_call"})
_SHOWN_KEYS: Final = frozenset({"role", "name", "content"})


@FORMATS.register("openai")
class OpenAIFormat(Format):
    """Fine-tuning files and chat completion requests."""

    name = "openai"
    title = "OpenAI messages"
    extensions = (".jsonl", ".json")
    structured = True

    def score(self, sample: Sample) -> float:
        """High when the first records hold messages with roles."""
        head = sample.head.lstrip("\ufeff \t\r\n")
        if sample.is_folder or not may_be_json(head):
            return 0.0
        records = list(islice(read_records([head]), 20))
        good = sum(1 for record in records if isinstance(record, Record) and _messages(record.value))
        if good:
            return 0.3 + 0.65 * good / len(records)
        return 0.6 if _OPENING.match(head) else 0.0  # one record larger than the head

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """One conversation a record; records that cannot be read are reported with their line."""
        conversation = turns = 0
        open_list = False  # inside an array of bare messages, which is one conversation
        problems: list[ParseProblem] = []
        for record in read_records(source.chunks()):
            if isinstance(record, ParseProblem):
                problems.append(record)
                yield record
                continue
            messages = _messages(record.value)
            if messages is None:
                problems.append(ParseProblem(record.place, _why_none(record.value)))
                yield problems[-1]
                continue
            bare = _is_message(record.value)
            if not (bare and open_list):
                conversation += 1
                yield _conversation(str(conversation), record.value, source)
            open_list = bare
            for number, message in enumerate(messages, 1):
                place = record.place if bare else f"{record.place}, message {number}"
                event = _turn(str(conversation), message, place, source)
                turns += isinstance(event, ParsedTurn)
                yield event
        if not turns:
            first = problems[0] if problems else ParseProblem("", "it has no messages")
            raise BadInputError(f"no message can be read: {first.reason}", place=first.place)

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)


def _is_message(value: JsonValue) -> bool:
    return (
        isinstance(value, dict) and isinstance(value.get("role"), str) and not _SAYING_KEYS.isdisjoint(value)
    )


def _messages(value: JsonValue) -> list[JsonValue] | None:
    """The messages of a record: a list of them, an object that holds one, or a message by itself."""
    if _is_message(value):
        return [value]
    found = value
    if isinstance(value, dict):
        body, _around = _opened(value)
        found, choices = body.get("messages"), body.get("choices")
        if found is None and isinstance(choices, list):
            found = [one.get("message") for one in choices if isinstance(one, dict)]
    if isinstance(found, list) and any(_is_message(item) for item in found):
        return found
    return None


def _why_none(value: JsonValue) -> str:
    error = value.get("error") if isinstance(value, dict) else None
    if isinstance(error, dict) and isinstance(told := error.get("message"), str):
        return f"a request that was not answered: {one_line(told)[:_MOST_SHOWN]}"
    return "no list of messages"


def _opened(value: JsonObject) -> tuple[JsonObject, JsonObject]:
    """The part of a record that holds messages, and what stands around it in a line of the Batch API."""
    response = value.get("response")
    inside = value.get("body", response.get("body") if isinstance(response, dict) else None)
    if not isinstance(inside, dict) or "messages" in value:
        return value, {}
    around = {name: item for name, item in value.items() if name not in {"body", "response"}}
    if isinstance(response, dict):
        around |= {name: item for name, item in response.items() if name != "body"}
    return inside, around


def _conversation(key: str, value: JsonValue, source: Source) -> ParsedConversation:
    if not isinstance(value, dict) or _is_message(value):
        return ParsedConversation(key)
    body, around = _opened(value)
    rest = {name: item for name, item in body.items() if name not in {"messages", "title"}}
    choices = rest.get("choices")
    if isinstance(choices, list) and "messages" not in body:
        rest["choices"] = [without(one, "message") if isinstance(one, dict) else one for one in choices]
    meta: JsonObject = around | {"body": rest} if around else rest
    return ParsedConversation(key, words(value.get("title", around.get("custom_id")), source), meta)


def _turn(conversation: str, message: JsonValue, place: str, source: Source) -> ParsedTurn | ParseProblem:
    if not isinstance(message, dict):
        return ParseProblem(place, "not a message")
    role = message.get("role")
    name = message.get("name")
    role = one_line(role) if isinstance(role, str) else None
    speaker = one_line(source.repair(name).text) if isinstance(name, str) else ""
    speaker = speaker or role or ""
    if not speaker:
        return ParseProblem(place, "a message without a role")
    content = message.get("content")
    meta = {key: item for key, item in message.items() if key not in _SHOWN_KEYS}
    if content is not None and not isinstance(content, str):
        meta["content"] = content
    text = source.repair(shown(_text(message)))
    return ParsedTurn(conversation, speaker, text, role=role, meta=meta)


def _text(message: dict[str, JsonValue]) -> str:
    """Everything a message says, one thing a line."""
    content = message.get("content")
    parts = content if isinstance(content, list) else [content]
    said = [_part(part) for part in parts if part is not None]
    refusal = message.get("refusal")
    if isinstance(refusal, str):
        said.append(refusal)
    calls = message.get("tool_calls")
    said += [_call(call) for call in calls] if isinstance(calls, list) else []
    if message.get("function_call") is not None:
        said.append(_call(message["function_call"]))
    return "\n".join(said)


def _part(part: JsonValue) -> str:
    """A part of a message's content: its text, or in brackets what it is."""
    if isinstance(part, str):
        return part
    if isinstance(part, dict):
        for key in ("text", "refusal"):
            if isinstance(value := part.get(key), str):
                return value
        kind = part.get("type")
        if isinstance(kind, str):
            value = part.get(kind)
            detail = value.get("url", "") if isinstance(value, dict) else value
            return f"[{kind}{_brief(detail)}]"
    return f"[{_compact(part)[:_MOST_SHOWN]}]"


def _call(call: JsonValue) -> str:
    """A tool call as ``[tool call: name(arguments)]``."""
    inner = call.get("function", call) if isinstance(call, dict) else call
    if isinstance(inner, dict) and isinstance(inner.get("name"), str):
        arguments = inner.get("arguments", "")
        written = arguments if isinstance(arguments, str) else _compact(arguments)
        return f"[tool call: {inner['name']}({written})]"
    return f"[tool call: {_compact(inner)}]"


def _brief(detail: JsonValue) -> str:
    """A link or a value, cut where it is long (pictures come inside the file as data)."""
    if not detail:
        return ""
    text = detail if isinstance(detail, str) else _compact(detail)
    return f": {text}" if len(text) <= _MOST_SHOWN else f": {text[:60]}… ({len(text)} characters)"


def _compact(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)
