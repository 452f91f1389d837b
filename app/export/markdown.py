"""Markdown that shows every text as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.export.base import EXPORTS, ExportedConversation, ExportFormat
from app.i18n import _
from app.model.corpus import Turn
from app.store.tag_words import tags_cell
from app.store.tags_read import Tagging

_SHORTCODE = r"(?:[\w-]*[a-z][\w-]*|[+-]1|100|1234):"
_SIGNS = re.compile(rf"[\\`*_{{}}\[\]<>|~&$^]|:(?=//|{_SHORTCODE})|(?<=www)\.|@(?=\w)|(?<![\w&])#(?=\w)")
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|[-+=](?=[\s=+-]|$)|:(?=\s)")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_LINE_ENDS = re.compile(r"\r\n|[\n\r]")
_INDENT = re.compile(r"[ \t]+")


@EXPORTS.register("md")
class Markdown(ExportFormat):
    """CommonMark: a heading a conversation, a bold label a turn, every text shown literally.

    Characters that Markdown (or its GitHub dialect) would read as markup are escaped, line ends
    stay line ends, and leading spaces are kept as no-break spaces. Tags stand in a line of their own,
    notes are quoted below.
    """

    name = "md"
    title = _("Markdown")
    extension = ".md"
    linear = True

    def conversation(self, exported: ExportedConversation, number: int) -> Iterator[str]:
        """The heading, then one or more paragraphs a turn."""
        yield ("\n" if number else "") + f"# {_heading(exported.heading)}\n{_beside(exported.taggings)}"
        for turn in exported.turns():
            yield f"\n{_label(turn)}\n\n{literal(turn.text)}\n{_beside(exported.taggings_of(turn))}"


def _beside(taggings: Sequence[Tagging]) -> str:
    """Tags and notes, or nothing."""
    tags = " ".join(tags_cell(taggings).split())
    said = f"\n*{_('Tags')}: {literal(tags)}*\n" if tags else ""
    for one in taggings:
        if one.note:
            said += "\n> " + literal(one.note).replace("\n", "\n> ") + "\n"
    return said


def _heading(title: str) -> str:
    return literal(" ".join(title.split())) or "&nbsp;"


def _label(turn: Turn) -> str:
    name = literal(" ".join(turn.speaker.split())) or "&nbsp;"
    time = f" · {literal(turn.time)}" if turn.time else ""
    return f"**{name}**{time}"


def literal(text: str) -> str:
    """Markdown that renders as ``text``, line by line.

    An empty line is a no-break space, so that what follows stays in the same paragraph and no
    number of empty lines is lost.
    """
    return "\\\n".join(_line(line) for line in _LINE_ENDS.split(text))


def _line(line: str) -> str:
    if not line.strip():
        return "&nbsp;"
    indent = _INDENT.match(line)
    lead = "&nbsp;" * len(indent[0].expandtabs(4)) if indent else ""
    rest = line[indent.end() :] if indent else line
    escaped = _SIGNS.sub(lambda match: "\\" + match[0], rest)
    if not lead:
        escaped = _NUMBERED.sub(r"\1\\\2", escaped)
        if _LINE_START.match(escaped):
            escaped = "\\" + escaped
    return lead + escaped
