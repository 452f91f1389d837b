"""CSV for spreadsheets: one hit a record."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from app.export.concordance.base import CONCORDANCES, Cells, ConcordanceForm, Sheet
from app.export.csv import harmless
from app.i18n import _


class _Csv:
    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._writer = csv.writer(stream)

    def add(self, cells: Cells) -> None:
        self._writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])


@CONCORDANCES.register("csv")
class CsvConcordance(ConcordanceForm):
    """RFC 4180 with a header, UTF-8 with a byte order mark so that Excel reads it as UTF-8.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """

    name = "csv"
    title = _("Table (CSV)")
    extension = ".csv"

    @contextmanager
    def sheet(self, stream: BinaryIO) -> Iterator[Sheet]:
        """See ConcordanceForm."""
        stream.write(codecs.BOM_UTF8)
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        try:
            yield _Csv(text)
        finally:
            text.detach()
