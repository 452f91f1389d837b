"""No input raises, reaches SQL as text, or reads back differently after being written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.search.ast import Field, Node, Term, Value, conjunction, disjunction, negation
from app.search.fields import FIELD_NAMES, SCRIPT_NAMES, known_values
from app.search.parser import parse
from app.search.phrase import phrase_of
from app.search.searcher import Searcher
from app.search.unparse import unparse
from app.store.corpus import Corpus
from tests.helpers.small_corpus import Talk, make_corpus

PIECES = (
    '"', "“", "”", "(", ")", "（", "）", "-", "--", "*", "＊", "OR", "AND", "NOT", "OR ", " ", "\n", ":",
    ",", "speaker:", "lang:", "in:", "repaired:", "twin:", "twin:no", "speaker：", 'in:"', "zh", "A",
    "周", "末", "😂", "👍🏽",
    "\u200d", "\ufe0f", "%", "_", "\\", '\\"', "'", "''", ";", "--x", "NEAR(", "^", "{text}", "text:",
    "facets:", "\x00", "\u202e", "\u200f", "\ud800", "\udfff", "\ue000", "\U0010ffff", "\u0301", "\u3000",
    ">", ">2", ">>", " > ", " >> ", " ^ ", "＞", "same:speaker", "-same:speaker ", "near/3(", "near(", "/",
    "/i", "/a", "吗[？?]/", "/(", "\\d", "{2,}", "*ing", "c*t", "周*末", "is:last", "has:question", "len:>2",
    "date:2024..", "date:..", "emoji:", "meta.x:", "meta.", "reply:A", "role:", "index:1",
    "[", "]", "+", "rowid", "DROP TABLE turn", "/*", "?", "?1", "$a",
)  # fmt: skip
QUERIES = st.one_of(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25).map("".join),
    st.text(alphabet=st.characters(), max_size=60),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    texts = ["周末 A zh", "speaker:A", 'say "x" OR (y)', "text: all c1", "", "😂👍🏽", "%_\\", "NEAR(a b)"]
    corpus: Corpus = make_corpus(
        tmp_path_factory.mktemp("language") / "a.parlance",
        {"a.txt": [Talk([("A", text) for text in texts])], "b.txt": [Talk([("B", "b")], "zh")]},
    )
    yield Searcher(corpus.reader())
    corpus.close()


RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@RELAXED
@given(text=QUERIES)
@example(text="a" * 10_000)
@example(text="周" * 10_000)
@example(text="a " * 5_000)
@example(text="".join(f"{chr(0x4E00 + n)} " for n in range(5_000)))
@example(text=" OR ".join(f"w{n}" for n in range(1_600)))
@example(text="(" * 5_000 + ")" * 5_000)
@example(text="(a OR (b " * 1_000)
@example(text="-(a (b OR " * 1_000)
@example(text='"' * 10_000)
@example(text="in:a " * 2_000)
@example(text="a > " * 2_500)
@example(text="a >> (" * 1_500)
@example(text="near/3(" * 1_400)
@example(text="near/3(" + "a b " * 2_400)
@example(text="/" + "(a|" * 3_000)
@example(text="/a/ " * 2_500)
@example(text="/" + "a{1000}" * 1_000 + "/")
@example(text="a*" * 5_000)
@example(text="*" * 10_000)
@example(text="-same:speaker " * 700)
@example(text="meta." + "x" * 9_000 + ":y")
@example(text=" ".join(f"-in:{n}" for n in range(1_500)))
@example(text="speaker:" + ",".join(f"s{n}" for n in range(2_000)))
def test_anything_typed_is_answered(searcher: Searcher, text: str) -> None:
    query = parse(text)
    for problem in query.problems:
        assert 0 <= problem.start < problem.end <= len(text)
        assert problem.message
    ids = searcher.ids(query)
    assert len(ids) == searcher.count(query)
    assert sorted(searcher.ids(query, "relevance")) == list(ids)
    for hit in searcher.hits(query, ids):
        assert all(0 <= start < end <= len(hit.turn.text) for start, end in hit.spans)


@RELAXED
@given(text=QUERIES)
def test_what_is_read_is_written_and_read_the_same(text: str) -> None:
    ast = parse(text).ast
    again = parse(unparse(ast))
    assert again.ast == ast
    assert unparse(again.ast) == unparse(ast)


TERMS = st.builds(Term, st.text(min_size=1, max_size=12), st.booleans()).filter(
    lambda term: bool(phrase_of(term).keys)
)
VALUES = st.lists(
    st.builds(Value, st.text(max_size=8), st.booleans()), min_size=1, max_size=3, unique=True
).map(tuple)
KNOWN = st.sampled_from(sorted(SCRIPT_NAMES)).map(lambda name: (Value(name),))
FREE = [name for name in FIELD_NAMES if known_values(name) is None]
FIELDS = st.one_of(
    st.builds(Field, st.sampled_from([*FREE, "meta.model", "meta.a-b"]), VALUES),
    st.builds(Field, st.just("lang"), KNOWN),
)
NODES: st.SearchStrategy[Node] = st.recursive(
    st.one_of(TERMS, FIELDS),
    lambda nodes: st.one_of(
        st.builds(negation, nodes),
        st.builds(conjunction, st.lists(nodes, min_size=2, max_size=4)),
        st.builds(disjunction, st.lists(nodes, min_size=2, max_size=4)),
    ),
    max_leaves=10,
)


@RELAXED
@given(node=NODES)
def test_a_tree_written_and_read_is_the_same_tree(node: Node) -> None:
    assert parse(unparse(node)).ast == node
