"""Repair in a hundred languages: ``python tests/perf/repair_languages.py [CHANNEL ...] [--worst]``.

Takes 250 messages a language from the catalogues of this machine (/usr/share/locale; no model was made from
them), damages them and prints what part of the characters comes back, the worst language first.
"""

from __future__ import annotations

import argparse
import sys
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.repair.channels import damage
from app.repair.engine import RepairEngine
from tests.perf.repair_confidence import LOCALES, catalogue

MESSAGES, FEWEST = 250, 60


def wrong(said: str, read: str) -> int:
    """How many characters differ."""
    if said == read:
        return 0
    matcher = SequenceMatcher(None, said, read, autojunk=False)
    return sum(max(b - a, d - c) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal")


def main() -> None:
    """Print a row a channel and language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("channels", nargs="*", default=["cp1252-drop"])
    parser.add_argument("--worst", action="store_true", help="only what is below 99.5 %%")
    options = parser.parse_args()
    engine = RepairEngine()
    said = {folder.name: catalogue(folder.name, MESSAGES).split("\n") for folder in LOCALES.iterdir()}
    for channel in options.channels:
        rows = []
        for language, lines in said.items():
            if len(lines) < FEWEST:
                continue
            damaged = [damage(line, channel) for line in lines]
            repairer = engine.repairer(engine.diagnose("\n".join(damaged)))
            lost = sum(
                wrong(line, repairer.repair(odd).text) for line, odd in zip(lines, damaged, strict=True)
            )
            rows.append((100 - 100 * lost / sum(map(len, lines)), language, str(repairer.channel)))
        for right, language, found in sorted(rows):
            if right < 99.5 or not options.worst:
                print(f"{channel:14s} {language:14s} {found:22s} {right:8.3f} %")


if __name__ == "__main__":
    main()
