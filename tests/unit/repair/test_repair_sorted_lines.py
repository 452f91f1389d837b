"""Sorted lines are found by their beginning, whether their stretch is searched or divided."""

from __future__ import annotations

from bisect import bisect_left

import pytest

from app.repair import sorted_lines
from app.repair.lexicon import lexicon
from app.repair.sorted_lines import SortedLines

LINES = sorted(["ab 1", "abc 2", "a 0", "b 3", "ba 4", "一 5", "一個 6", "\U00020000 7", "\U00020000丁 8"])


@pytest.mark.parametrize("small", [0, 1_500])
@pytest.mark.parametrize(
    "prefix", ["a", "ab", "abc", "abcd", "b", "c", "一", "一個", "丁", "\U00020000", "ac", "x1", "b 3", " "]
)
def test_the_first_line_of_a_beginning_is_found(
    prefix: str, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorted_lines, "SMALL", small)
    wanted = next((line for line in LINES if line.startswith(prefix)), None)
    lines = SortedLines("".join(line + "\n" for line in LINES))
    assert [lines.first(prefix) for _ in range(2)] == [wanted, wanted]


def test_a_block_is_every_line_of_its_beginning() -> None:
    lines = SortedLines("".join(line + "\n" for line in LINES))
    for first in {line[0] for line in LINES}:
        assert lines.block(first).split("\n") == ["", *(line for line in LINES if line[0] == first), ""]
    assert lines.block("x") == ""


def test_words_of_a_shipped_list_are_found_and_others_are_not() -> None:
    words = lexicon("greek")
    assert words is not None
    assert (words.find("και") or 0) < 0 < (words.find("καιρ") or 0)
    assert words.find("ξψζ") is None


def test_the_order_of_lines_is_that_of_code_points() -> None:
    assert LINES[bisect_left(LINES, "一")] == "一 5"


@pytest.mark.parametrize("read", [2, 7, 1_000])
def test_blocks_longer_than_what_is_read_end_where_they_end(
    read: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorted_lines, "READ", read)
    lines = sorted({f"{first}{second}{n} {'x' * n}" for first in "abé" for second in "a一" for n in range(9)})
    found = SortedLines("".join(line + "\n" for line in lines))
    for first in "abé":
        wanted = [line for line in lines if line[0] == first]
        assert found.block(first).split("\n") == ["", *wanted, ""]
        assert found.first(first + "一7") == f"{first}一7 xxxxxxx"
