"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.model.corpus import Turn

Order = Literal["position", "relevance", "time", "speaker", "length", "left", "right"]
"""How hits follow each other; ``left`` and ``right`` go by the words beside each occurrence."""
Span = tuple[int, int]
"""Start and end in code points of the turn's original text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One matching turn with the places that matched, sorted and disjoint (none for a pure filter)."""

    turn: Turn
    title: str
    transcript: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class KwicRow:
    """One occurrence in its context, cut from the original text; line ends shown as spaces."""

    hit: Hit
    span: Span
    left: str
    node: str
    right: str
    before: str = ""
    after: str = ""
    """The turns before and after, each as "speaker: text" on one line, where they were asked for."""
    tags: tuple[tuple[str, str], ...] = ()
    """Names and colours of the tags on the turn, where they were asked for; a note alone has no name."""
    conversation_tags: tuple[tuple[str, str], ...] = ()
    """The same of the tags on its conversation as a whole."""


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """Why a query could not be read as typed; the best reading was used instead."""

    start: int
    end: int
    message: str
