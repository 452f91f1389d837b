"""Mappings of tables by their headers, kept with the user's settings.

They belong to the user and not to a corpus: a header tells which program wrote a table, and its tables come
into many corpora. What was read with a mapping keeps it in the corpus besides, see app.ingest.wishes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.formats.mapping import Columns, Remembered, columns_of
from app.settings.options import TABLE_MAPPINGS
from app.settings.store import Settings


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A header, in the order in which it was met, and which of its columns is what."""

    header: tuple[str, ...]
    columns: Columns


class Mappings:
    """The remembered mappings, the latest first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> list[KeptMapping]:
        """Every one of them; what is no mapping is passed over."""
        found = (_read(item) for item in self._settings.get(TABLE_MAPPINGS))
        return [one for one in found if one is not None]

    def remembered(self) -> Remembered:
        """The same as an import wants them."""
        return Remembered(tuple((frozenset(one.header), one.columns) for one in self.all()))

    def keep(self, header: Iterable[str], columns: Columns) -> None:
        """Remember what the columns of a header are, in place of what was remembered of it."""
        kept = KeptMapping(tuple(header), columns)
        self._write([kept, *(one for one in self.all() if set(one.header) != set(kept.header))])

    def forget(self, header: Iterable[str]) -> None:
        """Remember nothing of a header any more."""
        names = set(header)
        self._write(one for one in self.all() if set(one.header) != names)

    def _write(self, mappings: Iterable[KeptMapping]) -> None:
        items = [
            json.dumps({"header": one.header, "columns": one.columns.parts}, ensure_ascii=False)
            for one in mappings
        ]
        self._settings.set(TABLE_MAPPINGS, items)


def _read(item: str) -> KeptMapping | None:
    try:
        told = json.loads(item)
        header, columns = tuple(map(str, told["header"])), columns_of(told["columns"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return KeptMapping(header, columns) if columns.enough and columns.present_in(header) else None
