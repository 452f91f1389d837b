"""Tables as CSV, TSV and their like: known headers map by themselves, others as the user says."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Final

from app.errors import BadInputError
from app.formats._csv_rows import read_rows, whole_lines
from app.formats._json_records import may_be_json
from app.formats._rows import Rows
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.mapping import Columns, TableHead, columns_for, missing
from app.model.parsed import JsonValue, ParseEvent, ParseProblem

_SIGNS: Final = (",", "\t", ";", "|")
_LOOKED_AT: Final = 20
_LEAST_COLUMNS: Final = 2
_SURE_ROWS: Final = 3


@FORMATS.register("table")
class TableFormat(Format):
    """A header, then a turn a row, or a question and its answer."""

    name = "table"
    title = "Tables (CSV, TSV)"
    extensions = (".csv", ".tsv", ".tab")
    structured = True

    def score(self, sample: Sample) -> float:
        """Whether the header is known, and the first rows have its columns."""
        if sample.is_folder:
            return 0.0
        found = _header(sample.head.splitlines(keepends=True)[: _LOOKED_AT * 5], sample.columns)
        return 0.0 if found is None else 0.96 if sample.columns else 0.85

    def table(self, sample: Sample) -> TableHead | None:
        """Its header and first rows; of a file that is not called a table only when every row fits."""
        if sample.is_folder or may_be_json(sample.head.lstrip("\ufeff \t\r\n")):
            return None  # lines of JSON have commas too, as many in every line
        called = sample.path.suffix.lower() in self.extensions
        shapes = _shaped(sample.head.splitlines(keepends=True)[: _LOOKED_AT * 5])
        found = [shape for shape in shapes if called or _sure(shape[1], shape[2])]
        if not found:
            return None
        _sign, header, rows = max(found, key=lambda shape: len(shape[1]))
        shown = (dict(zip(header, cells, strict=False)) for cells in rows if any(cells))
        return TableHead(tuple(dict.fromkeys(header)), tuple(shown))

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Rows in their order; a row without text is reported with its line."""
        head = list(islice(whole_lines(source.chunks()), _LOOKED_AT * 5))
        found = _header(head, source.columns)
        if found is None:
            raise BadInputError(
                "no column is known to hold what was said",
                "Say which column is what, for example --map text=utterance,speaker=who.",
            )
        sign, header, columns = found
        if lacking := missing(header, source.columns):
            yield ParseProblem("line 1", lacking)
        rows = Rows(columns, source)
        for number, (place, cells) in enumerate(read_rows(source.chunks(), sign)):
            if isinstance(cells, str):
                yield ParseProblem(place, cells)
            elif number and any(cells):
                yield from rows.read(place, _row(header, cells))
        if not rows.turns:
            raise BadInputError("no row has a text")


def _row(header: list[str], cells: list[str]) -> dict[str, JsonValue]:
    """Cells by the names of their columns; those behind the last name are called by their number."""
    beyond = {f"column {number}": cell for number, cell in enumerate(cells, 1) if number > len(header)}
    return {**dict(zip(header, cells, strict=False)), **beyond}


def _shaped(lines: list[str]) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Every sign that makes columns of the first lines, with the header and the rows below it."""
    quoted = '"' in "".join(lines[:1])
    for sign in _SIGNS:
        if lines and sign not in lines[0] and not quoted:
            continue  # the header would be one column
        try:
            reader = csv.reader((line.removeprefix("\ufeff") for line in lines), delimiter=sign)
            rows = list(islice(reader, _LOOKED_AT))
        except csv.Error:
            continue
        if len(rows) < _LEAST_COLUMNS or len(rows[0]) < _LEAST_COLUMNS:
            continue
        header = [name.strip() for name in rows[0]]
        alike = sum(len(row) == len(header) for row in rows[1:-1] or rows[1:])
        if alike * 2 >= len(rows[1:-1] or rows[1:]):
            yield sign, header, rows[1:]


def _header(lines: list[str], given: Columns | None) -> tuple[str, list[str], Columns] | None:
    """The sign between columns, their names and their meaning, where a header is there."""
    for sign, header, _rows in _shaped(lines):
        columns = columns_for(header, given)
        if columns is not None:
            return sign, header, columns
    return None


def _sure(header: list[str], rows: list[list[str]]) -> bool:
    """Whether what looks like a table is one, whatever its file is called."""
    full = all(header) and len(set(header)) == len(header)
    return full and len(rows) >= _SURE_ROWS and all(len(row) == len(header) for row in rows[:-1])
