"""Chinese characters and words that count as the same across the strait and the border, by OpenCC."""

from __future__ import annotations

import subprocess
import zlib
from pathlib import Path

import opencc

HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0x20000, 0x2A6E0))
_TOOLS = Path(opencc.__file__).parent / "clib"


def _dictionary(name: str, folder: Path) -> list[tuple[str, list[str]]]:
    """The entries of one of OpenCC's dictionaries."""
    target = folder / f"{name}.txt"
    source = _TOOLS / "share" / "opencc" / f"{name}.ocd2"
    tool = _TOOLS / "bin" / "opencc_dict"
    subprocess.run([tool, "-i", source, "-o", target, "-f", "ocd2", "-t", "text"], check=True)
    lines = target.read_text(encoding="utf-8").splitlines()
    return [(key, forms.split(" ")) for key, forms in (line.split("\t") for line in lines)]


def write(target: Path, folder: Path) -> None:
    """Two lines with characters and the simplified form of each; then words, one set of equals a line,
    in simplified characters.
    """
    simple = {key: forms[0] for key, forms in _dictionary("TSCharacters", folder) if len(key) == 1}
    for name in ("TWVariants", "HKVariants"):
        for key, forms in _dictionary(name, folder):
            for form in forms:
                simple.setdefault(form, simple.get(key, key))
    pairs = sorted((one, other) for one, other in simple.items() if one != other and len(other) == 1)
    table = str.maketrans(dict(pairs))
    words: set[str] = set()
    for key, forms in _dictionary("TWPhrases", folder):
        equal = sorted({key.translate(table), *(form.translate(table) for form in forms)})
        if len(equal) > 1:
            words.add(" ".join(equal))
    lines = ["".join(one for one, _ in pairs), "".join(other for _, other in pairs), *sorted(words)]
    target.write_bytes(zlib.compress(("\n".join(lines) + "\n").encode("utf-8"), 9))
