"""Tables as JSON: an object a row, one a line or in a list, with known or mapped names.

Workbooks and Parquet come here as JSON Lines, see app.ingest.binary_tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_records import Record, read_records
from app.formats._rows import Rows
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.mapping import Columns, TableHead, guess, missing
from app.model.parsed import ParseEvent, ParseProblem
from app.model.repair import RepairedText

_LOOKED_AT = 20
_LEAST_NAMES, _LEAST_ROWS = 2, 2
_OPENS = re.compile(r"\ufeff?\s*(?:\[\s*)?\{")


@FORMATS.register("table-json")
class TableJsonFormat(Format):
    """Scores below every format that knows its records."""

    name = "table-json"
    title = "Tables (JSON Lines, Excel, Parquet)"
    extensions = (".jsonl", ".ndjson", ".json", ".xlsx", ".parquet")
    structured = True

    def score(self, sample: Sample) -> float:
        """Whether the first objects have names that are known or mapped."""
        if sample.is_folder or not _OPENS.match(sample.head):
            return 0.0
        rows = [one for one in islice(read_records([sample.head]), _LOOKED_AT) if isinstance(one, Record)]
        if not rows or _columns(rows, sample.columns) is None:
            return 0.0
        return 0.96 if sample.columns else 0.4

    def table(self, sample: Sample) -> TableHead | None:
        """The names that hold no list or object, and the first objects; two of each at least."""
        if sample.is_folder or not _OPENS.match(sample.head):
            return None
        rows = [one for one in islice(read_records([sample.head]), _LOOKED_AT) if isinstance(one, Record)]
        _all, flat = _names(rows)
        if len(flat) < _LEAST_NAMES or len(rows) < _LEAST_ROWS:
            return None
        return TableHead(flat, tuple(row.value for row in rows if isinstance(row.value, dict)))

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Rows in their order."""
        records = read_records(source.chunks())
        first = list(islice(records, _LOOKED_AT))
        columns = _columns([one for one in first if isinstance(one, Record)], source.columns)
        if columns is None:
            raise BadInputError("no name is known to hold what was said")
        names, _flat = _names([one for one in first if isinstance(one, Record)])
        if lacking := missing(names, source.columns):
            yield ParseProblem(first[0].place, lacking)
        rows = Rows(columns, source)
        for record in chain(first, records):
            if isinstance(record, ParseProblem):
                yield record
            elif isinstance(record.value, dict):
                yield from rows.read(record.place, record.value)
            else:
                yield ParseProblem(record.place, "not a row")
        if not rows.turns:
            raise BadInputError("no row has a text")

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)


def _columns(rows: list[Record], given: Columns | None) -> Columns | None:
    names, flat = _names(rows)
    return given if given is not None and given.present_in(names) else guess(flat)


def _names(rows: list[Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the first objects, all of them and those that hold no list or object."""
    values = [row.value for row in rows if isinstance(row.value, dict)]
    names = tuple(dict.fromkeys(name for value in values for name in value))
    nested = {name for name in names if any(isinstance(one.get(name), dict | list) for one in values)}
    return names, tuple(name for name in names if name not in nested)
