"""Mojibake behind escapes: ``&Atilde;&copy;`` and the escaped bytes ``\\u00c3\\u00a9`` of some exports.

Escapes of sound characters are somebody's markup and stay; they are undone only where what they stand for is
mojibake that repairs to the last character.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from app.model.repair import RepairedText, RepairSpan

_ENTITY = r"&(?:#[1-9]\d{2,4}|#[xX][0-9a-fA-F]{2,4}|[A-Za-z]{2,8}\d{0,2});"
_BYTE = r"(?<!\\)\\u00[89a-fA-F][0-9a-fA-F]"
ESCAPE = re.compile(f"{_ENTITY}|{_BYTE}")
_RUN = re.compile(rf"(?:(?:{_ENTITY})|[^\x00-\x7f]){{2,}}|(?:{_BYTE}){{2,}}")
"""Escapes in a row, HTML entities also with characters that were left as they are."""

ENOUGH_BYTES = 4
"""Fewer escaped bytes in a line may be somebody's program that speaks of them."""


def has_escapes(text: str) -> bool:
    """A fast test that nearly all text fails."""
    return ("&" in text or "\\u00" in text) and ESCAPE.search(text) is not None


def without_escapes(line: str) -> str:
    """The line with what its runs of escapes stand for: as a text is judged that was escaped as a whole."""
    return _RUN.sub(lambda match: _plain(match[0]) or match[0], line)


def undone(line: str, repair: Callable[[str], RepairedText], least_bytes: int = ENOUGH_BYTES) -> RepairedText:
    """The line with runs of escapes replaced by what ``repair`` makes of them, if it repairs them wholly.

    A line with fewer escaped bytes than ``least_bytes`` keeps them.
    """
    texts: list[str] = []
    spans: list[RepairSpan] = []
    at = length = 0
    bytes_escaped = line.count("\\u00")
    for match in _RUN.finditer(line):
        inner = _plain(match[0])
        if inner is None or (match[0][0] == "\\" and bytes_escaped < least_bytes):
            continue
        repaired = repair(inner)
        if not wholly(inner, repaired):
            continue
        texts += (line[at : match.start()], repaired.text)
        length += match.start() - at
        confidence = min(span.confidence for span in repaired.spans)
        inferred = any(span.kind == "inferred" for span in repaired.spans)
        spans.append(
            RepairSpan(
                length, length + len(repaired.text), match[0], repaired.text,
                "inferred" if inferred else "exact", confidence,
            )
        )  # fmt: skip
        length += len(repaired.text)
        at = match.end()
    return RepairedText("".join(texts) + line[at:], tuple(spans)) if spans else RepairedText(line)


def _plain(run: str) -> str | None:
    """What the escapes of a run stand for; None when there are none, or one of them stands for ASCII."""
    if not ESCAPE.search(run):
        return None
    text = ESCAPE.sub(lambda match: _character(match[0]), run)
    return None if any(char < "\x80" for char in text) else text


def _character(escape: str) -> str:
    if escape[0] == "&":
        return unescape(escape)
    return chr(int(escape.removeprefix("\\u"), 16))


def wholly(text: str, repaired: RepairedText) -> bool:
    """True when every character was part of mojibake."""
    covered = sum(len(span.original) for span in repaired.spans if span.kind != "lost")
    return bool(repaired.spans) and covered == len(text)
