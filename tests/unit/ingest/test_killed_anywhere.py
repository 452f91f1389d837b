"""kill -9 at many random places, with archives in the folder and transcripts in the trash."""

import io
import random
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from app.store import trash
from app.store.corpus import Corpus
from tests.helpers.corpora import content
from tests.helpers.importing import assert_sound, chat, run_import, write
from tests.helpers.killing import NEVER, victims

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a victim is forked")
PLACES = 7
TURNS = 120 + 2 * 130 + 110


def lines(name: str, count: int) -> str:
    rng = random.Random(name)
    return chat(*(f"{name} {number} 你好 😀 Ã¤ " + "word " * rng.randint(1, 9) for number in range(count)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file, a zip of two and a packed tar of one."""
    made = tmp_path_factory.mktemp("anywhere") / "in"
    write(made / "a.txt", lines("a", 120))
    with zipfile.ZipFile(made / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("one.txt", "deep/two.txt"):
            archive.writestr(name, lines(name, 130))
    packed = lines("c", 110).encode()
    with tarfile.open(made / "c.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("c.txt")
        info.size = len(packed)
        tar.addfile(info, io.BytesIO(packed))
    return made


@pytest.fixture(scope="module")
def whole(folder: Path) -> Path:
    """A corpus into which all of it was imported without interruption."""
    path = folder.parent / "whole.parlance"
    corpus = Corpus.create(path)
    assert run_import(corpus, folder).turns == TURNS
    corpus.close()
    return path


def places(doing: str, folder: Path, start: Path, tmp_path: Path, seed: int) -> list[Path]:
    """Copies of a corpus on which the work was killed, each at another random place from begin to end."""
    counted = shutil.copy(start, tmp_path / "counted.parlance")
    ((killed, steps),) = victims(doing, folder, [(counted, NEVER)])
    assert not killed
    rng = random.Random(seed)
    copies = [Path(shutil.copy(start, tmp_path / f"{number}.parlance")) for number in range(PLACES)]
    at = [
        rng.randint(steps * number // PLACES, steps * (number + 1) // PLACES - 1) for number in range(PLACES)
    ]
    told = victims(doing, folder, [(path, max(1, one)) for path, one in zip(copies, at, strict=True)])
    assert sum(killed for killed, _steps in told) >= PLACES - 1, "it must really have been killed"
    return copies


@pytest.mark.timeout(300)
def test_an_import_with_archives_goes_on_wherever_it_was_killed(
    folder: Path, whole: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.parlance"
    Corpus.create(empty).close()
    expected = Corpus.open(whole)
    wanted = content(expected)
    expected.close()
    kept = []
    for path in places("import", folder, empty, tmp_path, 11):
        corpus = Corpus.open(path)
        half = corpus.reader().counts().turns
        assert set(content(corpus)) <= set(wanted), "nothing half, nothing twice"
        assert run_import(corpus, folder).turns == TURNS - half, "what was committed is not read in again"
        assert content(corpus) == wanted
        assert_sound(corpus)
        corpus.close()
        kept.append(half)
    assert len(set(kept)) > 2, "killed at different stages"


@pytest.mark.timeout(300)
def test_removing_and_putting_back_is_whole_wherever_it_was_killed(
    folder: Path, whole: Path, tmp_path: Path
) -> None:
    expected = Corpus.open(whole)
    wanted = sorted(map(repr, content(expected)))
    names = sorted(one.name for one in expected.reader().transcripts())
    expected.close()
    for path in places("trash", folder, whole, tmp_path, 12):
        corpus = Corpus.open(path)
        kept = trash.listed(corpus.reader().rows)
        present = [one.name for one in corpus.reader().transcripts()]
        assert sorted([*present, *(one.name for one in kept)]) == names, "here or in the trash, never both"
        assert_sound(corpus)
        with corpus.writer("test") as writer:
            for one in kept:
                writer.restore(one.id)
        assert sorted(map(repr, content(corpus))) == wanted
        assert_sound(corpus)
        corpus.close()


@pytest.mark.timeout(300)
def test_compacting_loses_nothing_wherever_it_is_killed(folder: Path, whole: Path, tmp_path: Path) -> None:
    start = Path(shutil.copy(whole, tmp_path / "start.parlance"))
    corpus = Corpus.open(start)
    with corpus.writer("test") as writer:
        writer.remove(writer.transcripts()[0].id)
    wanted = content(corpus)
    corpus.close()
    for path in places("compact", folder, start, tmp_path, 13):
        corpus = Corpus.open(path)
        assert content(corpus) == wanted
        assert_sound(corpus)
        corpus.close()
