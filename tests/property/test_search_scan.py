"""Whatever the query, the index gives the turns, the counts and the places of a brute-force scan."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.corpus import TwinRelation
from app.model.ids import ConversationId
from app.model.repair import RepairedText, RepairSpan
from app.search.ast import Field, Node, Term, Value, conjunction, disjunction, negation
from app.search.parser import Query, parse
from app.search.phrase import phrase_of
from app.search.searcher import Searcher
from app.search.unparse import unparse
from app.store.corpus import Corpus
from app.store.twins import TwinLink
from tests.helpers import scan
from tests.helpers.scan import VOCABULARY, ScannedTurn
from tests.helpers.small_corpus import Said, Talk, make_corpus

SPEAKERS = ("A", "a", "Dr. Li", "Dr. Lo", "小明", "")
TITLES = ("Weekend", "周末 plan", "")
TURNS = 40
TWINS: Mapping[int, str | None] = {3: "near", 4: "damaged", 6: "equal"}
"""Conversations that repeat the first one."""


class Made:
    """A corpus with the turns it was made of; not a dataclass, which hypothesis would print whole."""

    def __init__(self, searcher: Searcher, turns: list[ScannedTurn]) -> None:
        self.searcher = searcher
        self.turns = turns


def _texts(rng: random.Random, count: int) -> list[tuple[str, ...]]:
    return [tuple(rng.choices(VOCABULARY, k=rng.randint(0, 14))) for _ in range(count)]


@pytest.fixture(scope="module", params=[1, 2, 3])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    rng = random.Random(request.param)
    turns: list[ScannedTurn] = []
    transcripts: dict[str, list[Talk]] = {}
    for transcript in ("one.txt", "trip/two.jsonl"):
        talks = []
        for title in TITLES:
            said = []
            twin = TWINS.get(len(turns) // TURNS + 1)
            for chunks in _texts(rng, TURNS):
                speaker = rng.choice(SPEAKERS)
                repaired = rng.random() < 0.2 and bool("".join(chunks))
                turn = ScannedTurn(
                    len(turns) + 1, chunks, speaker, title, transcript, "exact" if repaired else None, twin
                )
                turns.append(turn)
                said.append(Said(speaker, _repaired(turn.text) if repaired else turn.text))
            talks.append(Talk(said, title))
        transcripts[transcript] = talks
    corpus: Corpus = make_corpus(tmp_path_factory.mktemp("scan") / "a.parlance", transcripts)
    links = [
        TwinLink(ConversationId(one), ConversationId(1), TwinRelation(name))
        for one, name in TWINS.items()
        if name
    ]
    with corpus.writer("test") as writer:
        writer.twins.finish(links, ())
    yield Made(Searcher(corpus.reader()), turns)
    corpus.close()


def _repaired(text: str) -> RepairedText:
    return RepairedText(text, (RepairSpan(0, len(text), "?", text, "exact"),))


def _term(chunks: list[str], *, prefix: bool) -> Term:
    text = "".join(chunks)
    return Term(text.strip() if prefix else text, prefix)


TERMS = st.builds(
    _term, st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3), prefix=st.booleans()
).filter(lambda term: bool(phrase_of(term).keys))
VALUES = st.builds(Value, st.sampled_from((*SPEAKERS, "dr", "小", "b")), st.booleans())
FIELDS = st.one_of(
    st.builds(
        lambda values: Field("speaker", tuple(values)), st.lists(VALUES, min_size=1, max_size=2, unique=True)
    ),
    st.builds(
        lambda name: Field("in", (Value(name),)),
        st.sampled_from(["week", "周", "TRIP/", "one.txt", "ｏｎｅ", "", "x"]),
    ),
    st.builds(lambda name: Field("lang", (Value(name),)), st.sampled_from(["zh", "ja", "ko", "en", "ru"])),
    st.builds(lambda name: Field("repaired", (Value(name),)), st.sampled_from(["yes", "no"])),
    st.builds(
        lambda name: Field("twin", (Value(name),)), st.sampled_from(["yes", "no", "near", "damaged", "equal"])
    ),
)
NODES: st.SearchStrategy[Node] = st.recursive(
    st.one_of(TERMS, TERMS, FIELDS),
    lambda nodes: st.one_of(
        st.builds(negation, nodes),
        st.builds(conjunction, st.lists(nodes, min_size=2, max_size=3)),
        st.builds(disjunction, st.lists(nodes, min_size=2, max_size=3)),
    ),
    max_leaves=6,
)
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@RELAXED
@given(node=NODES)
def test_same_turns_and_counts_as_a_scan(made: Made, node: Node) -> None:
    searcher, turns = made.searcher, made.turns
    query = Query("", node)
    expected = scan.scan(node, turns)
    assert list(searcher.ids(query)) == expected
    assert searcher.count(query) == len(expected)
    assert sorted(searcher.ids(query, "relevance")) == expected
    assert list(searcher.first(query, "position", 3)) == expected[:3]
    assert list(searcher.first(query, "relevance", 3)) == list(searcher.ids(query, "relevance"))[:3]
    wanted = {turn.id: (turn.title, turn.transcript) for turn in turns}
    assert len(searcher.conversations(query)) == len({wanted[number] for number in expected})


@RELAXED
@given(term=TERMS)
def test_same_places_as_a_scan(made: Made, term: Term) -> None:
    searcher, turns = made.searcher, made.turns
    query = Query("", term)
    by_id = {turn.id: turn for turn in turns}
    for hit in searcher.hits(query, searcher.ids(query)):
        text = hit.turn.text
        marked = [text[start:end] for start, end in hit.spans]
        assert marked == scan.spans(term, by_id[hit.turn.id].chunks)
        assert marked


@RELAXED
@given(node=NODES)
def test_a_query_written_and_read_finds_the_same(made: Made, node: Node) -> None:
    searcher, turns = made.searcher, made.turns
    query = parse(unparse(node))
    assert query.problems == ()
    assert list(searcher.ids(query)) == scan.scan(node, turns)
