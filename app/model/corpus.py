"""What a corpus holds, as read from its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from app.model.ids import ConversationId, SpeakerId, TranscriptId, TurnId
from app.model.parsed import JsonValue


class RepairState(Enum):
    """What was done to a turn's text; the values are stored and searched (`repaired:inferred`)."""

    EXACT = "exact"
    INFERRED = "inferred"
    LOST = "lost"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Transcript:
    """One imported source. ``name`` is its path under the imported root, with forward slashes."""

    id: TranscriptId
    name: str
    root: str
    digest: str
    size: int
    format: str
    encoding: str
    channel: str | None
    complete: bool
    imported_at: str
    conversation_count: int
    turn_count: int
    repaired_count: int
    duplicate_of: str | None = None


class TwinRelation(Enum):
    """How a conversation repeats another one of the corpus; the values are stored."""

    EQUAL = "equal"
    """The same turns with the same text."""
    DAMAGED = "damaged"
    """The same dialogue, of which this one, or both, came damaged."""
    NEAR = "near"
    """Most turns are the same."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation; ``transcript`` is the transcript's name. ``threaded``: any turn has a parent.

    ``twin_of`` is the conversation that this one repeats, None for one that stands for itself.
    ``opening``: its first words, where it has no title and is not the only one of its transcript.
    """

    id: ConversationId
    transcript_id: TranscriptId
    transcript: str
    title: str
    turn_count: int
    repaired_count: int
    threaded: bool
    twin_of: ConversationId | None = None
    relation: TwinRelation | None = None
    opening: str = ""

    @property
    def heading(self) -> str:
        """What it is called where people choose among conversations."""
        return self.title or self.opening or self.transcript


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker label of the corpus; equal labels are one speaker."""

    id: SpeakerId
    name: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn. ``index`` counts from 1 within the conversation; ``time`` is ISO 8601 or None."""

    id: TurnId
    conversation_id: ConversationId
    index: int
    parent: TurnId | None
    speaker_id: SpeakerId
    speaker: str
    text: str
    time: str | None = None
    role: str | None = None
    repaired: RepairState | None = None
    meta: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorpusCounts:
    """Totals of a corpus."""

    transcripts: int
    conversations: int
    turns: int
    repaired_turns: int
    speakers: int


class Change(Enum):
    """A kind of thing that a commit changed; views ask again only for what concerns them."""

    TURNS = "turns"
    CONVERSATIONS = "conversations"
    SPEAKERS = "speakers"
    REPAIRS = "repairs"
    TAGS = "tags"
