"""Keywords of emoji in English and Chinese, from Unicode's CLDR."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

LANGUAGES = ("en", "zh")


def _annotations(file: Path) -> dict[str, set[str]]:
    """Emoji of one code point and their keywords, names included."""
    found: dict[str, set[str]] = {}
    for node in ET.parse(file).getroot().iter("annotation"):  # noqa: S314 - a file of a signed Debian package
        char, text = node.get("cp") or "", node.text or ""
        if len(char) == 1 and ord(char) >= 0x2190:
            words = {word.strip().lower() for word in text.split("|")}
            if node.get("type") == "tts":
                words |= set(text.lower().split())
            found.setdefault(char, set()).update(words)
    return found


def write(cldr: Path, target: Path) -> None:
    """One emoji a line: the character, then its keywords after tabs."""
    table: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for char, keywords in _annotations(cldr / "annotations" / f"{language}.xml").items():
            table.setdefault(char, set()).update(
                word for word in keywords if len(word) > (2 if word.isascii() else 1)
            )
    lines = ["\t".join([char, *sorted(words)]) for char, words in sorted(table.items())]
    target.write_bytes(zlib.compress(("\n".join(lines) + "\n").encode("utf-8"), 9))
