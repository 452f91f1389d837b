"""Every step from an empty file to the present schema; each has a test of its own."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.repair import plan
from app.store import import_log, schema
from app.store.marks import write_marks
from app.store.repairs import plan_counts, plan_of
from app.store.replies import TABLE as REPLY_TABLE
from app.store.tags import TABLES as TAG_TABLES
from app.store.vocabulary import add_words, indexed_words

MIGRATIONS = Migrations("parlance")


@MIGRATIONS()
def m001_tables(db: Database) -> None:
    """Transcripts, conversations, speakers, turns and what is counted of them at import."""
    _bookkeeping(db)
    db.table("transcript").create(
        {
            "id": int, "name": str, "root": str,
            "path": str, "digest": str, "size": int, "format": str, "encoding": str,
            "channel": str, "producer": str, "complete": int, "imported_at": str, "duplicate_of": str,
            "turns_done": int, "conversation_count": int, "turn_count": int, "repaired_count": int,
        },
        pk="id",
        not_null={"name", "root", "path", "digest", "complete", "turns_done"},
    )  # fmt: skip
    db.table("transcript").create_index(["name"], index_name="transcript_name", unique=True)
    db.table("transcript").create_index(["digest"], index_name="transcript_digest")
    db.table("conversation").create(
        {
            "id": int, "transcript_id": int, "key": str, "title": str, "meta": str,
            "turn_count": int, "repaired_count": int, "threaded": int,
        },
        pk="id",
        not_null={"transcript_id", "key", "title", "turn_count", "repaired_count", "threaded"},
        foreign_keys=[("transcript_id", "transcript", "id")],
    )  # fmt: skip
    db.table("conversation").create_index(
        ["transcript_id", "key"], index_name="conversation_key", unique=True
    )
    db.table("speaker").create({"id": int, "name": str, "turn_count": int}, pk="id", not_null={"name"})
    db.table("speaker").create_index(["name"], index_name="speaker_name", unique=True)
    db.table("speaker_meta").create(
        {"transcript_id": int, "name": str, "meta": str}, pk=("transcript_id", "name")
    )
    _turns(db)


def _bookkeeping(db: Database) -> None:
    """One row each: how often the corpus changed, and who is writing."""
    db.table("corpus_state").create({"id": int, "revision": int, "rewrites": int}, pk="id")
    db.table("corpus_state").insert({"id": 1, "revision": 0, "rewrites": 0})
    db.table("writer_lock").create(
        {"id": int, "token": str, "holder": str, "pid": int, "host": str, "since": float, "heartbeat": float},
        pk="id",
    )


def _turns(db: Database) -> None:
    db.table("turn").create(
        {
            "id": int, "conversation_id": int, "position": int, "parent_id": int, "speaker_id": int,
            "role": str, "time": str, "text": str, "repaired": str, "key": str, "meta": str,
        },
        pk="id",
        not_null={"conversation_id", "position", "speaker_id", "text"},
        foreign_keys=[("conversation_id", "conversation", "id"), ("speaker_id", "speaker", "id")],
    )  # fmt: skip
    db.table("turn").create_index(["conversation_id", "position"], index_name="turn_position", unique=True)
    db.execute("CREATE INDEX turn_key ON turn(conversation_id, key) WHERE key IS NOT NULL")
    db.table("fact_block").create(
        {"first_turn": int, "turns": int, "transcript_id": int, "data": bytes},
        pk="first_turn",
        not_null={"turns", "transcript_id", "data"},
    )
    db.table("fact_block").create_index(["transcript_id"], index_name="fact_block_transcript")
    db.execute(
        "CREATE TABLE turn_emoji(emoji TEXT NOT NULL, turn_id INTEGER NOT NULL, n INTEGER NOT NULL,"
        " PRIMARY KEY (emoji, turn_id)) WITHOUT ROWID"
    )
    db.table("repair").create(
        {"turn_id": int, "original": str, "channel": str, "plan": str, "undone": int},
        pk="turn_id",
        not_null={"original", "plan", "undone"},
    )
    db.execute(
        "CREATE TABLE pending_parent(turn_id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL,"
        " parent_key TEXT NOT NULL)"
    )


@MIGRATIONS()
def m002_full_text(db: Database) -> None:
    """The full-text index, filled from the turns that are there."""
    db.execute(schema.TURN_INDEX_VIEW)
    db.execute(schema.TURN_FTS)
    db.execute("INSERT INTO turn_fts(turn_fts) VALUES ('rebuild')")


@MIGRATIONS()
def m003_repairs_by_the_corpus(db: Database) -> None:
    """Twins of conversations, readers' choices, and what the Repair panel counts without opening plans."""
    db.execute("ALTER TABLE transcript ADD COLUMN runner_up TEXT")
    db.execute("ALTER TABLE transcript ADD COLUMN context TEXT")
    db.execute("ALTER TABLE transcript ADD COLUMN revisited INTEGER NOT NULL DEFAULT 0")
    for column in ("exact INTEGER NOT NULL DEFAULT 0", "inferred INTEGER NOT NULL DEFAULT 0",
                   "lost INTEGER NOT NULL DEFAULT 0", "worst REAL", "twin INTEGER"):  # fmt: skip
        db.execute(f"ALTER TABLE repair ADD COLUMN {column}")
    for turn, spans in db.execute("SELECT turn_id, plan FROM repair").fetchall():
        db.execute(
            "UPDATE repair SET exact = ?, inferred = ?, lost = ?, worst = ? WHERE turn_id = ?",
            [*plan_counts(plan.load(spans)), turn],
        )
    db.execute(
        "CREATE TABLE choice(turn_id INTEGER NOT NULL, place INTEGER NOT NULL,"
        " PRIMARY KEY (turn_id, place)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE twin(conversation_id INTEGER PRIMARY KEY, twin_id INTEGER NOT NULL,"
        " relation TEXT NOT NULL)"
    )
    db.table("mark_block").create(
        {"first_turn": int, "turns": int, "transcript_id": int, "data": bytes},
        pk="first_turn",
        not_null={"turns", "transcript_id", "data"},
    )
    db.table("mark_block").create_index(["transcript_id"], index_name="mark_block_transcript")
    for block in db.execute("SELECT first_turn, turns, transcript_id FROM fact_block").fetchall():
        first, turns, transcript = block
        texts = db.execute(
            "SELECT text FROM turn WHERE id BETWEEN ? AND ? ORDER BY id", [first, first + turns - 1]
        )
        write_marks(db.conn, transcript, first, [text for (text,) in texts.fetchall()])
    db.execute("CREATE INDEX twin_of ON twin(twin_id)")
    db.execute("CREATE INDEX repair_twin ON repair(twin) WHERE twin IS NOT NULL")
    db.execute("CREATE INDEX repair_doubtful ON repair(turn_id) WHERE inferred > 0 OR lost > 0")


