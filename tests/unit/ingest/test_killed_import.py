"""An import that is killed anywhere goes on at the next start: nothing twice, nothing half."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.ingest import gather
from app.store.corpus import Corpus
from tests.helpers.corpora import content
from tests.helpers.importing import assert_sound, chat, run_import, write

_ROOT = Path(__file__).resolve().parents[3]
_CHILD = """
import os, signal, sys
from pathlib import Path
from app.ingest import gather
from app.store.connections import connect_uri
from app.store.corpus import Corpus
from tests.helpers.importing import run_import

corpus, folder, steps = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
gather.BATCH_TURNS = 40

def connect(uri):
    connection = connect_uri(uri)
    left = steps
    def tick():
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0
    if "mode=rw" in uri:
        connection.set_progress_handler(tick, 20)
    return connection

run_import(Corpus.open(corpus, connect=connect), folder)
"""


def transcripts(folder: Path) -> None:
    rng = random.Random(3)
    for name in ("a.txt", "b.txt", "c.txt"):
        lines = [f"{name} {number} 你好 😀 " + "word " * rng.randint(1, 9) for number in range(300)]
        text = chat(*lines[:100]) + "---\n" + chat(*lines[100:])
        write(folder / name, text)


def killed(corpus: Path, folder: Path, steps: int) -> bool:
    """Run the import in a process that dies after ``steps`` times twenty of SQLite's instructions."""
    command = [sys.executable, "-c", _CHILD, str(corpus), str(folder), str(steps)]
    process = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False, timeout=60)
    if process.returncode == -signal.SIGKILL:
        return True
    assert process.returncode == 0, process.stderr
    return False


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that holds an older version of one of the files, and the folder of the new ones."""
    folder = tmp_path_factory.mktemp("killed")
    write(folder / "in" / "b.txt", chat("old one", "old two", "old three"))
    corpus = Corpus.create(folder / "start.parlance")
    run_import(corpus, folder / "in")
    corpus.close()
    transcripts(folder / "in")
    return folder


@pytest.fixture(scope="module")
def uninterrupted(prepared: Path) -> list[tuple[object, ...]]:
    shutil.copy(prepared / "start.parlance", prepared / "whole.parlance")
    corpus = Corpus.open(prepared / "whole.parlance")
    run_import(corpus, prepared / "in")
    found = content(corpus)
    corpus.close()
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_random_places_until_it_is_through(
    prepared: Path, uninterrupted: list[tuple[object, ...]], tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    path = shutil.copy(prepared / "start.parlance", tmp_path / "c.parlance")
    kills = 0
    for _ in range(2):
        kills += killed(path, prepared / "in", rng.randint(100, 2_500))
        corpus = Corpus.open(path)
        half = content(corpus)
        old = [row for row in half if str(row[5]).startswith("old")]
        new = [row for row in half if row[0] == "b.txt" and row not in old]
        assert (len(old), len(new)) in {(3, 0), (0, 300)}, "the old version or the new one, whole"
        assert len({row[:4] for row in half}) == len(half), "nothing twice"
        assert {row for row in half if row not in old} <= set(uninterrupted)
        corpus.close()
    corpus = Corpus.open(path)
    run_import(corpus, prepared / "in")
    assert content(corpus) == uninterrupted
    assert_sound(corpus)
    corpus.close()
    assert kills, "the test must really have killed something"


def test_what_was_committed_before_the_kill_is_not_read_into_the_corpus_again(
    prepared: Path, uninterrupted: list[tuple[object, ...]], tmp_path: Path
) -> None:
    path = tmp_path / "c.parlance"
    Corpus.create(path).close()
    assert killed(path, prepared / "in", 2_000)
    corpus = Corpus.open(path)
    kept = corpus.reader().counts().turns
    assert 0 < kept < 900
    assert run_import(corpus, prepared / "in").turns == 900 - kept
    assert content(corpus) == uninterrupted
    assert gather.BATCH_TURNS == 5_000
    corpus.close()
