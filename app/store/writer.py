"""The one writer of a corpus: transactions, bookkeeping of transcripts, undo of repairs."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from app.model.corpus import Change
from app.model.ids import TranscriptId, TurnId
from app.model.progress import CancelToken
from app.model.reports import LogEntry
from app.store import choices, import_log, removal, replies, tag_undo, trash, untrash
from app.store.choices import Report, Undo
from app.store.connections import plain_words
from app.store.replies import ReplyUndo
from app.store.session import TranscriptSession, TranscriptSpec
from app.store.tag_desk import TagDesk
from app.store.tag_undo import TagUndo
from app.store.transactions import Transactions
from app.store.twins import TwinDesk


@dataclass(frozen=True, slots=True)
class StoredTranscript:
    """What the bookkeeping knows of an imported source; ``turns_done`` counts committed turns."""

    id: TranscriptId
    name: str
    root: str
    path: str
    digest: str
    size: int
    format: str
    encoding: str
    channel: str | None
    producer: str
    complete: bool
    turns_done: int


_Undo = TypeVar("_Undo", Undo, TagUndo, ReplyUndo)
_MERGE_PAGES = 1_000
_LEAST_CHANGES = 3


class Writer:
    """Made by Corpus.writer(); belongs to the thread that made it."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._connection = transactions.connection
        self._compacting = False

    @property
    def connection(self) -> sqlite3.Connection:
        """The writing connection, for the store's own rooms."""
        return self._connection

    def transcripts(self) -> list[StoredTranscript]:
        """The bookkeeping of every transcript, in the order of their import."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM transcript ORDER BY id")
        return [_stored(row) for row in rows]

    def transcript(self, transcript: TranscriptId) -> StoredTranscript:
        """The bookkeeping of one transcript."""
        return _stored(
            self._connection.execute(
                f"SELECT {_COLUMNS} FROM transcript WHERE id = ?", (transcript,)
            ).fetchone()
        )

    def lighten(self) -> None:
        """Give back the memory that pages of the file took."""
        self._connection.execute("PRAGMA shrink_memory")

    def session(self, spec: TranscriptSpec) -> TranscriptSession:
        """Start, continue or replace a transcript; see TranscriptSession."""
        return TranscriptSession(self._transactions, spec)

    def beat(self) -> None:
        """Show that this writer is alive; cheap, to be called now and then during long work."""
        self._transactions.beat()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Inside, small sources that were finished are committed a few at a time; at the end all are."""
        self._transactions.together = True
        try:
            yield
        finally:
            self._transactions.together = False
            self._transactions.flush()

    @property
    def holds(self) -> bool:
        """True while finished sources wait to be committed."""
        return self._transactions.holds

    def flush(self) -> None:
        """Commit finished sources now."""
        self._transactions.flush()

    def lost(self) -> bool:
        """Whether finished sources were rolled back with one that failed; asking clears it."""
        lost, self._transactions.lost = self._transactions.lost, False
        return lost

    def rollback(self) -> None:
        """Take back an open transaction, if there is one."""
        self._transactions.rollback()

    def remove(self, transcript: TranscriptId) -> int:
        """Take a transcript out, whole, in one transaction; ``restore`` takes the number that is returned."""
        with self._transactions.transaction(
            Change.TURNS, Change.CONVERSATIONS, Change.SPEAKERS, Change.REPAIRS
        ) as connection:
            number = trash.keep(connection, transcript)
            stored = self.transcript(transcript)
            import_log.add(connection, _happened(stored, "removed"))
            removal.unmark_duplicates(connection, stored.name)
            removal.remove_transcript(connection, transcript)
            self._transactions.speakers.forget()
        return number

    def restore(self, removed: int) -> TranscriptId:
        """Put a removed transcript back; CorpusError, and nothing changed, when that cannot be."""
        with self._transactions.transaction(
            Change.TURNS, Change.CONVERSATIONS, Change.SPEAKERS, Change.REPAIRS
        ) as connection:
            transcript = TranscriptId(untrash.restore(connection, removed, self._transactions.speakers))
            import_log.add(connection, _happened(self.transcript(transcript), "restored"))
        return transcript

    def forget_removed(self) -> int:
        """Drop everything that was kept of removed transcripts, and return of how many.

        What the log knows of them goes as well. Their pages are given back to the file system.
        """
        with self._transactions.transaction() as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM removed").fetchall()]
            forgotten = trash.forget(connection)
            import_log.forget(connection, names)
        self._connection.execute("PRAGMA incremental_vacuum").fetchall()
        return forgotten

    def log(self, entry: LogEntry) -> None:
        """Keep what happened to a source that is not being taken in; committed now or soon."""
        self._transactions.join()
        try:
            with plain_words(self._transactions.path):
                import_log.add(self._connection, entry)
            self._transactions.settle(0)
        except BaseException:
            self._transactions.rollback()
            raise

    def move(self, transcript: TranscriptId, root: str, path: str) -> None:
        """Note that an unchanged transcript is now found at another place."""
        with self._transactions.transaction() as connection:
            connection.execute(
                "UPDATE transcript SET root = ?, path = ? WHERE id = ?", (root, path, transcript)
            )

    def compact_index(self) -> bool:
        """One step of merging the full-text index into a single piece; False when there is nothing left.

        A corpus that was filled in many batches is a twentieth smaller and is searched faster
        afterwards. Worth while when much was added: the whole index is written anew.
        """
        effort = _MERGE_PAGES if self._compacting else -_MERGE_PAGES
        self._compacting = True
        before = self._connection.total_changes
        with self._transactions.transaction() as connection:
            connection.execute("INSERT INTO turn_fts(turn_fts, rank) VALUES ('merge', ?)", (effort,))
            # FTS5 changes at least two rows of its own when it merged something.
            self._compacting = connection.total_changes - before > _LEAST_CHANGES
        return self._compacting

    def write_anew(self) -> None:
        """Write the whole file in order and without gaps; whole or not at all."""
        self._transactions.flush()
        with plain_words(self._transactions.path):
            # The new file is built in a temporary one; in memory it might not find room.
            self._connection.execute("PRAGMA temp_store = FILE")
            try:
                self._connection.execute("VACUUM")
            finally:
                self._connection.execute("PRAGMA temp_store = MEMORY")

    @property
    def twins(self) -> TwinDesk:
        """For the comparison of conversations after an import."""
        return TwinDesk(self._transactions)

    @property
    def tags(self) -> TagDesk:
        """For tags and notes."""
        return TagDesk(self._transactions)

    def set_replies(self, links: Mapping[TurnId, TurnId | None]) -> ReplyUndo:
        """Let turns answer others, or nobody: all or, when one cannot (BadInputError), none."""
        with self._transactions.transaction(Change.TURNS, Change.CONVERSATIONS) as connection:
            return replies.set_replies(connection, links)

    def forget_replies(self, turns: Iterable[TurnId]) -> ReplyUndo:
        """Let turns answer what their source said again."""
        with self._transactions.transaction(Change.TURNS, Change.CONVERSATIONS) as connection:
            return replies.forget(connection, turns)

    def undo_repair(self, turn: TurnId) -> Undo:
        """Put the damaged original back; text, counts and index change together."""
        with self._transactions.transaction(Change.TURNS, Change.REPAIRS) as connection:
            return choices.show_original(connection, turn, undone=True)

    def redo_repair(self, turn: TurnId) -> Undo:
        """Apply an undone repair again."""
        with self._transactions.transaction(Change.TURNS, Change.REPAIRS) as connection:
            return choices.show_original(connection, turn, undone=False)

    def choose(self, turn: TurnId, place: int, text: str) -> Undo:
        """Read one repaired stretch as ``text``; ``place`` is its start in the damaged original."""
        with self._transactions.transaction(Change.TURNS, Change.REPAIRS) as connection:
            return choices.choose(connection, turn, place, text)

    def restore_span(self, turn: TurnId, place: int) -> Undo:
        """Put the damaged original of one stretch back."""
        with self._transactions.transaction(Change.TURNS, Change.REPAIRS) as connection:
            return choices.restore(connection, turn, place)

    def choose_alike(
        self,
        turn: TurnId,
        place: int,
        text: str,
        *,
        same_context: bool = False,
        token: CancelToken | None = None,
        report: Report | None = None,
    ) -> Undo:
        """Read every stretch damaged alike, in the whole corpus, as ``text``; all or nothing.

        Alike: the same damaged form in the same channel, with ``same_context`` also between the same
        characters. What a reader decided before stays. To restore all alike, give the damaged form as text.
        ``report`` is told how many turns of how many were looked at.
        """
        with self._transactions.transaction(Change.TURNS, Change.REPAIRS) as connection:
            return choices.choose_alike(
                connection, turn, place, text, same_context=same_context, token=token, report=report
            )

    def take_back(self, undo: _Undo, token: CancelToken | None = None, report: Report | None = None) -> _Undo:
        """Take a decision back, whole or not at all; the result of this call does it again."""
        if isinstance(undo, TagUndo):
            with self._transactions.transaction(Change.TAGS) as connection:
                return tag_undo.take_back(connection, undo)
        if isinstance(undo, ReplyUndo):
            with self._transactions.transaction(Change.TURNS, Change.CONVERSATIONS) as connection:
                return replies.take_back(connection, undo)
        with self._transactions.transaction(Change.TURNS, Change.REPAIRS) as connection:
            return choices.take_back(connection, undo, token, report)


_COLUMNS = "id, name, root, path, digest, size, format, encoding, channel, producer, complete, turns_done"
_Row = tuple[int, str, str, str, str, int, str, str, str | None, str, int, int]


def _stored(row: _Row) -> StoredTranscript:
    number, name, root, path, digest, size, format_name, encoding, channel, producer, complete, done = row
    return StoredTranscript(
        TranscriptId(number), name, root, path, digest, size, format_name, encoding, channel, producer,
        bool(complete), done,
    )  # fmt: skip


def _happened(stored: StoredTranscript, outcome: str) -> LogEntry:
    return LogEntry(
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), stored.name, stored.path, outcome,
        stored.format, stored.encoding, stored.channel, turns=stored.turns_done,
    )  # fmt: skip
