"""The demo does the whole job on the bundled sample, and a missing window does not stop it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import base
from app.cli._table import table
from app.errors import UserFacingError

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("PARLANCE_LANG", "en")
    monkeypatch.chdir(tmp_path)

    def start(*words: str, render: Callable[..., int] | None = None) -> tuple[int, str]:
        status = base.main(["demo", *words], lambda _paths: 0, lambda _json: 0, render)
        return status, capsys.readouterr().out

    return start


def test_the_demo_imports_searches_reads_and_counts(run: Run, tmp_path: Path) -> None:
    drawn: list[tuple[Path, str, Path]] = []

    def draw(corpus: Path, query: str, picture: Path) -> int:
        drawn.append((corpus, query, picture))
        return 0

    status, out = run("--folder", "here", render=draw)
    assert status == 0
    assert re.search(r"thesis-office-hour\.txt +plain +utf-8 +24 +24 +cp1254-drop", out)
    assert "老师好！打扰您一下" in out  # the damaged transcript, repaired
    assert "è€å¸ˆå¥½" in out  # and as it was found
    assert out.count("[周末]") >= 5
    assert re.search(r"\d+ turns match, found in", out)
    assert "Turns and tokens per speaker" in out
    assert "Language mix per speaker" in out
    assert drawn == [(Path("here/sample.parlance"), "周末", Path("here/window.png"))]
    assert (tmp_path / "here" / "sample.parlance").exists()


def test_the_demo_can_be_run_again(run: Run) -> None:
    first = run("--no-picture", "--query", "😂")
    second = run("--no-picture", "--query", "😂")
    assert first[0] == second[0] == 0
    counts = [re.search(r"(\d+) turns of (\d+) transcripts", out) for _status, out in (first, second)]
    assert counts[0] is not None
    assert counts[1] is not None
    assert counts[0].groups() == counts[1].groups()
    assert int(counts[0][2]) == 8


def test_a_window_that_cannot_be_drawn_is_said_and_no_failure(run: Run) -> None:
    def fail(*_words: object) -> int:
        raise UserFacingError("libEGL.so.1 is missing.")

    status, out = run(render=fail)
    assert status == 0
    assert "The window could not be drawn: libEGL.so.1 is missing." in out


def test_tables_are_aligned_by_what_is_seen() -> None:
    shown = table(("name", "n"), [("周末", 1234), ("e\u0301a", 5)])
    assert shown == "name      n\n────  ─────\n周末  1,234\ne\u0301a        5"
    assert table(("a",), []) == "a\n─"
