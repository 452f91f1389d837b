"""Subtitle cues: what SubRip, WebVTT and SubViewer share of times, texts and speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedTurn, ParseProblem
from app.model.repair import RepairedText

UNKNOWN: Final = "?"
"""The label of a turn whose speaker nobody named."""
_CLOCK: Final = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMING: Final = re.compile(rf"[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t]+(?P<settings>.*))?[ \t]*")
SBV_TIMING: Final = re.compile(rf"{_CLOCK},{_CLOCK}[ \t]*")
_CAPITAL: Final = r"[A-Z\u00c0-\u00dd\u0391-\u03a9\u0410-\u042f]"
_NAMED: Final = re.compile(
    rf"(?:>> ?|- ?)?(?P<name>{_CAPITAL}[\w.'’\-]*(?: (?:{_CAPITAL}|\d)[\w.'’\-]*){{0,3}}|SPEAKER_\d+"
    r"|[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]{1,8})[:：][ \t]*(?=\S)"
)
"""Every word of a name begins with a capital letter, so that "Rule number one: …" is none."""
_DASH: Final = re.compile(r"[-–—‐] ?(?=\S)")
_ARROWS: Final = re.compile(r">>+ ?(?=\S)")


@dataclass(slots=True)
class Cue:
    """One cue: seconds, the lines of its text, its name where it has one, and its first line in the file."""

    start: float
    end: float
    line: int
    name: str = ""
    settings: str = ""
    lines: list[RepairedText] = field(default_factory=list)

    def meta(self) -> dict[str, JsonValue]:
        """Begin and end in seconds, and what else is known of the cue."""
        told: dict[str, JsonValue] = {"start": round(self.start, 3), "end": round(self.end, 3)}
        if self.settings:
            told["settings"] = self.settings
        return told


def seconds(parts: Iterable[str | None]) -> float:
    """Hours, minutes, seconds and the digits of a fraction as seconds."""
    hours, minutes, whole, fraction = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(whole or 0) + float(f"0.{fraction or 0}")


def cues(lines: Iterable[RepairedText], timing: re.Pattern[str] = TIMING) -> Iterator[Cue | ParseProblem]:
    """Cues in the order of the file; text that belongs to none is a problem."""
    cue: Cue | None = None
    name, name_line = "", 0
    for number, line in enumerate(lines, 1):
        text = line.text.strip("\ufeff \t")
        match = timing.fullmatch(text)
        if match is not None:
            if cue is not None:
                if not name and cue.lines and cue.lines[-1].text.strip().isdigit():
                    cue.lines.pop()  # the number of this cue, with no empty line before it
                yield cue
            given = match.groupdict().get("settings") or ""
            cue = Cue(seconds(match.groups()[:4]), seconds(match.groups()[4:8]), number, name, given)
            name = ""
        elif not text:
            if cue is not None and cue.lines:
                yield cue
                cue = None
            if name:
                yield ParseProblem(f"line {name_line}", "text outside of a cue")
                name = ""
        elif cue is not None:
            cue.lines.append(line)
        else:
            if name:
                yield ParseProblem(f"line {name_line}", "text outside of a cue")
            name, name_line = text, number
    if cue is not None:
        yield cue
    elif name:
        yield ParseProblem(f"line {name_line}", "text outside of a cue")


def spoken(cue: Cue, conversation: str) -> Iterator[ParsedTurn]:
    """The turns of a cue: a line that begins with a dash or a name begins another turn."""
    said: list[RepairedText] = []
    speaker = UNKNOWN
    for line in cue.lines:
        start = len(line.text) - len(line.text.lstrip())
        rest = line.slice(start)
        match = _NAMED.match(rest.text)
        dash = _DASH.match(rest.text) or _ARROWS.match(rest.text)
        if match is not None or dash is not None:
            if said:
                yield _turn(cue, conversation, speaker, said)
            said = []
            speaker = one_line(match["name"]) if match else UNKNOWN
            rest = rest.slice((match or dash).end())  # type: ignore[union-attr]  # one of the two matched
        said.append(rest)
    if said:
        yield _turn(cue, conversation, speaker, said)


def _turn(cue: Cue, conversation: str, speaker: str, said: list[RepairedText]) -> ParsedTurn:
    return ParsedTurn(conversation, speaker, RepairedText.join(said, "\n"), meta=cue.meta())
