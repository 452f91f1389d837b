"""Turns at hand that somebody else changed: another window, or the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.model.ids import TurnId
from app.ui.conversation import ConversationView
from app.ui.conversation.source import LoadedTurn
from app.ui.panels.turn_source import CorpusTurns


def find_changed(
    view: ConversationView, source: CorpusTurns, changed: Callable[[frozenset[TurnId]], None]
) -> None:
    """Read the turns at hand again in the background; call ``changed`` with those that are other ones now.

    Turns that stayed as they were are not brought anew, so that a page does not flicker while an import
    goes on. Nothing is called where none changed, or where another conversation was opened meanwhile.
    """
    loader = view.paper.loader
    known, generation = loader.kept(), loader.generation

    def compare(turns: Sequence[LoadedTurn] | None) -> None:
        if generation != loader.generation:
            return
        kept = loader.kept()
        other = frozenset(
            one.turn.id for one in turns or () if (before := kept.get(int(one.turn.id))) and before != one
        )
        if other:
            changed(other)

    if known:
        source.request(list(known), compare)
