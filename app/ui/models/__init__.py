"""Item models: ids first, rows when they are asked for.

Public API
----------
``HitsModel(fetch)``  columns ``HitColumn.KWIC, SPEAKER, CONVERSATION, INDEX``; use with a QTableView of fixed
    rows and single selection, hidden headers. ``fetch(ids, deliver)`` runs ``Searcher.kwic`` in the
    background and calls ``deliver(rows)`` (or ``deliver(None)`` on failure) in the window's thread.
    ``set_ids(ids)`` shows a result; ``extend_to(ids)`` replaces a first page by the whole vector without
    moving rows. ``total_turns`` is exact at once; rows unfold to one an occurrence as they arrive
    (signals ``arrived(first, last)``, ``expanded(first, extra)``).
    ``turn_id(row)``, ``kwic(row)``, ``place(row) -> (position, occurrence)``,
    ``row_at(position, occurrence)``, ``position_of(turn_id)``, ``ensure(row, ready)``,
    ``step(row, ready, forward=True)`` for F3 and Shift+F3, ``refresh()`` after repairs changed texts.
    Roles on every column: ``Roles.KWIC, TURN_ID, CONVERSATION_ID, SPEAKER_ID, OCCURRENCE, STATE``.
``ConversationsModel()``  ``set_conversations(list)``, ``set_filter(text)``,
    ``set_hits({conversation_id: hit turns} | None, only=False)``,
    ``conversation(row)``, ``row_of(conversation_id)``, ``total``.
    Roles: ``CONVERSATION, CONVERSATION_ID, HITS``.
``DamageModel()``  ``set_rows(damages)``, ``damage(row)``, ``row_of(transcript)``;
    sorts by any ``DamageColumn``.
``PlacesModel()``  ``set_rows(places)``, ``set_threshold(share)``, ``place(row)``, ``row_of(turn, place)``.
    Roles: ``PLACE, DOUBTFUL, CONTEXT``.
``BlockSums``  running totals over many changing numbers.
"""

from app.ui.models.conversations import ConversationsModel
from app.ui.models.damage import DamageColumn, DamageModel
from app.ui.models.hits import Deliver, Fetch, HitColumn, HitsModel
from app.ui.models.places import PlaceColumn, PlacesModel
from app.ui.models.sums import BlockSums

__all__ = [
    "BlockSums",
    "ConversationsModel",
    "DamageColumn",
    "DamageModel",
    "Deliver",
    "Fetch",
    "HitColumn",
    "HitsModel",
    "PlaceColumn",
    "PlacesModel",
]
