"""Links to turns on the command line: shown, handed to the window, and never taken for paths."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app import paths
from app.cli.base import main
from app.model.ids import TurnId
from app.settings import options
from app.settings.store import Settings
from app.store.permalinks import link_to
from tests.helpers.small_corpus import one_talk

Opened = list[list[str]]


def started(opened: Opened) -> Callable[[list[str]], int]:
    def launch(targets: list[str]) -> int:
        opened.append(targets)
        return 0

    return launch


def run(*words: str) -> tuple[int, Opened]:
    opened: Opened = []
    return main(words, launch_window=started(opened), self_check=lambda _json: 0), opened


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "a.parlance"
    with closing(one_talk(path, "first words", "second words")) as corpus:
        link = str(link_to(corpus.reader(), TurnId(2)))
    return path, link


def test_a_link_shows_its_turn(made: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    path, link = made
    status, _opened = run("show", link, "-c", str(path))
    assert status == 0
    said = capsys.readouterr().out
    assert "second words" in said
    assert "first words" not in said


def test_without_a_corpus_the_recent_ones_are_asked(
    made: tuple[Path, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, link = made
    monkeypatch.setattr(paths, "config_dir", lambda: tmp_path)
    assert run("show", link)[0] == 1
    Settings(tmp_path / "settings.json").put_first(options.RECENT_CORPORA, str(path))
    assert run("show", link)[0] == 0
    assert "second words" in capsys.readouterr().out


def test_a_link_is_handed_to_the_window_as_it_is(made: tuple[Path, str]) -> None:
    _path, link = made
    assert run(link) == (0, [[link]])
    assert run("open", link) == (0, [[link]])


@pytest.mark.parametrize("word", ["parlance:///etc/passwd", "parlance:../x", "PARLANCE://turn/1/2/3"])
def test_what_is_no_link_to_a_turn_opens_nothing(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(word) == (1, [])
    assert "no link" in capsys.readouterr().err


def test_file_urls_of_a_desktop_are_paths(tmp_path: Path) -> None:
    path = tmp_path / "with space.parlance"
    path.touch()
    assert run("open", path.as_uri()) == (0, [[str(path)]])
    assert run(path.as_uri()) == (0, [[str(path)]])


def test_show_still_wants_a_corpus_for_an_id() -> None:
    assert run("show", "1")[0] == 2
    assert run("show", "one", "-c", "x.parlance")[0] == 2


def test_a_corpus_that_was_named_and_has_not_the_turn_is_not_asked_for_again(
    made: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _path, link = made
    other = tmp_path / "other.parlance"
    one_talk(other, "something else").close()
    assert run("show", link, "-c", str(other))[0] == 1
    said = capsys.readouterr().err
    assert "does not hold the turn" in said
    assert "with -c" not in said
