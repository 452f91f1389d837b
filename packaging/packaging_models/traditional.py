"""Traditional characters and their simplified forms, by OpenCC."""

from __future__ import annotations

import zlib
from pathlib import Path

import opencc

HAN = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))


def _only_simplified(char: str, to_traditional: opencc.OpenCC) -> bool:
    """True for characters with another traditional form that traditional text (Big5) does not have itself."""
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return bool(to_traditional.convert(char) != char)
    return False


def write(target: Path) -> None:
    """Three lines: traditional characters, the simplified form of each, and what only simplified text has."""
    to_simplified, to_traditional = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
    pairs = [(chr(code), to_simplified.convert(chr(code))) for code in HAN]
    changed = [(one, other) for one, other in pairs if one != other and len(other) == 1]
    abolished = [chr(code) for code in HAN if _only_simplified(chr(code), to_traditional)]
    lines = ["".join(one for one, _ in changed), "".join(other for _, other in changed), "".join(abolished)]
    target.write_bytes(zlib.compress(("\n".join(lines) + "\n").encode("utf-8"), 9))
