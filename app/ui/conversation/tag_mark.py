"""A tag or a note as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.model.hits import Span
from app.store.tags_read import Tagging, placed


class TagMark(NamedTuple):
    """``name`` is empty for a note alone; ``span`` is a stretch in code points, None for the whole turn."""

    name: str
    colour: str
    note: str = ""
    span: Span | None = None

    @property
    def words(self) -> str:
        """Name and note for a tip and for screen readers."""
        return ": ".join(part for part in (self.name, self.note) if part)


def tag_marks(text: str, taggings: Sequence[Tagging]) -> tuple[TagMark, ...]:
    """The marks of a turn with this text. A stretch whose words are gone stands for the whole turn."""
    return tuple(TagMark(one.tag, one.colour, one.note, placed(text, one)) for one in taggings)
