"""The conversation as a page to read: painted row by row, laid out only where it is seen.

Public API
----------
``ConversationView(theme, parent)``
    ``set_conversation(source | None, at=turn_id)``, ``go_to(turn_id, span=None) -> bool`` (exact, also
    before the turn has arrived), ``set_hits({turn_id: spans})`` or
    ``set_hits(turn_ids, find=turn -> spans)`` for very many,
    ``reload(turn_ids)`` after a repair was undone, ``current_turn()``, ``top_turn()``, ``visible_turns()``,
    ``span_in_view(turn_id, span)``, ``select_all()``, ``selection()``, ``copy(labels=True)``.
    Signals ``turnActivated(turn_id)``, ``repairClicked(turn_id, span_number)``, ``hitChosen(turn_id)`` (map),
    ``copyReady(text)`` (connect it to the clipboard).
    Keys: arrows, PageUp/Down, Space, Home/End; Ctrl+Up/Down turn by turn; Ctrl+A, Ctrl+C; Escape deselects.
``TurnSource``  protocol: ``title``, ``outline``, ``request(turn_ids, deliver)``; ``deliver`` gets
    ``LoadedTurn(turn, spans)`` values (or None on failure) in the window's thread.
``arrange(make_tree(ids, parents, speakers, sizes, repaired, …), Shape(path, chosen, folded))``
    the arrangement of rows; pure, for the background. All sequences are aligned and in the order of the
    conversation; ``sizes`` are approximate characters. ``make_outline(…)`` is the whole tree, nothing folded.
``view.branches``  one path or the tree, versions, folds: ``show_path``, ``step_version``, ``fold``,
    ``fold_all``, ``reveal``; signal ``changed``.
``TurnList(turns, outline, title)``  a source over turns at hand.
"""

from app.ui.conversation.outline import Outline, Shape, arrange, make_outline
from app.ui.conversation.source import DeliverTurns, LoadedTurn, TurnList, TurnSource
from app.ui.conversation.tree import Tree, make_tree
from app.ui.conversation.view import ConversationView

__all__ = [
    "ConversationView",
    "DeliverTurns",
    "LoadedTurn",
    "Outline",
    "Shape",
    "Tree",
    "TurnList",
    "TurnSource",
    "arrange",
    "make_outline",
    "make_tree",
]
