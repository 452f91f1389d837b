"""Twins: found by what damage leaves, aligned turn by turn, and settling what they prove."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.corpus import TwinRelation
from app.model.repair import Candidate, RepairedText, RepairSpan
from app.repair.channels import damage
from app.repair.dialogues import compare
from app.repair.edits import relaid
from app.repair.sketches import LEAST_TOKENS, Sketch, likely_twins, mark_of, marks_of
from app.repair.twins import GUIDED, TwinTurn, align, settle

SAID = (
    "周末去哪儿？", "I think 我们 should go hiking 🎯", "好主意！那就 this Saturday 吧 😂", "几点出发？",
    "八点半，don't be late", "没问题，see you 👍",
)  # fmt: skip
HAND = (Candidate("👍", 0.6), Candidate("👏", 0.3), Candidate("👭", 0.1))


def wrong(text: str, at: int, guess: str, channel: str = "cp1254-drop", share: float = 0.6) -> TwinTurn:
    """A turn damaged in a channel and repaired but for one character, which was guessed."""
    before, form = damage(text[:at], channel), damage(text[at], channel)
    placed = []
    if before != text[:at]:
        placed.append((0, RepairSpan(0, 0, before, text[:at], "exact")))
    known = (Candidate(guess, share), *(item for item in HAND if item.text != guess))
    placed.append((len(before), RepairSpan(0, 0, form, guess, "inferred", share, known)))
    after = damage(text[at + 1 :], channel)
    if after != text[at + 1 :]:
        placed.append((len(before + form), RepairSpan(0, 0, after, text[at + 1 :], "exact")))
    return TwinTurn(relaid(damage(text, channel), placed), channel)


def sound(text: str) -> TwinTurn:
    return TwinTurn(RepairedText(text))


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_a_mark_does_not_change_with_the_reading_of_a_damaged_form(text: str) -> None:
    """Joiners, selectors, dashes and quotes aside, every candidate begins with the byte that survived."""
    read_otherwise = "".join(
        chr(ord(char) ^ 1) if "\u3400" <= char < "\u9fff" or char >= "\U00010000" else char for char in text
    )
    assert mark_of(text) == mark_of(read_otherwise)
    assert mark_of(text) == mark_of(text.replace("\u200d", "").replace("\ufe0f", "").replace("”", "“"))


def sketch(*dialogues: list[str], tokens: int = LEAST_TOKENS) -> Sketch:
    owners = [number for number, turns in enumerate(dialogues, 1) for _ in turns]
    texts = [text for turns in dialogues for text in turns]
    return Sketch(
        np.array(owners, dtype=np.int64), marks_of(texts), np.full(len(texts), tokens, dtype=np.int64)
    )


def test_dialogues_that_share_windows_are_paired_when_one_is_fresh() -> None:
    other = [f"something else, number {number}" for number in range(6)]
    made = sketch(list(SAID), other, list(SAID[:5]))
    assert likely_twins(made, {3}) == [(1, 3)]
    assert likely_twins(made, {1, 2, 3}) == [(1, 3)]
    assert likely_twins(made, {2}) == []
    assert likely_twins(made, set()) == []


def test_short_turns_that_are_everywhere_make_no_twins() -> None:
    first, second = ["ok", "yes", *SAID[:3], "ok"], ["ok", "yes", *SAID[3:], "ok"]
    assert likely_twins(sketch(first, second), {1, 2}) == []
    assert likely_twins(sketch(["ok", "yes"], ["ok", "yes"], tokens=1), {1, 2}) == []


def test_many_equal_dialogues_are_paired_in_linear_number() -> None:
    pairs = likely_twins(sketch(*[list(SAID)] * 50), set(range(1, 51)))
    assert {(1, other) for other in range(2, 51)} <= set(pairs)
    assert len(pairs) < 100


def test_an_empty_corpus_has_no_twins() -> None:
    assert likely_twins(sketch(), {1}) == []


@pytest.mark.parametrize(
    ("left", "right", "same", "beside"),
    [
        ([1, 2, 3], [1, 2, 3], [(0, 0), (1, 1), (2, 2)], []),
        ([1, 9, 3], [1, 8, 3], [(0, 0), (2, 2)], [(1, 1)]),
        ([1, 2, 3], [1, 3], [(0, 0), (2, 1)], []),
        ([7, 7, 1, 7, 2], [7, 1, 7, 2], [(0, 0), (2, 1), (3, 2), (4, 3)], []),
        ([1, 2], [2, 1], [(1, 0)], []),
        ([5, 5, 5], [5, 5], [(0, 0), (1, 1)], []),
        ([], [1], [], []),
    ],
)
def test_turns_are_aligned_around_those_that_are_alone_of_their_kind(
    left: list[int], right: list[int], same: list[tuple[int, int]], beside: list[tuple[int, int]]
) -> None:
    found = align(left, right)
    assert (list(found.same), list(found.beside)) == (same, beside)


@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_alignment_ascends_on_both_sides_and_pairs_equals(left: list[int], right: list[int]) -> None:
    found = align(left, right)
    assert all(left[here] == right[there] for here, there in found.same)
    pairs = sorted([*found.same, *found.beside])
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


def test_a_clean_twin_that_explains_the_damage_proves_every_character() -> None:
    text = "没问题，see you 👏"
    turn = wrong(text, text.index("👏"), "👍")
    settled = settle(turn, sound(text))
    assert settled is not None
    assert settled.proved
    assert settled.repaired.text == text
    assert settled.repaired.original == turn.repaired.original
    assert {(span.kind, span.confidence) for span in settled.repaired.spans} == {("exact", 1.0)}
    assert [item.text for item in settled.repaired.spans[-1].candidates] == ["👏", "👍", "👭"]


def test_the_proof_finds_the_channel_of_a_turn_that_was_damaged_otherwise() -> None:
    text = "résumé 👏"
    turn = wrong(text, len(text) - 1, "👍", "cp1252-drop")
    settled = settle(TwinTurn(turn.repaired, "mac-roman"), sound(text))
    assert settled is not None
    assert settled.proved


def test_a_twin_that_differs_guides_but_proves_nothing() -> None:
    text, twin = "没问题，see you 👏 then", "没问题，see you 👏 later"
    settled = settle(wrong(text, text.index("👏"), "👍"), sound(twin))
    assert settled is not None
    assert not settled.proved
    assert settled.repaired.text == text
    assert [(span.kind, span.confidence) for span in settled.repaired.spans[-1:]] == [("inferred", GUIDED)]


def test_a_twin_whose_character_could_not_have_become_this_says_nothing() -> None:
    text = "没问题，see you 👏"
    assert settle(wrong(text, text.index("👏"), "👍"), sound("没问题，see you 😂")) is None


def test_another_dialogue_in_the_same_place_says_nothing() -> None:
    text = "没问题，see you 👏"
    assert settle(wrong(text, text.index("👏"), "👍"), sound("what a lovely day 👏 it is")) is None


def test_two_differently_damaged_twins_settle_each_other() -> None:
    text = "先去😂再说👏"
    first = wrong(text, text.index("👏"), "👍", "cp1254-drop")
    second = wrong(text, text.index("再"), "册", "mac-roman")
    settled = settle(first, second)
    assert settled is not None
    assert settled.proved
    assert settled.repaired.text == text


def test_two_guesses_at_one_character_keep_what_both_allow() -> None:
    text = "看👏"
    first = wrong(text, 1, "👍", "cp1254-drop")
    spans = tuple(
        RepairSpan(span.start, span.end, span.original, span.repaired, span.kind, span.confidence,
                   span.candidates and (Candidate("👏", 0.5), Candidate("👭", 0.3)))
        for span in wrong(text, 1, "👏", "cp1252-fffd").repaired.spans
    )  # fmt: skip
    settled = settle(first, TwinTurn(RepairedText(text, spans), "cp1252-fffd"))
    assert settled is not None
    assert not settled.proved
    assert [item.text for item in settled.repaired.spans[-1].candidates] == ["👏", "👭"]
    assert settled.repaired.spans[-1].confidence == pytest.approx(0.15 / 0.18)


def test_the_same_damage_twice_says_nothing_new() -> None:
    turn = wrong(SAID[5], SAID[5].index("👍"), "👏")
    assert settle(turn, turn) is None


def test_a_turn_without_doubt_is_left_alone() -> None:
    assert settle(sound(SAID[0]), sound(SAID[0])) is None


def test_how_dialogues_repeat_each_other() -> None:
    clean = [sound(text) for text in SAID]
    damaged = [*clean[:5], wrong(SAID[5], SAID[5].index("👍"), "👏")]
    edited = [*clean[:5], sound("no")]
    longer = [*clean, *(sound(f"and then {number}") for number in range(20))]
    other = [sound(text[::-1] + "！") for text in SAID]
    equal, near, twin = TwinRelation.EQUAL, TwinRelation.NEAR, TwinRelation.DAMAGED
    for side, left, right in (
        (clean, equal, equal), (damaged, twin, twin), (edited, near, near), (longer, near, None),
        (other, None, None),
    ):  # fmt: skip
        found = compare(clean, side)
        assert (found.left, found.right) == (left, right)
