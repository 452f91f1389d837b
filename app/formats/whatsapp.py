"""WhatsApp's text export, from iOS and Android in any language: a dated header, the name, the message.

Signal's text export has the same shape. Day and month are told apart by the whole file. Lines without
a header continue the message; headers without a name are messages of the program itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.errors import BadInputError
from app.formats._stamps import DATE, MARKS, SPACES, TIME, Stamp, order_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText
from app.text.lines import iter_lines, lines_of

_SPACE: Final = f"[{SPACES}]"
_WHEN: Final = rf"{DATE}[,،，]?{_SPACE}*(?:(?:klo|kl\.?|um|at|às?|à|alle|om|o){_SPACE}+)?{TIME}"
_SHAPES: Final = {
    "brackets": re.compile(rf"[{MARKS}]*\[[{MARKS}]*{_WHEN}{_SPACE}*\][{SPACES}{MARKS}]*", re.IGNORECASE),
    "dash": re.compile(rf"[{MARKS}]*{_WHEN}{_SPACE}*[-–—]{_SPACE}", re.IGNORECASE),
    "colon": re.compile(rf"[{MARKS}]*{_WHEN}:{_SPACE}", re.IGNORECASE),
    "bare": re.compile(rf"[{MARKS}]*(?=\d{{1,2}}\.){_WHEN}{_SPACE}(?=[^:]+: )", re.IGNORECASE),
}
_NAME: Final = re.compile(rf"(?P<name>[^:\n\"“”„«]{{1,100}}?)[{SPACES}]?:(?:{_SPACE}|$)")
_NO_NAMES: Final = frozenset(
    ("trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal", "severe")
)
_ATTACHED: Final = re.compile(
    rf"[{MARKS}]*(?:<[^<>:：]{{2,40}}[:：]{_SPACE}*(?P<ios>[^<>\n]+)>"
    rf"|(?P<android>[^\s<>()]+\.\w{{2,5}}){_SPACE}\([^()\n]+\)(?:\n|$))"
)
_OMITTED: Final = re.compile(rf"[{MARKS}]*<(?P<told>[^<>:/@\n]{{3,60}})>[{MARKS}]*")
_OMITTED_BARE: Final = re.compile(
    r"\u200e(?P<told>[^\n]{0,40}(?:omitted|weggelassen|omitid[ao]|omis[es]?|omess[oai]|weggelaten|pominięto|utelämnad|"
    r"utelatt|udeladt|dahil edilmedi|dihilangkan|пропущен\w*|без медиа\w*|省略|已忽略|忽略|생략\w*|なし))\.?"
)
_EDITED: Final = re.compile(
    rf"[{MARKS}]*<[^<>\n]*\b(?:edited|editado|modifié|bearbeitet|modificato|изменено|编辑)[^<>\n]*>$"
)
_DELETED: Final = re.compile(
    rf"[{MARKS}]*(?:This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht|"
    r"Se eliminó este mensaje|Eliminaste este mensaje|Ce message a été supprimé|Mensagem apagada|"
    r"Questo messaggio è stato eliminato|Данное сообщение удалено|此訊息已刪除|此消息已被?撤?删?除?回?)\.?$"
)
_CHAT_OF: Final = re.compile(
    r"(?:WhatsApp[ -]Chat|Chat de WhatsApp|Chat WhatsApp|Discussion WhatsApp|Conversa do WhatsApp)"
    r"\s*(?:with|mit|con|com|avec|-)\s+(?P<who>.+)",
    re.IGNORECASE,
)
_SYSTEM: Final = "system"
_LEAST_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class _Header:
    """Where and how a message begins: the text starts at ``start``; no name for a system message."""

    stamp: Stamp
    written: str
    name: str
    start: int


@FORMATS.register("whatsapp")
class WhatsAppFormat(Format):
    """Chats exported as text; one conversation a file."""

    name = "whatsapp"
    title = "WhatsApp and Signal text"
    extensions = (".txt",)

    def score(self, sample: Sample) -> float:
        """Whether the text begins with a header, and how many lines have one of the same shape."""
        if sample.is_folder:
            return 0.0
        first = next((line for line in lines_of(sample.head) if line.strip()), "")
        shape = _shape_of(first)
        if shape is None:
            return 0.0
        lines = [line for line in lines_of(sample.head) if line.strip()]
        headers = [header for line in lines if (header := _header(shape, line))]
        names = {header.name.casefold() for header in headers if header.name}
        share = len(headers) / len(lines)
        if share < _LEAST_SHARE or not names or names <= _NO_NAMES or any(name[0] == "<" for name in names):
            return 0.0
        return 0.75 + 0.2 * share

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """The messages in their order; the file is read twice, first for the order of its dates."""
        shape = next(
            (found for line in iter_lines(source.chunks()) if (found := _shape_of(line)) is not None), None
        )
        if shape is None:
            raise BadInputError("no line begins with a date, a time and a name")
        headers = (_header(shape, line) for line in iter_lines(source.chunks()))
        order = order_of(header.stamp for header in headers if header)
        yield ParsedConversation("1", _title(source))
        yield from _messages(source, shape, order)


def _shape_of(line: str) -> str | None:
    """How a line's header is written; None when it has none."""
    return next((name for name in _SHAPES if _header(name, line)), None)


