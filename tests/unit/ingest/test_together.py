"""Small sources are read together, and the corpus is the one that reading them one by one makes."""

import gzip
from pathlib import Path

import pytest

from app.ingest import together
from app.ingest.discover import Candidate
from app.ingest.files import open_binary
from app.ingest.ledger import Settings
from app.ingest.options import ImportOptions
from app.ingest.together import SMALL, Broken, parcels, read_together
from app.ingest.wishes import Wish
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from tests.helpers.corpora import content
from tests.helpers.importing import assert_sound, chat, run_import, write


def candidate(path: Path, size: int | None = None) -> Candidate:
    return Candidate(path, path.parent, path.name, path.stat().st_size if size is None else size)


def test_parcels_keep_the_order_and_leave_large_sources_and_folders_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "x")
    small = [candidate(path, 10) for _ in range(3)]
    large = candidate(path, SMALL + 1)
    folder = Candidate(tmp_path, tmp_path, "in", 5, ("a.txt",))
    found = list(parcels([small[0], small[1], large, folder, small[2]]))
    assert found == [(small[0], small[1]), (large,), (folder,), (small[2],)]
    many = [candidate(path, SMALL) for _ in range(100)]
    assert sum(map(len, parcels(many))) == 100
    assert all(sum(one.size for one in parcel) <= 16 * SMALL for parcel in parcels(many))


def test_a_small_file_that_unpacks_to_much_is_left_to_be_read_alone(tmp_path: Path) -> None:
    bomb = write(tmp_path / "a.txt.gz", gzip.compress(chat("hello there").encode() * SMALL))
    empty = write(tmp_path / "b.txt", "")
    plain = write(tmp_path / "c.txt", chat("hello", "there"))
    asked = [(candidate(path), Settings(Wish(), "1")) for path in (bomb, empty, plain)]
    alone, broken, told = read_together(asked, RepairEngine(), CancelToken(), open_binary)
    assert alone is None
    assert broken is not None
    assert isinstance(broken[-1], Broken)
    assert told is not None
    assert [type(message).__name__ for message in told] == ["str", "Manner", "Gathered"]


@pytest.mark.parametrize("readers", [0, 1])
def test_together_or_alone_makes_the_same_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: int
) -> None:
    for number, said in enumerate(["hello 😂", "café", "周末 你好", "한글", "don't"] * 3):
        write(tmp_path / "in" / f"{number:02}.txt", chat(said, "yes", said) + "---\n" + chat("no"))
    write(tmp_path / "in" / "05.txt", "Nothing is said here.\n")
    made = []
    for alone in (False, True):
        if alone:
            monkeypatch.setattr(together, "SMALL", -1)
        corpus = Corpus.create(tmp_path / f"{alone}.parlance")
        report = run_import(corpus, tmp_path / "in", options=ImportOptions(readers=readers))
        assert_sound(corpus)
        words = corpus.reader().rows("SELECT word FROM word ORDER BY word")
        log = corpus.reader().rows("SELECT name, outcome, turns, problems FROM import_log ORDER BY id")
        made.append((content(corpus), words, log, report.skipped, report.turns, report.duplicates))
        corpus.close()
    assert made[0] == made[1]
