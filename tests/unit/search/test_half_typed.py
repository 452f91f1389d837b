"""What is still being typed is read as far as it goes, and marked where it does not go on yet."""

from __future__ import annotations

import pytest

from app.search.fields import FIELD_NAMES
from app.search.parser import parse
from app.search.reference import query_help
from app.search.unparse import unparse


@pytest.mark.parametrize(
    ("typed", "read", "place"),
    [
        ("chill has:qu", "chill", (10, 12)),
        ("is:un", "", (3, 5)),
        ("lang:z", "", (5, 6)),
        ("has:code,l", "has:code", (9, 10)),
        ("date:202", "", (5, 8)),
        ("date:2024-", "date:2024", (5, 10)),
        ("date:2024-0", "date:2024", (5, 11)),
        ("date:2024-01-", "date:2024-01", (5, 13)),
        ("date:2024-01.", "date:2024-01", (5, 13)),
        ("date:2024-01..20", "date:2024-01..", (5, 16)),
        ("date:>=2024-", "date:>=2024", (5, 12)),
        ("len:>", "", (4, 5)),
        ("len:5.", "len:5", (4, 6)),
        ("index:<", "", (6, 7)),
    ],
)
def test_a_value_that_is_not_finished_is_read_as_far_as_it_goes(
    typed: str, read: str, place: tuple[int, int]
) -> None:
    query = parse(typed)
    assert unparse(query.ast) == read
    assert [(problem.start, problem.end) for problem in query.problems] == [place]


@pytest.mark.parametrize(
    "typed", ["date:2024-13", "date:x", "lang:klingon", "has:zzz", "len:abc", "index:-1"]
)
def test_a_value_that_can_never_be_one_finds_nothing_and_is_marked(typed: str) -> None:
    query = parse(typed)
    assert unparse(query.ast).partition(":")[0] in FIELD_NAMES
    assert len(query.problems) == 1


def test_what_would_fit_is_said() -> None:
    (problem,) = parse("is:un").problems
    assert problem.message == "Not finished yet: unanswered."


@pytest.mark.parametrize("example", [entry.example for entry in query_help()])
def test_every_beginning_of_an_example_is_read_again_as_it_was_read(example: str) -> None:
    for end in range(len(example) + 1):
        read = parse(example[:end]).ast
        assert parse(unparse(read)).ast == read
