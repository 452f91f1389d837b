"""LINE's text export: a line with the date, then time, name and message between tabs.

Messages of several lines stand in quotes in newer versions. Times are those of the phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Final

from app.errors import BadInputError
from app.formats._stamps import MARKS, TIME, Stamp, clock_of, order_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText
from app.text.lines import iter_lines, lines_of

_HEAD: Final = re.compile(rf"[{MARKS}]*\[LINE\] ?(?P<title>.*)")
_WITH: Final = re.compile(
    r"(?:Chat history (?:with|in) |与|與|和)?[「“\"]?(?P<who>.+?)[」”\"]?"
    r"(?:的聊天记录|的聊天紀錄|的聊天記錄|とのトーク履歴|のトーク履歴|님과의 대화)?(?:\.txt)?"
)
_SAVED: Final = re.compile(r"(?:Saved on|Saved at|保存日時|保存日期|儲存日期|存檔日期|저장한 날짜) ?[:：].*")
_DAY: Final = re.compile(
    r"(?:[^\W\d_]{1,9}[,.]? ?)?(?P<a>\d{1,4})(?P<sign>[./\-年]) ?(?P<b>\d{1,2})[./\-月] ?(?P<c>\d{1,4})[.日]?"
    r"(?:,? ?[(（]?[^\W\d_]{1,9}[)）]?)?"
)
_MESSAGE: Final = re.compile(rf"{TIME}\t(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_PLACE: Final = re.compile(
    r"\[(Photo|Video|Sticker|Voice message|Audio|File|Location|Contact|Album|"
    r"写真|動画|スタンプ|ボイスメッセージ|ファイル|"
    r"位置情報|照片|圖片|图片|影片|视频|貼圖|贴图|語音訊息|檔案|文件|사진|동영상|스티커)\]"
)
_LOOKED_AT: Final = 200


@FORMATS.register("line")
class LineFormat(Format):
    """One chat a file."""

    name = "line"
    title = "LINE text"
    extensions = (".txt",)

    def score(self, sample: Sample) -> float:
        """Whether messages between tabs follow a date, below the head of the program as a rule."""
        if sample.is_folder or "\t" not in sample.head:
            return 0.0
        head = dated = named = False
        for number, line in enumerate(lines_of(sample.head)):
            if number >= _LOOKED_AT:
                break
            head = head or (number == 0 and _HEAD.match(line) is not None)
            dated = dated or _day(line) is not None
            match = _MESSAGE.fullmatch(line)
            named = named or (dated and match is not None and "\t" in match["rest"])
        return 0.95 if head and named else 0.8 if named else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """The messages in their order; the dates of the whole file tell day and month apart."""
        days = (stamp for line in iter_lines(source.chunks()) if (stamp := _day(line)) is not None)
        reader = _Reader(order_of(days))
        yield from reader.read(source)
        if not reader.turns:
            raise BadInputError("no message can be read")


def _day(line: str) -> Stamp | None:
    match = _DAY.fullmatch(line.strip())
    if match is None:
        return None
    return Stamp((match["a"], match["b"], match["c"]), match["sign"], (0, 0, 0), halves=False)


class _Reader:
    """The state of one pass: the day, and the message that is being read."""

    def __init__(self, order: str) -> None:
        self.turns = 0
        self._order = order
        self._day: date | None = None
        self._speaker: str | None = None
        self._time: str | None = None
        self._said: list[RepairedText] = []

    def read(self, source: Source) -> Iterator[ParseEvent]:
        """Everything in the order of the file."""
        for number, line in enumerate(source.lines(), 1):
            head = _HEAD.match(line.text) if number == 1 else None
            if number == 1:
                yield ParsedConversation("1", _title(head["title"]) if head else "")
            if head is None:
                yield from self._line(number, line)
        yield from self._ended()

    def _line(self, number: int, line: RepairedText) -> Iterator[ParseEvent]:
        stamp = _day(line.text)
        if stamp is not None and not self._is_open_quote():
            yield from self._ended()
            self._day = stamp.date(self._order)
            return
        match = _MESSAGE.fullmatch(line.text)
        if match is not None:
            yield from self._ended()
            self._begin(match, line)
        elif self._said:
            self._said.append(line)
        elif line.text.strip() and not _SAVED.fullmatch(line.text.strip()):
            yield ParseProblem(f"line {number}", "text before the first message")

    def _begin(self, match: re.Match[str], line: RepairedText) -> None:
        name, tab, _ = match["rest"].partition("\t")
        start = match.start("rest")
        self._speaker = one_line(name) if tab else None
        self._said = [line.slice(start + len(name) + 1 if tab else start)]
        try:
            clock = time(*clock_of(match)).isoformat()
        except ValueError:
            clock = ""
        self._time = f"{self._day}T{clock}Z" if self._day and clock else None

    def _is_open_quote(self) -> bool:
        """Whether a message in quotes has not come to its end, so that a date in it is text."""
        if not self._said or not self._said[0].text.startswith('"'):
            return False
        return sum(line.text.count('"') for line in self._said) % 2 == 1

    def _ended(self) -> Iterator[ParsedTurn]:
        said, self._said = self._said, []
        while len(said) > 1 and not said[-1].text.strip():
            said.pop()
        if not said:
            return
        if len(said) > 1 and said[0].text.startswith('"') and said[-1].text.endswith('"'):
            said[0], said[-1] = said[0].slice(1), said[-1].slice(0, len(said[-1].text) - 1)
        text = RepairedText.join(said, "\n")
        media = _PLACE.fullmatch(text.text.strip())
        meta: dict[str, JsonValue] = {"media": media[1]} if media else {}
        role = None if self._speaker else "system"
        self.turns += 1
        yield ParsedTurn("1", self._speaker or "system", text, role=role, time=self._time, meta=meta)


def _title(head: str) -> str:
    """The name of the chat out of the first line."""
    found = _WITH.fullmatch(head.strip())
    return one_line(found["who"] if found else head)
