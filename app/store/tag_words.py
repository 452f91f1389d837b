"""Tags and notes in the cells of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.store.tags_read import Tagging

_BETWEEN: Final = "; "
_NOTES_BETWEEN: Final = " | "


def tag_names(taggings: Sequence[Tagging]) -> list[str]:
    """The names of the tags, each once, in the order in which they were put."""
    return list(dict.fromkeys(one.tag for one in taggings if one.tag))


def tags_cell(taggings: Sequence[Tagging]) -> str:
    """The names of the tags in one cell."""
    return _BETWEEN.join(tag_names(taggings))


def notes_cell(taggings: Sequence[Tagging]) -> str:
    """The notes in one cell, those of tags with their names in front."""
    notes = [f"{one.tag}: {one.note}" if one.tag else one.note for one in taggings if one.note]
    return _NOTES_BETWEEN.join(notes)
