"""What assistive technology is told of a turn."""

from __future__ import annotations

from app.i18n import _, ngettext
from app.ui.conversation.box import TurnBox
from app.ui.conversation.links import Link
from app.ui.conversation.paper import Paper

_SPOKEN_CHARS = 500


def spoken(box: TurnBox, paper: Paper, row: int) -> str:
    """Number, speaker and the beginning of the text; versions, replies, tags and notes where there are, and
    what it answers, or seems to.
    """
    turn, outline = box.turn, paper.outline
    words = _("Turn {n}, {speaker}: {text}")
    said = [words.format(n=turn.index, speaker=turn.speaker, text=turn.text[:_SPOKEN_CHARS])]
    if outline.versions[row]:
        version = _("Version {n} of {all}.")
        said.append(version.format(n=int(outline.version[row]), all=int(outline.versions[row])))
    if outline.replies[row] and outline.is_folded(row):
        count = int(outline.replies[row])
        said.append(ngettext("{n} reply", "{n} replies", count).format(n=count))
    beside = "; ".join(mark.words for mark in box.tags if mark.words)
    if beside:
        said.append(_("Tags: {tags}.").format(tags=beside))
    link = paper.links.of(int(turn.id))
    if link is not None:
        said.append(in_one_line(link))
    return " ".join(said)


def in_one_line(link: Link) -> str:
    """Whom a turn answers, or seems to, and why."""
    return ", ".join(link.explain().split("\n")) + "."
