"""Sorting, sampling, grouping, facets and totals of hits, each against a plain count over all turns."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from app.model.corpus import Turn
from app.model.progress import Cancelled, CancelToken
from app.search.columns import Columns, ColumnsCache
from app.search.concordance import SLICE, Concordance, Tally, concordance
from app.search.contexts import left_key, right_key
from app.search.dimensions import clause, quoted
from app.search.facets import count_facets, members
from app.search.groups import group_forms, group_turns
from app.search.lines import Context, lines
from app.search.parser import parse
from app.search.places import has_places
from app.search.sample import sample
from app.search.searcher import Searcher
from app.search.sorting import ordered
from app.store.corpus import Corpus
from app.store.reader import Reader
from tests.helpers.small_corpus import Said, Talk, make_corpus

WORDS = ("周末", "软件", "chill", "the", "The", "加班", "😂", "plan", "，", "see", "好的", "ok")
SPEAKERS = ("A", "B", "Ann", "ann", "张伟")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Three transcripts, seven conversations, 400 turns made by chance, some with time and role."""
    chance = random.Random(7)
    talks: dict[str, list[Talk]] = {"one.txt": [], "two.txt": [], "sub/one.txt": []}
    names = list(talks)
    for number in range(7):
        said = [
            Said(
                chance.choice(SPEAKERS),
                " ".join(chance.choices(WORDS, k=chance.randint(1, 9))),
                role=chance.choice((None, "user", "assistant")),
                time=None
                if chance.random() < 0.3
                else f"20{chance.randint(23, 24)}-0{chance.randint(1, 9)}-11T0{chance.randint(0, 9)}:00:00Z",
            )
            for _turn in range(60 if number else 40)
        ]
        talks[names[number % 3]].append(Talk(said, f"talk {number}"))
    return make_corpus(tmp_path_factory.mktemp("hits") / "c.parlance", dict(talks))


@pytest.fixture
def reader(corpus: Corpus) -> Reader:
    return corpus.reader()


@pytest.fixture
def columns(reader: Reader) -> Columns:
    return ColumnsCache().of(None, reader, None)


def found(reader: Reader, text: str) -> np.ndarray:
    return np.asarray(Searcher(reader).ids(parse(text)), dtype=np.int64)


def turns_of(reader: Reader, ids: np.ndarray) -> list[Turn]:
    return reader.turns_by_id(ids.tolist())


def whole(reader: Reader, text: str, side: str | None = None) -> Concordance:
    searcher, query = Searcher(reader), parse(text)
    steps = concordance(reader, lambda t: searcher.spans(query, t), found(reader, text), side)  # type: ignore[arg-type]
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: Concordance = end.value
            return made


# ---------------------------------------------------------------- order and sample


def test_hits_in_order_of_time_have_the_earliest_first_and_those_without_time_last(
    reader: Reader, columns: Columns
) -> None:
    ids = found(reader, "the")
    turns = turns_of(reader, ids)
    wanted = sorted(turns, key=lambda turn: (turn.time is None, turn.time or "", turn.id))
    assert ordered(columns, ids, "time").tolist() == [turn.id for turn in wanted]


def test_time_is_compared_across_time_zones(tmp_path: Path) -> None:
    said = [
        Said("A", "x late", time="2024-01-01T12:00:00Z"),
        Said("A", "x early", time="2024-01-01T12:30:00+09:00"),
        Said("A", "x wrong", time="soon"),
    ]
    reader = make_corpus(tmp_path / "c.parlance", {"t.txt": [Talk(said)]}).reader()
    columns = ColumnsCache().of(None, reader, None)
    texts = [turn.text for turn in turns_of(reader, ordered(columns, found(reader, "x"), "time"))]
    assert texts == ["x early", "x late", "x wrong"]


def test_hits_in_order_of_speaker_and_of_length_keep_the_order_of_position_where_they_tie(
    reader: Reader, columns: Columns
) -> None:
    ids = found(reader, "the")
    turns = turns_of(reader, ids)
    by_speaker = sorted(turns, key=lambda turn: (turn.speaker.casefold(), turn.speaker, turn.id))
    assert ordered(columns, ids, "speaker").tolist() == [turn.id for turn in by_speaker]
    lengths = dict(zip(columns.facts.turn.tolist(), columns.facts.tokens.tolist(), strict=True))
    by_length = sorted(turns, key=lambda turn: (lengths[turn.id], turn.id))
    assert ordered(columns, ids, "length").tolist() == [turn.id for turn in by_length]


