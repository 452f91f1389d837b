"""CSV for spreadsheets: one turn a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from app.export._annotations import stretches_cell
from app.export.base import EXPORTS, ExportedConversation, ExportFormat
from app.i18n import _
from app.store.tag_words import notes_cell, tags_cell

COLUMNS = (
    "transcript", "conversation", "title", "index", "speaker", "role", "time", "parent", "text", "repaired",
    "tags", "notes", "tagged", "conversation_tags", "conversation_notes",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip


@EXPORTS.register("csv")
class Csv(ExportFormat):
    """RFC 4180 with a header, UTF-8 with a byte order mark so that Excel reads it as UTF-8.

    A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end for a
    formula, and a transcript is no place to run one from: such a cell gets an apostrophe in front.
    ``index`` and ``parent`` count turns of the conversation from 1; ``parent`` is the turn answered.
    ``tags`` and ``notes`` are those of the turn, ``tagged`` the stretches that carry them, as
    ``name[start:end]`` in code points.
    """

    name = "csv"
    title = _("Table (CSV)")
    extension = ".csv"

    def head(self) -> str:
        """The byte order mark and the names of the columns."""
        return "\ufeff" + csv_line(COLUMNS)

    def conversation(self, exported: ExportedConversation, number: int) -> Iterator[str]:  # noqa: ARG002 - the form has no numbers
        """One line a turn; the number of the conversation does not matter."""
        conversation = exported.conversation
        index_of = exported.index_of()
        whole = (tags_cell(exported.taggings), notes_cell(exported.taggings))
        for turn in exported.turns():
            own = exported.taggings_of(turn)
            parent = index_of.get(turn.parent) if turn.parent is not None else None
            yield csv_line(
                (
                    conversation.transcript, conversation.id, conversation.title, turn.index, turn.speaker,
                    turn.role or "", turn.time or "", parent or "", turn.text,
                    turn.repaired.value if turn.repaired else "", tags_cell(own), notes_cell(own),
                    stretches_cell(own, turn.text), *whole,
                )
            )  # fmt: skip


def csv_line(cells: tuple[str | int, ...]) -> str:
    """One record with its line end; texts made harmless for spreadsheets."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell
