"""What a form of concordance is, and how lines become one file: whole, or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager
from dataclasses import astuple
from pathlib import Path
from typing import BinaryIO, ClassVar, Final, Protocol

from app.export._atomic import atomic_binary
from app.i18n import _
from app.model.concordance import ConcordanceLine
from app.model.progress import CancelToken, Progress
from app.model.reports import ConcordanceReport
from app.registry import Registry

COLUMNS: Final = (
    "transcript", "conversation", "title", "turn_id", "index", "start", "end", "speaker", "role", "time",
    "repaired", "left", "node", "right", "before", "after", "tags", "notes",
)  # fmt: skip
"""Names of the columns, in the order of the fields of ConcordanceLine; not translated: programs read them."""
Cells = tuple[str | int, ...]

_EVERY: Final = 500
"""Lines between two reports."""


class Sheet(Protocol):
    """An open file of one form."""

    def add(self, cells: Cells) -> None:
        """Write one record."""
        ...


class ConcordanceForm(ABC):
    """One form. Instances are stateless and shared between threads."""

    name: ClassVar[str]
    title: ClassVar[str]
    extension: ClassVar[str]

    @abstractmethod
    def sheet(self, stream: BinaryIO) -> AbstractContextManager[Sheet]:
        """A sheet that is written to ``stream``, complete when the block has ended."""


CONCORDANCES: Registry[ConcordanceForm] = Registry("app.export.concordance")
"""Every form; a new one is a new file here with ``@CONCORDANCES.register("name")``."""


def export_concordance(
    lines: Iterable[ConcordanceLine],
    total: int | None,
    form_name: str,
    destination: Path,
    token: CancelToken | None = None,
) -> Generator[Progress, None, ConcordanceReport]:
    """Write the lines into one file; ``total`` is their number where it is known.

    Every yield is a progress report and a place to stop; cancelled, closed or failed, it leaves
    nothing behind and an older file as it was. Raises UserFacingError when the file cannot be
    written; Cancelled after the token was cancelled.
    """
    form = CONCORDANCES[form_name]
    done = 0
    with atomic_binary(destination) as stream:
        with form.sheet(stream) as sheet:
            sheet.add(COLUMNS)
            yield _progress(0, total, destination)
            for done, line in enumerate(lines, 1):
                sheet.add(astuple(line))
                if done % _EVERY == 0:
                    if token is not None:
                        token.raise_if_cancelled()
                    yield _progress(done, total, destination)
        if token is not None:
            token.raise_if_cancelled()
        yield _progress(done, total, destination)
    return ConcordanceReport(str(destination), done)


def _progress(done: int, total: int | None, destination: Path) -> Progress:
    return Progress(_("exporting"), done, total, _("hits"), destination.name)
