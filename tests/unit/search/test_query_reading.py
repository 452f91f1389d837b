"""How a typed query is read: what people mean by it, and what is said about what cannot be read."""

from __future__ import annotations

import pytest

from app.search.ast import And, Everything, Field, Not, Or, Term, Value
from app.search.lexer import MAX_DEPTH
from app.search.parser import parse
from app.search.unparse import unparse

A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Everything()),
        ("  \t　", Everything()),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a or b", And((A, Term("or"), B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("(a b) c", And((A, B, C))),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("-(a OR b)", Not(Or((A, B)))),
        ("-(-a)", A),
        ("a -b", And((A, Not(B)))),
        ("chill*", Term("chill", prefix=True)),
        ('"two words"', Term("two words")),
        ('"two words"*', Term("two words", prefix=True)),
        (r'"say \"hi\" \\ there"', Term(r'say "hi" \ there')),
        ("“你好 世界”", Term("你好 世界")),
        ("（a OR b）c", And((Or((A, B)), C))),
        ('"OR"', Term("OR")),
    ],
)
def test_operators_are_read(text: str, expected: object) -> None:
    query = parse(text)
    assert query.ast == expected
    assert query.problems == ()


@pytest.mark.parametrize(
    "word",
    ["C++", ":)", ":-(", "^_^)", "f(x)", "中国(北京)", "don't", "don’t", "50%", "foo-bar", "--json", "->",
     "-->", "10:30", "http://x.org/?a=b", "#tag", "@you", "e.g.", "用AI做",
     "👩🏽‍💻", "ſpeaker:x", "R&D", "/usr/lib", "f(*x)", "<3", ">_<"],
)  # fmt: skip
def test_a_word_with_signs_is_one_literal_word(word: str) -> None:
    query = parse(word)
    assert query.ast == Term(word)
    assert query.problems == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("speaker:A", (Value("A"),)),
        ("SPEAKER:A", (Value("A"),)),
        ("speaker：小明", (Value("小明"),)),
        ('speaker:"Dr. Li"', (Value("Dr. Li"),)),
        ('speaker:"Dr. Li",Bo*', (Value("Dr. Li"), Value("Bo", prefix=True))),
        ("speaker:A,B,A", (Value("A"), Value("B"))),
        ('speaker:"A*"', (Value("A*"),)),
        ('speaker:""', (Value(""),)),
        ("speaker:Li(Bo)", (Value("Li(Bo)"),)),
        ("(speaker:A)", (Value("A"),)),
    ],
)
def test_fields_take_bare_quoted_and_listed_values(text: str, expected: tuple[Value, ...]) -> None:
    query = parse(text)
    assert query.ast == Field("speaker", expected)
    assert query.problems == ()


@pytest.mark.parametrize(
    ("text", "expected", "place"),
    [
        ('"a b', Term("a b"), (0, 4)),
        ('a "', A, (2, 3)),
        ("(a", A, (0, 1)),
        ("a)", A, (1, 2)),
        ("()", Everything(), (0, 1)),
        ("a OR", A, (2, 4)),
        ("OR a", A, (0, 2)),
        ("a OR OR b", Or((A, B)), (5, 7)),
        ("a AND", A, (2, 5)),
        ("a -", A, (2, 3)),
        ("a NOT", A, (2, 5)),
        ("a -()", A, (3, 4)),
        ("speaker:", Everything(), (0, 8)),
        ("a speaker: b", And((A, B)), (2, 10)),
        ('speaker:"', Everything(), (8, 9)),
        ('""', Everything(), (0, 2)),
        ("\u200d", Everything(), (0, 1)),
        ("lang:klingon", Field("lang", (Value("klingon"),)), (5, 12)),
        ("twin:maybe", Field("twin", (Value("maybe"),)), (5, 10)),
        ("repaired:maybe", Field("repaired", (Value("maybe"),)), (9, 14)),
    ],
)
def test_half_typed_queries_give_the_best_reading_and_the_place_of_the_problem(
    text: str, expected: object, place: tuple[int, int]
) -> None:
    query = parse(text)
    assert query.ast == expected
    assert place in [(problem.start, problem.end) for problem in query.problems]
    assert all(problem.message for problem in query.problems)


def test_a_smile_inside_parentheses_does_not_close_them() -> None:
    assert parse("(a OR :)) b").ast == And((Or((A, Term(":)"))), B))


def test_nesting_beyond_the_limit_is_flattened_and_said() -> None:
    depth = MAX_DEPTH * 50
    query = parse("(" * depth + "a b" + ")" * depth)
    assert query.ast == And((A, B))
    assert [(problem.start, problem.end) for problem in query.problems] == [(MAX_DEPTH, MAX_DEPTH + 1)]


def test_the_reading_of_a_long_query_takes_time_in_proportion() -> None:
    for text in (
        "a" * 10_000,
        "a(" * 5_000,
        "(" * 10_000,
        '"' * 10_000,
        "-" * 10_000,
        ":)" * 5_000,
        "!(" * 5000,
    ):
        assert parse(text).text == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("a   AND b", "a b"),
        ("a OR (b c)", "a OR b c"),
        ("NOT (a b)", "-(a b)"),
        ("Speaker:“Dr. Li”,A", 'speaker:"Dr. Li",A'),
        ("C++", "C++"),
        (":)", '":)"'),
        ('"OR"', '"OR"'),
        ('say "\\"x\\""*', 'say "\\"x\\""*'),
    ],
)
def test_a_tree_is_written_in_canonical_form(text: str, canonical: str) -> None:
    assert unparse(parse(text).ast) == canonical
    assert parse(canonical).ast == parse(text).ast
