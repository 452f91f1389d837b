"""Repair in a hundred languages: ``python tests/perf/repair_languages.py [CHANNEL ...] [--worst]``.

Takes 250 messages a language from the catalogues of this machine (/usr/share/locale; no model was made from
them), damages them and prints what part of the characters comes back, the worst language first.
"""

from __future__ import annotations

import argparse
import gettext
import random
import sys
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.repair.channels import damage
from app.repair.engine import RepairEngine

MESSAGES, FEWEST = 250, 60
LENGTHS = range(15, 200)


def messages(folder: Path) -> dict[str, list[str]]:
    """By language the same choice of messages beyond ASCII every time."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in folder.glob("*/LC_MESSAGES/*.mo"):
        try:
            with path.open("rb") as stream:
                catalogue = gettext.GNUTranslations(stream)
        except (UnicodeDecodeError, LookupError, OSError):  # not every old catalogue can be read
            continue
        texts = (text for key, text in catalogue._catalog.items() if key and isinstance(text, str))  # type: ignore[attr-defined] # no other list
        found[path.parent.parent.name] |= {
            text.replace("\n", " ") for text in texts if len(text) in LENGTHS and not text.isascii()
        }
    chosen = {}
    for language, texts in found.items():
        if len(texts) >= FEWEST:
            chosen[language] = random.Random(5).sample(sorted(texts), min(MESSAGES, len(texts)))
    return chosen


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
    for channel in options.channels:
        rows = []
        for language, texts in messages(Path("/usr/share/locale")).items():
            damaged = [damage(text, channel) for text in texts]
            repairer = engine.repairer(engine.diagnose("\n".join(damaged)))
            lost = sum(
                wrong(text, repairer.repair(odd).text) for text, odd in zip(texts, damaged, strict=True)
            )
            rows.append((100 - 100 * lost / sum(map(len, texts)), language, str(repairer.channel)))
        for right, language, found in sorted(rows):
            if right < 99.5 or not options.worst:
                print(f"{channel:14s} {language:14s} {found:22s} {right:8.3f} %")


if __name__ == "__main__":
    main()
