"""The names of a corpus that fields are matched against: speakers, transcripts, titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.search.ast import Value
from app.search.plan import Every, Leaf, Listed, Plan, union
from app.store.reader import Reader
from app.text.segment import fold

MAX_LISTED: Final = 256
"""A field that names more things than this is looked up in the columns instead of being listed in a MATCH."""


@dataclass(frozen=True, slots=True)
class _Names:
    """Folded names with their ids, as of one revision of the corpus."""

    revision: int
    speakers: tuple[tuple[int, str], ...]
    transcripts: tuple[tuple[int, str], ...]
    conversations: tuple[tuple[int, int, str], ...]
    twins: tuple[tuple[int, str], ...]


class Directory:
    """Finds the turns of named speakers, transcripts and conversations; read again after a change."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._cached: _Names | None = None

    def spoken_by(self, values: Sequence[Value]) -> Plan:
        """The turns whose speaker's label is one of ``values``, case and width folded."""
        exact = {fold(value.text) for value in values if not value.prefix}
        starts = tuple(fold(value.text) for value in values if value.prefix)
        names = self._names().speakers
        found = [key for key, name in names if name in exact or name.startswith(starts)]
        if len(found) > MAX_LISTED:
            return Listed("speaker", tuple(found))
        return union(Leaf(f'facets:"s{key}"') for key in found)

    def inside(self, values: Sequence[Value]) -> Plan:
        """The turns of conversations whose title or file contains one of ``values``."""
        wanted = [fold(value.text) for value in values]
        names = self._names()
        files = {key for key, name in names.transcripts if _contains(name, wanted)}
        if len(files) == len(names.transcripts):
            return Every()
        titled = [
            key for key, file, title in names.conversations if file not in files and _contains(title, wanted)
        ]
        if len(files) + len(titled) > MAX_LISTED:
            whole = [key for key, file, _title in names.conversations if file in files]
            return Listed("conversation", (*whole, *titled))
        leaves = [Leaf(f'facets:"t{key}"') for key in sorted(files)]
        return union([*leaves, *(Leaf(f'facets:"c{key}"') for key in titled)])

    def repeating(self, relations: Sequence[str]) -> Plan:
        """The turns of conversations that repeat another one in one of these ways (TwinRelation values)."""
        found = [key for key, relation in self._names().twins if relation in relations]
        if len(found) > MAX_LISTED:
            return Listed("conversation", tuple(found))
        return union(Leaf(f'facets:"c{key}"') for key in found)

    def _names(self) -> _Names:
        revision = self._reader.revision()
        if self._cached is None or self._cached.revision != revision:
            conversations = self._reader.conversations()
            self._cached = _Names(
                revision,
                tuple((speaker.id, fold(speaker.name)) for speaker in self._reader.speakers()),
                tuple((transcript.id, fold(transcript.name)) for transcript in self._reader.transcripts()),
                tuple(
                    (conversation.id, conversation.transcript_id, fold(conversation.title))
                    for conversation in conversations
                ),
                tuple(
                    (conversation.id, conversation.relation.value)
                    for conversation in conversations
                    if conversation.relation is not None
                ),
            )
        return self._cached


def _contains(name: str, wanted: Sequence[str]) -> bool:
    return any(text in name for text in wanted)
