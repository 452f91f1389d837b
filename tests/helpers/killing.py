"""Kill work on a corpus at many places: a process that has everything loaded forks one victim a place."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_DRIVER = """
import json, os, signal, sys
from pathlib import Path
from app.ingest import gather
from app.ingest.drain import drain
from app.ingest.importer import import_paths
from app.ingest.options import ImportOptions
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine
from app.store.compact import compact
from app.store.connections import connect_uri
from app.store.corpus import Corpus

gather.BATCH_TURNS = 40
engine = RepairEngine()

def work(corpus, doing, folder):
    if doing == "import":
        drain(import_paths(corpus, [Path(folder)], ImportOptions(readers=0), engine, CancelToken()))
    elif doing == "compact":
        drain(compact(corpus, CancelToken(), "test"))
    else:
        with corpus.writer("test") as writer:
            for one in [stored.id for stored in writer.transcripts()]:
                number = writer.remove(one)
                writer.restore(number)
                writer.remove(one)

def victim(path, steps, doing, folder):
    ticks = 0
    def tick():
        nonlocal ticks
        ticks += 1
        if ticks >= steps:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0
    def connect(uri):
        connection = connect_uri(uri)
        if "mode=rw" in uri:
            connection.set_progress_handler(tick, 20)
        return connection
    corpus = Corpus.open(path, connect=connect)
    work(corpus, doing, folder)
    return ticks

doing, folder = sys.argv[1], sys.argv[2]
for path, steps in json.loads(sys.argv[3]):
    here, there = os.pipe()
    child = os.fork()
    if not child:
        ticks = victim(Path(path), steps, doing, folder)
        os.write(there, str(ticks).encode())
        os._exit(0)
    os.close(there)
    status = os.waitpid(child, 0)[1]
    told = os.read(here, 99).decode()
    os.close(here)
    print(json.dumps([os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, told]), flush=True)
"""

NEVER = 1 << 40


def victims(doing: str, folder: Path, corpora: Sequence[tuple[Path, int]]) -> list[tuple[bool, int]]:
    """For every corpus and number of steps: whether its work was killed, else how many steps it took.

    A step is twenty of SQLite's instructions. ``doing`` is "import" (the folder), "trash" (every transcript
    is removed, put back and removed) or "compact".
    """
    command = [
        sys.executable, "-W", "ignore::DeprecationWarning", "-c", _DRIVER, doing, str(folder),
        json.dumps([(str(path), steps) for path, steps in corpora]),
    ]  # fmt: skip
    process = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert process.returncode == 0, process.stderr
    told = [json.loads(line) for line in process.stdout.splitlines()]
    assert len(told) == len(corpora), process.stderr
    assert all(killed or steps for killed, steps in told), process.stderr
    return [(bool(killed), int(steps or 0)) for killed, steps in told]
