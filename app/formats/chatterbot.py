"""ChatterBot's YAML corpora: categories, and conversations as lists of lists of statements.

Only what these files use of YAML is read: block lists of plain, quoted and folded texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from app.errors import BadInputError
from app.formats.base import FORMATS, Format, Sample, Source
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_FIRST: Final = re.compile(r"\s*- +- ?(?P<text>.*)")
_ALONE: Final = re.compile(r"(?P<before>[ \t]*)-[ \t]*")
"""A conversation whose first statement stands on the line below."""
_NEXT: Final = re.compile(r"\s+- ?(?P<text>.*)")
_KEY: Final = re.compile(r"(?P<key>[A-Za-z_]+):\s*(?P<value>.*)")
_ITEM: Final = re.compile(r"\s*- (?P<text>[^-].*)")
_SPEAKERS: Final = ("A", "B")


@FORMATS.register("chatterbot")
class ChatterBotFormat(Format):
    """``conversations:`` with ``- - question`` and ``  - answer`` below it."""

    name = "chatterbot"
    title = "ChatterBot corpora (YAML)"
    extensions = (".yml", ".yaml")

    def score(self, sample: Sample) -> float:
        """The key and a conversation below it."""
        if "conversations:" not in sample.head:
            return 0.0
        good = re.search(
            r"(?m)^conversations:[ \t]*\r?\n(?:[ \t]*#.*\r?\n|\s*\n)*[ \t]*-(?: +|[ \t]*\r?\n[ \t]+)-",
            sample.head,
        )
        return 0.97 if good and not sample.is_folder else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """The two who speak take turns."""
        reader = _Reader()
        for number, line in enumerate(source.lines(), 1):
            yield from reader.line(number, line)
        yield from reader.ended()
        if not reader.turns:
            raise BadInputError("no statement can be read")


class _Reader:
    def __init__(self) -> None:
        self.turns = 0
        self._conversations = 0
        self._turn_of = 0
        self._outer = 0
        self._fresh = False
        self._section = ""
        self._categories: list[JsonValue] = []
        self._said: list[RepairedText] = []
        self._said_at = 0

    def line(self, number: int, line: RepairedText) -> Iterator[ParseEvent]:
        """The next line of the file."""
        text = line.text.strip("\ufeff")
        key = _KEY.fullmatch(text)
        if key is not None and not text[:1].isspace():
            yield from self.ended()
            self._section = key["key"]
        elif self._section == "conversations":
            yield from self._statement(number, line)
        elif self._section == "categories" and (item := _ITEM.fullmatch(text)) is not None:
            self._categories.append(_unquoted(item["text"]))

    def _statement(self, number: int, line: RepairedText) -> Iterator[ParseEvent]:
        alone = _ALONE.fullmatch(line.text)
        if alone is not None and len(alone["before"]) <= self._outer:
            yield from self.ended()
            self._outer, self._fresh = len(alone["before"]), True
            return
        first = _FIRST.fullmatch(line.text)
        following = None if first else _NEXT.fullmatch(line.text)
        if following is not None and self._fresh:
            first = following
        elif first is not None:
            self._outer = len(line.text) - len(line.text.lstrip())
        self._fresh = False
        match = first or following
        if match is not None:
            yield from self.ended()
            if first is not None:
                self._conversations += 1
                self._turn_of = 0
                yield ParsedConversation(str(self._conversations), "", {"categories": list(self._categories)})
            elif not self._conversations:
                yield ParseProblem(f"line {number}", "a statement before the first conversation")
                return
            self._said, self._said_at = [line.slice(match.start("text"))], number
        elif line.text.strip() and not line.text.lstrip().startswith("#"):
            if self._said:
                self._said.append(line.slice(len(line.text) - len(line.text.lstrip())))
            else:
                yield ParseProblem(f"line {number}", "not a statement")

    def ended(self) -> Iterator[ParseEvent]:
        """The statement that was being read."""
        said, self._said = self._said, []
        if not said:
            return
        if said[0].text.strip() in {"|", ">", "|-", ">-"}:
            said = said[1:]
        text = RepairedText.join(said, " ") if said else RepairedText("")
        plain = _unquoted(text.text)
        if _open(text.text):
            yield ParseProblem(f"line {self._said_at}", "a quote that is never closed")
        self.turns += 1
        speaker = _SPEAKERS[self._turn_of % 2]
        self._turn_of += 1
        yield ParsedTurn(
            str(self._conversations), speaker, text if plain == text.text else RepairedText(plain)
        )


def _open(text: str) -> bool:
    """Whether a scalar begins with a quote that nothing closes."""
    text = text.strip()
    return text[:1] in {"'", '"'} and text.count(text[0]) % 2 == 1 and (len(text) == 1 or text[-1] != text[0])


def _unquoted(text: str) -> str:
    """A YAML scalar on one line as its text."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return str(json.loads(text, strict=False))
        except ValueError:
            return text[1:-1]
    return text
