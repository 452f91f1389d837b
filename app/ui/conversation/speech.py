"""What assistive technology is told of a turn."""

from __future__ import annotations

from typing import Protocol

from app.i18n import _, ngettext
from app.model.corpus import Turn
from app.ui.conversation.links import Link
from app.ui.conversation.paper import Paper
from app.ui.conversation.tag_mark import TagMark

_SPOKEN_CHARS = 500


class Told(Protocol):
    """A turn that is here, laid out or not."""

    @property
    def turn(self) -> Turn: ...
    @property
    def tags(self) -> tuple[TagMark, ...]: ...


def spoken(told: Told, paper: Paper, row: int) -> str:
    """Number, speaker and the beginning of the text; the level of a reply, versions, replies, tags and notes
    where there are, and what it answers, or seems to.
    """
    turn, outline = told.turn, paper.outline
    words = _("Turn {n}, {speaker}: {text}")
    said = [words.format(n=turn.index, speaker=turn.speaker, text=turn.text[:_SPOKEN_CHARS])]
    if outline.depth[row]:
        said.append(_("Reply at level {n}.").format(n=int(outline.depth[row])))
    if outline.versions[row]:
        version = _("Version {n} of {all}.")
        said.append(version.format(n=int(outline.version[row]), all=int(outline.versions[row])))
    if outline.replies[row] and outline.is_folded(row):
        count = int(outline.replies[row])
        said.append(ngettext("{n} reply", "{n} replies", count).format(n=count))
    beside = "; ".join(mark.words for mark in told.tags if mark.words)
    if beside:
        said.append(_("Tags: {tags}.").format(tags=beside))
    link = paper.links.of(int(turn.id))
    if link is not None:
        said.append(in_one_line(link))
    return " ".join(said)


def in_one_line(link: Link) -> str:
    """Whom a turn answers, or seems to, and why."""
    return ", ".join(link.explain().split("\n")) + "."
