"""A corpus damaged as real transcripts are: some places exact, some inferred from what is left, one lost."""

from __future__ import annotations

from pathlib import Path

from app.model.repair import Candidate, RepairedText, RepairSpan
from app.store.corpus import Corpus
from tests.helpers.corpora import add, turn

NOT = "ä¸"
"""What is left of 不, 中 and others when their last byte was dropped."""
LOST = "�"


def exact(damaged: str, text: str) -> RepairedText:
    """A stretch whose bytes survived."""
    return RepairedText(text, (RepairSpan(0, len(text), damaged, text, "exact"),))


def inferred(damaged: str, *readings: tuple[str, float]) -> RepairedText:
    """A stretch whose lost byte was inferred; the first reading stands."""
    text, sure = readings[0]
    rivals = tuple(Candidate(*reading) for reading in readings)
    return RepairedText(text, (RepairSpan(0, len(text), damaged, text, "inferred", sure, rivals),))


def lost(damaged: str = LOST) -> RepairedText:
    """A stretch about which nothing can be known."""
    return RepairedText(damaged, (RepairSpan(0, len(damaged), damaged, damaged, "lost", 0.0),))


def said(*pieces: str | RepairedText) -> RepairedText:
    """A turn of damaged and undamaged pieces."""
    return RepairedText.join(RepairedText(one) if isinstance(one, str) else one for one in pieces)


def damaged_corpus(path: Path) -> Corpus:
    """Two damaged transcripts and a clean one; the caller closes the corpus.

    ``a.txt``: 不好 (不 40 % sure) · 不行, 中间 (95 % and 60 %) with an exact café.
    ``b.txt``: 不要 (不 70 %) and a place that is lost. ``c.txt`` is clean.
    """
    corpus = Corpus.create(path)
    rivals = (("不", 0.4), ("中", 0.3), ("与", 0.2))
    first = [
        turn(said("很", inferred(NOT, *rivals), "好"), "A"),
        turn(
            said(
                inferred(NOT, ("不", 0.95), ("中", 0.04)), "行 ",
                inferred("ä¸\x81", ("中", 0.6), ("丁", 0.3)), "间 ", exact("cafÃ©", "café"),
            ),
            "B",
        ),
        turn("没有损坏", "A"),
    ]  # fmt: skip
    second = [turn(said(inferred(NOT, ("不", 0.7), ("中", 0.2)), "要 ", lost()), "A")]
    add(corpus, first, name="a.txt", channel="cp1254-drop", runner_up="cp1252-drop")
    add(corpus, second, name="b.txt", channel="cp1254-drop")
    add(corpus, [turn("周末见", "A")], name="c.txt")
    return corpus
