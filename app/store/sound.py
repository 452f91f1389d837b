"""Undamaged text of the corpus, and the turns that it may help to read."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from hashlib import blake2b

from app.model.ids import TranscriptId

KEPT, READ = 100_000, 2_000_000
"""Characters of undamaged text that are kept as context, and that are looked through for it at most."""

OWN = 50_000
"""Characters of a transcript's own undamaged text that come first."""

_SOUND = (
    "SELECT text FROM conversation JOIN turn ON conversation_id = conversation.id"
    " WHERE transcript_id = ? AND repaired IS NULL ORDER BY conversation.key, position"
)
_DOUBTFUL = (
    "SELECT DISTINCT transcript.id FROM repair JOIN turn ON turn.id = repair.turn_id"
    " JOIN conversation ON conversation.id = turn.conversation_id"
    " JOIN transcript ON transcript.id = conversation.transcript_id"
    " WHERE (inferred > 0 OR lost > 0) AND repair.twin IS NULL AND transcript.complete = 1"
    " AND coalesce(context, '') <> ? ORDER BY transcript.id"
)


@dataclass(frozen=True, slots=True)
class SoundText:
    """A sample of undamaged turns that do not all consist of ASCII, and its digest ("" for none)."""

    texts: tuple[str, ...]
    digest: str


def sound_text(connection: sqlite3.Connection) -> SoundText:
    """The first undamaged text in the order of the transcripts' names: the order of import has no part."""
    kept: list[str] = []
    room, left = KEPT, READ
    total = blake2b(digest_size=16)
    for (transcript,) in connection.execute("SELECT id FROM transcript WHERE complete = 1 ORDER BY name"):
        for text in _sound_turns(connection, transcript, left):
            left -= len(text)
            if not text.isascii():
                kept.append(text[:room])
                total.update(text.encode("utf-8", "surrogatepass"))
                room -= len(kept[-1])
            if room <= 0 or left <= 0:
                return SoundText(tuple(kept), total.hexdigest())
    return SoundText(tuple(kept), total.hexdigest() if kept else "")


def own_sound_text(connection: sqlite3.Connection, transcript: TranscriptId) -> list[str]:
    """Undamaged turns of one transcript."""
    return [text for text in _sound_turns(connection, transcript, OWN) if not text.isascii()]


def _sound_turns(connection: sqlite3.Connection, transcript: int, room: int) -> list[str]:
    found: list[str] = []
    for (text,) in connection.execute(_SOUND, (transcript,)):
        found.append(text)
        room -= len(text)
        if room <= 0:
            break
    return found


def waiting_for(connection: sqlite3.Connection, digest: str) -> list[TranscriptId]:
    """Transcripts with unproved doubtful turns that were not read with this context yet."""
    return [TranscriptId(row[0]) for row in connection.execute(_DOUBTFUL, (digest,))]
