"""CHAT transcripts of the TalkBank, https://talkbank.org/0info/manuals/CHAT.html

The main line of an utterance is the turn as it was transcribed, its codes kept; dependent tiers (``%mor``,
``%eng`` …) and the times of the media are metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.errors import BadInputError
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import (
    JsonValue,
    ParsedConversation,
    ParsedSpeaker,
    ParsedTurn,
    ParseEvent,
    ParseProblem,
)
from app.model.repair import RepairedText

_LINE: Final = re.compile(r"(?P<kind>[*%@])(?P<name>[^:\t]*)(?::[\t ]*(?P<text>.*))?", re.DOTALL)
_BULLET: Final = re.compile(r"[ \t]*\x15(?:[^\x15]*?_)??(\d+)_(\d+)\x15|[ \t]+(\d+)_(\d+)$")
_ID_FIELDS: Final = (
    "language", "corpus", "code", "age", "sex", "group", "ses", "role", "education", "custom",
)  # fmt: skip


@FORMATS.register("chat")
class ChatFormat(Format):
    """One transcript a file; long lines go on after a tab."""

    name = "chat"
    title = "CHAT transcripts (TalkBank)"
    extensions = (".cha",)

    def score(self, sample: Sample) -> float:
        """The headers that every file has."""
        head = sample.head[:4000]
        if "@" not in head or not re.search(r"(?m)^@(?:UTF8|Begin|Languages:|Participants:)", head):
            return 0.0
        said = re.search(r"(?m)^(?:\*[^\s:]{1,20}:|@End)", sample.head)
        return 0.97 if said and not sample.is_folder else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Participants, then utterances in their order."""
        reader = _Reader()
        for number, line in enumerate(source.lines(), 1):
            yield from reader.line(number, line)
        yield from reader.ended()
        if reader.begun and not reader.closed:
            yield ParseProblem(f"line {reader.last}", "it ends without @End: the rest may be missing")
        yield ParsedConversation("1", reader.title, reader.headers)
        if not reader.turns:
            raise BadInputError("no utterance can be read")


class _Reader:
    def __init__(self) -> None:
        self.turns = self.last = 0
        self.begun = self.closed = False
        self.title = ""
        self.headers: dict[str, JsonValue] = {}
        self._lines: list[RepairedText] = []
        self._number = 0
        self._turn: ParsedTurn | None = None
        self._tiers: dict[str, JsonValue] = {}

    def line(self, number: int, line: RepairedText) -> Iterator[ParseEvent]:
        """The next line of the file."""
        self.last = number
        text = line.text.lstrip("\ufeff")
        if text[:1] in {"\t", " "} and self._lines:
            self._lines.append(line.slice(len(line.text) - len(line.text.lstrip())))
            return
        yield from self._whole()
        if text.strip():
            self._lines, self._number = [line.slice(len(line.text) - len(text))], number

    def ended(self) -> Iterator[ParseEvent]:
        """What was being read."""
        yield from self._whole()
        yield from self._uttered()

    def _whole(self) -> Iterator[ParseEvent]:
        lines, self._lines = self._lines, []
        if not lines:
            return
        line = RepairedText.join(lines, " ")
        match = _LINE.fullmatch(line.text)
        if match is None:
            yield ParseProblem(f"line {self._number}", "neither a header, an utterance nor a tier")
        elif match["kind"] == "*":
            yield from self._uttered()
            self._begin(match, line)
        elif match["kind"] == "%":
            self._tiers["%" + match["name"].strip()] = match["text"] or ""
        else:
            yield from self._header(match["name"].strip(), (match["text"] or "").strip())

    def _begin(self, match: re.Match[str], line: RepairedText) -> None:
        said = line.slice(match.start("text")) if match["text"] is not None else RepairedText("")
        meta: dict[str, JsonValue] = {}
        bullet = _BULLET.search(said.text)
        if bullet is not None:
            begin, end = (int(part) / 1000 for part in bullet.groups() if part is not None)
            meta = {"start": begin, "end": end}
            said = said.slice(0, bullet.start())
        self._turn = ParsedTurn("1", one_line(match["name"]) or "?", said, meta=meta)

    def _uttered(self) -> Iterator[ParsedTurn]:
        turn, self._turn = self._turn, None
        tiers, self._tiers = self._tiers, {}
        if turn is not None:
            self.turns += 1
            yield ParsedTurn(turn.conversation, turn.speaker, turn.text, meta=dict(turn.meta) | tiers)

    def _header(self, name: str, text: str) -> Iterator[ParseEvent]:
        self.begun = self.begun or name == "Begin"
        self.closed = self.closed or name == "End"
        if name == "ID":
            fields = [field.strip() for field in text.split("|")]
            told = {key: value for key, value in zip(_ID_FIELDS, fields, strict=False) if value}
            if "code" in told:
                yield ParsedSpeaker(told["code"], {key: told[key] for key in told if key != "code"})
        elif name == "Title":
            self.title = one_line(text)
        elif text:
            before = self.headers.get(name)
            self.headers[name] = text if before is None else f"{before}\n{text}"
