"""What is selected as text for the clipboard, once all its turns are here."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.conversation.marks import Selection, clipboard_text
from app.ui.conversation.paper import Paper
from app.ui.conversation.source import LoadedTurn


def copy_text(paper: Paper, chosen: Selection, ready: Callable[[str], object], *, labels: bool) -> None:
    """Bring the turns of a selection, however many, and give their text to ``ready``; see clipboard_text."""
    ids = [int(turn) for turn in paper.outline.ids[chosen.first.row : chosen.last.row + 1]]

    def done(loaded: list[LoadedTurn]) -> None:
        turns = [one.turn for one in loaded]
        rows = [paper.outline.row_of(int(turn.id)) for turn in turns]
        ready(clipboard_text(turns, chosen, rows, labels=labels))

    paper.loader.collect(ids, done)
