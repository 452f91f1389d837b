#!/usr/bin/env python3
"""Try the finished program folder out: self-check, import, search, export, the window off-screen; its size.

Compares what the frozen program says with what the source says, so that a plug-in that was left
out of the bundle is noticed. Started by ``python3 packaging/dev.py package``.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bundle import lacks

ROOT = Path(__file__).resolve().parent.parent
QUERY = "周末"
PATIENCE = 180  # seconds; a program that takes longer hangs


class SmokeError(Exception):
    """The program folder does not do what it should; the message says what."""


def program() -> Path:
    """The program to start in a terminal, on this platform."""
    folder = ROOT / "dist"
    if sys.platform == "win32":
        return folder / "Parlance" / "parlance-cli.exe"
    if sys.platform == "darwin":
        return folder / "Parlance.app" / "Contents" / "MacOS" / "Parlance"
    return folder / "Parlance" / "parlance"


def transcripts() -> Path:
    """The shared transcripts beside the checkout, or the bundled sample where there are none."""
    seeds = ROOT.parent / "shared" / "seeds"
    return seeds if seeds.is_dir() else ROOT / "resources" / "sample"


def run(command: list[str], home: Path) -> str:
    """Standard output of a command that has to end well; it sees an empty home and no Python settings."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR") if name in os.environ}
    environment = kept | {"HOME": str(home), "USERPROFILE": str(home), "LANG": "C", "PARLANCE_LANG": "en"}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        command,
        cwd=home,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode or "Traceback" in done.stderr or "locale" in done.stderr:
        raise SmokeError(f"{' '.join(command)} gave {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def answer(command: list[str], home: Path) -> Any:
    """The JSON that a command writes."""
    return json.loads(run([*command, "--json"], home))


def compare_self_checks(frozen: list[str], source: list[str], home: Path) -> None:
    """The same registries, and nothing missing, in the program folder as in the source."""
    built, expected = answer([*frozen, "--self-check"], home), answer([*source, "--self-check"], home)
    if not built["frozen"] or not built["ok"]:
        raise SmokeError(f"--self-check finds problems: {built['problems']}")
    if built["registries"] != expected["registries"]:
        raise SmokeError(f"registries differ: {built['registries']} instead of {expected['registries']}")
    if not built["window"]["available"]:
        raise SmokeError(f"the window is missing: {built['window']}")
    if not built["window"]["eager"]:
        raise SmokeError("Qt's types are made at their first use, which threads do not survive")
    for part in ("panels", "plots"):
        if built["window"][part] != expected["window"][part]:
            raise SmokeError(f"{part} differ: {built['window'][part]} instead of {expected['window'][part]}")
    counts = ", ".join(f"{name} {len(found)}" for name, found in built["registries"].items())
    print(f"self-check: {counts}; SQLite {built['sqlite']}")


def compare_work(frozen: list[str], source: list[str], folder: Path, home: Path) -> Path:
    """Import, search and a round trip through export give what the source gives; returns the corpus."""
    reports, found = [], []
    for name, start in (("built", frozen), ("source", source)):
        corpus = home / f"{name}.parlance"
        report = answer([*start, "import", str(folder), "-c", str(corpus)], home)
        reports.append({key: value for key, value in report.items() if key != "seconds"})
        result = answer([*start, "search", QUERY, "-c", str(corpus), "--limit", "0"], home)
        found.append([(hit["text"], hit["spans"]) for hit in result["hits"]])
    if reports[0] != reports[1] or reports[0]["skipped"] or not reports[0]["turns"]:
        raise SmokeError(f"import gave {reports[0]} instead of {reports[1]}")
    if found[0] != found[1] or not found[0]:
        raise SmokeError(f"search for {QUERY} gave {len(found[0])} hits instead of {len(found[1])}")
    corpus = home / "built.parlance"
    _round_trip(frozen, corpus, home)
    counted = answer([*frozen, "stats", "turns-per-speaker", "-c", str(corpus)], home)
    if not counted["rows"]:
        raise SmokeError("stats counts nothing")
    run([*frozen, "check", "-c", str(corpus)], home)
    print(f"import of {folder.name}: {reports[0]['transcripts']} transcripts, {reports[0]['turns']} turns")
    print(f"search for {QUERY}: {len(found[0])} turns, as in the source")
    print("export as JSONL and import again: the same turns")
    return corpus


def _round_trip(frozen: list[str], corpus: Path, home: Path) -> None:
    """What is exported as JSONL and imported again has the same labels, texts and order."""
    exported, again = home / "exported.jsonl", home / "again.parlance"
    run([*frozen, "export", "--where", "", "-c", str(corpus), "--format", "jsonl", "-o", str(exported)], home)
    run([*frozen, "import", str(exported), "-c", str(again)], home)
    if _turns(frozen, corpus, home) != _turns(frozen, again, home):
        raise SmokeError("the turns after export and import differ")


def _turns(start: list[str], corpus: Path, home: Path) -> list[tuple[str, str]]:
    hits = answer([*start, "search", "", "-c", str(corpus), "--limit", "0"], home)["hits"]
    return [(hit["speaker"], hit["text"]) for hit in hits]


def draw_window(frozen: list[str], corpus: Path, home: Path) -> float:
    """The frozen window draws itself off-screen and ends; returns the seconds from start to end."""
    picture = home / "window.png"
    started = time.perf_counter()
    run([*frozen, "--render", str(picture), str(corpus), "--query", QUERY], home)
    seconds = time.perf_counter() - started
    if picture.stat().st_size < 20_000:
        raise SmokeError(f"the picture of the window is nearly empty: {picture.stat().st_size} bytes")
    kept = ROOT / "build" / "window.png"
    kept.write_bytes(picture.read_bytes())
    print(f"the window draws itself in {seconds:.1f} s with the corpus open; see {kept.relative_to(ROOT)}")
    return seconds


def check_libraries(folder: Path) -> None:
    """On Linux nothing in the folder is linked with a library that was left out of it."""
    if not sys.platform.startswith("linux"):
        return
    libraries = [path for path in folder.rglob("*") if path.is_file() and ".so" in path.name]
    shown = subprocess.run(["objdump", "-p", *libraries], capture_output=True, text=True, check=True).stdout
    missing = lacks(re.findall(r"NEEDED +(\S+)", shown), {path.name for path in libraries})
    if missing:
        raise SmokeError(f"left out, but needed: {', '.join(missing)}")
    print(f"{len(libraries)} libraries: each finds what it is linked with")


def start_seconds(frozen: list[str], home: Path) -> float:
    """How long the program takes to start and say its version: the median of five."""
    times = []
    for _attempt in range(5):
        started = time.perf_counter()
        run([*frozen, "--version"], home)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def folder_size(folder: Path) -> int:
    """Bytes of all files; a link counts nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def main(argv: list[str]) -> int:
    """Try the program out on the given folder, or on the shared transcripts; 0 when all is well."""
    folder = Path(argv[0]).resolve() if argv else transcripts()
    frozen, source = [str(program())], [sys.executable, str(ROOT / "main.py")]
    try:
        with tempfile.TemporaryDirectory(prefix="Parlance 测试 ") as name:
            home = Path(name)
            check_libraries(program().parent)
            compare_self_checks(frozen, source, home)
            corpus = compare_work(frozen, source, folder, home)
            draw_window(frozen, corpus, home)
            seconds = start_seconds(frozen, home)
    except (SmokeError, OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        print(f"The program folder is not in order: {error}", file=sys.stderr)
        return 1
    size = folder_size(program().parent if sys.platform != "darwin" else ROOT / "dist" / "Parlance.app")
    print(f"size {size / 1e6:.0f} MB, start {seconds:.2f} s (median of 5, --version)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
