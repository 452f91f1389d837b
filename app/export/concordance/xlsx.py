"""Excel workbook: one hit a row, every text a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

from app.export.concordance.base import COLUMNS, CONCORDANCES, Cells, ConcordanceForm, Sheet
from app.i18n import _

MAX_ROWS: Final = 1_048_576
"""Rows of a sheet; the hits go on in the next one."""
MAX_CHARS: Final = 32_767
"""Characters (UTF-16) of a cell; a longer text ends with an ellipsis."""
_CUT: Final = MAX_CHARS // 2 - 1
_WIDTHS: Final = {
    "title": 24,
    "left": 48,
    "right": 48,
    "node": 16,
    "before": 48,
    "after": 48,
    "transcript": 24,
}


class _Sheets:
    """Rows go straight to the disk: XlsxWriter keeps one in memory."""

    def __init__(self, book: Any, rows: int) -> None:
        self._book = book
        self._rows = rows
        self._head = book.add_format({"bold": True})
        self._next()

    def add(self, cells: Cells) -> None:
        if self._at >= self._rows:
            self._next()
            self._write(COLUMNS)
        self._write(cells)

    def _next(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            if name in _WIDTHS:
                self._sheet.set_column(column, column, _WIDTHS[name])
        self._at = 0

    def _write(self, cells: Cells) -> None:
        style = self._head if self._at == 0 else None
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                self._sheet.write_string(self._at, column, fitting(cell), style)
            else:
                self._sheet.write_number(self._at, column, cell)
        self._at += 1


@CONCORDANCES.register("xlsx")
class XlsxConcordance(ConcordanceForm):
    """Office Open XML. Texts are written as strings, which no spreadsheet computes: no formula, no link."""

    name = "xlsx"
    title = _("Excel workbook (XLSX)")
    extension = ".xlsx"
    rows = MAX_ROWS

    @contextmanager
    def sheet(self, stream: BinaryIO) -> Iterator[Sheet]:
        """See ConcordanceForm."""
        from xlsxwriter import Workbook  # noqa: PLC0415 - 50 ms that only who writes a workbook should wait

        with TemporaryDirectory(prefix="parlance-", ignore_cleanup_errors=True) as folder:
            book = Workbook(
                stream,
                {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False, "in_memory": False},
            )
            try:
                yield _Sheets(book, self.rows)
            except BaseException:
                for sheet in book.worksheets():  # open files cannot be removed everywhere
                    sheet.row_data_fh.close()
                raise
            book.close()


_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def fitting(text: str) -> str:
    """The text without what XML cannot hold, cut where a cell would not take more."""
    clean = _UNWRITABLE.sub("\ufffd", text)
    return clean if len(clean) <= _CUT else clean[:_CUT] + "…"
