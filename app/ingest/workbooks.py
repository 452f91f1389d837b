"""Excel workbooks read as rows: every sheet a table below its header, within bounds."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import BinaryIO, Final

from app.errors import BadInputError
from app.ingest.cells import json_value
from app.ingest.unpacked import Guard
from app.model.parsed import JsonValue

_PART: Final = "xl/workbook.xml"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
"""More has no sheet; a file that numbers its rows higher would be filled up with empty ones."""
_LEAST_HEADER: Final = 2

warnings.filterwarnings("ignore", module="openpyxl")  # of styles and rules for cells, which nobody reads here


def is_workbook(stream: BinaryIO) -> bool:
    """Whether a zip, which a workbook is, has the parts of one. The stream is left at its beginning."""
    try:
        with zipfile.ZipFile(stream) as packed:
            return _PART in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    finally:
        stream.seek(0)


def workbook_rows(stream: BinaryIO) -> Iterator[dict[str, JsonValue]]:
    """The rows of all sheets by the names in their headers, with the sheet's name when there are several.

    Formulas give the value that was saved with them. Entities in the XML are refused by openpyxl's reader,
    which uses defusedxml. Raises BadInputError for a workbook that is damaged or expands without bounds.
    """
    import openpyxl  # noqa: PLC0415 - takes a fifth of the time in which a command starts

    try:
        with zipfile.ZipFile(stream) as packed:
            guard = Guard(stream.seek(0, 2))
            guard.take(sum(info.file_size for info in packed.infolist()))
        stream.seek(0)
        with closing(
            openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        ) as book:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what is written there is often wrong
                named = {"sheet": sheet.title} if len(book.worksheets) > 1 else {}
                for row in _table(sheet.iter_rows(values_only=True), sheet.title):
                    yield {**row, **{key: name for key, name in named.items() if key not in row}}
    except (BadInputError, MemoryError):
        raise
    except Exception as error:  # a damaged workbook fails anywhere in the library, with anything
        raise BadInputError(f"the workbook is damaged: {str(error) or type(error).__name__}") from error


def _table(rows: Iterator[tuple[object, ...]], title: str) -> Iterator[dict[str, JsonValue]]:
    """Rows below the first one with two cells; what stands above it is given as a row of its own."""
    header: list[str] = []
    for number, cells in enumerate(rows, 1):
        if number > _MOST_ROWS or len(cells) > _MOST_COLUMNS:
            raise BadInputError("more rows or columns than a sheet can have", place=f"{title}, row {number}")
        values = [json_value(cell) for cell in cells]
        filled = sum(value not in (None, "") for value in values)
        if not filled:
            continue
        if header:
            yield dict(
                zip(
                    [*header, *_names([""] * (len(values) - len(header)), len(header))],
                    _even(values, len(header)),
                    strict=True,
                )
            )
        elif filled >= _LEAST_HEADER:
            header = _names(values)
        else:
            yield {
                name: value for name, value in zip(_names([""] * len(values)), values, strict=True) if value
            }


def _even(values: list[JsonValue], length: int) -> list[JsonValue]:
    return values + [None] * (length - len(values))


def _names(cells: Sequence[JsonValue], before: int = 0) -> list[str]:
    """Names of columns, none twice: those without one are called by their number."""
    found: dict[str, None] = {}
    for number, cell in enumerate(cells, before + 1):
        name = str(cell or "").strip() or f"column {number}"
        found[name if name not in found else f"{name} ({number})"] = None
    return list(found)
