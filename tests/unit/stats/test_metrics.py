"""Every metric counts what it says, and every bar knows its turns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.model.progress import Cancelled, CancelToken
from app.stats.base import METRICS, TOKENS, MetricResult, Selection
from app.stats.emoji import TOP
from app.stats.position import BINS, position_bins
from app.stats.turn_length import bin_edges, length_bins
from app.store.corpus import Corpus
from tests.helpers.small_corpus import Talk, make_corpus

TALKS = [
    Talk([("A", "one two 三"), ("B", "周末！"), ("A", "😂😂 ok"), ("A", "")]),
    Talk([("B", "かな 한국 да عربي 42"), ("小明", "👍🏽 👍 ❤️ ❤ 👨‍👩‍👧")]),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    made = make_corpus(tmp_path_factory.mktemp("metrics") / "a.parlance", {"a.txt": TALKS})
    yield made
    made.close()


def compute(corpus: Corpus, name: str, *turns: int) -> MetricResult:
    reader = corpus.reader()
    selection = Selection(array("q", turns)) if turns else Selection()
    return METRICS[name].compute(reader.facts(), selection, reader)


def records(result: MetricResult) -> dict[object, dict[str, object]]:
    return {record[result.columns[0]]: dict(record) for record in result.records()}


def test_the_five_metrics_are_there_and_name_their_unit() -> None:
    assert list(METRICS) == ["emoji", "language-mix", "position", "turn-length", "turns-per-speaker"]
    for name, metric in METRICS.items():
        assert metric.name == name
        assert metric.title
        assert name == "position" or TOKENS in metric.unit
    assert METRICS["position"].unit.endswith(f"in {BINS} bins")
    assert f"the {TOP} most frequent" in METRICS["emoji"].unit


def test_turns_and_tokens_per_speaker(corpus: Corpus) -> None:
    result = compute(corpus, "turns-per-speaker")
    assert [row[:3] for row in result.rows] == [("A", 3, 6), ("B", 2, 9), ("小明", 1, 7)]
    assert sum(float(row[3]) for row in result.rows) == pytest.approx(1, abs=1e-5)
    assert records(result)["A"]["mean_length"] == 2.0
    assert dict(result.summary)["dominance"] == pytest.approx(9 / 22, abs=1e-6)
    assert list(result.members(0, 1)) == [1, 3, 4]
    assert list(result.members(2, 1)) == [6]


def test_language_mix_counts_tokens_by_script(corpus: Corpus) -> None:
    result = compute(corpus, "language-mix")
    rows = records(result)
    wanted = {
        "tokens": 9,
        "han": 2,
        "kana": 2,
        "hangul": 2,
        "latin": 0,
        "cyrillic": 1,
        "arabic": 1,
        "other": 1,
    }
    assert {key: rows["B"][key] for key in wanted} == wanted
    assert rows["A"]["han_share"] == pytest.approx(1 / 6, abs=1e-6)
    for row in rows.values():
        assert sum(int(str(row[name])) for name in result.series) == row["tokens"]
    speakers = [row[0] for row in result.rows]
    kana = result.columns.index("kana")
    assert list(result.members(speakers.index("B"), kana)) == [5]
    assert list(result.members(speakers.index("B"), kana + len(result.series))) == [5]
    assert list(result.members(speakers.index("B"), 0)) == [2, 5]
    assert list(result.members(speakers.index("A"), kana)) == []


def test_emoji_are_counted_as_people_see_them(corpus: Corpus) -> None:
    result = compute(corpus, "emoji")
    rows = records(result)
    assert {name: row["count"] for name, row in rows.items()} == {
        "😂": 2, "❤️": 2, "👍": 1, "👍🏽": 1, "👨‍👩‍👧": 1,
    }  # fmt: skip
    assert rows["❤️"]["turns"] == 1
    assert rows["😂"]["per_100_tokens"] == pytest.approx(200 / 22, abs=1e-6)
    assert rows["😂"]["per_turn"] == pytest.approx(2 / 6, abs=1e-6)
    assert dict(result.summary)["turns_with_emoji"] == pytest.approx(2 / 6, abs=1e-6)
    order = [row[0] for row in result.rows]
    assert list(result.members(order.index("❤️"), 1)) == [6]


def test_emoji_of_a_selection_leave_other_turns_out(corpus: Corpus) -> None:
    assert [row[:3] for row in compute(corpus, "emoji", 1, 3).rows] == [("😂", 2, 1)]
    assert compute(corpus, "emoji", 1).rows == []


def test_turn_lengths_fall_into_bins_that_double(corpus: Corpus) -> None:
    result = compute(corpus, "turn-length")
    assert [row[:4] for row in result.rows] == [
        ("0", 0, 0, 1), ("1", 1, 1, 0), ("2–3", 2, 3, 3), ("4–7", 4, 7, 2),
    ]  # fmt: skip
    assert sum(int(row[3]) for row in result.rows) == 6
    assert list(result.members(0, 3)) == [4]
    assert list(result.members(2, 3)) == [1, 2, 3]


def test_length_bins_are_exact_at_their_edges() -> None:
    lengths = np.array([0, 1, 2, 3, 4, 7, 8, 2**30 - 1, 2**30], dtype=np.int64)
    bins = length_bins(lengths)
    assert bins.tolist() == [0, 1, 2, 2, 3, 3, 4, 30, 31]
    for length, bin_ in zip(lengths.tolist(), bins.tolist(), strict=True):
        low, high = bin_edges(bin_)
        assert low <= length <= high


def test_hits_over_position(corpus: Corpus) -> None:
    result = compute(corpus, "position", 4, 6)
    hits = [int(row[3]) for row in result.rows]
    assert len(hits) == BINS
    assert (hits[17], hits[15], sum(hits)) == (1, 1, 2)  # 3.5 of 4 turns; 1.5 of 2
    assert [int(row[4]) for row in result.rows][17] == 1
    assert list(result.members(17, 3)) == [4]
    assert list(result.members(0, 3)) == []


def test_positions_cover_all_bins_evenly() -> None:
    index = np.arange(1, 101, dtype=np.int32)
    bins = position_bins(index, np.full(100, 100, dtype=np.int32))
    assert np.bincount(bins, minlength=BINS).tolist() == [5] * BINS
    assert position_bins(np.array([1], np.int32), np.array([1], np.int32)).tolist() == [BINS // 2]


@pytest.mark.parametrize("name", list(METRICS))
def test_members_are_the_turns_that_a_row_counts(corpus: Corpus, name: str) -> None:
    result = compute(corpus, name, 6, 3, 2, 3)
    counted = {"position": "hits", "language-mix": None}.get(name, "turns")
    for at, record in enumerate(result.records()):
        members = result.members(at, 1)
        assert set(members) <= {2, 3, 6}
        if counted:
            assert len(members) == record[counted]


@pytest.mark.parametrize("name", list(METRICS))
def test_nothing_selected_gives_a_table_all_the_same(corpus: Corpus, tmp_path: Path, name: str) -> None:
    reader = corpus.reader()
    result = METRICS[name].compute(reader.facts(), Selection(array("q")), reader)
    assert all(not any(row[at] for at in (3,)) for row in result.rows)
    empty = Corpus.create(tmp_path / "empty.parlance")
    result = METRICS[name].compute(empty.reader().facts(), Selection(), empty.reader())
    assert result.rows == [] or name == "position"
    empty.close()


def test_a_selection_leaves_out_turns_that_are_gone(corpus: Corpus) -> None:
    facts = corpus.reader().facts()
    assert Selection(array("q", [2, 99])).places(facts).tolist() == [1]
    assert Selection(np.array([3, 1, 3])).places(facts).tolist() == [0, 2]


def test_a_cancelled_metric_stops(corpus: Corpus) -> None:
    token = CancelToken()
    token.cancel()
    reader = corpus.reader()
    for metric in (METRICS[name] for name in METRICS):
        with pytest.raises(Cancelled):
            metric.compute(reader.facts(), Selection(), reader, token)
