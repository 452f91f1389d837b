"""Sessions of chat programs for models, an entry a line: llama.cpp's web UI, pi, Claude Code and their like.

Entries are messages with an id and a parent, so that edits and regenerated answers are branches. Entries
that say nothing (settings, summaries) are told with the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from app.errors import BadInputError
from app.formats._json_records import Record, read_records
from app.formats.base import FORMATS, Source
from app.formats.placeholders import block_text
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_IDS: Final = ("id", "uuid")
_PARENTS: Final = ("parent", "parentId", "parentUuid", "parent_id")
_CONVERSATIONS: Final = ("convId", "sessionId", "session_id", "conversationId")
_TITLES: Final = ("name", "title", "customTitle")
_CURRENT: Final = ("currNode", "current_node", "leafUuid")
_SHOWN: Final = (
    *_IDS,
    *_PARENTS,
    *_CONVERSATIONS,
    "role",
    "content",
    "timestamp",
    "children",
    "message",
    "type",
)
_HIGHEST: Final = 0.97
_MOST_ENTRIES: Final = 200
"""So many entries that are no turns are kept with a conversation; of the others only their number."""


@dataclass
class _Session:
    """What entries tell of a conversation, and of entries without text, which messages may refer to."""

    key: str = "1"
    turns: int = 0
    left_out: int = 0
    title: str = ""
    meta: dict[str, JsonValue] = field(default_factory=dict)
    above: dict[str, str | None] = field(default_factory=dict)

    def said_above(self, key: str | None) -> str | None:
        """The nearest entry above that is a turn."""
        while key is not None and key in self.above:
            key = self.above[key]
        return key


@FORMATS.register("session")
class SessionFormat(RecordFormat):
    """JSON Lines with ``type`` and ``message``."""

    name = "session"
    title = "Chat session (JSONL of llama.cpp, pi, Claude Code)"
    extensions = (".jsonl",)
    alternatives = True
    best = _HIGHEST
    clue = re.compile(r'\{"type":\s*"(?:session|message|user|assistant)"[^\n]{0,4000}"role":\s*"')

    def recognises(self, value: JsonObject) -> bool:
        """An entry with a message, or one about the session."""
        message = value.get("message")
        if isinstance(message, dict) and isinstance(value.get("type"), str):
            return isinstance(message.get("role"), str) and "content" in message
        return value.get("type") == "session"

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """The messages as they come; every session is told again at its end, with all that is known of it."""
        sessions: dict[str, _Session] = {}
        current = _Session()
        turns = 0
        first: ParseProblem | None = None
        for record in read_records(source.chunks()):
            if isinstance(record, ParseProblem):
                first = first or record
                yield record
                continue
            current, event = self._entry(record, sessions, current, source)
            turns += isinstance(event, ParsedTurn)
            if event is not None:
                yield event
        unnamed = [current] if current.turns and current.key not in sessions else []
        for session in [*sessions.values(), *unnamed]:
            yield ParsedConversation(session.key, session.title, session.meta)
        if not turns:
            first = first or ParseProblem("", "it has no messages")
            raise BadInputError(f"no message can be read: {first.reason}", place=first.place)

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """One entry by itself."""
        _, event = self._entry(Record(place, value), {}, _Session(str(number)), source)
        yield from filter(None, [event])

    def _entry(
        self, record: Record, sessions: dict[str, _Session], current: _Session, source: Source
    ) -> tuple[_Session, ParsedTurn | ParseProblem | None]:
        """The session that an entry belongs to, and the turn that it is."""
        value = record.value
        if not isinstance(value, dict):
            return current, ParseProblem(record.place, f"not an entry of {self.title}")
        message = value.get("message")
        inner: JsonObject = message if isinstance(message, dict) else {}
        about = value.get("type") == "session"
        named = _first(inner, _CONVERSATIONS) or _first(value, _CONVERSATIONS)
        session = _session(named or (_first(value, _IDS) if about else None), sessions, current)
        text = _text(inner) if isinstance(inner.get("role"), str) else ""
        own = _first(inner, _IDS) or _first(value, _IDS)
        parent = session.said_above(_first(inner, _PARENTS) or _first(value, _PARENTS))
        if text:
            session.turns += 1
            return session, _turn(session, own, parent, value, inner, text, source)
        if own is not None and not about:
            session.above[own] = parent
        _note(session, value, source)
        return session, None


def _session(key: str | None, sessions: dict[str, _Session], current: _Session) -> _Session:
    """The session of a key, the current one for None. What comes before the first key belongs to it."""
    if key is None:
        return current
    if key not in sessions:
        sessions[key] = _Session() if sessions or current.turns else current
        sessions[key].key = key
    return sessions[key]


def _note(session: _Session, value: JsonObject, source: Source) -> None:
    """Keep what an entry without text tells; the end of the shown path by the name that others use for it."""
    session.title = next(
        (title for name in _TITLES if (title := words(value.get(name), source))), session.title
    )
    if current := session.said_above(_first(value, _CURRENT)):
        session.meta["current"] = current
    kind = str(value.get("type") or "entry")
    rest = without(value, *_TITLES, *_CURRENT, "type", *(_CONVERSATIONS if kind != "session" else ()))
    if kind == "session":
        session.meta.update(rest)
    elif rest:
        kept = session.meta.setdefault("entries", [])
        entry: JsonObject = {"type": kind}
        if isinstance(kept, list) and len(kept) < _MOST_ENTRIES:
            kept.append(entry | rest)
        else:
            session.left_out += 1
            session.meta["entries_left_out"] = session.left_out


def _turn(
    session: _Session, own: str | None, parent: str | None, value: JsonObject, inner: JsonObject, text: str,
    source: Source,
) -> ParsedTurn:  # fmt: skip
    role = words(inner.get("role"), source) or "?"
    time = iso_time(inner.get("timestamp")) or iso_time(value.get("timestamp"))
    meta = without(value, *_SHOWN) | without(inner, *_SHOWN)
    content = inner.get("content")
    if isinstance(content, list) and any(
        not isinstance(part, dict) or part.get("type") != "text" for part in content
    ):
        meta["content"] = content
    return ParsedTurn(
        session.key,
        words(inner.get("name"), source) or role,
        source.repair(shown(text)),
        own,
        parent,
        role,
        time,
        meta,
    )


def _first(value: JsonObject, names: tuple[str, ...]) -> str | None:
    return next((key for name in names if (key := key_of(value.get(name))) and key != "-1"), None)


def _text(message: JsonObject) -> str:
    content = message.get("content")
    parts = content if isinstance(content, list) else [content]
    return "\n".join(text for part in parts if (text := block_text(part)))
