"""How damaged each transcript was: what the Repair panel lists."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from app.model.ids import TranscriptId

_DAMAGE = """
SELECT transcript.id, transcript.name, transcript.channel, transcript.runner_up, transcript.turn_count,
       found.turns, found.exact, found.inferred, found.lost, found.worst, found.proved, found.undone,
       found.chosen, found.disagreements
FROM (
    SELECT conversation.transcript_id AS transcript_id, count(*) AS turns, sum(repair.exact) AS exact,
           sum(repair.inferred) AS inferred, sum(repair.lost) AS lost, min(repair.worst) AS worst,
           count(repair.twin) AS proved, sum(repair.undone) AS undone, sum(coalesce(picked.n, 0)) AS chosen,
           sum(repair.disagreements) AS disagreements
    FROM repair
    JOIN turn ON turn.id = repair.turn_id
    JOIN conversation ON conversation.id = turn.conversation_id
    LEFT JOIN (SELECT turn_id, count(*) AS n FROM choice GROUP BY turn_id) AS picked
        ON picked.turn_id = repair.turn_id
    GROUP BY conversation.transcript_id
) AS found
JOIN transcript ON transcript.id = found.transcript_id
ORDER BY found.lost DESC, found.inferred DESC, found.worst, found.exact DESC, transcript.name
"""

_DOUBTFUL = """
SELECT repair.turn_id FROM repair
JOIN turn ON turn.id = repair.turn_id
JOIN conversation ON conversation.id = turn.conversation_id
WHERE (repair.inferred > 0 OR repair.lost > 0) AND conversation.transcript_id = ?
      AND (repair.lost > 0 OR repair.worst < ?)
ORDER BY repair.worst, repair.turn_id
"""


@dataclass(frozen=True, slots=True)
class DamagedTranscript:
    """A transcript with repairs. ``exact``, ``inferred``, ``lost`` count stretches, the rest turns.

    ``repaired`` turns carry a repair (undone or not), ``proved`` ones are settled by a twin, ``undone``
    ones show their original; ``chosen`` counts stretches that a reader decided. ``worst`` is the lowest
    confidence of an inferred stretch, None without any. ``runner_up``: the channel that explains the
    damage next best. ``disagreements`` counts stretches that the channel does not turn back into what
    stood there, see StoredRepair.
    """

    id: TranscriptId
    name: str
    channel: str | None
    runner_up: str | None
    turns: int
    repaired: int
    exact: int
    inferred: int
    lost: int
    worst: float | None
    proved: int
    undone: int
    chosen: int
    disagreements: int = 0


def damaged_transcripts(connection: sqlite3.Connection) -> list[DamagedTranscript]:
    """All transcripts that carry repairs, the most doubtful first."""
    rows = connection.execute(_DAMAGE).fetchall()
    return [DamagedTranscript(TranscriptId(row[0]), *row[1:]) for row in rows]


def doubtful_turns(connection: sqlite3.Connection, transcript: TranscriptId, below: float) -> list[int]:
    """The turns of a transcript with a lost stretch, or an inferred one less sure than ``below``."""
    return [turn for (turn,) in connection.execute(_DOUBTFUL, (transcript, below))]
