"""IRC logs: irssi, WeeChat, XChat and HexChat, ZNC, supybot, ISO stamps; with actions, joins and notices.

A line is a turn, and its number is its key; joins, parts and the like have the role "event". A log with
the time of day only gets its dates from lines about a new day, or from the name of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from app.errors import BadInputError
from app.formats.base import FORMATS, HEAD_CHARS, Format, Sample, Source
from app.formats.values import iso_time, one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText
from app.text.lines import lines_of

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY: Final = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
_CLOCK: Final = r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
_STAMP: Final = re.compile(
    rf"(?P<open>[\[(]?)(?:(?:{_DAY}|(?P<name>[A-Z][a-z][a-z]) (?P<nday>[ \d]\d))[T ] ?)?"
    rf"{_CLOCK}[\])]?(?P<gap> +|\t)"
    r"|(?P<epoch>1\d{9}) "
)
_SAID: Final = re.compile(r"<(?P<mode>[ @+%&~!*]?)(?P<nick>[^\t\n<>]{1,64})>(?: (?P<rest>.*)|$)", re.DOTALL)
_TABLE: Final = re.compile(r" *(?P<nick>[^\t]{1,64})\t(?P<rest>.*)", re.DOTALL)
_ACTION: Final = re.compile(r" {0,2}\* (?P<nick>[^\s*]{1,64})(?: (?P<rest>.*)|$)", re.DOTALL)
_NOTICE: Final = re.compile(
    r"-(?P<nick>[^\s<>!:-][^\s<>:]{0,63}?)(?::(?P<to>[#&@][^\s-]*))?- (?P<rest>.*)", re.DOTALL
)
_EVENT: Final = re.compile(r"(?:\*\*\*|-!-|-->|<--|<-|->|--|===?|=-=|\*\*)[ \t|]+(?P<rest>.*)", re.DOTALL)
_SIGNS: Final = frozenset({"-->", "<--", "--", "=-=", "*"})
_NEW_DAY: Final = re.compile(
    r"(?:--- |\*\*\*\* |=== )?"
    r"(?:Log (?:opened|closed)|Day changed(?: to)?|Session (?:Start|Close):|(?:BEGIN|ENDING) LOGGING AT)"
    r"\s+(?:[A-Z][a-z]{2},? )?"
    r"(?:(?P<month>[A-Z][a-z]{2})[a-z]* (?P<day>\d{1,2})|(?P<day2>\d{1,2}) (?P<month2>[A-Z][a-z]{2})[a-z]*)"
    r",?(?: \d\d:\d\d(?::\d\d)?)?(?: [A-Z]{3,4})? (?P<year>\d{4})",
    re.IGNORECASE,
)
_WHO: Final = re.compile(
    r"(?:(?:Joins|Parts|Quits): (?P<first>\S{1,64})|(?P<nick>\S{1,64})"
    r" (?=[\[(]\S+@|has |is now|is known|joined|left|quit|sets? |chang|was kicked))"
)
_FIRST: Final = re.compile(r"\S{1,64}")
_DAY_IN_NAME: Final = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_ACTS: Final = re.compile(
    r"(?:Joins|Parts|Quits)\b|.*\b(?:has |sets? mode|is now known|joined|quit|left|kicked|topic|changes?)",
    re.DOTALL,
)
_EVERYBODY: Final = "*"
_SEEN: Final = 200
_LATE, _EARLY = 22, 2


@FORMATS.register("irc")
class IrcFormat(Format):
    """One channel's log; one conversation a file."""

    name = "irc"
    title = "IRC log"
    extensions = (".log", ".txt", ".weechatlog")

    def score(self, sample: Sample) -> float:
        """The share of lines that are something said or done on a channel, most of them with a time."""
        if sample.is_folder:
            return 0.0
        lines = [line for line in lines_of(sample.head) if line.strip()][:_SEEN]
        if len(sample.head) >= HEAD_CHARS and len(lines) > 1:
            lines.pop()  # cut in the middle
        if not any(map(_STAMP.match, lines)):
            return 0.0
        read = [_read(line) for line in lines]
        said = sum(one is not None and one.kind in {"said", "action"} and one.stamped for one in read)
        good = sum(one is not None and (one.stamped or one.kind == "event") for one in read)
        table = any(one is not None and one.table for one in read)
        signs = any(one is not None and one.table and one.kind != "said" for one in read)
        if not said or (table and not signs and sample.path.suffix != ".weechatlog"):
            return 0.0  # a table of times and words
        share = good / len(lines)
        return 0.3 + 0.65 * share if share > 0.5 else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Every line in its order."""
        named = _DAY_IN_NAME.search(source.path.name)
        log = _Log(_day(*map(int, named.groups())) if named else None)
        yield ParsedConversation("1", meta={"date": str(log.day)} if log.day else {})
        turns = 0
        for number, line in enumerate(source.lines(), 1):
            if not line.text.strip():
                continue
            event = log.take(number, line)
            if event is not None:
                turns += isinstance(event, ParsedTurn)
                yield event
        if not turns:
            raise BadInputError("no line of an IRC log can be read")


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line holds: the text begins at ``start``; ``stamped`` if a time stands before it."""

    kind: str
    nick: str
    start: int
    stamp: re.Match[str] | None
    table: bool = False
    meta: dict[str, JsonValue] = field(default_factory=dict)

    @property
    def stamped(self) -> bool:
        return self.stamp is not None


