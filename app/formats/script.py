"""Typed transcripts whose lines tell the speaker with a time, as Q. and A., or in capitals above the words.

Stage directions, which are lines in brackets of their own and headings of scenes, are metadata of the turn
that they stand in: ``directions``. Brackets within a line stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from app.errors import BadInputError
from app.formats._cue_lines import Cue, Reader, decide, direction
from app.formats.base import FORMATS, HEAD_CHARS, Format, Sample, Source
from app.formats.labels import is_rule
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_MOST_HEADING: Final = 200
_SUBTITLE: Final = re.compile(r"(?m)^[\d:.,]+ --> [\d:.,]+[ \t\r]*$")
"""Times on a line of their own, with the words below."""


@FORMATS.register("script")
class ScriptFormat(Format):
    """``[00:01] Name: …``, ``Name (00:01): …``, ``Q. … A. …``, and NAMES on lines of their own."""

    name = "script"
    title = "Interviews and scripts as text"
    extensions = (".txt", ".md", ".text")

    def score(self, sample: Sample) -> float:
        """By how many of its first lines tell a speaker in one of these ways."""
        if sample.is_folder or sample.head.lstrip("\ufeff \t\r\n")[:1] in {"{", "<", "@"}:
            return 0.0
        if sample.head.startswith("WEBVTT") or _SUBTITLE.search(sample.head[:200]):
            return 0.0
        found = decide(sample.whole_lines())
        return 0.0 if found is None else min(0.86, 0.4 + 0.04 * found[1])

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Turns as the lines come; the way is decided from the first 64 K characters."""
        lines = source.lines()
        head: list[RepairedText] = []
        size = 0
        for line in lines:
            head.append(line)
            size += len(line.text) + 1
            if size >= HEAD_CHARS:
                break
        found = decide([line.text for line in head])
        if found is None:
            raise BadInputError("no lines that tell a speaker are found")
        return _Lines(found[0]).read(chain(head, lines))


class _Lines:
    """The state of one pass over the lines of a file."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._conversation = 0
        self._cue: Cue | None = None
        self._said: list[RepairedText] = []
        self._directions: list[JsonValue] = []
        self._heading: list[str] = []
        self._lost = 0

    def read(self, lines: Iterator[RepairedText]) -> Iterator[ParseEvent]:
        """A rule begins a new conversation."""
        blank, begun, number = True, False, 0
        for line in lines:
            number += 1
            text = line.text.removeprefix("\ufeff")
            cue = self._reader(text, blank)
            if cue is not None:
                yield from self._ended()
                if not begun:
                    yield self._begin()
                    begun = True
                self._cue = cue
                rest = line.slice(len(line.text) - len(text) + cue.text)
                self._said = [rest] if rest.text else []
            elif is_rule(text):
                yield from self._ended()
                begun = False
            else:
                self._go_on(line)
            blank = not text.strip()
        yield from self._ended()
        if self._heading or self._lost:
            yield ParseProblem(f"line {number}", f"{len(self._heading) + self._lost} lines are nobody's turn")

    def _go_on(self, line: RepairedText) -> None:
        text = line.text.strip()
        if self._cue is None and text:
            if len(self._heading) < _MOST_HEADING:
                self._heading.append(line.text)
            else:
                self._lost += 1
        elif text and direction(text):
            self._directions.append(text)
        elif self._cue is not None:
            self._said.append(line)

    def _begin(self) -> ParsedConversation:
        self._conversation += 1
        heading, self._heading = self._heading, []
        meta: dict[str, JsonValue] = {"heading": "\n".join(heading)} if heading else {}
        return ParsedConversation(str(self._conversation), heading[0].strip() if heading else "", meta)

    def _ended(self) -> Iterator[ParsedTurn]:
        cue, self._cue = self._cue, None
        said, self._said = self._said, []
        directions, self._directions = self._directions, []
        if cue is None:
            return
        while said and not said[-1].text.strip():
            said.pop()
        meta: dict[str, JsonValue] = {}
        if cue.start is not None:
            meta["start"] = cue.start
        if cue.end is not None:
            meta["end"] = cue.end
        if cue.remark:
            meta["remark"] = cue.remark
        if directions:
            meta["directions"] = directions
        yield ParsedTurn(str(self._conversation), cue.name, RepairedText.join(said, "\n"), meta=meta)
