"""QQ's text export (消息记录): a head with the chat's name, then time and name on a line, the message below.

An export of all chats holds several heads, each a conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.errors import BadInputError
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText
from app.text.lines import lines_of

_OPENING: Final = re.compile(r"[\ufeff\s]*(?:消息记录|訊息紀錄|消息紀錄)(?:[（(]|\s|$)")
_RULE: Final = re.compile(r"={8,}\s*")
_ABOUT: Final = re.compile(r"(?P<what>消息分组|消息对象|訊息分組|訊息對象)[:：](?P<value>.*)")
_HEADER: Final = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2}) (?P<half>上午|下午|AM|PM)? ?"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d):(?P<second>\d\d)"
    r" ?(?P<half2>AM|PM)?[ \t]+(?P<who>\S.*?)\s*"
)
_WHO: Final = re.compile(
    r"(?P<title>【[^】]{1,20}】)?(?P<name>.*?)"
    r"(?:\((?P<number>\d{4,12})\)|<(?P<mail>[^<>\s]+@[^<>\s]+)>)?"
)
_SYSTEM: Final = frozenset({"10000", "1000000"})
"""Numbers under which the program itself speaks."""
_PICTURE: Final = re.compile(r"\[(图片|表情|语音|视频|文件|闪照|動畫表情|圖片|动画表情)\]")
_LEAST_MESSAGES: Final = 2


@FORMATS.register("qq")
class QQFormat(Format):
    """Text of one chat or of many."""

    name = "qq"
    title = "QQ text"
    extensions = (".txt",)

    def score(self, sample: Sample) -> float:
        """Whether the head of the program is there, or several lines with a time, a name and a number."""
        if sample.is_folder:
            return 0.0
        lines = lines_of(sample.head)
        headers = [match for line in lines if (match := _HEADER.fullmatch(line)) is not None]
        if not headers:
            return 0.0
        if _OPENING.match(sample.head) or any(map(_ABOUT.fullmatch, lines[:20])):
            return 0.95
        numbered = sum(_account(match) is not None for match in headers)
        return 0.85 if numbered >= _LEAST_MESSAGES and numbered == len(headers) else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """The chats in their order, and their messages."""
        reader = _Reader()
        for number, line in enumerate(source.lines(), 1):
            yield from reader.take(number, line)
        yield from reader.ended()
        if not reader.turns:
            raise BadInputError("no message can be read")


def _account(header: re.Match[str]) -> str | None:
    who = _WHO.fullmatch(header["who"])
    return (who["number"] or who["mail"]) if who else None


class _Reader:
    """The state of one pass: the chat, and the message that is being read."""

    def __init__(self) -> None:
        self.turns = 0
        self._chats = 0
        self._told = False
        self._about: dict[str, JsonValue] = {}
        self._header: re.Match[str] | None = None
        self._said: list[RepairedText] = []

    def take(self, number: int, line: RepairedText) -> Iterator[ParseEvent]:
        """One more line."""
        header = _HEADER.fullmatch(line.text)
        about = _ABOUT.fullmatch(line.text.strip())
        if header is not None:
            yield from self.ended()
            if not self._told:
                yield self._chat()
            self._header = header
        elif about is not None and self._is_below_rule():
            yield from self.ended()
            self._told = False
            group = about["what"].endswith(("分组", "分組"))
            self._about["group" if group else "chat"] = about["value"].strip()
        elif self._header is not None:
            self._said.append(line)
        elif not (_RULE.fullmatch(line.text) or _OPENING.match(line.text)) and line.text.strip("\ufeff \t"):
            yield ParseProblem(f"line {number}", "text before the first message")

    def _is_below_rule(self) -> bool:
        """Whether a line stands in a head and not in a message; the rule above it is no message then."""
        if self._header is None:
            return True
        if not (self._said and _RULE.fullmatch(self._said[-1].text)):
            return False
        self._said.pop()
        return True

    def _chat(self) -> ParsedConversation:
        self._told = True
        self._chats += 1
        title = self._about.get("chat")
        return ParsedConversation(str(self._chats), one_line(str(title or "")), dict(self._about))

    def ended(self) -> Iterator[ParsedTurn]:
        """The message that was read."""
        header, said = self._header, self._said
        self._header, self._said = None, []
        if header is None:
            return
        while said and not said[-1].text.strip():
            said.pop()
        self.turns += 1
        text = RepairedText.join(said, "\n")
        yield _turn(str(self._chats), header, text)


def _turn(chat: str, header: re.Match[str], text: RepairedText) -> ParsedTurn:
    who = _WHO.fullmatch(header["who"])
    account = _account(header)
    name = one_line(who["name"] if who else header["who"])
    meta: dict[str, JsonValue] = {"account": account} if account else {}
    if who and who["title"]:
        meta["title"] = who["title"][1:-1]
    if media := _PICTURE.fullmatch(text.text.strip()):
        meta["media"] = media[1]
    system = account in _SYSTEM or name in {"系统消息", "系統訊息"}
    speaker = name or account or "?"
    return ParsedTurn(chat, speaker, text, role="system" if system else None, time=_time(header), meta=meta)


def _time(header: re.Match[str]) -> str | None:
    year, month, day = map(int, header["day"].split("-"))
    hour = int(header["hour"])
    if half := header["half"] or header["half2"]:
        hour = hour % 12 + (12 if half in {"下午", "PM"} else 0)
    if not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24):
        return None
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{header['minute']}:{header['second']}Z"
