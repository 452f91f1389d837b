"""What assistive technology is told of a turn."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from app.i18n import _, ngettext
from app.ui.conversation.box import TurnBox
from app.ui.conversation.outline import Outline

_SPOKEN_CHARS = 500


def spoken(box: TurnBox, outline: Outline, row: int) -> str:
    """Number, speaker and the beginning of the text; versions, replies, tags and notes where there are."""
    turn = box.turn
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
    return " ".join(said)


def announce(widget: QWidget) -> None:
    """The widget's accessible description has changed."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.DescriptionChanged))
