"""What many small files cost against one big one, and how much memory an export of gigabytes takes to import.

``python tests/perf/import_bounds.py [--files 2000] [--megabytes 100] [--json FILE]``

What is asked of the program is measured with ``--files 20000 --megabytes 2048``. Imports run in processes of
their own, as users start them; memory is that of all processes of an import together, and pages that several
share are counted once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.perf.figures import Figure, as_table, write_json

ROOT = Path(__file__).resolve().parents[2]
TURNS_A_FILE = 20
_MESSAGES = 40
"""Messages of a conversation of the made exports, of about 1 KB each."""
_WORDS = (
    "the of and to in is you that it he was for on are 我们 明天 公园 吃饭 café naïve weather train".split()  # noqa: SIM905 - a word list
)


def figures(files: int, megabytes: int) -> Iterator[Figure]:
    """Both measurements; what is made for them is deleted."""
    with tempfile.TemporaryDirectory(prefix="parlance-bounds-") as name:
        yield _small_against_big(Path(name), files)
    for shape in ("ChatGPT conversations.json", "JSON array of ShareGPT"):
        with tempfile.TemporaryDirectory(prefix="parlance-bounds-") as name:
            yield _memory(Path(name), shape, megabytes)


def _small_against_big(place: Path, files: int) -> Figure:
    rng = random.Random(1)
    folder = place / "many"
    big = place / "big.txt"
    with big.open("w", encoding="utf-8") as whole:
        for number in range(files):
            part = folder / f"{number // 500:03}" / f"{number:05}.txt"
            part.parent.mkdir(parents=True, exist_ok=True)
            text = "".join(f"[{'AB'[turn % 2]}]: {_said(rng, 12)}\n" for turn in range(TURNS_A_FILE))
            part.write_text(text, encoding="utf-8")
            whole.write(text)
    one = run_import(big, place / "one.parlance")
    many = run_import(folder, place / "many.parlance")
    note = (
        f"{files:,} files of {TURNS_A_FILE} turns {many.seconds:.1f} s, one file {one.seconds:.1f} s;"
        f" of processor time {many.work:.1f} and {one.work:.1f} s ({many.work / one.work:.2f}x)"
    )
    return Figure("many small files against one big one", many.seconds / one.seconds, "x", 2.0, 1.5, note)


def _memory(place: Path, shape: str, megabytes: int) -> Figure:
    path = place / "export.json"
    make = write_chatgpt if shape.startswith("ChatGPT") else write_sharegpt
    make(path, megabytes << 20)
    size = path.stat().st_size
    cost = run_import(path, place / "export.parlance")
    note = f"{size / 1e6:,.0f} MB, {cost.work:.0f} s of processor time, {size / 1e6 / cost.work:.1f} MB/s"
    return Figure(f"memory of an import: {shape}", cost.peak / 1024, "MB", 300, 200, note)


class Cost(NamedTuple):
    """What an import took, with everything it started."""

    seconds: float
    """By the clock."""
    work: float
    """Seconds of processor time."""
    peak: int
    """Largest memory in KB."""


def run_import(source: Path, corpus: Path) -> Cost:
    """Import a source into a new corpus."""
    began = time.perf_counter()
    before = os.times()
    command = [sys.executable, str(ROOT / "main.py"), "import", "--json", "-c", str(corpus), str(source)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT) as process:
        ended = threading.Event()
        peaks = [0]
        watcher = threading.Thread(target=_watch, args=(process.pid, ended, peaks))
        watcher.start()
        status = process.wait()
        ended.set()
        watcher.join()
    if status:
        raise SystemExit(f"the import ended with status {status}")
    after = os.times()
    work = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - began, work, peaks[0])


def _watch(pid: int, ended: threading.Event, peaks: list[int]) -> None:
    """Keep the largest memory of a process and all below it; only where the system tells it (Linux)."""
    while not ended.wait(0.25):
        peaks[0] = max(peaks[0], sum(map(_share_kb, _below(pid))))


def _below(pid: int) -> list[int]:
    """A process and all that it and its threads started."""
    found = [pid]
    for one in found:
        for started in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, started.read_text(encoding="ascii").split())
            except OSError:
                continue  # it ended meanwhile
    return found


def _share_kb(pid: int) -> int:
    """A process's resident memory, pages that it shares divided by how many share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _said(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(_WORDS, k=words))


def write_chatgpt(path: Path, size: int) -> None:
    """An export of conversations with some regenerated answers, of at least so many bytes."""
    rng = random.Random(2)
    with path.open("w", encoding="utf-8") as out:
        out.write("[")
        number = 0
        while out.tell() < size:
            number += 1
            out.write(",\n" if number > 1 else "\n")
            json.dump(_conversation(rng, number), out, ensure_ascii=False)
        out.write("\n]\n")


def _conversation(rng: random.Random, number: int) -> dict[str, object]:
    nodes: dict[str, dict[str, object]] = {
        f"{number}-0": {"id": f"{number}-0", "message": None, "parent": None}
    }
    last = f"{number}-0"
    children: dict[str, list[str]] = {last: []}
    for count in range(1, _MESSAGES + 1):
        key, role = f"{number}-{count}", "user" if count % 2 else "assistant"
        message = {
            "id": key,
            "author": {"role": role, "name": None, "metadata": {}},
            "create_time": 1_700_000_000.0 + number * 1000 + count,
            "content": {"content_type": "text", "parts": [_said(rng, 180)]},
            "status": "finished_successfully",
            "metadata": {"model_slug": "m"} if role == "assistant" else {},
        }
        nodes[key] = {"id": key, "message": message, "parent": last}
        children[last].append(key)
        children[key] = []
        last = key if role == "user" or rng.random() < 0.9 else last
    mapping = {key: {**node, "children": children[key]} for key, node in nodes.items()}
    return {
        "title": f"talk {number}",
        "id": str(number),
        "create_time": 1.7e9,
        "current_node": last,
        "mapping": mapping,
    }


def write_sharegpt(path: Path, size: int) -> None:
    """A JSON array of conversations, of at least so many bytes."""
    rng = random.Random(3)
    with path.open("w", encoding="utf-8") as out:
        out.write("[")
        number = 0
        while out.tell() < size:
            number += 1
            turns = [
                {"from": "gpt" if turn % 2 else "human", "value": _said(rng, 180)}
                for turn in range(_MESSAGES)
            ]
            out.write(",\n" if number > 1 else "\n")
            json.dump({"id": f"c{number}", "conversations": turns}, out, ensure_ascii=False)
        out.write("\n]\n")


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    words.add_argument("--files", type=int, default=2_000)
    words.add_argument("--megabytes", type=int, default=100)
    words.add_argument("--json", type=Path)
    given = words.parse_args()
    rows = list(figures(given.files, given.megabytes))
    print(as_table(rows))
    if given.json:
        write_json(rows, given.json)


if __name__ == "__main__":
    main()
