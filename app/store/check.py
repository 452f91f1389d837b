"""Verify a corpus: SQLite itself, the full-text index against the texts, orphans, counts, repairs."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.model.progress import CancelToken, Progress
from app.store.connections import connect_uri, open_writing, plain_words
from app.store.corpus import Corpus
from app.store.fact_blocks import COLUMNS, FactRow
from app.store.facts import TurnFacts, load_turn_facts
from app.store.index_check import index_problems
from app.store.index_rows import index_rows
from app.store.removal import indexed_turns
from app.store.repairs import read_repair
from app.store.vocabulary import indexed_words

_SHOWN = 5

_ORPHANS = {
    "turns without a conversation": (
        "SELECT id FROM turn WHERE conversation_id NOT IN (SELECT id FROM conversation)"
    ),
    "turns without a speaker": "SELECT id FROM turn WHERE speaker_id NOT IN (SELECT id FROM speaker)",
    "turns whose parent is not in their conversation": (
        "SELECT turn.id FROM turn LEFT JOIN turn AS parent ON parent.id = turn.parent_id"
        " WHERE turn.parent_id IS NOT NULL AND parent.conversation_id IS NOT turn.conversation_id"
    ),
    "choices of replies that are not those of the turns": (
        "SELECT turn_id FROM reply_choice LEFT JOIN turn ON turn.id = turn_id"
        " WHERE turn.id IS NULL OR turn.parent_id IS NOT reply_choice.parent_id"
    ),
    "conversations without a transcript": (
        "SELECT id FROM conversation WHERE transcript_id NOT IN (SELECT id FROM transcript)"
    ),
    "emoji of turns that do not exist": (
        "SELECT turn_id FROM turn_emoji WHERE turn_id NOT IN (SELECT id FROM turn)"
    ),
    "repairs of turns that do not exist": (
        "SELECT turn_id FROM repair WHERE turn_id NOT IN (SELECT id FROM turn)"
    ),
    "choices about repairs that do not exist": (
        "SELECT turn_id FROM choice WHERE turn_id NOT IN (SELECT turn_id FROM repair)"
    ),
    "repairs proved by turns that do not exist": (
        "SELECT turn_id FROM repair WHERE twin > 0 AND twin NOT IN (SELECT id FROM turn)"
    ),
    "twins of conversations that do not exist": (
        "SELECT conversation_id FROM twin WHERE conversation_id NOT IN (SELECT id FROM conversation)"
        " OR twin_id NOT IN (SELECT id FROM conversation)"
    ),
    "repaired turns without their original": (
        "SELECT id FROM turn WHERE repaired IS NOT NULL AND id NOT IN (SELECT turn_id FROM repair)"
    ),
}
_COUNTS = {
    "conversations with a wrong number of turns": (
        "SELECT id FROM conversation WHERE turn_count <>"
        " (SELECT count(*) FROM turn WHERE conversation_id = conversation.id)"
    ),
    "conversations whose turns are not numbered from 1 on": (
        "SELECT conversation_id FROM turn GROUP BY conversation_id"
        " HAVING min(position) <> 1 OR max(position) <> count(*)"
    ),
    "transcripts with wrong counts": (
        "SELECT id FROM transcript WHERE (turn_count, repaired_count, conversation_count) IS NOT"
        " (SELECT coalesce(sum(turn_count), 0), coalesce(sum(repaired_count), 0), count(*)"
        "  FROM conversation WHERE transcript_id = transcript.id)"
    ),
    "speakers with a wrong number of turns": (
        "SELECT speaker.id FROM speaker LEFT JOIN"
        " (SELECT speaker_id, count(*) AS n FROM turn GROUP BY speaker_id) AS found"
        " ON found.speaker_id = speaker.id WHERE speaker.turn_count <> coalesce(found.n, 0)"
    ),
}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was verified and what was found; ``problems`` empty means a sound corpus.

    ``unfinished`` names transcripts whose import was interrupted: no damage, the next import goes on.
    """

    turns: int
    problems: tuple[str, ...]
    unfinished: tuple[str, ...]


def check_corpus(
    corpus: Corpus, token: CancelToken, holder: str = "parlance check"
) -> Generator[Progress, None, CheckReport]:
    """Verify a corpus without changing it; takes the writer's place meanwhile, so that nothing moves.

    A corpus that can only be read is copied to a temporary file, as FTS5 checks its index
    through a writing connection only.
    """
    with plain_words(corpus.path), _checkable(corpus, holder) as connection:
        problems: list[str] = []
        yield Progress("checking", 0, None, "turns", "SQLite")
        problems += _sqlite_problems(connection)
        token.raise_if_cancelled()
        if problems:
            return CheckReport(0, tuple(problems), ())
        (turns,) = connection.execute("SELECT count(*) FROM turn").fetchone()
        for what, sql in (_ORPHANS | _COUNTS).items():
            yield Progress("checking", 0, turns, "turns", what)
            token.raise_if_cancelled()
            problems += _listed(what, [row[0] for row in connection.execute(sql)])
        yield Progress("checking", 0, turns, "turns", "full-text index")
        problems += index_problems(connection, token)
        problems += _word_problems(connection)
        problems += _repair_problems(connection)
        problems += yield from _derived_problems(connection, turns, token)
        unfinished = connection.execute(
            "SELECT name FROM transcript WHERE complete = 0 ORDER BY id"
        ).fetchall()
        return CheckReport(turns, tuple(problems), tuple(name for (name,) in unfinished))


