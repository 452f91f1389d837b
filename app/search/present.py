"""What a corpus has: the names, times and numbers that the fields of the query language ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from app.search.dimensions import SCRIPTS
from app.search.fields import META
from app.search.metadata import values_of
from app.store.reader import Reader

MOST: Final = 2_000
"""Names that are looked at: nobody waits for a hint."""

_NAMES: Final = {
    "speaker": "SELECT name FROM speaker ORDER BY id LIMIT ?",
    "reply": "SELECT name FROM speaker ORDER BY id LIMIT ?",
    "role": "SELECT DISTINCT role FROM turn WHERE role IS NOT NULL ORDER BY role LIMIT ?",
    "tag": "SELECT name FROM tag ORDER BY folded LIMIT ?",
    "file": "SELECT name FROM transcript ORDER BY id LIMIT ?",
    "title": "SELECT DISTINCT title FROM conversation WHERE title <> '' LIMIT ?",
}


@dataclass(frozen=True)
class Present:
    """Read when first asked for, in the reader's thread."""

    reader: Reader
    known_keys: Callable[[], Collection[str]]
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def names(self, name: str) -> tuple[str, ...]:
        """Values of a field of names; none for any other field."""
        if name not in self._names:
            self._names[name] = self._read(name)
        return self._names[name]

    @cached_property
    def empty(self) -> bool:
        """True where there is no turn."""
        return not self.reader.rows("SELECT 1 FROM turn LIMIT 1")

    def _read(self, field: str) -> tuple[str, ...]:
        if field == "in":
            return (*self.names("title"), *self.names("file"))
        if field.startswith(META):
            return tuple(values_of(self.reader, field.removeprefix(META), MOST))
        if field not in _NAMES:
            return ()
        return tuple(str(name) for (name,) in self.reader.rows(_NAMES[field], (MOST,)) if name)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Names of the properties that the transcripts themselves give."""
        return tuple(sorted(self.known_keys()))

    @cached_property
    def times(self) -> tuple[str, str] | None:
        """The first and the last time; None where no turn has one."""
        ((first, last),) = self.reader.rows("SELECT min(time), max(time) FROM turn WHERE time IS NOT NULL")
        return None if first is None else (str(first), str(last))

    @cached_property
    def replies(self) -> bool:
        """True when some turn says what it replies to."""
        return bool(self.reader.rows("SELECT 1 FROM turn WHERE parent_id IS NOT NULL LIMIT 1"))

    @cached_property
    def twins(self) -> bool:
        """True when some dialogue repeats another one."""
        return bool(self.reader.rows("SELECT 1 FROM twin LIMIT 1"))

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The scripts that some turn holds, as ``lang:`` names them."""
        facts = self.reader.facts()
        return tuple(name for name in SCRIPTS if getattr(facts, name).any())

    @cached_property
    def emoji(self) -> bool:
        """True when some turn holds an emoji."""
        return bool(self.reader.facts().emoji.any())

    @cached_property
    def lengths(self) -> tuple[int, int]:
        """Words and characters of the shortest and of the longest turn; there is one at least."""
        tokens = self.reader.facts().tokens
        return int(tokens.min()), int(tokens.max())

    @cached_property
    def longest(self) -> int:
        """Turns of the longest conversation."""
        return int(self.reader.facts().index.max(initial=0))

    def beside(self, start: str, end: str) -> tuple[str | None, str | None]:
        """The last time before ``start`` and the first one from ``end`` on."""
        sql = (
            "SELECT (SELECT max(time) FROM turn WHERE time < ?), (SELECT min(time) FROM turn WHERE time >= ?)"
        )
        ((before, after),) = self.reader.rows(sql, (start, end))
        return None if before is None else str(before), None if after is None else str(after)
