"""Print what the repair engine restores, with ftfy's figures beside: ``python tests/perf/repair_table.py``.

Needs the shared corpora. Wrong characters are counted by position where lengths agree, else by alignment;
speed is input characters a second, models loaded, nothing remembered from before.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import sys
import time
from bisect import bisect_left, bisect_right
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import ftfy

from app.repair.channels import damage
from app.repair.engine import RepairEngine
from tests.helpers.shared import shared_root
from tests.perf import traditional_text

EMOJI = "\U0001f000"
_EMOJI = re.compile("[\U0001f000-\U0001faff]")
_BYTES = 4
"""Of an emoji in UTF-8."""
SOURCE = Path(__file__).resolve().parents[2] / "app" / "store"  # that of the repair speaks of mojibake
SENTENCES = (
    "zh zh-en-mixed emoji ja ko ru uk el ar he th vi hi fr es pt de pl cs hu tr en-typographic".split()  # noqa: SIM905
)
LOSSY = ("cp1254-drop", "cp1252-drop")
OTHERS = ("cp1252-fffd", "cp1252-question", "cp1252-nbsp", "cp1251-drop", "cp1250-drop", "latin1-c1-stripped",
          "cp1252-keep", "mac-roman", "cp437", "cp850", "cp1257-keep", "gb18030-fffd", "gb18030-question",
          "shift_jis-fffd", "gb18030-as-cp1252")  # fmt: skip


def wrong(clean: str, got: str) -> int:
    """Characters of ``clean`` that ``got`` does not have, and those it has too many."""
    if len(clean) == len(got):
        return sum(a != b for a, b in zip(clean, got, strict=True))
    total = 0
    for one, other in zip(clean.split("\n"), got.split("\n"), strict=False):
        for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            total += 0 if tag == "equal" else max(b - a, d - c)
    return total


def by_ftfy(text: str) -> str:
    """What ftfy makes of it, line by line, with its defaults for encoding."""
    return "\n".join(ftfy.fix_encoding(line) for line in text.split("\n"))


def row(name: str, clean: str, damaged: str, label: str) -> None:
    """Measure one text and print one line."""
    engine = RepairEngine()
    begin = time.process_time()
    diagnosis = engine.diagnose(damaged[:65_536])
    asked = 1000 * (time.process_time() - begin)
    repairer = engine.repairer(diagnosis)
    gc.collect()
    gc.freeze()  # what earlier rows left in memory is no part of this one's work
    begin = time.process_time()
    got = repairer.repair(damaged).text
    speed = len(damaged) / max(1e-6, time.process_time() - begin)
    ours, theirs = wrong(clean, got), wrong(clean, by_ftfy(damaged))
    share = 100 * (1 - ours / max(1, len(clean)))
    found = repairer.channel or "-"
    measured = f"{share:8.3f} % {theirs:8} {speed:9.0f} {asked:6.0f} ms"
    print(f"{name:16} {label:20} {found:20} {len(clean):7} {ours:6} {measured}")


def emoji_row(name: str, clean: str, channel: str) -> None:
    """Print how often an emoji that lost a byte is the first choice, and among the first three."""
    engine = RepairEngine()
    repairer = engine.repairer(engine.diagnose(damage(clean[:40_000], channel)))
    asked = first = third = 0
    for line in filter(_EMOJI.search, clean.split("\n")):
        ends = list(accumulate(len(damage(char, channel)) for char in line))
        begins = [0, *ends]
        moved = 0
        for span in repairer.repair(damage(line, channel)).spans:
            begin = span.start + moved
            moved += len(span.original) - (span.end - span.start)
            wanted = line[bisect_left(begins, begin) : bisect_right(ends, begin + len(span.original))]
            lost = [char for char in wanted if char >= EMOJI and len(damage(char, channel)) < _BYTES]
            if lost and span.kind != "exact":
                asked += 1
                first += span.repaired == wanted
                readings = dict.fromkeys([span.repaired, *(candidate.text for candidate in span.candidates)])
                third += wanted in list(readings)[:3]
    shares = 100 * first / max(1, asked), 100 * third / max(1, asked)
    print("{:16} {:20} {} emoji lost a byte: first choice {:.1f} %, first three {:.1f} %".format(
        name, channel, asked, *shares))  # fmt: skip


def cases_of_ftfy(folder: Path) -> None:
    """Print how many of ftfy's own cases either passes. Bytes it gives up as U+FFFD may come back whole."""
    for path in sorted(folder.glob("*.json")):
        cases = json.loads(path.read_text(encoding="utf-8"))
        ours = theirs = better = 0
        for case in cases:
            wanted = case.get("fixed-encoding", case["fixed"])
            got = RepairEngine().repair(case["original"]).text
            ours += got == wanted
            better += got != wanted and _agrees(got, wanted)
            theirs += ftfy.fix_encoding(case["original"]) == wanted
        print(
            f"ftfy's {path.name}: {ours} of {len(cases)} as wanted, {better} restored further; ftfy {theirs}"
        )


