"""Item data roles shared by models and delegates, which do not see each other."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

_FIRST = int(Qt.ItemDataRole.UserRole) + 1


class Roles(IntEnum):
    """What ``index.data(role)`` gives beside Qt's own roles."""

    KWIC = _FIRST
    """``KwicRow`` of a hits row, or None until it arrives."""
    TURN_ID = _FIRST + 1
    """Turn id of a hits row, always known."""
    CONVERSATION_ID = _FIRST + 2
    """Conversation id; None for a hits row that has not arrived."""
    SPEAKER_ID = _FIRST + 3
    """Speaker id; None for a hits row that has not arrived."""
    OCCURRENCE = _FIRST + 4
    """Which occurrence of its turn a hits row is, from 0."""
    STATE = _FIRST + 5
    """``"waiting"``, ``"ready"`` or ``"gone"`` (the turn is no longer in the corpus)."""
    CONVERSATION = _FIRST + 6
    """``Conversation`` value of a conversations row."""
    HITS = _FIRST + 7
    """Number of hit turns in a conversation, or None when no query is set."""
    PLACE = _FIRST + 8
    """``Place`` value of a row of repaired places."""
    DOUBTFUL = _FIRST + 9
    """True for a repaired place that is to stand out."""
    CONTEXT = _FIRST + 10
    """What stands before, in and after a repaired place: three strings, in the cell that shows it."""
    TAGS = _FIRST + 11
    """Names and colours of the tags on a conversation as a whole; a note alone has no name."""
