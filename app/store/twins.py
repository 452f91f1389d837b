"""Twins of conversations, and what has to be looked at again because of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.model.corpus import Change, TwinRelation
from app.model.ids import ConversationId, TranscriptId, TurnId
from app.model.progress import CancelToken
from app.model.repair import RepairedText
from app.repair.sketches import Sketch
from app.store.marks import read_sketch
from app.store.repairs import read_repairs
from app.store.rewrite import TurnRewrite, rewrite
from app.store.sound import SoundText, own_sound_text, sound_text, waiting_for
from app.store.telling import Told, tell
from app.store.transactions import Transactions

Standing = tuple[bool, int, str, str]
"""Whether it came damaged, fewer turns, name and key: the least of twins stands for all of them."""


@dataclass(frozen=True, slots=True)
class TwinLink:
    """``conversation`` repeats ``twin``."""

    conversation: ConversationId
    twin: ConversationId
    relation: TwinRelation


@dataclass(frozen=True, slots=True)
class DoubtfulTurn:
    """A repaired turn of a transcript that may be read again; ``doubtful`` if no twin proved it."""

    id: TurnId
    repaired: RepairedText
    channel: str | None
    undone: bool
    chosen: frozenset[int]
    doubtful: bool


class TwinDesk:
    """Reads conversations for comparison and stores what came of it; Writer.twins."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._connection = transactions.connection

    def unvisited(self) -> list[TranscriptId]:
        """Complete transcripts that were not compared with the rest of the corpus yet."""
        rows = self._connection.execute(
            "SELECT id FROM transcript WHERE revisited = 0 AND complete = 1 ORDER BY id"
        )
        return [TranscriptId(row[0]) for row in rows]

    def conversations(self, transcripts: Iterable[TranscriptId]) -> set[int]:
        """The conversations of some transcripts."""
        rows = self._connection.execute(
            "SELECT conversation.id FROM json_each(?) AS asked"
            " CROSS JOIN conversation ON conversation.transcript_id = asked.value",
            (json.dumps(list(transcripts)),),
        )
        return {row[0] for row in rows}

    def copies(self, transcripts: Iterable[TranscriptId]) -> list[tuple[int, int]]:
        """Pairs of conversations of equal files, by the note that import made of them."""
        return self._connection.execute(
            "SELECT min(one.id, other.id), max(one.id, other.id) FROM json_each(?) AS asked"
            " CROSS JOIN transcript AS copy ON copy.id = asked.value"
            " JOIN transcript AS first ON first.name = copy.duplicate_of"
            " JOIN conversation AS one ON one.transcript_id = copy.id"
            " JOIN conversation AS other ON other.transcript_id = first.id AND other.key = one.key",
            (json.dumps(list(transcripts)),),
        ).fetchall()

    def unfinished(self) -> set[int]:
        """The conversations of transcripts that are not complete."""
        rows = self._connection.execute("SELECT id FROM transcript WHERE complete = 0").fetchall()
        return self.conversations(TranscriptId(row[0]) for row in rows)

    def sketch(self, token: CancelToken) -> Sketch:
        """The marks of all turns, beside their conversations and lengths."""
        return read_sketch(self._connection, token)

    def tell(self, conversation: int) -> Told:
        """Read a conversation for comparison."""
        return tell(self._connection, conversation)

    def standing(self, conversation: int) -> Standing:
        """What decides which of two twins stands for both."""
        repaired, turns, name, key = self._connection.execute(
            "SELECT conversation.repaired_count, conversation.turn_count, transcript.name, key"
            " FROM conversation JOIN transcript ON transcript.id = transcript_id WHERE conversation.id = ?",
            (conversation,),
        ).fetchone()
        return (repaired > 0, -turns, name, key)

    def links(self) -> list[TwinLink]:
        """All stored links, ascending by conversation."""
        rows = self._connection.execute(
            "SELECT conversation_id, twin_id, relation FROM twin ORDER BY conversation_id"
        )
        return [TwinLink(ConversationId(a), ConversationId(b), TwinRelation(name)) for a, b, name in rows]

    def sound(self) -> SoundText:
        """Undamaged text of the corpus, to be kept in mind while reading damaged text."""
        return sound_text(self._connection)

    def own_sound(self, transcript: TranscriptId) -> list[str]:
        """Undamaged turns of one transcript."""
        return own_sound_text(self._connection, transcript)

    def waiting_for(self, digest: str) -> list[TranscriptId]:
        """Transcripts with doubtful turns that were not read with this undamaged text in mind."""
        return waiting_for(self._connection, digest)

    def repaired_turns(self, transcript: TranscriptId) -> list[DoubtfulTurn]:
        """The repaired turns of a transcript, ascending."""
        rows = self._connection.execute(
            "SELECT turn_id FROM repair JOIN turn ON turn.id = turn_id"
            " JOIN conversation ON conversation.id = conversation_id WHERE transcript_id = ?",
            (transcript,),
        ).fetchall()
        return [
            DoubtfulTurn(
                TurnId(turn), kept.repaired, kept.channel or None, kept.undone, kept.chosen,
                kept.twin is None and any(span.kind != "exact" for span in kept.repaired.spans),
            )
            for turn, kept in read_repairs(self._connection, [row[0] for row in rows])
        ]  # fmt: skip

    def recalled(
        self, transcript: TranscriptId, changes: Sequence[TurnRewrite], digest: str, token: CancelToken
    ) -> None:
        """Store new readings of a transcript; its twins are then asked again, if anything changed."""
        with self._transactions.transaction(Change.TURNS, Change.REPAIRS) as connection:
            rewrite(connection, changes, token)
            connection.execute(
                "UPDATE transcript SET context = ?, revisited = min(revisited, ?) WHERE id = ?",
                (digest, int(not changes), transcript),
            )

    def rewrite(self, changes: Sequence[TurnRewrite], token: CancelToken) -> None:
        """Give turns the repairs that comparison made of them, in one transaction."""
        with self._transactions.transaction(Change.TURNS, Change.REPAIRS) as connection:
            rewrite(connection, changes, token)

    def finish(self, links: Iterable[TwinLink], visited: Iterable[TranscriptId]) -> None:
        """Store links in place of those the same conversations had, and what was visited."""
        with self._transactions.transaction(Change.CONVERSATIONS) as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO twin(conversation_id, twin_id, relation) VALUES (?, ?, ?)",
                [(link.conversation, link.twin, link.relation.value) for link in links],
            )
            connection.executemany(
                "UPDATE transcript SET revisited = 1 WHERE id = ?", [(number,) for number in visited]
            )