def _agrees(got: str, wanted: str) -> bool:
    """Whether a text is what was wanted, with characters for what was given up."""
    known = wanted.split("\ufffd")
    pattern = "[^\ufffd]{1,2}".join(map(re.escape, known))
    return len(known) > 1 and re.fullmatch(pattern, got) is not None


def clean_row(name: str, text: str) -> int:
    """Print what looking at a sound text costs, whole and line by line; how many characters it changes."""
    engine = RepairEngine()
    repairer = engine.repairer(engine.diagnose(text[:65_536]))
    lines = text.split("\n")
    whole: list[float] = []
    each: list[float] = []
    for _ in range(5):
        begin = time.process_time()
        got = repairer.repair(text).text
        middle = time.process_time()
        for line in lines:
            repairer.repair(line)
        whole.append(middle - begin)
        each.append(time.process_time() - middle)
    size = len(text.encode()) / 1e6
    speeds = (size / max(1e-6, median(times)) for times in (whole, each))
    print("{:16} clean {:8.1f} MB/s whole {:8.1f} MB/s line by line".format(name, *speeds))
    return wrong(text, got)


def main() -> None:
    """Print the table; ``--all`` adds the other channels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="the other channels too, on the Chinese set")
    everything = parser.parse_args().all
    root = shared_root()
    head = ("text", "damaged as", "found", "chars", "wrong", "right", "ftfy", "chars/s", "diagnosis")
    print("{:16} {:20} {:20} {:>7} {:>6} {:>10} {:>8} {:>9} {:>9}".format(*head))
    seeds = {path.name[:3]: path.read_text(encoding="utf-8") for path in (root / "seeds").glob("*.txt")}
    for damaged, clean in (("000", "001"), ("002", "004")):
        row(f"seed {damaged}", seeds[clean], seeds[damaged], "as it is")
    dialogues = sorted((root / "corpora" / "06-ab-style" / "clean").glob("*.txt"))
    texts = {"dialogues": "\n".join(path.read_text(encoding="utf-8") for path in dialogues)}
    for name in SENTENCES:
        texts[name] = (root / "corpora" / "04-clean-sentences" / f"{name}.txt").read_text(encoding="utf-8")
    for name, text in texts.items():
        channels = LOSSY if name in {"dialogues", "zh", "zh-en-mixed", "emoji"} else LOSSY[1:]
        for channel in channels:
            row(name, text, damage(text, channel), channel)
    traditional = traditional_text.campaign()
    if traditional:
        row("zh-Hant", traditional, damage(traditional, LOSSY[1]), LOSSY[1])
    else:
        print(f"zh-Hant          not measured: {traditional_text.PACKAGE} cannot be fetched here")
    if everything:
        for channel in OTHERS:
            row("zh", texts["zh"], damage(texts["zh"], channel), channel)
    for name, text in (("seeds 001, 004", seeds["001"] + seeds["004"]), ("emoji", texts["emoji"])):
        for channel in LOSSY:
            emoji_row(name, text, channel)
    cases_of_ftfy(root / "corpora" / "03-encodings" / "ftfy")
    texts["code"] = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("*.py")))
    touched = sum(clean_row(name, text) for name, text in texts.items())
    print(f"clean text: {touched} characters changed of {sum(map(len, texts.values()))}")


if __name__ == "__main__":
    main()
