"""Read a corpus through one read-only connection."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.errors import UserFacingError
from app.model.corpus import (
    Conversation,
    CorpusCounts,
    RepairState,
    Speaker,
    Transcript,
    Turn,
    TwinRelation,
)
from app.model.ids import ConversationId, SpeakerId, TranscriptId, TurnId
from app.model.progress import CancelToken
from app.repair.sketches import Sketch
from app.store import facts as columns
from app.store import tags_read
from app.store.alike import AlikeCount, count_alike
from app.store.connections import plain_words
from app.store.copying import copy_checked
from app.store.damage import DamagedTranscript, damaged_transcripts, doubtful_turns
from app.store.facts import EmojiFacts, TurnFacts
from app.store.facts_cache import FactsCache
from app.store.marks import read_sketch
from app.store.repairs import StoredRepair, TurnSpan, read_repair
from app.store.sound import sound_text
from app.store.tags_read import Tag, Tagging
from app.store.telling import Told, tell
from app.store.vocabulary import Vocabulary

_TURN = (
    "SELECT turn.id, turn.conversation_id, turn.position, turn.parent_id, turn.speaker_id, speaker.name,"
    " turn.text, turn.time, turn.role, turn.repaired, turn.meta"
    " FROM turn JOIN speaker ON speaker.id = turn.speaker_id"
)
_TRANSCRIPT = (
    "SELECT id, name, root, digest, size, format, encoding, channel, complete, imported_at,"
    " conversation_count, turn_count, repaired_count, duplicate_of FROM transcript ORDER BY id"
)
_CONVERSATION = (
    "SELECT conversation.id, transcript_id, transcript.name, title, conversation.turn_count,"
    " conversation.repaired_count, threaded, twin.twin_id, twin.relation,"
    " CASE WHEN title = '' AND transcript.conversation_count > 1 THEN (SELECT substr(text, 1, 41) FROM turn"
    " WHERE turn.conversation_id = conversation.id ORDER BY position LIMIT 1) END FROM conversation"
    " JOIN transcript ON transcript.id = conversation.transcript_id"
    " LEFT JOIN twin ON twin.conversation_id = conversation.id"
)
_IDS_PER_QUERY = 500
_OPENING = 40
"""Characters that tell an untitled conversation from others; one more is asked for, to see if it goes on."""


class Reader:
    """Made by Corpus.reader(); use it in the thread that asked for it, except ``interrupt``.

    Every method raises CorpusError when the file is damaged and Cancelled when interrupted.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, cache: FactsCache) -> None:
        self._connection = connection
        self._path = path
        self._cache = cache

    def interrupt(self) -> None:
        """Stop whatever this reader is doing; callable from any thread."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close the connection; Corpus.close() does it for all readers."""
        self._connection.close()

    def copy_to(self, path: Path) -> None:
        """Copy the corpus, as this reader sees it, to a file; CorpusError when that fails."""
        copy_checked(self._connection, path)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a query, for the rooms above."""
        with plain_words(self._path):
            return self._connection.execute(sql, parameters).fetchall()

    def ids(self, sql: str, parameters: Sequence[object] = ()) -> array[int]:
        """The only column of a query as an id vector, in its order; fast for millions."""
        with plain_words(self._path):
            found = array("q")
            found.frombytes(columns.column(self._connection, sql, parameters).tobytes())
            return found

    def revision(self) -> int:
        """Counts the commits of this file; equal numbers mean equal content, in every process."""
        with plain_words(self._path):
            return int(self._connection.execute("SELECT revision FROM corpus_state").fetchone()[0])

    def counts(self) -> CorpusCounts:
        """Totals, from the counts kept with every transcript."""
        with plain_words(self._path):
            row = self._connection.execute(
                "SELECT count(*), coalesce(sum(conversation_count), 0), coalesce(sum(turn_count), 0),"
                " coalesce(sum(repaired_count), 0), (SELECT count(*) FROM speaker) FROM transcript"
            ).fetchone()
        return CorpusCounts(*row)

    def transcripts(self) -> list[Transcript]:
        """All transcripts in the order of their import."""
        with plain_words(self._path):
            rows = self._connection.execute(_TRANSCRIPT).fetchall()
        return [
            Transcript(
                id=TranscriptId(row[0]), name=row[1], root=row[2], digest=row[3], size=row[4], format=row[5],
                encoding=row[6], channel=row[7], complete=bool(row[8]), imported_at=row[9],
                conversation_count=row[10], turn_count=row[11], repaired_count=row[12], duplicate_of=row[13],
            )
            for row in rows
        ]  # fmt: skip

    def conversations(self) -> list[Conversation]:
        """All conversations in the order of their ids."""
        with plain_words(self._path):
            rows = self._connection.execute(f"{_CONVERSATION} ORDER BY conversation.id")
            return [_conversation(row) for row in rows]  # row by row: there may be 100,000

    def conversation(self, conversation: ConversationId) -> Conversation:
        """One conversation; UserFacingError when there is none of that id."""
        with plain_words(self._path):
            row = self._connection.execute(
                f"{_CONVERSATION} WHERE conversation.id = ?", (conversation,)
            ).fetchone()
        if row is None:
            raise UserFacingError(
                f"There is no conversation {conversation} in {self._path.name}.",
                "`parlance list` shows the ids.",
            )
        return _conversation(row)

    def speakers(self) -> list[Speaker]:
        """All speaker labels in the order of their first turn."""
        with plain_words(self._path):
            rows = self._connection.execute("SELECT id, name FROM speaker ORDER BY id").fetchall()
        return [Speaker(SpeakerId(number), name) for number, name in rows]

    def turn_ids(self, conversation: ConversationId) -> array[int]:
        """Ids of a conversation's turns in their order."""
        return self.ids("SELECT id FROM turn WHERE conversation_id = ? ORDER BY position", (conversation,))

    def parents(self, conversation: ConversationId) -> array[int]:
        """For every turn of turn_ids() the id of the turn that it answers, 0 for none."""
        return self.ids(
            "SELECT coalesce(parent_id, 0) FROM turn WHERE conversation_id = ? ORDER BY position",
            (conversation,),
        )

    def format_of(self, conversation: ConversationId) -> str:
        """The name of the format that a conversation's transcript was read as; "" for none of that id."""
        found = self.rows(
            "SELECT format FROM transcript JOIN conversation ON transcript_id = transcript.id"
            " WHERE conversation.id = ?",
            (conversation,),
        )
        return str(found[0][0]) if found else ""

    def shown_leaf(self, conversation: ConversationId) -> TurnId | None:
        """The turn in which the path ends that the source showed, where it said so."""
        found = self.ids(
            "SELECT turn.id FROM turn JOIN conversation ON conversation.id = turn.conversation_id"
            " WHERE turn.conversation_id = ? AND turn.key = json_extract(conversation.meta, '$.current')",
            (conversation,),
        )
        return TurnId(found[0]) if found else None

    def turns(self, conversation: ConversationId, start: int = 0, count: int | None = None) -> list[Turn]:
        """``count`` turns of a conversation from the ``start``-th on (from 0), all of them by default."""
        with plain_words(self._path):
            rows = self._connection.execute(
                f"{_TURN} WHERE conversation_id = ? AND position > ? ORDER BY position LIMIT ?",
                (conversation, start, -1 if count is None else count),
            ).fetchall()
        return [_turn(row) for row in rows]

    def turns_by_id(self, ids: Sequence[int]) -> list[Turn]:
        """The turns of the given ids, in that order; ids that no longer exist are left out."""
        found: dict[int, Turn] = {}
        wanted = list(dict.fromkeys(ids))
        with plain_words(self._path):
            for start in range(0, len(wanted), _IDS_PER_QUERY):
                part = wanted[start : start + _IDS_PER_QUERY]
                marks = ",".join("?" * len(part))
                for row in self._connection.execute(f"{_TURN} WHERE turn.id IN ({marks})", part):
                    found[row[0]] = _turn(row)
        return [found[number] for number in ids if number in found]

    def turn_repair(self, turn: TurnId) -> StoredRepair | None:
        """The repair of a turn with its original; None when it was never repaired."""
        with plain_words(self._path):
            return read_repair(self._connection, turn)

    def turn_spans(self, turn: TurnId) -> tuple[TurnSpan, ...]:
        """The repaired stretches of a turn with their places, candidates and who decided them."""
        stored = self.turn_repair(turn)
        return stored.spans if stored else ()

    def damaged_transcripts(self) -> list[DamagedTranscript]:
        """All transcripts that carry repairs with their channels and counts, the most doubtful first."""
        with plain_words(self._path):
            return damaged_transcripts(self._connection)

    def doubtful_turns(self, transcript: TranscriptId, below: float = 1.0) -> list[TurnId]:
        """Turns with an inferred stretch less sure than ``below`` or a lost one, the worst first."""
        with plain_words(self._path):
            return [TurnId(turn) for turn in doubtful_turns(self._connection, transcript, below)]

    def count_alike(self, turn: TurnId, place: int, token: CancelToken | None = None) -> AlikeCount:
        """How many stretches of the corpus Writer.choose_alike would decide; UserFacingError as there."""
        with plain_words(self._path):
            return count_alike(self._connection, turn, place, token)

    def tags(self) -> list[Tag]:
        """Every tag in the order of the names."""
        with plain_words(self._path):
            return tags_read.all_tags(self._connection)

    def taggings(self, turns: Sequence[int]) -> dict[TurnId, list[Tagging]]:
        """Tags and notes on these turns and on stretches of them; turns without any are left out."""
        with plain_words(self._path):
            return tags_read.of_turns(self._connection, turns)

    def conversation_taggings(self, conversation: ConversationId) -> list[Tagging]:
        """Tags and notes on a conversation as a whole."""
        with plain_words(self._path):
            return tags_read.of_conversation(self._connection, conversation)

    def taggings_beside(
        self, conversations: Iterable[int] | None = None
    ) -> dict[ConversationId, list[Tagging]]:
        """Tags and notes on conversations as a whole, of these or of all; those without any are left out."""
        with plain_words(self._path):
            if conversations is None:
                return tags_read.of_all_conversations(self._connection)
            return tags_read.of_conversations(self._connection, conversations)

    def taggings_within(self, conversation: ConversationId) -> list[Tagging]:
        """Tags and notes on the turns of a conversation."""
        with plain_words(self._path):
            return tags_read.within(self._connection, conversation)

    def facts(self, token: CancelToken | None = None) -> TurnFacts:
        """The counts of all turns as columns; shared by all threads until the next commit."""
        with plain_words(self._path):
            return self._cache.turns(self._connection, token)

    def sketch(self, token: CancelToken | None = None) -> Sketch:
        """The marks of all turns, by which dialogues that repeat each other are found."""
        with plain_words(self._path):
            return read_sketch(self._connection, token)

    def tell(self, conversation: int) -> Told:
        """A conversation with the repairs of its turns, as twins are compared."""
        with plain_words(self._path):
            return tell(self._connection, conversation)

    def sound(self) -> tuple[str, ...]:
        """Undamaged text of the corpus, to be kept in mind while reading damaged text."""
        with plain_words(self._path):
            return sound_text(self._connection).texts

    def vocabulary(self) -> Vocabulary:
        """The different words of the corpus, for wildcards; shared by all threads until the next commit."""
        with plain_words(self._path):
            return self._cache.vocabulary(self._connection)

    def emoji(self) -> EmojiFacts:
        """Which emoji stand in which turns; shared by all threads until the next commit."""
        with plain_words(self._path):
            return self._cache.emoji(self._connection)