def test_a_sample_is_the_same_for_the_same_seed_and_grows_by_adding() -> None:
    ids = np.arange(1, 10_001, dtype=np.int64) * 3
    some = sample(ids, 50, seed=4)
    assert len(some) == 50
    assert some.tolist() == sorted(set(some.tolist()) & set(ids.tolist()))
    assert sample(ids, 50, seed=4).tolist() == some.tolist()
    assert sample(ids, 50, seed=5).tolist() != some.tolist()
    assert set(some.tolist()) < set(sample(ids, 80, seed=4).tolist())
    assert some.tolist()[:4] == [294, 600, 912, 1044]  # on every machine, with every numpy
    assert sample(ids, 0, seed=1).tolist() == []
    assert sample(ids[:5], 9, seed=1).tolist() == ids[:5].tolist()


def test_a_sample_is_even_over_the_hits() -> None:
    ids = np.arange(100_000, dtype=np.int64)
    drawn = sample(ids, 10_000, seed=11)
    tenths = np.bincount(drawn // 10_000, minlength=10)
    assert tenths.min() > 900
    assert tenths.max() < 1100


# ---------------------------------------------------------------- occurrences


@pytest.mark.parametrize("text", ["周末", "the", "chill OR plan", "好", "😂 -chill", "speaker:A", "th*"])
def test_the_count_of_hits_grows_to_the_exact_total(reader: Reader, text: str) -> None:
    searcher, query = Searcher(reader), parse(text)
    ids = found(reader, text)
    rows = searcher.kwic(query, ids.tolist())
    counted = whole(reader, text)
    assert counted.hits == len(rows)
    assert list(zip(counted.turn.tolist(), counted.occurrence.tolist(), strict=True)) == [
        (row.hit.turn.id, (row.hit.spans or ((0, 0),)).index(row.span)) for row in rows
    ]
    assert [counted.forms[form] for form in counted.form.tolist()] == [
        row.hit.turn.text[slice(*row.span)] for row in rows
    ]


def test_every_slice_reports_and_the_last_report_is_exact(tmp_path: Path) -> None:
    said = [Said("A", "ha ha")] * (2 * SLICE + 5)
    reader = make_corpus(tmp_path / "c.parlance", {"t.txt": [Talk(said)]}).reader()
    searcher, query = Searcher(reader), parse("ha")
    steps = concordance(reader, lambda t: searcher.spans(query, t), found(reader, "ha"))
    of = len(said)
    assert list(steps) == [
        Tally(2 * SLICE, SLICE, of),
        Tally(4 * SLICE, 2 * SLICE, of),
        Tally(2 * of, of, of),
    ]
    assert not Tally(0, 1, 2).complete


def test_a_cancelled_count_stops_at_the_next_slice(reader: Reader) -> None:
    token = CancelToken()
    steps = concordance(reader, lambda _text: ((0, 1),), found(reader, ""), None, token)
    next(steps)
    token.cancel()
    if len(found(reader, "")) > SLICE:
        with pytest.raises(Cancelled):
            next(steps)


@pytest.mark.parametrize("side", ["left", "right"])
def test_contexts_sort_outwards_from_every_occurrence(reader: Reader, side: str) -> None:
    counted = whole(reader, "周末 OR the", side).by_context()
    texts = {turn.id: turn.text for turn in turns_of(reader, counted.turns)}
    searcher, query = Searcher(reader), parse("周末 OR the")
    key_of = {"left": left_key, "right": right_key}[side]
    places = [
        (key_of(texts[turn], span), at, number)
        for at, turn in enumerate(counted.turns.tolist())
        for number, span in enumerate(searcher.spans(query, texts[turn]))
    ]
    turns = counted.turns.tolist()
    wanted = [(turns[at], number) for _key, at, number in sorted(places)]
    assert list(zip(counted.turn.tolist(), counted.occurrence.tolist(), strict=True)) == wanted


def test_the_key_of_a_context_begins_with_the_nearest_word() -> None:
    text = "We met Old Friends, AI 周末 in  the “Park” — 好的"
    span = (text.index("周末"), text.index("周末") + 2)
    assert right_key(text, span) == "in the park 好 的"
    assert left_key(text, span) == "ai friends old met we"


# ---------------------------------------------------------------- groups and facets


@pytest.mark.parametrize("by", ["speaker", "transcript", "month"])
@pytest.mark.parametrize("text", ["周末", "the", "", "nothing-at-all"])
def test_groups_count_turns_and_hits_exactly(reader: Reader, columns: Columns, by: str, text: str) -> None:
    names = {c.id: c.transcript for c in reader.conversations()}
    rows = Searcher(reader).kwic(parse(text), found(reader, text).tolist())

    def value(turn: Turn) -> str:
        if by == "speaker":
            return turn.speaker.casefold()
        return names[turn.conversation_id] if by == "transcript" else (turn.time or "")[:7]

    turns = Counter(value(turn) for turn in turns_of(reader, found(reader, text)))
    hits = Counter(value(row.hit.turn) for row in rows)
    groups = group_turns(columns, found(reader, text), by, whole(reader, text))
    assert {group.label.casefold(): (group.turns, group.hits) for group in groups} == {
        name: (turns[name], hits[name]) for name in turns
    }
    assert [group.hits for group in groups] == sorted((group.hits or 0 for group in groups), reverse=True)
    assert all(group.hits is None for group in group_turns(columns, found(reader, text), by))


def test_groups_by_form_keep_every_spelling_apart(reader: Reader) -> None:
    counted = whole(reader, "the")
    rows = Searcher(reader).kwic(parse("the"), found(reader, "the").tolist())
    hits = Counter(row.node for row in rows)
    turns = {form: len({row.hit.turn.id for row in rows if row.node == form}) for form in hits}
    groups = group_forms(counted)
    assert set(hits) == {"the", "The"}
    assert {g.label: (g.hits, g.turns) for g in groups} == {f: (hits[f], turns[f]) for f in hits}
    of_form = counted.of_form(groups[0].key)
    assert of_form.hits == groups[0].hits
    assert {counted.forms[form] for form in of_form.form.tolist()} == {groups[0].label}


@pytest.mark.parametrize("text", ["周末", "the speaker:A", ""])
def test_facets_count_what_a_click_would_find(reader: Reader, columns: Columns, text: str) -> None:
    ids = found(reader, text)
    facets = count_facets(columns, ids)
    assert {"speaker", "script", "role", "month", "transcript"} <= {facet.name for facet in facets}
    for facet in facets:
        for value in facet.values:
            chosen = members(columns, ids, facet.name, value.key)
            assert len(chosen) == value.turns
            if value.clause is not None:
                narrowed = found(reader, f"{text} {value.clause}".strip())
                assert narrowed.tolist() == chosen.tolist(), value.clause


def test_facets_of_everything_equal_facets_of_all_turns(reader: Reader, columns: Columns) -> None:
    assert count_facets(columns, None) == count_facets(columns, columns.facts.turn)


def test_a_facet_says_how_many_values_it_leaves_out(columns: Columns) -> None:
    speakers = next(facet for facet in count_facets(columns, None, shown=2) if facet.name == "speaker")
    assert len(speakers.values) == 2
    assert speakers.more == len({name.casefold() for name in SPEAKERS}) - 2


def test_a_value_that_cannot_be_said_exactly_has_no_clause() -> None:
    assert clause("speaker", "A") == "speaker:A"
    assert clause("speaker", "Mr. White") == 'speaker:"Mr. White"'
    assert clause("speaker", 'so "called"') is None
    assert clause("transcript", "one.txt", {1: "one.txt", 2: "sub/one.txt"}) is None
    assert quoted("2024-01") == "2024-01"


def test_columns_are_kept_until_the_corpus_changes(corpus: Corpus, reader: Reader) -> None:
    cache = ColumnsCache()
    first = cache.of(corpus, reader, None, "month")
    again = cache.of(corpus, reader, None)
    assert again.__dict__["month"] is first.month
    assert cache.of(None, reader, None).__dict__.get("month") is None


# ---------------------------------------------------------------- lines for export


def test_lines_lead_back_to_their_hits_in_the_order_asked_for(reader: Reader) -> None:
    searcher, query = Searcher(reader), parse("the")
    counted = whole(reader, "the", "right").by_context()
    made = list(lines(searcher, reader, query, counted.turn, counted.occurrence, Context(20)))
    assert len(made) == counted.hits
    texts = {turn.id: turn for turn in turns_of(reader, counted.turns)}
    for line, turn, occurrence in zip(made, counted.turn.tolist(), counted.occurrence.tolist(), strict=True):
        assert line.turn == turn
        assert (line.start, line.end) == searcher.spans(query, texts[turn].text)[occurrence]
        assert line.node == texts[turn].text[line.start : line.end]
        assert len(line.left) <= 20
        assert (line.before, line.after) == ("", "")
    everything = list(lines(searcher, reader, query, found(reader, "the"), None, Context(20)))
    assert sorted((line.turn, line.start) for line in made) == [
        (line.turn, line.start) for line in everything
    ]


def test_context_by_turns_has_the_whole_turn_and_those_around_it(reader: Reader) -> None:
    made = list(
        lines(Searcher(reader), reader, parse("周末"), found(reader, "周末"), None, Context(turns=True))
    )
    for line in made:
        around = {turn.index: turn for turn in reader.turns(line.conversation)}  # type: ignore[arg-type]
        assert line.left + line.node + line.right == around[line.index].text
        for text, index in ((line.before, line.index - 1), (line.after, line.index + 1)):
            turn = around.get(index)
            assert text == (f"{turn.speaker}: {turn.text}" if turn else "")


# ---------------------------------------------------------------- the quick look


def test_only_queries_about_the_text_have_places() -> None:
    assert has_places(parse("周末 speaker:A").ast)
    assert not has_places(parse("speaker:A -周末").ast)
    assert not has_places(parse("").ast)
