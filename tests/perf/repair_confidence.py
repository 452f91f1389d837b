"""Are readings right that are said to be sure? ``python tests/perf/repair_confidence.py [FILE ...]``

Clean text is damaged in every lossy channel, repaired with the channel found from it, and every inferred span
compared with what stood there. Of spans of confidence 0.99 and more 99 % are to be right, of 0.9 and more 90.
By default the text is what the tables of repair do not report on: the message catalogues of this machine
(Chinese and most other languages), Japanese bookings and lines with emoji of the shared corpora. Files named
on the command line are taken instead, a language each.
"""

from __future__ import annotations

import argparse
import gettext
import io
import random
import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import zstandard

from app.model.repair import RepairedText
from app.repair.channels import damage
from app.repair.engine import RepairEngine
from tests.helpers.shared import shared_root

CHANNELS = (
    "cp1252-drop", "cp1254-drop", "cp1252-fffd", "cp1252-question", "cp1252-nbsp", "cp1250-drop",
    "cp1251-drop", "cp1257-drop", "gb18030-fffd", "shift_jis-fffd", "latin1-c1-stripped",
)  # fmt: skip
LANGUAGES = "zh_CN zh_TW ja ko ru uk el ar he th vi hi cs pl hu tr".split()  # noqa: SIM905
_TEXT = re.compile('"text": "([^"]+)"')
_EMOJI = re.compile("[\U0001f300-\U0001faff]")
LEVELS = (0.99, 0.9)
LOCALES = Path("/usr/share/locale")


def bookings(lines: int) -> str:
    """Japanese booking dialogues."""
    path = shared_root() / "corpora" / "02-large" / "asdc-dialogues.tar.zst"
    with path.open("rb") as stream:
        data = zstandard.ZstdDecompressor().stream_reader(stream).read()
    found: dict[str, None] = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            for text in _TEXT.findall(file.read().decode("utf-8", "ignore")) if file else ():
                found.update(dict.fromkeys(text.split("\\n")))
    return _some(list(found), lines)


def with_emoji(lines: int) -> str:
    """Lines with emoji of the chat exports in the shared corpora."""
    found: dict[str, None] = {}
    for path in sorted((shared_root() / "corpora" / "01-exports").rglob("*")):
        if path.suffix in {".txt", ".json", ".jsonl", ".csv", ".html", ".md", ".xml"}:
            for line in path.read_text(encoding="utf-8", errors="ignore").splitlines():
                if _EMOJI.search(line) and len(line) < 400:
                    found[line.strip()] = None
    return _some(list(found), lines)


def catalogue(language: str, lines: int) -> str:
    """Messages of this machine's programs in a language."""
    found: dict[str, None] = {}
    for path in sorted(LOCALES.glob(f"{language}/LC_MESSAGES/*.mo")):
        try:
            with path.open("rb") as stream:
                entries = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined] # no other list
        except (UnicodeDecodeError, LookupError):  # not every old catalogue can be read
            continue
        for text in entries.values():
            for line in str(text).splitlines():
                if not line.isascii() and 12 < len(line) < 160 and "%" not in line:
                    found[line.strip()] = None
    return _some(list(found), lines)


def _some(lines: list[str], count: int) -> str:
    random.Random(11).shuffle(lines)
    return "\n".join(lines[:count])


def texts(files: list[Path], lines: int, languages: list[str]) -> Iterator[tuple[str, str]]:
    """The texts to measure on, with their names."""
    for path in files:
        yield path.name, path.read_text(encoding="utf-8")
    if not files and not languages:
        yield "bookings", bookings(lines)
        yield "emoji", with_emoji(lines)
    for language in languages or ([] if files else LANGUAGES):
        text = catalogue(language, lines)
        if text:
            yield language, text


def judged(clean: str, repaired: RepairedText) -> Iterator[tuple[float, bool]]:
    """For every inferred span of a line its confidence, and whether it is right."""
    same = len(clean) == len(repaired.text)
    blocks = (
        None if same else SequenceMatcher(None, clean, repaired.text, autojunk=False).get_matching_blocks()
    )
    for span in repaired.spans:
        if span.kind != "inferred":
            continue
        if blocks is None:
            yield span.confidence, clean[span.start : span.end] == span.repaired
        else:
            yield span.confidence, any(b <= span.start and span.end <= b + n for _, b, n in blocks)


def main() -> None:
    """Print a row for every channel and text, and the sums of every channel."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--channel", action="append", choices=CHANNELS)
    parser.add_argument("--language", action="append", default=[])
    chosen = parser.parse_args()
    sets = list(texts(chosen.files, chosen.lines, chosen.language))
    failed = 0
    print(
        f"{'channel':20} {'text':12} {'spans':>7}"
        + "".join(f"{f'>= {level}':>10} {'right':>9}" for level in LEVELS)
    )
    for channel in chosen.channel or CHANNELS:
        total: dict[float, list[int]] = defaultdict(lambda: [0, 0])
        for name, clean in sets:
            damaged = damage(clean, channel)
            engine = RepairEngine()
            repairer = engine.repairer(engine.diagnose(damaged[:65_536]))
            counted: dict[float, list[int]] = defaultdict(lambda: [0, 0])
            for line, broken in zip(clean.split("\n"), damaged.split("\n"), strict=False):
                for confidence, right in judged(line, repairer.repair(broken)):
                    for level in (*LEVELS, 0.0):
                        if confidence >= level:
                            counted[level][0] += 1
                            counted[level][1] += right
            for level, (count, rights) in counted.items():
                total[level][0] += count
                total[level][1] += rights
            if counted[0.0][0]:
                _row(channel, name, counted)
        failed += _row(channel, "all", total)
    print("every level is met" if not failed else f"{failed} levels of channels are not met")


def _row(channel: str, name: str, counted: dict[float, list[int]]) -> int:
    """Print a row; how many levels it misses."""
    cells, missed = "", 0
    for level in LEVELS:
        count, right = counted[level]
        share = right / max(1, count)
        missed += bool(count) and share < level
        cells += f"{count:10} {100 * share:8.2f}%" + ("*" if count and share < level else " ")
    print(f"{channel:20} {name:12} {counted[0.0][0]:7}{cells}", flush=True)
    return missed


if __name__ == "__main__":
    main()
