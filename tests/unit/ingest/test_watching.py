"""A watched folder: finished files are told once, those being written are waited for, gone ones are told."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.errors import UserFacingError
from app.ingest.options import ImportOptions
from app.ingest.watching import LEAST_PAUSE, FolderWatch, note_gone
from app.store import import_log
from app.store.corpus import Corpus
from tests.helpers.importing import assert_sound, chat, run_import, write


@dataclass
class Clock:
    """Both clocks of a watch, set by hand."""

    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def stamp(self, path: Path) -> None:
        """The file was written now."""
        os.utime(path, (self.now, self.now))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "in" / "a.txt", chat("one", "two"))
    write(tmp_path / "in" / "sub" / "b.txt", chat("three", "four"))
    return tmp_path / "in"


def watch_of(folder: Path) -> tuple[FolderWatch, Clock]:
    clock = Clock()
    return FolderWatch(folder, folder / "c.parlance", clock=clock, now=clock), clock


def names(paths: frozenset[Path]) -> set[str]:
    return {path.name for path in paths}


def test_what_lies_there_is_new_once_it_has_settled(folder: Path) -> None:
    watch, clock = watch_of(folder)
    for path in folder.rglob("*.txt"):
        clock.stamp(path)
    assert watch.look().waiting == 2, "written just now"
    clock.wait(2)
    found = watch.look()
    assert names(found.ripe) == {"a.txt", "b.txt"}
    assert names(watch.look().ripe) == {"a.txt", "b.txt"}, "told until somebody took them"
    watch.taken(found)
    assert watch.look().ripe == frozenset()


def test_a_file_that_grows_is_waited_for(folder: Path) -> None:
    watch, clock = watch_of(folder)
    clock.wait(2)
    watch.taken(watch.look())
    growing = folder / "c.txt"
    for number in range(4):
        write(growing, chat("x", "y") * (number + 1))
        clock.stamp(growing)
        found = watch.look()
        assert (found.ripe, found.waiting) == (frozenset(), 1)
        clock.wait(1)
    clock.wait(1)
    assert names(watch.look().ripe) == {"c.txt"}


def test_a_changed_file_is_told_again_and_a_gone_one_once(folder: Path) -> None:
    watch, clock = watch_of(folder)
    clock.wait(2)
    watch.taken(watch.look())
    write(folder / "a.txt", chat("one", "two", "three"))
    clock.stamp(folder / "a.txt")
    (folder / "sub" / "b.txt").unlink()
    found = watch.look()
    assert [path.name for path in found.gone] == ["b.txt"]
    clock.wait(2)
    found = watch.look()
    assert (names(found.ripe), found.gone) == ({"a.txt"}, ())


def test_hidden_unfinished_and_empty_files_and_the_corpus_are_passed_over(folder: Path) -> None:
    for name in (".hidden.txt", "movie.txt.part", "x.crdownload", "c.parlance", "c.parlance-wal"):
        write(folder / name, chat("a", "b"))
    write(folder / "empty.txt", "")
    watch, clock = watch_of(folder)
    clock.wait(2)
    assert names(watch.look().ripe) == {"a.txt", "b.txt"}


def test_a_folder_that_is_away_loses_nothing(folder: Path) -> None:
    watch, clock = watch_of(folder)
    clock.wait(2)
    watch.taken(watch.look())
    folder.rename(folder.with_name("away"))
    with pytest.raises(UserFacingError, match="cannot be read"):
        watch.look()
    folder.with_name("away").rename(folder)
    found = watch.look()
    assert (found.ripe, found.gone) == (frozenset(), ())


def test_a_link_to_a_folder_above_ends(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to(folder, target_is_directory=True)
    watch, clock = watch_of(folder)
    clock.wait(2)
    assert names(watch.look().ripe) == {"a.txt", "b.txt"}


def test_thousands_of_folders_are_looked_at_and_the_pause_grows_with_the_effort(tmp_path: Path) -> None:
    for number in range(3_000):
        (tmp_path / "in" / f"{number % 60}" / f"{number}").mkdir(parents=True)
    write(tmp_path / "in" / "7" / "7" / "a.txt", chat("one", "two"))
    watch, clock = watch_of(tmp_path / "in")
    clock.wait(2)
    assert names(watch.look().ripe) == {"a.txt"}
    assert watch.pause >= LEAST_PAUSE


def test_only_what_changed_is_imported_under_the_name_that_the_whole_folder_gives_it(folder: Path) -> None:
    corpus = Corpus.create(folder.parent / "c.parlance")
    run_import(corpus, folder)
    write(folder / "a.txt", chat("one", "two", "three"))
    write(folder / "sub" / "new.txt", chat("new", "newer"))
    among = frozenset({folder / "a.txt", folder / "sub" / "new.txt"})
    report = run_import(corpus, folder, options=ImportOptions(among=among))
    assert (report.transcripts, report.unchanged) == (2, 0), "b.txt is not even looked at"
    found = corpus.reader().rows("SELECT name, turn_count FROM transcript ORDER BY name")
    assert found == [("a.txt", 3), ("sub/b.txt", 2), ("sub/new.txt", 2)]
    assert_sound(corpus)
    corpus.close()


def test_a_file_that_is_gone_is_told_in_the_log_and_its_transcript_stays(folder: Path) -> None:
    corpus = Corpus.create(folder.parent / "c.parlance")
    run_import(corpus, folder)
    (folder / "a.txt").unlink()
    assert note_gone(corpus, (folder / "a.txt",), "test") == ["a.txt"]
    assert corpus.reader().counts().transcripts == 2
    assert import_log.entries(corpus.reader().rows, "a.txt")[0].outcome == "gone"
    corpus.close()


def test_a_file_that_changes_while_it_is_taken_in_is_new_again(folder: Path) -> None:
    watch, clock = watch_of(folder)
    clock.wait(10)
    found = watch.look()
    write(folder / "a.txt", chat("one", "two", "and more"))
    clock.stamp(folder / "a.txt")
    watch.look()
    clock.wait(2)
    later = watch.look()
    assert names(later.ripe) == {"a.txt", "b.txt"}
    watch.taken(found)
    assert names(watch.look().ripe) == {"a.txt"}, "what was read was the older one"
    watch.taken(later)
    assert not watch.look().ripe


def test_a_renamed_file_is_gone_under_the_old_name_and_ripe_under_the_new_one(folder: Path) -> None:
    watch, clock = watch_of(folder)
    clock.wait(10)
    watch.taken(watch.look())
    (folder / "a.txt").rename(folder / "c.txt")
    found = watch.look()
    assert (names(found.ripe), [path.name for path in found.gone]) == ({"c.txt"}, ["a.txt"])
