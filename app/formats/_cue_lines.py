"""Lines that say who speaks, where no label with a mere colon does: with times, as Q. and A., in capitals.

[00:00:01] SPEAKER_00: text        Anna (00:01): text        Anna  0:05        Q. text        HAMLET
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from app.formats.values import one_line

_CLOCK: Final = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_SPAN: Final = rf"(?P<start>{_CLOCK})(?:[ \t]*(?:-->|->|-|–|—)[ \t]*(?P<end>{_CLOCK}))?"
_NAME: Final = r"(?P<name>[^\W\d_][^\n:：<>\[\](){}=|\\/\"“”]{0,39}?)"
_BEFORE: Final = re.compile(
    rf"[ \t]*(?:[\[(]{_SPAN}[\])]|{_SPAN.replace('start', 'start2').replace('end', 'end2')})[ \t]+"
    rf"{_NAME}[ \t]*[:：](?:[ \t]+|$)"
)
_AFTER: Final = re.compile(
    rf"[ \t]*{_NAME}[ \t]*(?:[\[(]{_SPAN}[\])][ \t]*(?:[:：][ \t]*|$)"
    rf"|[ \t]+{_SPAN.replace('start', 'start2').replace('end', 'end2')}[ \t]*[:：]?[ \t]*$)"
)
_ASKED: Final = re.compile(
    r"[ \t]*(?:(?P<name>[QA])\d{0,3}[.)][ \t]+(?=\S)|(?P<other>[A-Z][A-Z .'’-]{2,30}):(?:[ \t]+|$))"
)
_CAPITALS: Final = re.compile(
    r"[ \t]*(?P<name>[^\W\d_][^\n:：!?,;<>\[\]{}=|\\/\"]{1,39}?)[ \t]*(?P<cue>\([^()\n]{1,30}\))?\s*$"
)
_SCENE: Final = re.compile(
    r"(?i)\s*(?:INT\.|EXT\.|ACT\b|SCENE\b|FADE\b|CUT TO\b|CURTAIN\b|THE END\b|EXEUNT\b|EXIT\b)"
)
_LEVELS: Final = frozenset(
    (
        "info",
        "error",
        "errors",
        "warn",
        "warning",
        "debug",
        "trace",
        "fatal",
        "critical",
        "notice",
        "note",
        "chapter",
        "todo",
        "at",
    )
)
_MOST_WORDS: Final = 5
_LEAST_LINES, _LEAST_SHARE = 2, 0.1
_LEAST_CAPITALS, _CAPITALS_SHARE = 4, 0.2


class Cue(NamedTuple):
    """Who begins to speak on a line; ``text`` is where the words begin, times are seconds."""

    name: str
    text: int
    start: float | None = None
    end: float | None = None
    remark: str = ""


Reader = Callable[[str, bool], Cue | None]
"""Given a line, and whether a blank one or none stands before it."""


def stamped_before(line: str, after_blank: bool) -> Cue | None:  # noqa: ARG001 - a Reader
    """``[00:00:01] SPEAKER_00: text``"""
    return _stamped(_BEFORE.match(line))


def stamped_after(line: str, after_blank: bool) -> Cue | None:  # noqa: ARG001 - a Reader
    """``Anna (00:01): text``, or ``Anna  0:05`` with the text below."""
    return _stamped(_AFTER.match(line))


def asked(line: str, after_blank: bool) -> Cue | None:  # noqa: ARG001 - a Reader
    """``Q. text`` and ``A. text``, with others by name in capitals: ``THE COURT: text``."""
    match = _ASKED.match(line)
    return Cue(match["name"] or match["other"].strip(), match.end()) if match else None


def capitals(line: str, after_blank: bool) -> Cue | None:
    """``HAMLET`` or ``HAMLET (aside)`` on a line of its own, after a blank one."""
    match = _CAPITALS.match(line) if after_blank else None
    if match is None or _SCENE.match(line):
        return None
    name = match["name"].strip()
    letters = [sign for sign in name if sign.isalpha()]
    if len(letters) < 2 or not all(map(str.isupper, letters)) or len(name.split()) > _MOST_WORDS:
        return None
    return (
        None
        if len(name) > 3 and name.endswith(".")
        else Cue(name, len(line), remark=(match["cue"] or "")[1:-1])
    )


_TIME: Final = re.compile(r":\d\d(?<=\d:\d\d)")
_QUESTION: Final = re.compile(r"Q\d{0,3}[.)]")
_BLANK: Final = re.compile(r"\n[^\S\n]*\n")
_READERS: Final[tuple[tuple[re.Pattern[str], tuple[Reader, ...]], ...]] = (
    (_TIME, (stamped_before, stamped_after)),
    (_QUESTION, (asked,)),
    (_BLANK, (capitals,)),
)
"""Ways to tell who speaks, behind what a file must hold somewhere to be told in them: found by a sign."""


def direction(line: str) -> bool:
    """Whether a whole line stands in brackets, or heads a scene."""
    text = line.strip()
    inner = text[1:-1]
    whole = (text[:1], text[-1:]) in {("[", "]"), ("(", ")"), ("（", "）"), ("［", "］")}
    return (whole and len(inner) > 0 and not set("[]()（）").intersection(inner)) or bool(
        text.isupper() and _SCENE.match(text)
    )


def _rows(reader: Reader, lines: Sequence[str]) -> bool:
    """Whether they are rows of a table with times: each has as many cells as the first, which is no cue."""
    filled = [line for line in lines if line.strip()]
    return reader(filled[0], not lines[0].strip()) is None and any(
        filled[0].count(sign) and all(line.count(sign) == filled[0].count(sign) for line in filled)
        for sign in ",;\t"
    )


def decide(lines: Sequence[str]) -> tuple[Reader, int] | None:
    """How the lines of a file say who speaks, and how many of its first ones do; None when they do not."""
    best: tuple[Reader, int] | None = None
    text = "\n".join(("", *lines))
    for needed, readers in _READERS:
        if needed.search(text) is None:
            continue
        for reader in readers:
            count = _evidence(reader, lines)
            if count and (best is None or count > best[1]):
                best = reader, count
    return best


def _evidence(reader: Reader, lines: Sequence[str]) -> int:
    """How many lines are cues; 0 where they may be something else."""
    names = Counter[str]()
    filled, blank, waiting, spoken = 0, True, False, 0
    for line in lines:
        if not line.strip():
            blank, waiting = True, False
            continue
        filled += 1
        cue = reader(line, blank)
        spoken += waiting and cue is None
        waiting = cue is not None
        if cue is not None:
            names[cue.name] += 1
        blank = False
    count = names.total()
    if any(name.casefold() in _LEVELS for name in names):
        return 0
    if reader is asked:
        sound = names["Q"] and names["A"] and count >= filled * _LEAST_SHARE
    elif reader is capitals:
        recur = sum(times for times in names.values() if times > 1)
        sound = (
            recur * 2 >= count >= max(_LEAST_CAPITALS, filled * _CAPITALS_SHARE)
            and len(names) > 1
            and spoken >= count * 0.9
        )
    else:
        recurs = (count < 4 or max(names.values()) > 1) and not _rows(reader, lines)
        sound = recurs and count >= max(_LEAST_LINES, filled * _LEAST_SHARE)
    return count if sound else 0


def _stamped(match: re.Match[str] | None) -> Cue | None:
    if match is None or len(match["name"].split()) > _MOST_WORDS:
        return None
    start, end = match["start"] or match["start2"], match["end"] or match["end2"]
    return Cue(one_line(match["name"]), match.end(), _seconds(start), _seconds(end))


def _seconds(clock: str | None) -> float | None:
    if clock is None:
        return None
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
