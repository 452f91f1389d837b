"""Every migration, and the copy that is made and checked before an existing corpus is upgraded."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.errors import CorpusError
from app.repair import plan
from app.store import copying, schema, upgrade
from app.store.connections import connect_uri, prepare
from app.store.corpus import Corpus
from app.store.migrations import MIGRATIONS
from tests.helpers.corpora import content, corpus_of, matching, turn


@pytest.fixture
def database() -> Iterator[Database]:
    connection = prepare(sqlite3.connect(":memory:", isolation_level=None))
    yield Database(connection, execute_plugins=False)
    connection.close()


def next_version(step: object) -> Migrations:
    """The migrations of an imagined next version with one more step."""
    extended = Migrations("parlance")
    for migration in MIGRATIONS._migrations:
        extended(name=migration.name)(migration.fn)
    extended(name="m999_next")(step)  # type: ignore[type-var]
    return extended


def add_table(db: Database) -> None:
    db.table("bookmark").create({"id": int, "name": str}, pk="id")


def test_m001_tables_makes_all_tables_but_the_index(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m002_full_text")
    assert set(database.table_names()) >= {
        "transcript", "conversation", "speaker", "speaker_meta", "turn", "fact_block", "turn_emoji", "repair",
        "pending_parent", "corpus_state", "writer_lock",
    }  # fmt: skip
    assert "turn_fts" not in database.table_names()
    assert [migration.name for migration in MIGRATIONS.pending(database)][:1] == ["m002_full_text"]


def test_m002_full_text_indexes_the_turns_that_are_there(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m002_full_text")
    database.execute("INSERT INTO conversation VALUES (7, 3, 'k', '', NULL, 1, 0, 0)")
    database.execute(
        "INSERT INTO turn(id, conversation_id, position, speaker_id, text) VALUES (5, 7, 1, 2, '你好 Hi')"
    )
    MIGRATIONS.apply(database)

    def found(match: str) -> list[tuple[int]]:
        return database.execute("SELECT rowid FROM turn_fts WHERE turn_fts MATCH ?", [match]).fetchall()

    assert found('text:"你 好"') == [(5,)]
    assert found('facets:"c7" AND facets:"t3" AND facets:"s2" AND facets:"lhan" AND facets:"llatin"') == [
        (5,)
    ]
    assert found('facets:"lkana"') == []
    assert MIGRATIONS.pending(database) == []


def test_m003_repairs_by_the_corpus_counts_the_spans_that_are_there(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m003_repairs_by_the_corpus")
    plan = '[[0,1,"aa","x","exact",1.0,[]],[1,2,"bb","y","inferred",0.7,[]],[2,3,"c","z","inferred",0.4,[]]]'
    database.execute("INSERT INTO repair VALUES (5, 'aabbc', 'cp1254-drop', ?, 0)", [plan])
    database.execute('INSERT INTO repair VALUES (6, \'x\', NULL, \'[[0,1,"x","x","lost",0.0,[]]]\', 0)')
    MIGRATIONS.apply(database)
    counted = database.execute("SELECT exact, inferred, lost, worst, twin FROM repair").fetchall()
    assert counted == [(1, 2, 0, 0.4, None), (0, 0, 1, None, None)]
    for table in ("choice", "twin"):
        assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_m004_words_takes_the_words_from_the_index(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m004_words")
    database.execute("INSERT INTO conversation VALUES (7, 3, 'k', '', NULL, 1, 0, 0)")
    database.execute(
        "INSERT INTO turn(id, conversation_id, position, speaker_id, text)"
        " VALUES (5, 7, 1, 2, '你好 Ｈｉ, don''t 😂 42')"
    )
    database.execute("INSERT INTO turn_fts(turn_fts) VALUES ('rebuild')")
    MIGRATIONS.apply(database)
    assert database.execute("SELECT word FROM word").fetchall() == [("42",), ("don't",), ("hi",)]


def test_m005_disagreements_lists_what_does_not_go_back(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m005_disagreements")
    columns = "INSERT INTO repair(turn_id, original, channel, plan, undone) VALUES (?, ?, ?, ?, 0)"
    database.execute(columns, [5, "Ã© 😂", "cp1252-keep", '[[0,1,"Ã©","é","exact",1.0,[]]]'])
    database.execute(columns, [6, "Ã©", "cp1252-keep", '[[0,1,"Ã©","é","exact",1.0,[]]]'])
    MIGRATIONS.apply(database)
    rows = database.execute("SELECT plan, disagreements FROM repair ORDER BY turn_id").fetchall()
    assert [count for _, count in rows] == [1, 0]
    assert [plan.disagreements(kept) for kept, _ in rows] == [((2, 3),), ()]


def test_an_older_corpus_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus = corpus_of(path, turn("hello"), turn("你好"))
    before = content(corpus)
    corpus.close()
    corpus = Corpus.open(path, migrations=next_version(add_table))
    assert content(corpus) == before
    assert corpus.reader().rows("SELECT count(*) FROM bookmark") == [(0,)]
    corpus.close()
    copy = tmp_path / f"c.parlance.before-upgrade-{schema.user_version()}"
    old = Corpus.open(copy)
    assert content(old) == before
    assert matching(old, 'text:"好"') == [2]
    old.close()


def test_without_a_sound_copy_nothing_is_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.parlance"
    corpus_of(path, turn("hello")).close()
    before = path.read_bytes()
    answers = iter([[1, 1, 1, 1], [1, 1, 1, 0]])
    monkeypatch.setattr(copying, "_counts", lambda connection: next(answers))
    with pytest.raises(CorpusError, match=r"copy .* is not sound. The corpus was not changed"):
        Corpus.open(path, migrations=next_version(add_table))
    assert path.read_bytes() == before


def test_a_copy_that_cannot_be_written_stops_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus_of(path, turn("hello")).close()
    (tmp_path / f"c.parlance.before-upgrade-{schema.user_version()}").mkdir()
    with pytest.raises(CorpusError, match="No copy could be made"):
        Corpus.open(path, migrations=next_version(add_table))
    corpus = Corpus.open(path)
    assert corpus.reader().rows("SELECT name FROM sqlite_master WHERE name = 'bookmark'") == []
    corpus.close()


def test_a_migration_that_fails_leaves_the_corpus_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus = corpus_of(path, turn("hello"))
    before = content(corpus)
    corpus.close()

    def half(db: Database) -> None:
        db.execute("DELETE FROM turn")
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(CorpusError, match="disk is full"):
        Corpus.open(path, migrations=next_version(half))
    corpus = Corpus.open(path)
    assert content(corpus) == before
    corpus.close()


def test_an_older_corpus_on_a_read_only_medium_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus_of(path, turn("hello")).close()

    def connect(uri: str) -> sqlite3.Connection:
        if "mode=rw" in uri:
            raise sqlite3.OperationalError("unable to open database file")
        return connect_uri(uri)

    with pytest.raises(CorpusError, match="older Parlance"):
        Corpus.open(path, connect=connect, migrations=next_version(add_table))


def test_upgrading_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "c.parlance"
    corpus_of(path, turn("hello")).close()
    Corpus.open(path, migrations=next_version(add_table)).close()
    with closing(connect_uri(path.as_uri())) as connection:
        assert not upgrade.needs_upgrade(connection, next_version(add_table))


def test_m006_fields_finds_properties_without_reading_all_turns(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m006_fields")
    database.execute(
        "INSERT INTO turn(id, conversation_id, position, speaker_id, role, text)"
        " VALUES (5, 7, 1, 2, 'user', 'x')"
    )
    MIGRATIONS.apply(database)
    for wanted in ("role = 'user'", "time >= '2024'", "parent_id IS NOT NULL", "meta IS NOT NULL"):
        (step,) = database.execute(f"EXPLAIN QUERY PLAN SELECT id FROM turn WHERE {wanted}").fetchall()
        assert "INDEX" in step[3], wanted
    assert database.execute("SELECT id FROM turn WHERE role = 'user'").fetchall() == [(5,)]


def test_m007_fewer_merges_sets_the_index_up_without_changing_what_it_finds(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m007_fewer_merges")
    database.execute("INSERT INTO conversation VALUES (7, 3, 'k', '', NULL, 1, 0, 0)")
    database.execute(
        "INSERT INTO turn(id, conversation_id, position, speaker_id, text) VALUES (5, 7, 1, 2, 'hi')"
    )
    database.execute("INSERT INTO turn_fts(turn_fts) VALUES ('rebuild')")
    MIGRATIONS.apply(database)
    options = dict(database.execute("SELECT k, v FROM turn_fts_config").fetchall())
    assert {name: options[name] for name in schema.INDEX_OPTIONS} == schema.INDEX_OPTIONS
    assert database.execute("SELECT rowid FROM turn_fts WHERE turn_fts MATCH 'hi'").fetchall() == [(5,)]


def test_m008_tags_makes_room_for_tags_and_notes(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m008_tags")
    assert not {"tag", "tagging"} & set(database.table_names())
    MIGRATIONS.apply(database)
    assert {"tag", "tagging"} <= set(database.table_names())


def test_m011_import_log_makes_room_for_what_happened_to_every_source(database: Database) -> None:
    MIGRATIONS.apply(database, stop_before="m011_import_log")
    assert "import_log" not in database.table_names()
    MIGRATIONS.apply(database)
    assert "import_log" in database.table_names()
