"""One transcript on its way into the corpus, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.model.corpus import Change
from app.model.ids import TranscriptId
from app.model.parsed import ParsedConversation, ParsedSpeaker, ParsedTurn
from app.model.reports import LogEntry
from app.store import decisions, import_log, parents, removal, tags_kept
from app.store.batch_rows import BatchRows
from app.store.connections import plain_words
from app.store.prepared import PreparedBatch, dump_meta, prepare
from app.store.transactions import Transactions
from app.text.normalize import storable


@dataclass(slots=True)
class ConversationRow:
    """A conversation being written: its row id and how many turns it has so far."""

    id: int
    turns: int


Note = Callable[[list[parents.ParentProblem], tuple[int, int, int]], LogEntry]
"""Tells how the import of a source went when replies are linked, given how many conversations and turns the
transcript has, and how many of these repair changed."""

_ALL = (Change.TURNS, Change.CONVERSATIONS, Change.SPEAKERS, Change.REPAIRS)


@dataclass(frozen=True, slots=True)
class TranscriptSpec:
    """What is known of a source before its first turn.

    ``continues``: an unfinished transcript of the very same content and settings to go on with.
    ``replaces``: an older version; it stays whole until the new one is complete, in one transaction.
    """

    name: str
    root: str
    path: str
    digest: str
    size: int
    format: str
    encoding: str
    channel: str | None
    producer: str
    imported_at: str
    duplicate_of: str | None = None
    runner_up: str | None = None
    continues: TranscriptId | None = None
    replaces: TranscriptId | None = None


class TranscriptSession:
    """Writes a transcript: ``write`` batches, then ``finish``; ``abandon`` when it is no transcript at all.

    Beginning opens a transaction that the first of these calls ends.

    ``turns_written``, ``turns_changed`` (by repair) and ``conversations_made`` count this session's own;
    ``turns_done`` turns of the source are already in the corpus and must not be written again.
    Every ``write_batch`` is one transaction with its bookkeeping, unless the session replaces an
    older version: then all of it is one transaction, ended by ``finish``.
    """

    def __init__(self, transactions: Transactions, spec: TranscriptSpec) -> None:
        self._transactions = transactions
        self._spec = spec
        self._atomic = spec.replaces is not None
        self._alone = self._atomic or spec.continues is not None
        self._conversations: dict[str, ConversationRow] = {}
        self._described: dict[str, ParsedConversation] = {}
        self._late: dict[str, ParsedConversation] = {}
        self._awaits_parents = spec.continues is not None
        self.turns_done = 0
        self.turns_written = 0
        self.turns_changed = 0
        self.conversations_made = 0
        self._decisions = decisions.Decisions({})
        self._tags: list[tags_kept.Kept] = []
        self.id = self._continue(spec.continues) if spec.continues is not None else self._begin()

    # ------------------------------------------------------------------ transactions

    def _open(self) -> None:
        if self._alone:
            self._transactions.flush()
        self._transactions.join()

    def _close(self) -> None:
        if not self._atomic:
            self._transactions.commit(*_ALL)

    def _begin(self) -> TranscriptId:
        spec, connection = self._spec, self._transactions.connection
        self._open()
        try:
            with plain_words(self._transactions.path):
                if spec.replaces is not None:
                    self._decisions = decisions.collect(connection, spec.replaces)
                    self._tags = tags_kept.collect(connection, spec.replaces)
                    removal.remove_transcript(connection, spec.replaces)
                    removal.unmark_duplicates(connection, spec.name, keep=spec.digest)
                    self._transactions.speakers.forget()
                cursor = connection.execute(
                    "INSERT INTO transcript(name, root, path, digest, size, format, encoding, channel,"
                    " producer, complete, imported_at, duplicate_of, turns_done, conversation_count,"
                    " turn_count, repaired_count, runner_up) VALUES (?,?,?,?,?,?,?,?,?,0,?,?,0,0,0,0,?)",
                    (
                        spec.name, spec.root, spec.path, spec.digest, spec.size, spec.format, spec.encoding,
                        spec.channel, spec.producer, spec.imported_at, spec.duplicate_of, spec.runner_up,
                    ),
                )  # fmt: skip
        except BaseException:
            self._transactions.rollback()
            raise
        return TranscriptId(int(cursor.lastrowid or 0))

    def _continue(self, transcript: TranscriptId) -> TranscriptId:
        connection = self._transactions.connection
        (self.turns_done,) = connection.execute(
            "SELECT turns_done FROM transcript WHERE id = ?", (transcript,)
        ).fetchone()
        rows = connection.execute(
            "SELECT key, id, turn_count FROM conversation WHERE transcript_id = ?", (transcript,)
        )
        self._conversations = {key: ConversationRow(row, turns) for key, row, turns in rows}
        return transcript

    # ------------------------------------------------------------------ rows

    def describe(self, conversation: ParsedConversation) -> None:
        """Note a conversation's title and metadata; it is stored with its first turn or the next batch."""
        key = storable(conversation.key)
        if key in self._conversations:
            self._late[key] = conversation
        else:
            self._described[key] = conversation

    def write(self, turns: Sequence[ParsedTurn], speakers: Iterable[ParsedSpeaker] = ()) -> None:
        """Store parsed turns; write_batch with the preparation done here."""
        self.write_batch(prepare(turns, self._spec.channel), speakers)

    def write_batch(self, batch: PreparedBatch, speakers: Iterable[ParsedSpeaker] = ()) -> None:
        """Store a batch with its index rows and its bookkeeping."""
        self._open()
        try:
            with plain_words(self._transactions.path):
                self._insert(batch)
                self._insert_speakers(speakers)
                self._describe_late()
            self._close()
        except BaseException:
            self._transactions.rollback()
            raise

    def _insert(self, batch: PreparedBatch, *, complete: bool = False) -> None:
        if not len(batch):
            return
        connection = self._transactions.connection
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM turn").fetchone()
        rows = BatchRows(batch, last + 1, self.id, self._spec.channel, *self._places(batch))
        rows.insert(connection, self._transactions.words)
        self._awaits_parents |= bool(batch.pending)
        changed = sum(repair[2] for repair in batch.repairs)
        self._count(len(batch), changed, rows.tally(), complete=complete)
        self.turns_changed += changed
        self.turns_done += len(batch)
        self.turns_written += len(batch)

    def _places(self, batch: PreparedBatch) -> tuple[list[int], list[int], list[int]]:
        """Conversation, speaker and position of every turn; counts the conversations on."""
        spoken = Counter(batch.speaker)
        ids = self._transactions.speakers.ids({name: spoken[at] for at, name in enumerate(batch.speakers)})
        speaker_ids = [ids[name] for name in batch.speakers]
        speakers = [speaker_ids[at] for at in batch.speaker]
        rows = [self._conversation(key) for key in batch.conversations]
        if len(rows) == 1:
            row, before = rows[0], rows[0].turns
            row.turns += len(batch)
            return [row.id] * len(batch), speakers, list(range(before + 1, row.turns + 1))
        conversations: list[int] = []
        positions: list[int] = []
        for at in batch.conversation:
            row = rows[at]
            row.turns += 1
            conversations.append(row.id)
            positions.append(row.turns)
        return conversations, speakers, positions

    def _count(self, turns: int, repaired: int, tally: dict[int, tuple[int, int]], *, complete: bool) -> None:
        connection = self._transactions.connection
        connection.executemany(
            "UPDATE conversation SET turn_count = turn_count + ?, repaired_count = repaired_count + ?"
            " WHERE id = ?",
            [(*counts, conversation) for conversation, counts in tally.items()],
        )
        connection.execute(
            "UPDATE transcript SET turns_done = turns_done + ?, turn_count = turn_count + ?,"
            " repaired_count = repaired_count + ?, conversation_count = ?, complete = ? WHERE id = ?",
            (turns, turns, repaired, len(self._conversations), complete, self.id),
        )

    def _conversation(self, key: str) -> ConversationRow:
        known = self._conversations.get(key)
        if known is None:
            self.conversations_made += 1
            described = self._described.pop(key, None)
            cursor = self._transactions.connection.execute(
                "INSERT INTO conversation(transcript_id, key, title, meta, turn_count, repaired_count,"
                " threaded) VALUES (?,?,?,?,0,0,0)",
                (
                    self.id,
                    key,
                    storable(described.title) if described else "",
                    dump_meta(described.meta) if described else None,
                ),
            )
            known = self._conversations[key] = ConversationRow(int(cursor.lastrowid or 0), 0)
        return known

    def _insert_speakers(self, speakers: Iterable[ParsedSpeaker]) -> None:
        rows = [(self.id, storable(speaker.name), dump_meta(speaker.meta)) for speaker in speakers]
        if rows:
            self._transactions.connection.executemany(
                "INSERT OR REPLACE INTO speaker_meta(transcript_id, name, meta) VALUES (?,?,?)", rows
            )

    # ------------------------------------------------------------------ the end

    def finish(
        self, turns: Sequence[ParsedTurn] = (), speakers: Iterable[ParsedSpeaker] = ()
    ) -> list[parents.ParentProblem]:
        """Store the last turns; finish_batch with the preparation done here."""
        return self.finish_batch(prepare(turns, self._spec.channel), speakers)

    def finish_batch(
        self, batch: PreparedBatch, speakers: Iterable[ParsedSpeaker] = (), note: Note | None = None
    ) -> list[parents.ParentProblem]:
        """Store the last batch and late titles, link replies to their parents, mark it complete.

        What ``note`` tells goes into the log in the same transaction.
        """
        connection = self._transactions.connection
        self._open()
        try:
            with plain_words(self._transactions.path):
                self._insert(batch, complete=True)
                self._insert_speakers(speakers)
                self._describe_late()
                problems = parents.link(connection, self.id) if self._awaits_parents else []
                decisions.restore(connection, self.id, self._decisions)
                tags_kept.restore(connection, self.id, self._tags)
                if not len(batch):
                    connection.execute("UPDATE transcript SET complete = 1 WHERE id = ?", (self.id,))
                if note is not None:
                    import_log.add(connection, self._with_spans(note(problems, self._counts())))
            if self._alone:
                self._transactions.commit(*_ALL)
            else:
                self._transactions.settle(self.turns_written, *_ALL)
        except BaseException:
            self._transactions.rollback()
            raise
        return problems

    def _describe_late(self) -> None:
        """The titles that were told after the conversation's first turn."""
        rows = [
            (storable(found.title), dump_meta(found.meta), self.id, key) for key, found in self._late.items()
        ]
        self._late = {}
        if rows:
            self._transactions.connection.executemany(
                "UPDATE conversation SET title = ?, meta = ? WHERE transcript_id = ? AND key = ?", rows
            )

    def _counts(self) -> tuple[int, int, int]:
        if not self._alone:
            return len(self._conversations), self.turns_written, self.turns_changed
        # Not by RETURNING of an update: that takes a savepoint, at which the full-text index writes out
        # what it has gathered.
        conversations, turns, repaired = self._transactions.connection.execute(
            "SELECT conversation_count, turn_count, repaired_count FROM transcript WHERE id = ?", (self.id,)
        ).fetchone()
        return conversations, turns, repaired

    def _with_spans(self, entry: LogEntry) -> LogEntry:
        if not entry.repaired:
            return entry
        exact, inferred, lost = import_log.spans(self._transactions.connection, self.id)
        return replace(entry, exact=exact, inferred=inferred, lost=lost)

    def abandon(self) -> None:
        """Leave no trace of this session; an older version that it would have replaced stays."""
        self.turns_written = self.turns_changed = self.conversations_made = 0
        if self._transactions.in_transaction:
            self._transactions.rollback()
        else:
            with self._transactions.transaction(*_ALL) as connection:
                removal.remove_transcript(connection, self.id)
                removal.unmark_duplicates(connection, self._spec.name)
                self._transactions.speakers.forget()
