"""Transcripts go into the corpus batch by batch, and come out, whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import CorpusError
from app.ingest.drain import drain
from app.model.corpus import RepairState
from app.model.ids import ConversationId, TurnId
from app.model.parsed import ParsedConversation, ParsedSpeaker, ParsedTurn
from app.model.progress import CancelToken
from app.model.repair import RepairedText
from app.store.check import check_corpus
from app.store.corpus import Corpus
from tests.helpers.corpora import add, content, corpus_of, matching, repaired, spec, turn

ONE = ConversationId(1)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = corpus_of(tmp_path / "c.parlance")
    yield corpus
    assert drain(check_corpus(corpus, CancelToken())).problems == ()
    corpus.close()


def test_turns_are_found_by_text_and_by_every_facet(corpus: Corpus) -> None:
    add(
        corpus,
        [turn("你好 hello 😀"), turn("привет", "B"), turn(repaired("ä½ ", "你", "inferred"), "A", "2")],
    )
    assert matching(corpus, 'text:"你"') == [1, 3]
    assert matching(corpus, 'text:"hello" AND facets:"lhan"') == [1]
    assert matching(corpus, 'facets:"all" NOT facets:"lhan"') == [2]
    assert matching(corpus, 'facets:"s2"') == [2]
    assert matching(corpus, 'facets:"c2"') == [3]
    assert matching(corpus, 'facets:"t1"') == [1, 2, 3]
    assert matching(corpus, 'facets:"emoji"') == [1]
    assert matching(corpus, 'facets:"rinferred"') == matching(corpus, 'facets:"rany"') == [3]
    assert matching(corpus, 'facets:"lcyrillic"') == [2]


def test_titles_and_metadata_may_come_before_or_after_the_turns(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        session = writer.session(spec())
        session.describe(ParsedConversation("1", "early", {"n": 1}))
        session.write([turn("a"), turn("b", conversation="2")], [ParsedSpeaker("A", {"age": 7})])
        session.describe(ParsedConversation("2", "late"))
        session.describe(ParsedConversation("3", "has no turns"))
        session.finish()
    assert [found.title for found in corpus.reader().conversations()] == ["early", "late"]
    assert corpus.reader().rows("SELECT name, meta FROM speaker_meta") == [("A", '{"age": 7}')]


def test_conversations_may_be_interleaved_across_batches(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        session = writer.session(spec())
        session.write(
            [turn("1a", conversation="1"), turn("2a", conversation="2"), turn("1b", conversation="1")]
        )
        session.write([turn("2b", conversation="2"), turn("1c", conversation="1")])
        session.finish()
    reader = corpus.reader()
    assert [found.text for found in reader.turns(ONE)] == ["1a", "1b", "1c"]
    assert [found.index for found in reader.turns(ONE)] == [1, 2, 3]
    assert [found.turn_count for found in reader.conversations()] == [3, 2]


def test_what_sqlite_cannot_hold_is_replaced_everywhere(corpus: Corpus) -> None:
    bad = "a\0b\ud800c"
    add(
        corpus,
        [ParsedTurn(bad, bad, RepairedText(bad), bad, None, bad, None, {bad: bad})],
        [ParsedConversation(bad, bad, {bad: [bad]})],
    )
    (found,) = corpus.reader().turns(ONE)
    assert found.text == found.speaker == found.role == "a\ufffdb\ufffdc"
    assert corpus.reader().conversation(ONE).title == "a\ufffdb\ufffdc"


def test_the_gravest_kind_of_repair_names_the_turn(corpus: Corpus) -> None:
    lost = RepairedText.join([repaired("é", "é"), repaired("\ufffd", "\ufffd", "lost")], " ")
    inferred = RepairedText.join([repaired("x", "é"), repaired("x", "é", "inferred")], " ")
    add(corpus, [turn(lost), turn(inferred), turn(repaired("x", "é")), turn("clean")])
    states = [found.repaired for found in corpus.reader().turns(ONE)]
    assert states == [RepairState.LOST, RepairState.INFERRED, RepairState.EXACT, None]


def test_only_turns_with_changed_text_count_as_repaired(corpus: Corpus) -> None:
    add(corpus, [turn(repaired("\ufffd", "\ufffd", "lost")), turn(repaired("x", "é")), turn("clean")])
    assert corpus.reader().counts().repaired_turns == 1


def test_replies_find_their_parents_even_later_ones(corpus: Corpus) -> None:
    add(corpus, [turn("late child", key="c", parent="p"), turn("parent", key="p"), turn("child", parent="p")])
    reader = corpus.reader()
    assert list(reader.parents(ONE)) == [2, 0, 2]
    assert reader.conversation(ONE).threaded
    assert [found.parent for found in reader.turns(ONE)] == [2, None, 2]


def test_an_unknown_parent_and_one_of_another_conversation_are_reported(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        session = writer.session(spec())
        session.write(
            [turn("a", key="a"), turn("b", parent="nobody"), turn("c", conversation="2", parent="a")]
        )
        problems = session.finish()
    assert [problem.key for problem in problems] == ["nobody", "a"]
    assert [one.meta for one in corpus.reader().turns(ONE)] == [{}, {"parent": "nobody"}]
    assert not any(found.threaded for found in corpus.reader().conversations())


def test_the_name_of_an_unknown_parent_joins_the_metadata_and_replaces_nothing(corpus: Corpus) -> None:
    told = {"parent": "as the source says", "größe": [1]}
    add(corpus, [turn("b", parent="nobody", meta=told), turn("c", parent="nobody", meta={"n": float("nan")})])
    first, second = corpus.reader().turns(ONE)
    assert first.meta == told
    assert "n" in second.meta


@pytest.mark.parametrize(
    ("links", "kept"),
    [
        ({"a": "a"}, [0]),
        ({"a": "b", "b": "a"}, [0, 1]),
        ({"a": "c", "b": "a", "c": "b", "d": "b"}, [0, 1, 2, 2]),
    ],
    ids=["itself", "two", "three with a branch"],
)
def test_a_circle_of_replies_is_broken_at_its_earliest_turn(
    corpus: Corpus, links: dict[str, str], kept: list[int]
) -> None:
    with corpus.writer("test") as writer:
        session = writer.session(spec())
        session.write([turn(key, key=key, parent=parent) for key, parent in links.items()])
        problems = session.finish()
    assert list(corpus.reader().parents(ONE)) == kept
    assert ["circle" in problem.reason for problem in problems] == [True]


def test_a_new_version_replaces_the_old_one_in_one_step(corpus: Corpus) -> None:
    old = add(corpus, [turn("old one", "Anna"), turn("old two", "B")])
    add(corpus, [turn("bystander", "B")], name="b.txt")
    with corpus.writer("test") as writer:
        session = writer.session(spec(digest="new", replaces=old))
        session.write([turn("new one", "B")])
        seen = corpus.reader().rows("SELECT text FROM turn ORDER BY id")
        assert seen == [("old one",), ("old two",), ("bystander",)]
        session.write([turn("new two", "C")])
        session.finish()
    assert [row[5] for row in content(corpus)] == ["new one", "new two", "bystander"]
    assert matching(corpus, 'text:"old"') == []
    assert sorted(found.name for found in corpus.reader().speakers()) == ["B", "C"]


def test_a_new_version_that_breaks_off_leaves_the_old_one(corpus: Corpus) -> None:
    old = add(corpus, [turn("old")])
    before = content(corpus)
    with corpus.writer("test") as writer:
        writer.session(spec(digest="new", replaces=old)).write([turn("new")])
    assert content(corpus) == before
    assert matching(corpus, 'text:"old"') == [1]


def test_an_interrupted_transcript_goes_on_where_it_stopped(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        first = writer.session(spec())
        first.write([turn("one", key="1"), turn("two", conversation="2")])
    assert not corpus.reader().transcripts()[0].complete
    with corpus.writer("test") as writer:
        session = writer.session(spec(continues=first.id))
        assert session.turns_done == 2
        session.write([turn("three", parent="1")])
        session.finish()
    assert [found.text for found in corpus.reader().turns(ONE)] == ["one", "three"]
    assert list(corpus.reader().parents(ONE)) == [0, 1]
    assert corpus.reader().transcripts()[0].complete


def test_an_abandoned_transcript_leaves_no_trace(corpus: Corpus) -> None:
    add(corpus, [turn("kept")])
    before = content(corpus)
    with corpus.writer("test") as writer:
        session = writer.session(spec("b.txt"))
        session.write([turn("gone", "Nobody")])
        session.abandon()
    assert content(corpus) == before
    assert [found.name for found in corpus.reader().speakers()] == ["A"]


def test_a_removed_original_no_longer_marks_its_twin(corpus: Corpus) -> None:
    first = add(corpus, [turn("x")])
    add(corpus, [turn("x")], name="b.txt", duplicate_of="a.txt")
    with corpus.writer("test") as writer:
        writer.remove(first)
    assert [found.duplicate_of for found in corpus.reader().transcripts()] == [None]


def test_undo_brings_the_original_back_and_redo_the_repair(corpus: Corpus) -> None:
    add(corpus, [turn("before"), turn(repaired("ä½ å¥½", "你好")), turn("after")])
    turn_id = TurnId(2)
    with corpus.writer("test") as writer:
        writer.undo_repair(turn_id)
        writer.undo_repair(turn_id)
    found = corpus.reader().turns_by_id([2])[0]
    assert (found.text, found.repaired) == ("ä½ å¥½", RepairState.UNDONE)
    assert matching(corpus, 'text:"你"') == []
    assert matching(corpus, 'facets:"rundone"') == [2]
    assert corpus.reader().facts().han.tolist() == [0, 0, 0]
    assert corpus.reader().counts().repaired_turns == 0
    kept = corpus.reader().turn_repair(turn_id)
    assert kept is not None
    assert (kept.original, kept.repaired.text, kept.undone) == ("ä½ å¥½", "你好", True)
    with corpus.writer("test") as writer:
        writer.redo_repair(turn_id)
    found = corpus.reader().turns_by_id([2])[0]
    assert (found.text, found.repaired) == ("你好", RepairState.EXACT)
    assert matching(corpus, 'text:"你 好"') == [2]
    assert corpus.reader().facts().han.tolist() == [0, 2, 0]
    assert corpus.reader().counts().repaired_turns == 1


def test_a_turn_that_was_never_repaired_cannot_be_undone(corpus: Corpus) -> None:
    add(corpus, [turn("clean")])
    with corpus.writer("test") as writer, pytest.raises(Exception, match="was not repaired"):
        writer.undo_repair(TurnId(1))
    assert corpus.reader().turn_repair(TurnId(1)) is None


def test_a_write_that_fails_leaves_nothing_of_its_batch(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        session = writer.session(spec())
        session.write([turn("one", "A")])
        writer.connection.execute("PRAGMA query_only = ON")
        with pytest.raises(CorpusError, match="read-only"):
            session.write([turn("two", "New")])
        writer.connection.execute("PRAGMA query_only = OFF")
        session.write([turn("three", "New")])
        session.finish()
    assert [found.text for found in corpus.reader().turns(ONE)] == ["one", "three"]
