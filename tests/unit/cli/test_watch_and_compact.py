"""Watching a folder from the command line with real files and Ctrl+C; compacting with its question."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.store.corpus import Corpus
from tests.helpers.importing import assert_sound, chat, write
from tests.unit.cli.test_corpus_commands import Command

_ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def parlance(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("PARLANCE_LANG", "en")
    return Command(capsys)


def turns(path: Path) -> int:
    """How many turns the corpus holds now; 0 before there is one."""
    if not path.exists():
        return 0
    corpus = Corpus.open(path)
    try:
        return corpus.reader().counts().turns
    finally:
        corpus.close()


def wait_for(path: Path, expected: int, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if turns(path) == expected:
            return
        time.sleep(0.3)
    raise AssertionError(f"{turns(path)} turns where {expected} were to come")


@pytest.mark.timeout(240)
def test_files_that_come_are_imported_until_an_interrupt_ends_it_cleanly(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", chat("one", "two"))
    path = tmp_path / "c.parlance"
    command = [
        sys.executable,
        str(_ROOT / "main.py"),
        "import",
        "--watch",
        str(tmp_path / "in"),
        "-c",
        str(path),
    ]
    environment = os.environ | {"PARLANCE_LANG": "en"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        wait_for(path, 2)
        write(tmp_path / "in" / "new" / "b.txt", chat("three", "four", "five"))
        wait_for(path, 5)
        write(tmp_path / "in" / "a.txt", chat("one", "two", "and another"))
        wait_for(path, 6)
        (tmp_path / "in" / "new" / "b.txt").unlink()
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert "Watching ended" in out
    assert "new/b.txt is gone" in out
    assert "Traceback" not in err
    corpus = Corpus.open(path)
    assert corpus.reader().counts().turns == 6, "a file that is gone takes nothing with it"
    assert_sound(corpus)
    corpus.close()


def test_watching_takes_one_folder(tmp_path: Path, parlance: Command) -> None:
    path = write(tmp_path / "a.txt", chat("one"))
    assert parlance("import", "--watch", path, "-c", tmp_path / "c.parlance")[0] == 2
    assert not (tmp_path / "c.parlance").exists()


def test_compact_asks_before_it_forgets_and_tells_both_sizes(tmp_path: Path, parlance: Command) -> None:
    write(tmp_path / "in" / "a.txt", chat(*(f"turn {number} " + "word " * 30 for number in range(900))))
    write(tmp_path / "in" / "b.txt", chat("stays", "here"))
    path = tmp_path / "c.parlance"
    assert parlance("import", tmp_path / "in", "-c", path)[0] == 0
    assert parlance("remove", "a.txt", "-c", path)[0] == 0
    status, _out, err = parlance("compact", "-c", path)
    assert status == 1
    assert "--yes" in err
    assert turns(path) == 2
    status, out, _err = parlance("compact", "--yes", "-c", path)
    assert status == 0
    assert "takes" in out
    assert "1 removed transcript forgotten" in out
    told = parlance.json("compact", "-c", path)
    assert told["forgotten"] == 0
    assert told["after"] == path.stat().st_size
    assert parlance("remove", "--undo", "-c", path)[0] == 1