@MIGRATIONS()
def m004_words(db: Database) -> None:
    """The words of the corpus for wildcards, taken from the index that is there."""
    db.execute("CREATE TABLE word(word TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID")
    add_words(db.conn, indexed_words(db.conn))


@MIGRATIONS()
def m005_disagreements(db: Database) -> None:
    """Where repairs do not go back through their channel: listed in the plan, counted beside it."""
    db.execute("ALTER TABLE repair ADD COLUMN disagreements INTEGER NOT NULL DEFAULT 0")
    rows = db.execute("SELECT turn_id, original, channel, plan FROM repair").fetchall()
    for turn, original, channel, spans in rows:
        kept, count = plan_of(plan.replay(original, plan.load(spans)), channel)
        if count:
            db.execute("UPDATE repair SET plan = ?, disagreements = ? WHERE turn_id = ?", [kept, count, turn])


@MIGRATIONS()
def m006_fields(db: Database) -> None:
    """Roles, times, replies and further properties are found without reading all turns. A corpus whose
    turns have none of them grows by nothing.
    """
    for column in ("role", "time", "parent_id"):
        db.execute(f"CREATE INDEX turn_{column} ON turn({column}) WHERE {column} IS NOT NULL")
    db.execute("CREATE INDEX turn_meta ON turn(id) WHERE meta IS NOT NULL")


@MIGRATIONS()
def m007_fewer_merges(db: Database) -> None:
    """The full-text index rewrites itself less often while it grows; tidying makes one piece of it."""
    for option, value in schema.INDEX_OPTIONS.items():
        db.execute("INSERT INTO turn_fts(turn_fts, rank) VALUES (?, ?)", [option, value])


@MIGRATIONS()
def m008_tags(db: Database) -> None:
    """Tags, and what they and notes are put on."""
    for table in TAG_TABLES:
        db.execute(table)


@MIGRATIONS()
def m009_replies(db: Database) -> None:
    """Replies that a reader chose, and what the source said."""
    db.execute(REPLY_TABLE)


@MIGRATIONS()
def m010_removed(db: Database) -> None:
    """Transcripts that were taken out, packed in parts, until they are put back or forgotten."""
    db.execute(
        "CREATE TABLE removed(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,"
        " removed_at TEXT NOT NULL, turns INTEGER NOT NULL)"
    )
    db.execute(
        "CREATE TABLE removed_part(id INTEGER PRIMARY KEY, removed_id INTEGER NOT NULL,"
        " table_name TEXT NOT NULL, data BLOB NOT NULL)"
    )
    db.execute("CREATE INDEX removed_part_of ON removed_part(removed_id, table_name)")


@MIGRATIONS()
def m011_import_log(db: Database) -> None:
    """What happened to every source, and when."""
    for table in import_log.TABLES:
        db.execute(table)
