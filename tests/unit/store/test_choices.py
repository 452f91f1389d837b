"""Readers' decisions about repairs: kept, found again, taken back, applied to all that is alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import UserFacingError
from app.model.ids import TranscriptId, TurnId
from app.model.progress import Cancelled, CancelToken
from app.model.repair import Candidate, RepairedText, RepairSpan
from app.repair.edits import relaid
from app.store.corpus import Corpus
from app.store.repairs import SpanState
from tests.helpers.corpora import add, content, matching, turn
from tests.helpers.importing import assert_sound

FORM = "ðŸ‘"
ONE, TWO, THREE = TurnId(1), TurnId(2), TurnId(3)


def hand(before: str, after: str, form: str = FORM) -> RepairedText:
    """A turn with one emoji of which a byte is lost."""
    candidates = (Candidate("👍", 0.6), Candidate("👏", 0.3), Candidate("👭", 0.1))
    placed = RepairSpan(0, 1, form, "👍", "inferred", 0.6, candidates)
    return relaid(before + form + after, [(len(before), placed)])


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    made = Corpus.create(tmp_path / "c.parlance")
    add(made, [turn(hand("well ", " done")), turn(hand("oh ", " no"))], channel="cp1254-drop")
    add(made, [turn(hand("well ", " done"))], name="b.txt", channel="cp1252-drop")
    yield made
    assert_sound(made)
    made.close()


def texts(corpus: Corpus) -> list[str]:
    return [str(text) for (text,) in corpus.reader().rows("SELECT text FROM turn ORDER BY id")]


def states(corpus: Corpus) -> list[SpanState]:
    return [corpus.reader().turn_spans(number)[0].state for number in (ONE, TWO, THREE)]


def test_another_candidate_is_shown_found_and_kept_after_reopening(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.choose(ONE, 5, "👏")
    other = Corpus.open(corpus.path)
    assert texts(other)[0] == "well 👏 done"
    assert matching(other, 'text:"👏"') == [1]
    assert matching(other, 'text:"👍"') == [2, 3]
    (span,) = other.reader().turn_spans(ONE)
    assert (span.state, span.place, span.span.confidence) == ("chosen", 5, 1.0)
    assert [candidate.text for candidate in span.span.candidates] == ["👍", "👏", "👭"]
    assert matching(other, 'facets:"rinferred"') == [1, 2, 3]
    other.close()


def test_the_original_of_one_stretch_comes_back_and_counts_follow(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        undo = writer.restore_span(TWO, 3)
    assert texts(corpus)[1] == f"oh {FORM} no"
    assert states(corpus) == ["engine", "restored", "engine"]
    assert corpus.reader().counts().repaired_turns == 2
    with corpus.writer("test") as writer:
        writer.take_back(undo)
    assert corpus.reader().counts().repaired_turns == 3
    assert states(corpus) == ["engine"] * 3


def test_every_decision_can_be_taken_back_and_done_again(corpus: Corpus) -> None:
    before = content(corpus)
    with corpus.writer("test") as writer:
        writer.choose(ONE, 5, "👭")
        between = content(corpus)
        undo = writer.choose(ONE, 5, "👏")
        after = content(corpus)
        redo = writer.take_back(undo)
        assert content(corpus) == between
        again = writer.take_back(redo)
        assert content(corpus) == after
        writer.take_back(again)
        assert content(corpus) == between != before


def test_a_choice_for_all_alike_stays_in_the_channel(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        undo = writer.choose_alike(ONE, 5, "👏")
    assert undo.turns == 2
    assert texts(corpus) == ["well 👏 done", "oh 👏 no", "well 👍 done"]
    with corpus.writer("test") as writer:
        writer.take_back(undo)
    assert states(corpus) == ["engine"] * 3


def test_a_choice_for_all_alike_keeps_other_decisions_and_undone_turns(corpus: Corpus) -> None:
    add(corpus, [turn(hand("well ", " done"))], name="d.txt", channel="cp1254-drop")
    with corpus.writer("test") as writer:
        writer.choose(TWO, 3, "👭")
        writer.undo_repair(TurnId(4))
        assert writer.choose_alike(ONE, 5, "👏").turns == 1
    assert texts(corpus) == ["well 👏 done", "oh 👭 no", "well 👍 done", f"well {FORM} done"]


def test_a_choice_for_all_alike_may_ask_for_the_same_neighbours(corpus: Corpus) -> None:
    add(corpus, [turn(hand("", "!"))], name="d.txt", channel="cp1254-drop")
    with corpus.writer("test") as writer:
        assert writer.choose_alike(ONE, 5, "👏", same_context=True).turns == 2
    assert texts(corpus)[3] == "👍!"


def test_a_cancelled_choice_for_all_changes_nothing(corpus: Corpus) -> None:
    before = content(corpus)
    token = CancelToken()
    token.cancel()
    with corpus.writer("test") as writer, pytest.raises(Cancelled):
        writer.choose_alike(ONE, 5, "👏", token=token)
    assert content(corpus) == before


def test_taking_back_can_be_cancelled_and_tells_how_far_it_is(corpus: Corpus) -> None:
    cancelled = CancelToken()
    cancelled.cancel()
    told: list[tuple[int, int]] = []
    with corpus.writer("test") as writer:
        undo = writer.choose_alike(ONE, 5, "👏", report=lambda done, total: told.append((done, total)))
        after = content(corpus)
        with pytest.raises(Cancelled):
            writer.take_back(undo, cancelled)
        assert content(corpus) == after
        writer.take_back(undo, CancelToken(), lambda done, total: told.append((done, total)))
    assert told == [(2, 2), (2, 2)]
    assert states(corpus) == ["engine"] * 3


def test_undone_turns_are_shown_again_by_a_choice(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.undo_repair(ONE)
        undo = writer.choose(ONE, 5, "👏")
        assert texts(corpus)[0] == "well 👏 done"
        writer.take_back(undo)
    assert texts(corpus)[0] == f"well {FORM} done"
    assert matching(corpus, 'facets:"rundone"') == [1]


def test_a_stretch_that_is_not_there_is_said_so(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        with pytest.raises(UserFacingError, match="no repaired stretch"):
            writer.choose(ONE, 4, "👏")
        with pytest.raises(UserFacingError, match="was not repaired"):
            writer.choose(TurnId(99), 0, "👏")


def test_transcripts_are_listed_by_damage(corpus: Corpus) -> None:
    sound = relaid("Ã©t", [(0, RepairSpan(0, 1, "Ã©", "é", "exact"))])
    add(corpus, [turn("clean")], name="clean.txt")
    add(corpus, [turn(sound)], name="exact.txt", channel="cp1252-keep", runner_up="latin1-keep")
    with corpus.writer("test") as writer:
        writer.choose(TWO, 3, "👏")
        writer.undo_repair(THREE)
    first, second, third = corpus.reader().damaged_transcripts()
    assert (first.name, first.inferred, first.worst, first.chosen, first.undone) == ("a.txt", 2, 0.6, 1, 0)
    assert (second.name, second.repaired, second.undone) == ("b.txt", 1, 1)
    assert (third.name, third.channel, third.runner_up) == ("exact.txt", "cp1252-keep", "latin1-keep")
    assert (third.exact, third.inferred, third.worst) == (1, 0, None)
    assert corpus.reader().doubtful_turns(first.id) == [1]


def test_decisions_go_over_to_a_new_version_of_the_transcript(corpus: Corpus) -> None:
    with corpus.writer("test") as writer:
        writer.choose(ONE, 5, "👏")
        writer.undo_repair(TWO)
    new = [
        turn("first"),
        turn(hand("oh ", " no")),
        turn(hand("well ", " done")),
        turn(hand("well ", " done")),
    ]
    add(corpus, new, replaces=TranscriptId(1), channel="cp1254-drop", digest="new")
    reader = corpus.reader()
    (conversation,) = [found for found in reader.conversations() if found.transcript == "a.txt"]
    said = [found.text for found in reader.turns(conversation.id)]
    assert said == ["first", f"oh {FORM} no", "well 👏 done", "well 👍 done"]
    chosen = reader.turn_ids(conversation.id)[2]
    assert [span.state for span in reader.turn_spans(TurnId(chosen))] == ["chosen"]