def _read(line: str) -> _Line | None:
    """A line of a log, None for one that is none."""
    stamp = _STAMP.match(line)
    at = stamp.end() if stamp else 0
    if stamp and stamp["gap"] and stamp["gap"].endswith("\t"):
        return _tabbed(line, at, stamp)
    if match := _SAID.match(line, at):
        mode: dict[str, JsonValue] = {"mode": match["mode"]} if match["mode"].strip() else {}
        return _Line("said", match["nick"], _start(match), stamp, meta=mode)
    if match := _EVENT.match(line, at):
        return _event(match, stamp)
    if match := _ACTION.match(line, at):
        return _Line("action", match["nick"], _start(match), stamp)
    if stamp and (match := _NOTICE.match(line, at)):
        to: dict[str, JsonValue] = {"to": match["to"]} if match["to"] else {}
        return _Line("notice", match["nick"], match.start("rest"), stamp, meta=to)
    return None


def _event(match: re.Match[str], stamp: re.Match[str] | None) -> _Line:
    """Joins and the like; some loggers write actions in the same way, after ``===``."""
    rest, start = match["rest"], match.start("rest")
    actor = _FIRST.match(rest)
    if match[0].startswith("===") and actor and not _ACTS.match(rest):
        return _Line("action", actor[0], min(start + actor.end() + 1, match.end()), stamp)
    return _Line("event", _who(rest), start, stamp)


def _tabbed(line: str, at: int, stamp: re.Match[str]) -> _Line | None:
    """WeeChat: time, name or sign, and text between tabs."""
    match = _TABLE.match(line, at)
    if match is None:
        return None
    sign = match["nick"].strip()
    if sign in _SIGNS:
        start = match.start("rest")
        actor = _FIRST.match(match["rest"])
        if sign == "*" and actor:
            return _Line("action", actor[0], min(start + actor.end() + 1, len(line)), stamp, table=True)
        return _Line("event", _who(match["rest"]), start, stamp, table=True)
    nick = sign.lstrip("@+%&~")
    mode: dict[str, JsonValue] = {"mode": sign[0]} if nick != sign else {}
    return _Line("said", nick or sign, match.start("rest"), stamp, table=True, meta=mode)


def _who(event: str) -> str:
    """Whose joining, leaving or renaming an event tells of; everybody's when it names nobody first."""
    match = _WHO.match(event)
    return (match["first"] or match["nick"]) if match else _EVERYBODY


def _start(match: re.Match[str]) -> int:
    return match.start("rest") if match["rest"] is not None else match.end()


class _Log:
    """The state of one pass: the day, where it is known, and the hour that was last seen."""

    def __init__(self, day: date | None) -> None:
        self.day = day
        self._hour = 0

    def take(self, number: int, line: RepairedText) -> ParsedTurn | ParseProblem | None:
        """The turn of a line; None for one that only tells of a new day."""
        if found := _NEW_DAY.match(line.text):
            month = (found["month"] or found["month2"]).lower()
            if month in _MONTHS:
                day = int(found["day"] or found["day2"])
                self.day, self._hour = _day(int(found["year"]), _MONTHS.index(month) + 1, day), 0
                return None
        read = _read(line.text)
        if read is None:
            return ParseProblem(f"line {number}", "not a line of an IRC log")
        moment, meta = self._time(read.stamp), dict(read.meta)
        if moment is None and read.stamp is not None:
            meta["clock"] = read.stamp[0].strip(" \t[]()")
        if read.kind in {"action", "notice"}:
            meta["kind"] = read.kind
        role = "event" if read.kind == "event" else None
        return ParsedTurn(
            "1",
            one_line(read.nick),
            line.slice(read.start),
            key=str(number),
            role=role,
            time=moment,
            meta=meta,
        )

    def _time(self, stamp: re.Match[str] | None) -> str | None:
        if stamp is None:
            return None
        if stamp["epoch"]:
            return iso_time(int(stamp["epoch"]))
        if stamp["year"]:
            return iso_time(stamp[0].strip(" \t[]()"))
        try:
            clock = time(int(stamp["hour"]), int(stamp["minute"]), int(stamp["second"] or 0))
        except ValueError:
            return None
        if stamp["name"] and self.day and stamp["name"].lower() in _MONTHS:
            self.day = (
                _day(self.day.year, _MONTHS.index(stamp["name"].lower()) + 1, int(stamp["nday"])) or self.day
            )
        elif self.day and self._hour >= _LATE and clock.hour <= _EARLY:
            self.day += timedelta(days=1)  # past midnight, and nothing was written about it
        self._hour = clock.hour
        return None if self.day is None else f"{datetime.combine(self.day, clock).isoformat()}Z"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
