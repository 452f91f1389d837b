"""Labelled text that Parlance, and a person, can read back."""

from __future__ import annotations

from collections.abc import Iterator

from app.export.base import EXPORTS, ExportedConversation, ExportFormat
from app.formats.labels import escape_text, label_prefix
from app.i18n import _


@EXPORTS.register("txt")
class Txt(ExportFormat):
    """``[Label]: text``, further lines as they are, ``---`` between conversations.

    What a reader would take for something else gets a backslash in front (see app.formats.labels),
    so labels, order and text come back exactly on import. There is no place for tags and notes.
    """

    name = "txt"
    title = _("Labelled text (TXT)")
    extension = ".txt"
    linear = True

    def conversation(self, exported: ExportedConversation, number: int) -> Iterator[str]:
        """A rule before every conversation but the first, then one or more lines a turn."""
        if number:
            yield "---\n"
        for turn in exported.turns():
            yield f"{label_prefix(turn.speaker, turn.text)}{escape_text(turn.text)}\n"
