"""Answers stay right while the corpus changes under a searcher: imports, choices, undo, another folding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.model.ids import TurnId
from app.model.repair import Candidate, RepairedText, RepairSpan
from app.repair.edits import relaid
from app.search.folding import Folding
from app.search.parser import parse
from app.search.searcher import Searcher
from app.store.corpus import Corpus
from app.store.writer import Writer
from tests.helpers.corpora import add, turn

QUERIES = (
    "*ood", "/👍|👏/", "near/2(very 👏)", "good > thanks", "is:unanswered", "len:>2", "Good*", "G*d",
    "emoji:👏", "repaired:no", "inferred:yes 👍", "has:emoji",
)  # fmt: skip
FORM = "ðŸ‘"
HAND = RepairSpan(
    0, 1, FORM, "👍", "inferred", 0.6, (Candidate("👍", 0.6), Candidate("👏", 0.3), Candidate("👭", 0.1))
)
FIRST = TurnId(1)


def damaged(before: str, after: str) -> RepairedText:
    return relaid(before + FORM + after, [(len(before), HAND)])


def answers(searcher: Searcher) -> list[list[int]]:
    foldings = (Folding(), Folding(case=False), Folding(diacritics=True))
    return [list(searcher.ids(parse(text, folding))) for text in QUERIES for folding in foldings]


CHANGES: dict[str, Callable[[Writer], object]] = {
    "another candidate": lambda writer: writer.choose(FIRST, 5, "👏"),
    "a repair undone": lambda writer: writer.undo_repair(FIRST),
    "a choice taken back": lambda writer: writer.take_back(writer.choose(FIRST, 5, "👏")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_answers_follow_decisions_about_repairs(tmp_path: Path, change: Callable[[Writer], object]) -> None:
    corpus = Corpus.create(tmp_path / "a.parlance")
    add(corpus, [turn(damaged("very ", " Good?")), turn("thanks"), turn("a goód day?")])
    kept = Searcher(corpus.reader())
    before = answers(kept)
    with corpus.writer("test") as writer:
        change(writer)
    after = answers(kept)
    assert after == answers(Searcher(corpus.reader()))
    assert (after == before) == (change is CHANGES["a choice taken back"])
    corpus.close()


def test_answers_follow_an_import_and_a_removal(tmp_path: Path) -> None:
    corpus = Corpus.create(tmp_path / "a.parlance")
    add(corpus, [turn(damaged("very ", " Good?")), turn("thanks")])
    kept = Searcher(corpus.reader())
    before = answers(kept)
    second = add(corpus, [turn("very good 👏"), turn("thanks, food")], name="b.txt")
    after = answers(kept)
    assert after != before
    assert after == answers(Searcher(corpus.reader()))
    with corpus.writer("test") as writer:
        writer.remove(second)
    assert answers(kept) == before
    corpus.close()
