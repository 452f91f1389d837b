"""Delegates: paint ready values of the models; no query and no document layout while painting.

Public API
----------
``KwicDelegate(theme, parent)``  for all columns of a ``HitsModel``; ``row_height()`` for the fixed rows.
``ConversationDelegate(theme, parent)``  for a ``ConversationsModel``; ``row_height()`` likewise.
``RepairDelegate(theme, parent, quiet=…, strong=…)``  for a ``DamageModel`` or a ``PlacesModel``.
``draw_repaired_mark(painter, box, colour)``  the half-filled circle that means "repaired".
Views repaint on ``theme.changed`` (call ``viewport().update()``).
"""

from app.ui.delegates.conversation import ConversationDelegate, draw_repaired_mark
from app.ui.delegates.direction import is_right_to_left
from app.ui.delegates.kwic import KwicDelegate
from app.ui.delegates.repairs import RepairDelegate

__all__ = ["ConversationDelegate", "KwicDelegate", "RepairDelegate", "draw_repaired_mark", "is_right_to_left"]
