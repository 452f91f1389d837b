"""Which transcript a file is: new, unchanged, changed, or another of the same name."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ingest.options import ImportOptions
from app.model.reports import ImportReport
from app.store.corpus import Corpus
from tests.helpers.importing import assert_sound, chat, run_import, write


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = Corpus.create(tmp_path / "c.parlance")
    yield corpus
    assert_sound(corpus)
    corpus.close()


def counted(report: ImportReport) -> tuple[int, int, int]:
    return report.transcripts, report.unchanged, len(report.skipped)


def stored(corpus: Corpus) -> dict[str, list[str]]:
    reader = corpus.reader()
    texts: dict[str, list[str]] = {}
    for conversation in reader.conversations():
        texts.setdefault(conversation.transcript, []).extend(
            found.text for found in reader.turns(conversation.id)
        )
    return texts


def test_importing_again_changes_nothing(corpus: Corpus, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", chat("one", "two"))
    write(tmp_path / "in" / "sub" / "b.txt", chat("three", "four"))
    assert counted(run_import(corpus, tmp_path / "in")) == (2, 0, 0)
    before, revision = stored(corpus), corpus.data_version()
    assert counted(run_import(corpus, tmp_path / "in")) == (0, 2, 0)
    assert counted(run_import(corpus, tmp_path / "in" / "sub" / "b.txt")) == (0, 1, 0)
    assert stored(corpus) == before == {"a.txt": ["one", "two"], "sub/b.txt": ["three", "four"]}
    assert corpus.data_version() == revision


def test_a_changed_file_is_updated(corpus: Corpus, tmp_path: Path) -> None:
    path = write(tmp_path / "in" / "a.txt", chat("one", "two"))
    write(tmp_path / "in" / "b.txt", chat("kept", "too"))
    run_import(corpus, tmp_path / "in")
    write(path, chat("one", "TWO", "three"))
    report = run_import(corpus, tmp_path / "in")
    assert (counted(report), report.turns) == ((1, 1, 0), 3)
    assert stored(corpus) == {"b.txt": ["kept", "too"], "a.txt": ["one", "TWO", "three"]}


def test_a_changed_file_that_is_no_transcript_any_more_keeps_its_old_version(
    corpus: Corpus, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.txt", chat("one", "two"))
    run_import(corpus, path)
    write(path, "just prose\n")
    assert counted(run_import(corpus, path)) == (0, 0, 1)
    assert stored(corpus) == {"a.txt": ["one", "two"]}


def test_equal_content_under_another_name_is_imported_and_marked(corpus: Corpus, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", chat("one", "two"))
    write(tmp_path / "in" / "b.txt", chat("one", "two"))
    report = run_import(corpus, tmp_path / "in")
    assert (counted(report), report.duplicates) == ((2, 0, 0), 1)
    marks = {found.name: found.duplicate_of for found in corpus.reader().transcripts()}
    assert marks == {"a.txt": None, "b.txt": "a.txt"}
    write(tmp_path / "in" / "a.txt", chat("other", "now"))
    run_import(corpus, tmp_path / "in")
    assert {found.duplicate_of for found in corpus.reader().transcripts()} == {None}


def test_a_moved_folder_is_known_again_and_then_updated_at_its_new_place(
    corpus: Corpus, tmp_path: Path
) -> None:
    write(tmp_path / "old" / "a.txt", chat("one", "two"))
    run_import(corpus, tmp_path / "old")
    (tmp_path / "old").rename(tmp_path / "new")
    assert counted(run_import(corpus, tmp_path / "new")) == (0, 1, 0)
    assert corpus.reader().transcripts()[0].root == str(tmp_path / "new")
    write(tmp_path / "new" / "a.txt", chat("one", "changed"))
    assert counted(run_import(corpus, tmp_path / "new")) == (1, 0, 0)
    assert stored(corpus) == {"a.txt": ["one", "changed"]}


def test_a_copied_folder_is_unchanged(corpus: Corpus, tmp_path: Path) -> None:
    write(tmp_path / "one" / "a.txt", chat("one", "two"))
    run_import(corpus, tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert counted(run_import(corpus, tmp_path / "two")) == (0, 1, 0)
    assert corpus.reader().transcripts()[0].root == str(tmp_path / "one")


def test_two_folders_with_the_same_file_names_lose_nothing(corpus: Corpus, tmp_path: Path) -> None:
    for day in ("day1", "day2", "x/day2"):
        write(tmp_path / day / "chat.txt", chat("hello", day))
    assert counted(run_import(corpus, tmp_path / "day1")) == (1, 0, 0)
    assert counted(run_import(corpus, tmp_path / "day2", tmp_path / "x" / "day2")) == (2, 0, 0)
    expected = {
        "chat.txt": ["hello", "day1"],
        "day2/chat.txt": ["hello", "day2"],
        "x/day2/chat.txt": ["hello", "x/day2"],
    }
    assert stored(corpus) == expected
    everything = [tmp_path / day for day in ("day1", "day2", "x/day2")]
    assert counted(run_import(corpus, *everything)) == (0, 3, 0)
    write(tmp_path / "day2" / "chat.txt", chat("hello", "again"))
    assert counted(run_import(corpus, *everything)) == (1, 2, 0)
    assert stored(corpus) == expected | {"day2/chat.txt": ["hello", "again"]}


def test_two_files_of_one_name_in_the_same_run_are_both_kept(corpus: Corpus, tmp_path: Path) -> None:
    first = write(tmp_path / "a" / "x.txt", chat("first", "one"))
    second = write(tmp_path / "b" / "x.txt", chat("second", "one"))
    assert counted(run_import(corpus, first, second)) == (2, 0, 0)
    assert sorted(stored(corpus)) == ["b/x.txt", "x.txt"]


def test_a_newer_version_in_another_folder_updates_when_the_old_file_is_gone(
    corpus: Corpus, tmp_path: Path
) -> None:
    old = write(tmp_path / "old" / "a.txt", chat("one", "two"))
    run_import(corpus, tmp_path / "old")
    old.unlink()
    write(tmp_path / "new" / "a.txt", chat("one", "newer"))
    assert counted(run_import(corpus, tmp_path / "new")) == (1, 0, 0)
    assert stored(corpus) == {"a.txt": ["one", "newer"]}


def test_asking_for_another_encoding_reads_the_file_again(corpus: Corpus, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "[A]: caf\xe9\n[B]: na\xefve d\xe9j\xe0 vu\n".encode("cp1252"))
    run_import(corpus, path)
    assert counted(run_import(corpus, path, options=ImportOptions(encoding="cp1251"))) == (1, 0, 0)
    assert stored(corpus)["a.txt"][0] == "cafй"
    assert counted(run_import(corpus, path, options=ImportOptions(encoding="windows-1251"))) == (0, 1, 0)
    assert counted(run_import(corpus, path)) == (0, 1, 0)