def _first_words(text: str) -> str:
    """The beginning of a turn in one line; where it goes on, whole words if possible, and dots."""
    words = " ".join(text.split())
    if len(text) <= _OPENING:
        return words
    cut = words.rfind(" ", _OPENING // 2)
    return f"{words[: cut if cut > 0 else _OPENING]}…"


def _conversation(
    row: tuple[int, int, str, str, int, int, int, int | None, str | None, str | None],
) -> Conversation:
    return Conversation(
        id=ConversationId(row[0]),
        transcript_id=TranscriptId(row[1]),
        transcript=row[2],
        title=row[3],
        turn_count=row[4],
        repaired_count=row[5],
        threaded=bool(row[6]),
        twin_of=None if row[7] is None else ConversationId(row[7]),
        relation=None if row[8] is None else TwinRelation(row[8]),
        opening=_first_words(row[9] or ""),
    )


def _turn(
    row: tuple[int, int, int, int | None, int, str, str, str | None, str | None, str | None, str],
) -> Turn:
    number, conversation, position, parent, speaker, name, text, time, role, repaired, meta = row
    return Turn(
        id=TurnId(number),
        conversation_id=ConversationId(conversation),
        index=position,
        parent=None if parent is None else TurnId(parent),
        speaker_id=SpeakerId(speaker),
        speaker=name,
        text=text,
        time=time,
        role=role,
        repaired=None if repaired is None else RepairState(repaired),
        meta=json.loads(meta) if meta else {},
    )
