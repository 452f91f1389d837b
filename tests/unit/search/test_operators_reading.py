"""How wildcards, near(…), regular expressions, relations and more fields are read, whole and half typed."""

from __future__ import annotations

import pytest

from app.search.ast import And, Everything, Field, Near, Not, Or, Regex, Relation, Term, Value, Wildcard
from app.search.parser import MAX_CHAIN, parse
from app.search.unparse import unparse

A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*ing", Wildcard("*ing")),
        ("c*t", Wildcard("c*t")),
        ("＊war**", Wildcard("*war*")),
        ("don*t", Wildcard("don*t")),
        ("用*ing", Wildcard("用*ing")),
        ("*", Everything()),
        ("-*", Not(Everything())),
        ("near/3(a b)", Near(3, (A, B))),
        ("NEAR(a “b c” *x)", Near(5, (A, Term("b c"), Wildcard("*x")))),
        ("near（周末 电影）", Near(5, (Term("周末"), Term("电影")))),
        ("nearly near", And((Term("nearly"), Term("near")))),
        ("/吗[？?]/", Regex("吗[？?]")),
        ("/a b/is", Regex("a b", "is")),
        (r"/a\/b/ c", And((Regex(r"a\/b"), C))),
        ("(/a/ OR b)", Or((Regex("a"), B))),
        ("-/a/", Not(Regex("a"))),
        ("a > b", Relation(A, ">", 1, B)),
        ("a >2 b", Relation(A, ">", 2, B)),
        ("a ＞2 b", Relation(A, ">", 2, B)),
        ("a >> b", Relation(A, ">>", 0, B)),
        ("a ^ b", Relation(A, "^", 0, B)),
        ("a ^ *", Relation(A, "^", 0, Everything())),
        ("a b > c", Relation(And((A, B)), ">", 1, C)),
        ("a OR b > c", Or((A, Relation(B, ">", 1, C)))),
        ("a > b > c", Relation(A, ">", 1, Relation(B, ">", 1, C))),
        ("(a > b) > c", Relation(Relation(A, ">", 1, B), ">", 1, C)),
        ("a >2 same:speaker b", Relation(A, ">", 2, B, same=True)),
        ("a >2 b -same:speaker", Relation(A, ">", 2, B, same=False)),
        ("a >> same:speaker", Relation(A, ">>", 0, Everything(), same=True)),
        ("-(a > b)", Not(Relation(A, ">", 1, B))),
        ("len:>200", Field("len", (Value(">200"),))),
        ("date:2024-01..2024-06", Field("date", (Value("2024-01..2024-06"),))),
        ("has:code,link", Field("has", (Value("code"), Value("link")))),
        ("meta.model:gpt*", Field("meta.model", (Value("gpt", prefix=True),))),
    ],
)
def test_operators_are_read_and_written(text: str, expected: object) -> None:
    query = parse(text)
    assert query.ast == expected
    assert query.problems == ()
    assert parse(unparse(query.ast)).ast == expected


@pytest.mark.parametrize(
    ("text", "expected", "place"),
    [
        ("a >", A, (2, 3)),
        ("a >2 ", A, (2, 4)),
        ("> a", A, (0, 1)),
        ("a > OR b", Or((A, B)), (2, 3)),
        ("same:speaker a", A, (0, 12)),
        ("a same:speaker > b", Relation(A, ">", 1, B), (2, 14)),
        ("near/3(a", A, (0, 7)),
        ("near/3(a b", Near(3, (A, B)), (0, 7)),
        ("near/3(", Everything(), (0, 7)),
        ("near/3(a speaker:x b)", Near(3, (A, B)), (9, 18)),
        ("near/3(a -b)", Near(3, (A, B)), (9, 10)),
        ("/吗[？", Term("吗[？"), (0, 4)),
        ("/ab", Regex("ab"), (0, 3)),
        ("/a(/", Term("a("), (0, 4)),
        ("/(?=a)b/", Term("(?=a)b"), (0, 8)),
        (r"/(a)\1/", Term(r"(a)\1"), (0, 7)),
        ("len:x", Field("len", (Value("x"),)), (4, 5)),
        ("date:2024-13", Field("date", (Value("2024-13"),)), (5, 12)),
        ("is:lost", Field("is", (Value("lost"),)), (3, 7)),
        ("周*末", Term("周*末"), (0, 3)),
    ],
)
def test_half_typed_operators_give_the_best_reading_and_the_place_of_the_problem(
    text: str, expected: object, place: tuple[int, int]
) -> None:
    query = parse(text)
    assert query.ast == expected
    assert place in [(problem.start, problem.end) for problem in query.problems]


def test_what_comes_after_too_many_relations_is_left_out_and_said() -> None:
    query = parse(" > ".join("a" * (MAX_CHAIN + 5)))
    assert unparse(query.ast).count(">") == MAX_CHAIN
    assert len(query.problems) == 4
