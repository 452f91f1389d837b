"""Praat TextGrids, long and short: every labelled interval of a tier is a turn of the tier, in time.

https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.errors import BadInputError
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line, shown
from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_TOKEN: Final = re.compile(
    r'"(?P<text>(?:[^"]|"")*)"'
    r"|(?<![\w\[])(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w\]])|<exists>|<absent>"
)
_CLASSES: Final = ("IntervalTier", "TextTier")


@dataclass(frozen=True, slots=True)
class _Token:
    value: str | float
    line: int


@FORMATS.register("textgrid")
class TextGridFormat(Format):
    """A recording with its tiers, which are its speakers."""

    name = "textgrid"
    title = "Praat TextGrid"
    extensions = (".TextGrid",)
    structured = True

    def score(self, sample: Sample) -> float:
        """The words at the beginning, and no other kind of Praat object."""
        head = sample.head[:400]
        good = re.match(r'\ufeff?\s*File type = "ooTextFile', head) and '"TextGrid"' in head
        return 0.98 if good and not sample.is_folder else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Intervals of all tiers in the order of their beginning."""
        yield ParsedConversation("1")
        problems: list[ParseProblem] = []
        found = list(_labelled(_tokens(source.chunks()), problems))
        found.sort(key=lambda one: one[:2])
        for begin, _order, end, tier, text in found:
            meta = {"start": begin} if end is None else {"start": begin, "end": end}
            speaker = one_line(source.repair(tier).text) or "?"
            yield ParsedTurn("1", speaker, source.repair(shown(text)), meta=meta)
        yield from problems
        if not found:
            raise BadInputError("no labelled interval can be read")


def _tokens(chunks: Iterable[str]) -> Iterator[_Token]:
    """Texts and numbers of the file; a value that chunks part is put together."""
    rest, line = "", 1
    for chunk in chunks:
        rest += chunk
        safe = rest.rfind("\n")
        if rest[: safe + 1].count('"') % 2:
            continue  # inside a text of several lines
        yield from _in(rest[: safe + 1], line)
        line += rest[: safe + 1].count("\n")
        rest = rest[safe + 1 :]
    yield from _in(rest, line)


def _in(text: str, line: int) -> Iterator[_Token]:
    at = 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match["text"] is not None:
            yield _Token(match["text"].replace('""', '"'), line)
        elif match["number"] is not None:
            yield _Token(float(match["number"]), line)


_Labelled = tuple[float, int, float | None, str, str]


def _labelled(tokens: Iterator[_Token], problems: list[ParseProblem]) -> Iterator[_Labelled]:
    """Begin, order, end, tier and text of what has a text."""
    kind = next((token.value for token in tokens if token.value in _CLASSES), None)
    order, line = 0, 1
    try:
        while kind is not None:
            name, line = _text(tokens)
            _begin, _end, count = _number(tokens), _number(tokens), _number(tokens)
            for _ in range(int(count)):
                begin = _number(tokens)
                end = _number(tokens) if kind == "IntervalTier" else None
                text, line = _text(tokens)
                order += 1
                if text.strip():
                    yield begin, order, end, name, text
            kind = next((token.value for token in tokens if token.value in _CLASSES), None)
    except (StopIteration, ValueError):
        problems.append(ParseProblem(f"line {line}", "a value is missing after this line"))


def _number(tokens: Iterator[_Token]) -> float:
    token = next(tokens)
    if not isinstance(token.value, float):
        raise ValueError(token.line)  # noqa: TRY004 - a wrong value of the file, not of the program
    return token.value


def _text(tokens: Iterator[_Token]) -> tuple[str, int]:
    token = next(tokens)
    if not isinstance(token.value, str):
        raise ValueError(token.line)  # noqa: TRY004 - a wrong value of the file, not of the program
    return token.value, token.line
