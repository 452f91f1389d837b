"""Tab-separated values: one hit a line, for programs and for pasting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from app.export.concordance.base import CONCORDANCES, Cells, ConcordanceForm, Sheet
from app.export.csv import harmless
from app.i18n import _

_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def tsv_line(cells: Cells) -> str:
    """One record without its line end; tabs and line ends inside a cell become one space.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front: what is copied is
    pasted into one.
    """
    return "\t".join(harmless(_BREAKS.sub(" ", c)) if isinstance(c, str) else str(c) for c in cells)


class _Tsv:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def add(self, cells: Cells) -> None:
        self._stream.write(f"{tsv_line(cells)}\n".encode())


@CONCORDANCES.register("tsv")
class TsvConcordance(ConcordanceForm):
    """UTF-8 with a header, no quotes: as many tabs in every line, one line a hit."""

    name = "tsv"
    title = _("Tab-separated (TSV)")
    extension = ".tsv"

    @contextmanager
    def sheet(self, stream: BinaryIO) -> Iterator[Sheet]:
        """See ConcordanceForm."""
        yield _Tsv(stream)
