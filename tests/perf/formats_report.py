"""What is read from a folder of exports, file by file.

``python tests/perf/formats_report.py FOLDER [--write FILE]`` imports the folder into a corpus of its own and
lists every source with its format, conversations, turns and what was wrong with it, or why it is refused.
Prints Markdown; it holds names of files and counts, and no text of theirs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def report(folder: Path) -> Iterator[str]:
    """Lines of Markdown: what is read, with counts and remarks, and what is refused, with the reason."""
    with tempfile.TemporaryDirectory(prefix="parlance-report-") as name:
        corpus = str(Path(name) / "all.parlance")
        done = _told("import", "-c", corpus, str(folder))
        listed = _told("list", "-c", corpus)["conversations"]
        preview = _told("import", "--dry-run", "-c", str(Path(name) / "none.parlance"), str(folder))
    formats = {
        _within(path, folder): group["format"] for group in preview["groups"] for path in group["files"]
    }
    conversations, turns = Counter[str](), Counter[str]()
    for one in listed:
        conversations[one["transcript"]] += 1
        turns[one["transcript"]] += one["turns"]
    remarks = defaultdict[str, list[str]](list)
    for one in done["warnings"]:
        remarks[_within(one["path"], folder)].append(f"{one['place']}: {one['reason']}")
    yield f"{done['transcripts']} sources are read:"
    yield f"{len(listed):,} conversations, {sum(turns.values()):,} turns."
    yield f"{len(done['skipped'])} are refused.\n"
    yield "| source | format | conversations | turns | remarks |"
    yield "|---|---|--:|--:|---|"
    for source in sorted(turns):
        told = "; ".join(remarks.get(source, ()))
        counts = f"{conversations[source]:,} | {turns[source]:,}"
        yield f"| {source} | {formats.get(source, '')} | {counts} | {told} |"
    yield "\n| refused | why |"
    yield "|---|---|"
    for one in sorted(done["skipped"], key=lambda one: str(one["path"])):
        yield f"| {_within(one['path'], folder)} | {one['reason']} |"


def _told(*words: str) -> dict[str, Any]:
    """What a command of the program says as JSON; files that are refused make its status 1."""
    command = [sys.executable, str(ROOT / "main.py"), *words, "--json"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
    told: dict[str, Any] = json.loads(answer)
    return told


def _within(path: str, folder: Path) -> str:
    """A path below the folder, without the machine's part of it."""
    return Path(path).relative_to(folder).as_posix() if Path(path).is_relative_to(folder) else path


def main() -> None:
    """Print it, or put it below the first paragraph of a document."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("folder", type=Path)
    words.add_argument("--write", type=Path)
    given = words.parse_args()
    text = "\n".join(report(given.folder.resolve())) + "\n"
    if given.write is None:
        print(text, end="")
    else:
        given.write.write_text(_HEAD + text, encoding="utf-8")


_HEAD = """# What is read from the export folders

Made by `python tests/perf/formats_report.py FOLDER --write tests/perf/formats_report.md`
from the shared corpora's export folder: every source (a file, or a folder or archive that one format reads as
a whole), and every refused file with the reason that is shown to users.

"""


if __name__ == "__main__":
    main()