def _header(shape: str, line: str) -> _Header | None:
    match = _SHAPES[shape].match(line)
    if match is None or (
        shape in {"colon", "bare"} and match["a"].isdecimal() and len(match["a"]) > 2
    ):  # a log
        return None
    named = _NAME.match(line, match.end())
    name = (
        one_line(named["name"]).strip("\u200e\u200f\u202a\u202c\u202d\u2068\u2069~ \u202f\u00a0")
        if named
        else ""
    )
    start = named.end() if named and name else match.end()
    return _Header(Stamp.of(match), line[: match.end()].strip(), name, start)


def _messages(source: Source, shape: str, order: str) -> Iterator[ParseEvent]:
    header: _Header | None = None
    said: list[RepairedText] = []
    for number, line in enumerate(source.lines(), 1):
        found = _header(shape, line.text)
        if found is not None:
            if header is not None:
                yield _turn(header, said, order)
            header, said = found, [line.slice(found.start)]
        elif header is not None:
            said.append(line)
        elif line.text.strip(f"{SPACES}\ufeff"):
            yield ParseProblem(f"line {number}", "text before the first message")
    if header is not None:
        yield _turn(header, said, order)


def _turn(header: _Header, said: list[RepairedText], order: str) -> ParsedTurn:
    while len(said) > 1 and not said[-1].text.strip():
        said.pop()
    text = RepairedText.join(said, "\n")
    time = header.stamp.iso(order)
    meta = _told(text.text)
    if time is None:
        meta["time"] = header.written
    told_by_program = not header.name or (text.text.startswith("\u200e") and not meta)
    role = "system" if told_by_program else None
    return ParsedTurn("1", header.name or _SYSTEM, text, role=role, time=time, meta=meta)


def _told(text: str) -> dict[str, JsonValue]:
    """What a message is besides its text, which stays as it is: a file, an edited or a deleted message."""
    meta: dict[str, JsonValue] = {}
    if attached := _ATTACHED.match(text):
        meta["media"] = one_line(attached["ios"] or attached["android"])
    elif omitted := _OMITTED.fullmatch(text) or _OMITTED_BARE.fullmatch(text):
        meta["media"] = omitted["told"]
    if _EDITED.search(text):
        meta["edited"] = True
    if _DELETED.match(text):
        meta["deleted"] = True
    return meta


def _title(source: Source) -> str:
    """The name of the chat, where the file or its folder is named after it."""
    for name in (source.path.stem, source.path.parent.stem):
        if match := _CHAT_OF.fullmatch(name):
            return one_line(source.repair(match["who"]).text)
    return ""
