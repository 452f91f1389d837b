"""Count false repairs on sound text of this machine: ``python tests/perf/repair_clean.py [FOLDER ...]``.

Message catalogues (.mo), manual pages, locale definitions and plain text below the folders (default:
/usr/share) are texts in a hundred languages that nothing here was tuned on. Every source is repaired as a
file, with the channel diagnosed from it, and with --alone its lines each on its own. Prints every changed
line, to be judged by eye: some of these texts are mojibake indeed. Then the sums.
"""

from __future__ import annotations

import argparse
import gettext
import gzip
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.repair.engine import RepairEngine

TEXT = {
    ".txt",
    ".po",
    ".md",
    ".rst",
    ".html",
    ".xml",
    ".json",
    ".desktop",
    ".svg",
    ".pl",
    ".py",
    ".tex",
    ".vim",
}
MOST = 4_000_000


def texts_of(path: Path) -> str:
    """The text of one file; "" where it has none or is not UTF-8."""
    try:
        if path.suffix == ".mo":
            with path.open("rb") as stream:
                catalogue = gettext.GNUTranslations(stream)
            found = (str(text) for key, text in catalogue._catalog.items() if key)  # type: ignore[attr-defined] # no other list
            return "\n".join(found)
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                return lines.read(MOST)
        if path.suffix in TEXT or not path.suffix or "locales" in path.parts:
            return path.read_text(encoding="utf-8")[:MOST]
    except (OSError, EOFError, ValueError, LookupError, AttributeError):
        pass
    return ""


def sources(folders: list[Path]) -> Iterator[tuple[Path, str]]:
    """Every text below the folders that has a line beyond ASCII not met before; only such lines are kept."""
    met: set[int] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            lines = []
            for line in texts_of(path).splitlines():
                if not line.isascii() and hash(line) not in met:
                    met.add(hash(line))
                    lines.append(line)
            if lines:
                yield path, "\n".join(lines)


def main() -> None:
    """Print changed lines and sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("/usr/share")])
    parser.add_argument("--alone", type=int, metavar="N", help="every Nth line on its own too")
    chosen = parser.parse_args()
    engine = RepairEngine()
    characters = files = changed = alone = 0
    begin = time.process_time()
    for path, text in sources(chosen.folders):
        files += 1
        characters += len(text)
        diagnosis = engine.diagnose(text[:65_536])
        repaired = engine.repairer(diagnosis).repair(text)
        spans = [span for span in repaired.spans if span.repaired != span.original]
        changed += sum(len(span.original) for span in spans)
        if spans:
            print(f"{path}: {diagnosis.name}: {len(spans)} spans")
            for line, other in zip(text.splitlines(), repaired.text.splitlines(), strict=False):
                if line != other:
                    print(f"   {line[:150]!r}\n   {other[:150]!r}")
        for line in text.splitlines()[:: chosen.alone] if chosen.alone else ():
            got = engine.repair(line).text
            if got != line:
                alone += 1
                print(f"alone: {path}: {line[:150]!r} -> {got[:150]!r}")
    seconds = time.process_time() - begin
    print(f"{files} files, {characters} characters beyond-ASCII lines, {changed} changed, "
          f"{alone} lines changed alone, {characters / seconds / 1e6:.1f} MB/s")  # fmt: skip


if __name__ == "__main__":
    main()