def _sqlite_problems(connection: sqlite3.Connection) -> list[str]:
    """What SQLite says of its own pages; a page beyond reading makes the check itself fail."""
    try:
        lines = [line for (line,) in connection.execute("PRAGMA integrity_check(20)")]
    except sqlite3.DatabaseError as error:
        if "malformed" not in str(error):
            raise
        lines = [str(error)]
    return [f"SQLite: {line}" for line in lines if line != "ok"]


@contextmanager
def _checkable(corpus: Corpus, holder: str) -> Iterator[sqlite3.Connection]:
    if not corpus.read_only:
        with corpus.writer(holder) as writer:
            yield writer.connection
        return
    with tempfile.TemporaryDirectory(prefix="parlance-check-") as folder:
        copy = Path(folder) / "copy.parlance"
        corpus.reader().copy_to(copy)
        with closing(open_writing(copy, connect_uri)) as connection:
            yield connection


def _listed(what: str, ids: list[int]) -> list[str]:
    if not ids:
        return []
    shown = ", ".join(map(str, ids[:_SHOWN])) + (", …" if len(ids) > _SHOWN else "")
    return [f"{len(ids)} {what} ({shown})"]


def _word_problems(connection: sqlite3.Connection) -> list[str]:
    """Words of the index that the vocabulary lacks; words without turns are no damage."""
    kept = {word for (word,) in connection.execute("SELECT word FROM word")}
    missing = sorted(indexed_words(connection) - kept)
    return (
        [f"{len(missing)} words of the index are not in the vocabulary ({missing[0]!r})"] if missing else []
    )


def _derived_problems(
    connection: sqlite3.Connection, turns: int, token: CancelToken
) -> Generator[Progress, None, list[str]]:
    """Count every turn again."""
    stored = load_turn_facts(connection)
    missing: list[int] = []
    wrong: list[int] = []
    emoji: dict[str, list[int]] = {}
    done = 0
    for batch in indexed_turns(connection, "1", ()):
        token.raise_if_cancelled()
        yield Progress("checking", done, turns, "turns", "counts")
        rows = index_rows(batch)
        kept = _stored_rows(stored, [row[0] for row in rows.facts])
        missing += [row[0] for row in rows.facts if row[0] not in kept]
        wrong += [row[0] for row in rows.facts if kept.get(row[0], row) != row]
        for sign, turn, n in rows.emoji:
            sums = emoji.setdefault(sign, [0, 0, 0])
            sums[:] = sums[0] + 1, sums[1] + turn, sums[2] + n
        done += len(batch)
    found = connection.execute("SELECT emoji, count(*), sum(turn_id), sum(n) FROM turn_emoji GROUP BY emoji")
    problems = _listed("turns without counts", missing) + _listed("turns with wrong counts", wrong)
    if len(stored) > done - len(missing):
        problems.append(f"{len(stored) - done + len(missing)} counts of turns that do not exist")
    if {sign: sums for sign, *sums in found} != emoji:
        problems.append("the emoji counts do not match the texts")
    return problems


def _stored_rows(stored: TurnFacts, turns: list[int]) -> dict[int, FactRow]:
    """The counts as stored, by turn, in the shape in which they are counted afresh."""
    places = stored.rows_of(turns)
    columns = [stored.turn[places].tolist()] + [getattr(stored, name)[places].tolist() for name in COLUMNS]
    return {row[0]: row for row in zip(*columns, strict=True)}


def _repair_problems(connection: sqlite3.Connection) -> list[str]:
    """Repairs whose plan does not lead from the original to the text that is shown."""
    repairs = connection.execute(
        "SELECT turn_id, text FROM repair JOIN turn ON turn.id = turn_id ORDER BY turn_id"
    ).fetchall()
    return _listed(
        "repairs that do not lead to the stored text",
        [turn for turn, text in repairs if not _leads_to(connection, turn, text)],
    )


def _leads_to(connection: sqlite3.Connection, turn: int, text: str) -> bool:
    try:
        stored = read_repair(connection, turn)
    except ValueError:
        return False
    return stored is not None and text == (stored.original if stored.undone else stored.repaired.text)
