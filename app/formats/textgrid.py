"""Praat TextGrids, long and short: every labelled interval of a tier is a turn of the tier, in time.

Tiers of words, sounds and tags are nobody: what they say of a stretch is metadata of the turn in it.

https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.errors import BadInputError
from app.formats._layers import Label, Layer, lies_in, named_as_layer, told, under, unused, without_layer
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

_TOKEN: Final = re.compile(
    r'"(?P<text>(?:[^"]|"")*)"'
    r"|(?<![\w\[])(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w\]])|<exists>|<absent>"
)
_CLASSES: Final = ("IntervalTier", "TextTier")
_WORDS: Final = re.compile(r"(?i)\b(?:words?|tok(?:en)?s?|ort)\b|ort$|words?$")
_Labelled = tuple[float, int, float | None, str, str]
"""Begin, order, end, tier and text."""


@dataclass(frozen=True, slots=True)
class _Token:
    value: str | float
    line: int


@FORMATS.register("textgrid")
class TextGridFormat(Format):
    """A recording with its tiers, which are its speakers but for those of words and sounds."""

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
        """Intervals of all tiers that are somebody's, in the order of their beginning."""
        problems: list[ParseProblem] = []
        tiers: dict[str, list[_Labelled]] = {}
        for row in _labelled(_tokens(source.chunks()), problems):
            tiers.setdefault(row[3], []).append(row)
        layers = [Layer(source.repair(name).text, map(_label, tiers.pop(name))) for name in _layers_of(tiers)]
        yield ParsedConversation("1", "", told(layers))
        found = sorted((row for rows in tiers.values() for row in rows), key=lambda one: one[:2])
        for begin, _order, end, tier, text in found:
            meta: dict[str, JsonValue] = {"start": begin} if end is None else {"start": begin, "end": end}
            speaker = one_line(source.repair(tier).text) or "?"
            own = [one for one in layers if _whose(one.name, tiers) in {"", tier}]
            meta |= under(own, begin, end or begin)
            yield ParsedTurn("1", speaker, source.repair(shown(text)), meta=meta)
        yield from unused(layers)
        yield from problems
        if not found:
            raise BadInputError("no labelled interval can be read")


def _label(row: _Labelled) -> Label:
    begin, _order, end, _tier, text = row
    return Label(begin, begin if end is None else end, text.strip())


def _layers_of(tiers: dict[str, list[_Labelled]]) -> list[str]:
    """The tiers that annotate another, by their names or as their words lie in its stretches; never all."""
    labels = {name: [_label(row) for row in rows] for name, rows in tiers.items()}
    found = [
        name
        for name in labels
        if named_as_layer(name)
        or any(lies_in(labels[name], others) for other, others in labels.items() if other != name)
    ]
    if len(found) == len(tiers):  # of words and sounds alone, words are what was said
        said = [name for name in found if _WORDS.search(name)] or found[:1]
        found = [name for name in found if name not in said]
    return found


def _whose(layer: str, tiers: Iterable[str]) -> str:
    """The tier that a layer is named after; "" when it may belong to any."""
    own = without_layer(layer)
    return next((tier for tier in tiers if own and own in {tier, without_layer(tier)}), "")


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
