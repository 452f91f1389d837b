"""Tags and notes: put, changed, taken off, taken back, and kept over a new version of the transcript."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import UserFacingError
from app.model.ids import ConversationId, TurnId
from app.store.corpus import Corpus
from app.store.tag_undo import TagUndo
from app.store.tags import COLOURS, Target
from app.store.tags_read import looks, placed
from tests.helpers.corpora import add, corpus_of, turn

ONE = ConversationId(1)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = corpus_of(tmp_path / "c.parlance", turn("hello there"), turn("好的😂 ok"), turn("hello there"))
    yield made
    made.close()


def state(corpus: Corpus) -> tuple[list[tuple[object, ...]], ...]:
    rows = corpus.reader().rows
    return rows("SELECT * FROM tag ORDER BY id"), rows("SELECT * FROM tagging ORDER BY id")


def on(number: int, start: int | None = None, end: int | None = None) -> Target:
    return Target(ONE, TurnId(number), start, end)


def test_tags_are_put_on_turns_stretches_and_conversations(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.define("Thanks", colour="teal", memo="who thanks whom")
        writer.tags.tag([on(1), on(2, 0, 3), Target(ONE)], "thanks", note="look")
    (tag,) = corpus.reader().tags()
    assert (tag.name, tag.colour, tag.memo) == ("Thanks", "teal", "who thanks whom")
    assert (tag.turns, tag.conversations) == (2, 1)
    found = corpus.reader().taggings([1, 2, 3])
    assert [each.quote for each in found[TurnId(2)]] == ["好的😂"]
    assert sorted(found) == [1, 2]
    assert [each.note for each in corpus.reader().conversation_taggings(ONE)] == ["look"]
    assert [each.target.turn for each in corpus.reader().taggings_within(ONE)] == [1, 2]


def test_what_is_on_conversations_is_read_of_some_and_of_all(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.tag([on(1), Target(ONE)], "a", colour="teal")
        writer.tags.tag([Target(ONE)], None, note="look")
    reader = corpus.reader()
    assert [(one.tag, one.note) for one in reader.taggings_beside()[ONE]] == [("a", ""), ("", "look")]
    assert reader.taggings_beside([ONE, 99]) == reader.taggings_beside()
    assert reader.taggings_beside([99]) == {}
    assert looks(reader.taggings_beside()[ONE]) == (("a", "teal"), ("", ""))


def test_tagging_twice_changes_the_note_only(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.tag([on(1)], "a", note="first")
        assert writer.tags.tag([on(1)], "A").turns == 0
        writer.tags.tag([on(1)], "a", note="second")
    assert [each.note for each in corpus.reader().taggings([1])[TurnId(1)]] == ["second"]


def test_a_note_needs_no_tag_but_nothing_at_all_is_refused(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.tag([on(1)], None, note="odd")
        with pytest.raises(UserFacingError, match="neither a tag nor a note"):
            writer.tags.tag([on(1)], None)
    (tagging,) = corpus.reader().taggings([1])[TurnId(1)]
    assert (tagging.tag, tagging.note) == ("", "odd")


@pytest.mark.parametrize("target", [on(9), on(1, 3, 3), on(1, 4, 99), Target(ConversationId(9))])
def test_what_is_not_there_is_not_tagged_and_no_tag_is_made(corpus: Corpus, target: Target) -> None:
    with corpus.writer("test") as writer, pytest.raises(UserFacingError):
        writer.tags.tag([on(1), target], "a")
    assert state(corpus) == ([], [])


def test_every_change_can_be_taken_back_and_done_again(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        steps: tuple[Callable[[], TagUndo], ...] = (
            lambda: writer.tags.tag([on(1), on(2, 0, 2)], "a", note="x", colour="red"),
            lambda: writer.tags.define("b", was="a"),
            lambda: writer.tags.define("b", colour="blue", memo="now blue"),
            lambda: writer.tags.tag([on(1)], "b", note="y"),
            lambda: writer.tags.untag([on(2, 0, 2)], "b"),
            lambda: writer.tags.delete("b"),
        )
        for step in steps:
            before = state(corpus)
            undo = step()
            after = state(corpus)
            assert undo.turns > 0
            assert after != before
            redo = writer.take_back(undo)
            assert state(corpus) == before
            writer.take_back(redo)
            assert state(corpus) == after
    assert state(corpus) == ([], [])


def test_names_colours_and_renames_that_cannot_be_are_refused(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.define("a")
        writer.tags.define("b")
        wrongs: tuple[Callable[[], TagUndo], ...] = (
            lambda: writer.tags.define(" \n "),
            lambda: writer.tags.define("x" * 101),
            lambda: writer.tags.define("c", colour="#fff"),
            lambda: writer.tags.define("B", was="a"),
            lambda: writer.tags.define("d", was="nobody"),
            lambda: writer.tags.untag([on(1)], "nobody"),
        )
        for wrong in wrongs:
            with pytest.raises(UserFacingError):
                wrong()
    assert [tag.name for tag in corpus.reader().tags()] == ["a", "b"]
    assert {tag.colour for tag in corpus.reader().tags()} <= set(COLOURS)


def test_removing_a_transcript_removes_its_tags_but_not_those_of_others(corpus: Corpus) -> None:
    other = add(corpus, [turn("other")], name="b.txt")
    with corpus.writer("test") as writer:
        writer.tags.tag([on(1), Target(ConversationId(2), TurnId(4)), Target(ConversationId(2))], "a")
        writer.remove(other)
    assert [each.target.turn for each in corpus.reader().taggings_within(ONE)] == [1]
    assert len(state(corpus)[1]) == 1


def test_a_new_version_keeps_tags_of_turns_that_stayed(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.tag([on(2, 0, 2), on(3), Target(ONE)], "a", note="kept")
    transcript = corpus.reader().transcripts()[0].id
    add(
        corpus,
        [turn("new"), turn("hello there"), turn("好的😂 ok"), turn("hello there")],
        digest="another",
        replaces=transcript,
    )
    conversation = corpus.reader().conversations()[0].id
    ids = corpus.reader().turn_ids(conversation)
    kept = corpus.reader().taggings_within(conversation)
    assert [each.target.turn for each in kept] == [ids[2], ids[3]]
    assert {each.note for each in kept} == {"kept"}
    assert len(corpus.reader().conversation_taggings(conversation)) == 1


def test_turns_with_keys_keep_tags_though_their_text_changed_and_lost_turns_lose_them(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "k.parlance", turn("one", key="k1"), turn("two", key="k2"))
    with corpus.writer("test") as writer:
        writer.tags.tag([on(1, 0, 3), on(2)], "a")
    add(corpus, [turn("then one", key="k1")], digest="another", replaces=corpus.reader().transcripts()[0].id)
    (kept,) = corpus.reader().taggings_within(corpus.reader().conversations()[0].id)
    assert placed("then one", kept) == (5, 8)
    assert placed("lost", kept) is None
    corpus.close()


def test_merging_keeps_every_target_once_and_both_notes_and_is_taken_back(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.tag([on(1), on(2)], "a", note="of a")
        writer.tags.tag([on(1), on(3)], "b", note="of b")
        before = state(corpus)
        undo = writer.tags.merge("A", "b")
        after = state(corpus)
        assert [tag.name for tag in corpus.reader().tags()] == ["b"]
        found = corpus.reader().taggings([1, 2, 3])
        assert [[each.note for each in found[TurnId(n)]] for n in (1, 2, 3)] == [
            ["of b\nof a"], ["of a"], ["of b"],
        ]  # fmt: skip
        redo = writer.take_back(undo)
        assert state(corpus) == before
        writer.take_back(redo)
        assert state(corpus) == after
        with pytest.raises(UserFacingError, match="itself"):
            writer.tags.merge("b", "B")


def test_an_undo_after_a_removal_never_lands_on_a_turn_that_got_the_same_number(corpus: Corpus) -> None:
    transcript = corpus.reader().transcripts()[0].id
    with corpus.writer("test") as writer:
        writer.tags.tag([on(1), on(2, 0, 2), Target(ONE)], "a", note="x")
        undo = writer.tags.untag([on(1), on(2, 0, 2), Target(ONE)], "a")
        removed = writer.remove(transcript)
    add(corpus, [turn("a stranger"), turn("another")], name="b.txt")
    assert list(corpus.reader().turn_ids(corpus.reader().conversations()[0].id)) == [1, 2]
    with corpus.writer("test") as writer:
        redo = writer.take_back(undo)
        assert state(corpus)[1] == []
        assert redo.touched == frozenset()
        writer.restore(removed)
        writer.take_back(undo)
    moved = corpus.reader().conversations()[1]
    ids = corpus.reader().turn_ids(moved.id)
    assert ids[0] > 2
    assert [each.target.turn for each in corpus.reader().taggings_within(moved.id)] == [ids[0], ids[1]]
    assert len(corpus.reader().conversation_taggings(moved.id)) == 1


def test_a_changed_note_is_taken_back_where_the_turn_is_after_its_file_grew(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.tag([on(3)], "a", note="first")
        undo = writer.tags.tag([on(3)], "a", note="second")
    grown = [turn("hello there"), turn("好的😂 ok"), turn("hello there"), turn("and more")]
    add(corpus, grown, digest="another", replaces=corpus.reader().transcripts()[0].id)
    with corpus.writer("test") as writer:
        writer.take_back(undo)
    conversation = corpus.reader().conversations()[0].id
    (kept,) = corpus.reader().taggings_within(conversation)
    assert (kept.note, kept.target.turn) == ("first", corpus.reader().turn_ids(conversation)[2])


def test_a_tag_that_somebody_made_anew_is_not_overwritten_by_an_undo(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.tags.define("a")
        undo = writer.tags.delete("a")
        writer.tags.define("A")
        with pytest.raises(UserFacingError, match="already"):
            writer.take_back(undo)
