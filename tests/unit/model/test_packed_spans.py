"""The spans of a long text are packed, and are what they were."""

from __future__ import annotations

import pickle

import pytest

from app.model.repair import Candidate, RepairedText, RepairSpan
from app.model.spans import FEW, PackedSpans, SpanPacker


def _pieces(count: int) -> list[RepairedText]:
    candidates = (Candidate("好", 0.9312), Candidate("如", 0.0688))
    line = RepairedText(
        "a好é? b",
        (
            RepairSpan(1, 2, "å¥", "好", "inferred", 0.9312, candidates),
            RepairSpan(2, 3, "Ã©", "é", "exact"),
            RepairSpan(3, 4, "?", "?", "lost", 0.0),
        ),
    )
    return [line] * count


def _plainly(pieces: list[RepairedText]) -> tuple[RepairSpan, ...]:
    found: list[RepairSpan] = []
    at = 0
    for piece in pieces:
        found += [span.shifted(at) for span in piece.spans]
        at += len(piece.text)
    return tuple(found)


@pytest.mark.parametrize("count", [1, FEW, 4 * FEW])
def test_joined_spans_are_those_of_the_pieces(count: int) -> None:
    pieces = _pieces(count)
    joined = RepairedText.join(pieces)
    assert tuple(joined.spans) == _plainly(pieces)
    assert joined.original == "".join(piece.original for piece in pieces)
    assert RepairedText.join([joined, joined]).original == joined.original * 2


def test_packed_spans_behave_like_a_tuple_of_them() -> None:
    pieces = _pieces(FEW)
    plain, packed = _plainly(pieces), RepairedText.join(pieces).spans
    assert isinstance(packed, PackedSpans)
    assert packed == plain
    assert plain == packed
    assert hash(packed) == hash(plain)
    assert packed != plain[:-1]
    assert packed != (*plain[:-1], plain[0])
    assert packed[-1] == plain[-1]
    assert packed[5:9] == plain[5:9]
    assert pickle.loads(pickle.dumps(packed)) == plain
    assert packed.index(plain[7]) == 7
    with pytest.raises(IndexError):
        packed[len(plain)]


def test_slices_of_a_long_text_are_those_of_its_pieces() -> None:
    pieces = _pieces(FEW)
    joined = RepairedText.join(pieces)
    size = len(pieces[0].text)
    assert joined.slice(9 * size, 10 * size) == pieces[9]


@pytest.mark.parametrize(
    "span",
    [
        RepairSpan(0, 1, "x", "y", "inferred", 1 / 3, (Candidate("y", 1 / 3),)),
        RepairSpan(0, 1, "x", "y", "inferred", 0.5, (Candidate("y", 0.5), Candidate("z", 1e-9))),
        RepairSpan(0, 0, "x", "", "exact"),
    ],
)
def test_a_span_that_columns_cannot_hold_stays_as_it_is(span: RepairSpan) -> None:
    packer = SpanPacker()
    for number in range(2 * FEW):
        packer.add([span], number)
    spans = packer.spans("y" * 2 * FEW)
    assert isinstance(spans, PackedSpans)
    assert tuple(spans) == tuple(span.shifted(number) for number in range(2 * FEW))
