"""Every operator, under every folding, gives the turns, counts and places of a brute-force scan."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.ast import (
    Everything,
    Field,
    Found,
    Near,
    Node,
    Regex,
    Relation,
    Term,
    Value,
    Wildcard,
    conjunction,
    disjunction,
    negation,
)
from app.search.folding import DEFAULT, Folding
from app.search.parser import Query, parse
from app.search.phrase import phrase_of
from app.search.searcher import Searcher
from app.search.unparse import unparse
from tests.helpers import scan
from tests.helpers.scan import VOCABULARY, ScannedTurn
from tests.helpers.small_corpus import Said, Talk, make_corpus

SPEAKERS = ("A", "B", "小明")
TURNS = 30


class Made:
    """A corpus with the turns it was made of; not a dataclass, which hypothesis would print whole."""

    def __init__(self, searcher: Searcher, turns: list[ScannedTurn]) -> None:
        self.searcher = searcher
        self.turns = turns


@pytest.fixture(scope="module", params=[11, 12, 13])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    rng = random.Random(request.param)
    turns: list[ScannedTurn] = []
    transcripts: dict[str, list[Talk]] = {}
    for name in ("one.txt", "two.txt"):
        talks = []
        for title in ("x", "y"):
            said = []
            first = len(turns) + 1
            for _ in range(TURNS):
                number = len(turns) + 1
                chunks = tuple(rng.choices(VOCABULARY, k=rng.randint(0, 10)))
                answers = rng.randrange(first, first + TURNS) if rng.random() < 0.4 else None
                answers = answers if answers is not None and answers < number else None
                speaker = rng.choice(SPEAKERS)
                turns.append(ScannedTurn(number, chunks, speaker, title, name, answers=answers))
                told = None if answers is None else str(answers)
                said.append(Said(speaker, turns[-1].text, key=str(number), answers=told))
            talks.append(Talk(said, title))
        transcripts[name] = talks
    corpus = make_corpus(tmp_path_factory.mktemp("operators") / "a.parlance", dict(transcripts))
    yield Made(Searcher(corpus.reader()), turns)
    corpus.close()


def _term(chunks: list[str], *, prefix: bool) -> Term:
    text = "".join(chunks)
    return Term(text.strip() if prefix else text, prefix)


TERMS = st.builds(
    _term, st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3), prefix=st.booleans()
).filter(lambda term: bool(phrase_of(term).keys))
WILDCARDS = st.sampled_from(
    ["*ill", "c*l", "*i*", "*n't", "d*’t", "*A*", "st*e", "*é", "*f*", "C*F*", "*ai", "*5*", "*I"]
).map(Wildcard)
NEARS = st.builds(
    Near,
    st.integers(0, 4),
    st.lists(st.one_of(TERMS, TERMS, WILDCARDS), min_size=2, max_size=3).map(tuple),
)
REGEXES = st.sampled_from(
    ["周末[，。]?", "chill(ing)?", "[A-Z]{2}", r"\d+", "中.", "a|bar", "是的?", "don.t", "(foo|bar) ",
     "软件|軟體", "^.?周", "x?", "caf[eé]", "f(o)+", "(?:周|(看|国))的*", "(chill|foo).*(bar|的)", "😂", "ai",
     "[^a-z]国", "周{1,2}末"]
).map(Regex)  # fmt: skip
FOUND: st.SearchStrategy[Found] = st.one_of(TERMS, WILDCARDS, NEARS, REGEXES)
FIELDS = st.sampled_from(SPEAKERS).map(lambda name: Field("speaker", (Value(name),)))
NODES: st.SearchStrategy[Node] = st.recursive(
    st.one_of(FOUND, FOUND, TERMS, FIELDS, st.just(Everything())),
    lambda nodes: st.one_of(
        st.builds(negation, nodes),
        st.builds(conjunction, st.lists(nodes, min_size=2, max_size=3)),
        st.builds(disjunction, st.lists(nodes, min_size=2, max_size=3)),
        st.builds(
            lambda left, sign, distance, right, same: Relation(
                left, sign, distance if sign == ">" else 0, right, same
            ),
            nodes, st.sampled_from([">", ">>", "^"]), st.integers(1, 4), nodes,
            st.sampled_from([None, True, False]),
        ),
    ),
    max_leaves=5,
)  # fmt: skip
FOLDINGS = st.one_of(st.just(DEFAULT), st.builds(Folding, *[st.booleans()] * 5))
RELAXED = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@RELAXED
@given(node=NODES, folding=FOLDINGS)
def test_same_turns_and_counts_as_a_scan(made: Made, node: Node, folding: Folding) -> None:
    searcher = made.searcher
    query = Query("", node, (), folding)
    expected = scan.scan(node, made.turns, folding)
    assert list(searcher.ids(query)) == expected
    assert searcher.count(query) == len(expected)
    assert sorted(searcher.ids(query, "relevance")) == expected
    assert list(searcher.first(query, "position", 3)) == expected[:3]
    parts = list(searcher.stream(query))
    assert [number for part in parts for number in part.ids.tolist()] == expected
    assert parts[-1].done == parts[-1].total == len(made.turns)


@RELAXED
@given(found=FOUND, folding=FOLDINGS)
def test_same_places_as_a_scan(made: Made, found: Found, folding: Folding) -> None:
    query = Query("", found, (), folding)
    by_id = {turn.id: turn for turn in made.turns}
    for hit in made.searcher.hits(query, made.searcher.ids(query)):
        marked = [hit.turn.text[start:end] for start, end in hit.spans]
        assert marked == scan.spans(found, by_id[hit.turn.id].chunks, folding)
        assert marked or isinstance(found, Regex)


@RELAXED
@given(node=NODES)
def test_a_query_written_and_read_is_the_same(node: Node) -> None:
    query = parse(unparse(node))
    assert query.problems == ()
    assert query.ast == node
