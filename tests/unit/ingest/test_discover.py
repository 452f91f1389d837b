"""What is looked at under a path, and in which order."""

import os
from pathlib import Path

from app.ingest.discover import Candidate, discover
from app.model.reports import SkippedFile
from tests.helpers.importing import write


def no_claim(listing: tuple[str, ...]) -> frozenset[str]:
    return frozenset()


def names(*paths: Path, corpus: Path | None = None) -> list[str]:
    found = discover(paths, corpus=corpus, claim=no_claim)
    return [item.name for item in found if isinstance(item, Candidate)]


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c/d/e.txt", "a.txt"):
        write(tmp_path / name, "x")
    assert names(tmp_path) == ["a/1.txt", "a/2.txt", "a.txt", "b.txt", "c/d/e.txt"]


def test_a_single_file_is_named_by_itself(tmp_path: Path) -> None:
    assert names(write(tmp_path / "deep" / "x.txt", "x")) == ["x.txt"]


def test_hidden_files_and_the_corpus_itself_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden", ".git/config", "c.parlance", "c.parlance-wal", "c.parlance-shm", "seen.txt"):
        write(tmp_path / name, "x")
    assert names(tmp_path, corpus=tmp_path / "c.parlance") == ["seen.txt"]


def test_a_hidden_folder_that_is_asked_for_is_walked(tmp_path: Path) -> None:
    write(tmp_path / ".notes" / "x.txt", "x")
    assert names(tmp_path / ".notes") == ["x.txt"]


def test_circles_of_links_end(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt", "x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "again.txt").symlink_to(tmp_path / "a" / "x.txt")
    assert names(tmp_path) == ["a/again.txt"]


def test_hard_links_are_files_of_their_own(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "x")
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")
    assert names(tmp_path) == ["a.txt", "b.txt"]


def test_overlapping_paths_give_each_file_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt", "x")
    assert names(tmp_path, tmp_path / "a", tmp_path / "a" / "x.txt", tmp_path) == ["a/x.txt"]


def test_what_is_not_there_or_no_file_is_named_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe")
    found = list(discover([tmp_path, tmp_path / "missing"], corpus=None, claim=no_claim))
    assert found == [
        SkippedFile(str(tmp_path / "broken"), "there is no such file or folder"),
        SkippedFile(str(tmp_path / "pipe"), "not a regular file"),
        SkippedFile(str(tmp_path / "missing"), "there is no such file or folder"),
    ]


def test_a_name_that_is_no_text_is_kept_apart_from_others(tmp_path: Path) -> None:
    for raw in (b"\xff.txt", b"\xfe.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_text("x")
    assert names(tmp_path) == ["\\xfe.txt", "\\xff.txt"]


def test_a_claimed_folder_is_one_source_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    for name in ("corpus/data.jsonl", "corpus/meta.json", "corpus/notes.txt", "corpus/sub/x.txt"):
        write(tmp_path / name, "12345")

    def claim(listing: tuple[str, ...]) -> frozenset[str]:
        return frozenset({"data.jsonl", "meta.json"}) if "data.jsonl" in listing else frozenset()

    found = [item for item in discover([tmp_path], corpus=None, claim=claim) if isinstance(item, Candidate)]
    assert [(item.name, item.members, item.size) for item in found] == [
        ("corpus", ("data.jsonl", "meta.json"), 10),
        ("corpus/notes.txt", (), 5),
        ("corpus/sub/x.txt", (), 5),
    ]
    (direct, *_) = discover([tmp_path / "corpus"], corpus=None, claim=claim)
    assert isinstance(direct, Candidate)
    assert (direct.name, direct.root) == ("corpus", tmp_path)
