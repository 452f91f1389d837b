"""The bench table of the README comes from figures, and says where another tool wins."""

import json
from pathlib import Path

import pytest

from tests.perf.bench_readme import BEGIN, END, README, markdown, placed
from tests.perf.bench_results import Circumstances, Results, load, save
from tests.perf.figures import Figure
from tests.perf.peers import Row


@pytest.fixture
def results() -> Results:
    figures = [
        Figure("first page", 9.04, "ms", 16, 5, "的 9.0"),
        Figure("import", 2.71, "x", 2.5, 1.6),
        Figure("open", 3.0, "ms"),
    ]
    peers = [
        Row("周末", 1234, "Parlance", 1234, 9.0),
        Row("周末", 1234, "FTS5 unicode61", 17, 0.1),
        Row("software", 40, "Parlance", 40, 3.0),
        Row("software", 40, "FTS5 unicode61", 40, 0.4),
    ]
    return Results(Circumstances(1_000_000, 3, 2, "Linux x86_64", "3.11.7", "3.40.1", [0.2]), figures, peers)


def test_what_was_measured_stands_beside_what_is_asked(results: Results) -> None:
    lines = markdown(results).splitlines()
    assert lines[0].startswith("1,000,000 turns, medians of 3; Linux x86_64, 2 processors")
    assert "| first page | 9.04 ms | 16 ms | 5 ms | met |" in lines
    assert "| import | 2.71 x | 2.5 x | 1.6 x | **missed** |" in lines
    assert not any("open" in line for line in lines)


def test_figures_of_a_busy_machine_say_so(results: Results) -> None:
    assert "busy" not in markdown(results)
    results.circumstances.load = [4.2, 5.0]
    assert "The machine was busy" in markdown(results)


def test_a_peer_that_wins_is_named_and_one_that_is_wrong_too(results: Results) -> None:
    lines = markdown(results).splitlines()
    assert "| 周末 | 1,234 | 9 ms | 0.1 ms (17) |" in lines
    (told,) = (line for line in lines if line.startswith("- FTS5 unicode61"))
    assert "counts 1 of 2 queries right (not `周末`)" in told
    assert told.endswith("it wins, right and clearly faster, on `software`.")
    assert "- Parlance counts 2 of 2 queries right." in lines


def test_only_what_stands_between_the_marks_is_written(results: Results) -> None:
    readme = f"above\n{BEGIN}\nold\n{END}\nbelow\n"
    written = placed(readme, markdown(results))
    assert written.startswith(f"above\n{BEGIN}\n1,000,000")
    assert written.endswith(f"{END}\nbelow\n")
    assert "old" not in written
    with pytest.raises(ValueError, match="no marks"):
        placed("no marks here", "table")


def test_the_readme_has_a_place_for_it() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.index(BEGIN) < text.index(END)


def test_figures_that_were_kept_are_read_again(results: Results, tmp_path: Path) -> None:
    save(results, tmp_path / "bench.json")
    assert load(tmp_path / "bench.json") == results
    told = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert [row["verdict"] for row in told["figures"]] == ["met", "MISSED", ""]
