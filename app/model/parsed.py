"""What a format's parser yields: a stream of events, in the order of the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.model.repair import RepairedText

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
Metadata = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class ParsedConversation:
    """A conversation of the source. It may come before, between or after its turns.

    ``key`` is unique within the source; turns refer to it. ``title`` may be empty.
    """

    key: str
    title: str = ""
    meta: Metadata = field(default_factory=dict)

    def __reduce__(self) -> tuple[object, ...]:
        """Small sources have one each: packed field by field it would take ten times as long."""
        return ParsedConversation, (self.key, self.title, self.meta)


@dataclass(frozen=True, slots=True)
class ParsedTurn:
    """One turn of the source.

    ``conversation`` is the key of its conversation. ``key`` and ``parent`` are ids of the
    source (a parent may come later in the stream; an unknown parent is reported, not fatal).
    ``parent`` None in a format without reply ids means: no parent is stored, order alone counts.
    ``speaker`` is the label as it stands ("A", "Name"), ``time`` ISO 8601.
    """

    conversation: str
    speaker: str
    text: RepairedText
    key: str | None = None
    parent: str | None = None
    role: str | None = None
    time: str | None = None
    meta: Metadata = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParsedSpeaker:
    """Metadata of a speaker, where the source has any."""

    name: str
    meta: Metadata = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """Something of the source that could not be read; ``place`` is "line 12" or "byte 4096"."""

    place: str
    reason: str


ParseEvent = ParsedConversation | ParsedTurn | ParsedSpeaker | ParseProblem
