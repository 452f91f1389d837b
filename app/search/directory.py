"""The names of a corpus that fields are matched against: speakers, transcripts, titles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, cast

from app.search.ast import Value
from app.search.metadata import described
from app.search.plan import Every, Leaf, Listed, Plan, Rows, union
from app.search.tags import tagged
from app.store.reader import Reader
from app.text.segment import fold

MAX_LISTED: Final = 256
"""A field that names more things than this is looked up in the columns instead of being listed in a MATCH."""


_ROLES: Final = "SELECT DISTINCT role FROM turn WHERE role IS NOT NULL"


class _Names:
    """Folded names with their ids, as of one revision; each kind is read when first asked for."""

    def __init__(self, reader: Reader, revision: int) -> None:
        self.revision = revision
        self._reader = reader

    @cached_property
    def speakers(self) -> tuple[tuple[int, str], ...]:
        return tuple((speaker.id, fold(speaker.name)) for speaker in self._reader.speakers())

    @cached_property
    def transcripts(self) -> tuple[tuple[int, str], ...]:
        return tuple((transcript.id, fold(transcript.name)) for transcript in self._reader.transcripts())

    @cached_property
    def conversations(self) -> tuple[tuple[int, int, str], ...]:
        """Ids, their transcripts' ids, titles."""
        rows = self._reader.rows("SELECT id, transcript_id, title FROM conversation ORDER BY id")
        return tuple((cast("int", one), cast("int", of), fold(str(title))) for one, of, title in rows)

    @cached_property
    def twins(self) -> tuple[tuple[int, str], ...]:
        rows = self._reader.rows("SELECT conversation_id, relation FROM twin ORDER BY conversation_id")
        return tuple((cast("int", one), str(relation)) for one, relation in rows)

    @cached_property
    def threaded(self) -> tuple[int, ...]:
        rows = self._reader.rows("SELECT id FROM conversation WHERE threaded ORDER BY id")
        return tuple(cast("int", one) for (one,) in rows)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        return tuple(str(role) for (role,) in self._reader.rows(_ROLES))


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

    def in_role(self, values: Sequence[Value]) -> Plan:
        """The turns with one of these roles (user, assistant, …), case and width folded."""
        exact = {fold(value.text) for value in values if not value.prefix}
        starts = tuple(fold(value.text) for value in values if value.prefix)
        folded = [(role, fold(role)) for role in self._names().roles]
        found = [role for role, name in folded if name in exact or name.startswith(starts)]
        return union(Rows("SELECT id FROM turn WHERE role = ?", (role,)) for role in found)

    def tagged(self, values: Sequence[Value]) -> Plan:
        """The turns that have, or whose conversation has, one of these tags, case and width folded."""
        return tagged(self._reader, values)

    def described(self, key: str, values: Sequence[Value]) -> Plan:
        """The turns that have, or whose conversation has, one of ``values`` under a key of their own."""
        return union(described(self._reader, key, values))

    def threaded(self) -> tuple[int, ...]:
        """Ids of the conversations in which turns say what they reply to."""
        return self._names().threaded

    def inside(self, values: Sequence[Value]) -> Plan:
        """The turns of conversations whose title or file contains one of ``values``."""
        return self._inside(values, files=True, titles=True)

    def in_file(self, values: Sequence[Value]) -> Plan:
        """The turns of transcripts whose name contains one of ``values``."""
        return self._inside(values, files=True, titles=False)

    def titled(self, values: Sequence[Value]) -> Plan:
        """The turns of conversations whose title contains one of ``values``."""
        return self._inside(values, files=False, titles=True)

    def _inside(self, values: Sequence[Value], *, files: bool, titles: bool) -> Plan:
        wanted = [fold(value.text) for value in values]
        names = self._names()
        found = {key for key, name in names.transcripts if files and _contains(name, wanted)}
        if len(found) == len(names.transcripts):
            return Every()
        titled = [
            key
            for key, file, title in (names.conversations if titles else ())
            if file not in found and _contains(title, wanted)
        ]
        if len(found) + len(titled) > MAX_LISTED:
            whole = [key for key, file, _title in names.conversations if file in found]
            return Listed("conversation", (*whole, *titled))
        leaves = [Leaf(f'facets:"t{key}"') for key in sorted(found)]
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
            self._cached = _Names(self._reader, revision)
        return self._cached


def _contains(name: str, wanted: Sequence[str]) -> bool:
    return any(text in name for text in wanted)
