"""TEI: transcriptions of speech (``<u who>``) and drama (``<sp who>``), Guidelines chapters 7 and 8."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from app.errors import BadInputError
from app.formats._tei_parts import SOUNDS, Timeline, described, outermost
from app.formats._xml import attributes, begins_with, elements, text_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedSpeaker, ParsedTurn, ParseEvent
from app.model.repair import RepairedText

_BESIDE: Final = ("speaker", *SOUNDS)
_HEADER: Final = ("title", "person", "personGrp", "castItem", "when")
_SPOKEN: Final = ("u", "sp", "annotationBlock")
_BETWEEN: Final = ("head", *SOUNDS)
"""What may stand between turns; in the header such names mean something else."""
_LINES: Final = frozenset({"l", "p", "ab"})
_UNKNOWN: Final = "?"


@FORMATS.register("tei")
class TeiFormat(Format):
    """One text a file. What happens beside the words (stage directions, laughter) is metadata."""

    name = "tei"
    title = "TEI speech and drama"
    extensions = (".xml",)
    structured = True

    def score(self, sample: Sample) -> float:
        """Its first element, and utterances or speeches."""
        if not begins_with(sample, "TEI", "teiCorpus", "TEI.2"):
            return 0.0
        return 0.97 if re.search(r"<(?:\w+:)?(?:u|sp)[ >]", sample.head) else 0.6

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Persons of the header, then utterances or speeches in their order."""
        reader = _Reader(source)
        for element in elements(source, *_HEADER, *_SPOKEN, *_BETWEEN, opened=("body", "timeline")):
            yield from reader.take(element)
        about: dict[str, JsonValue] = {"after": list(reader.between)} if reader.between else {}
        yield ParsedConversation("1", reader.title, about)
        if not reader.turns:
            raise BadInputError("it holds no utterance and no speech")


class _Reader:
    """Goes through a text; ``between`` is what happened since the last turn."""

    def __init__(self, source: Source) -> None:
        self.title = ""
        self.turns = 0
        self.between: list[str] = []
        self._source = source
        self._names: dict[str, str] = {}
        self._timeline = Timeline()
        self._last = _UNKNOWN
        self._in_body = False

    def take(self, element: Element) -> Iterator[ParseEvent]:
        """The next element that counts."""
        match element.tag:
            case "title":
                self.title = self.title or one_line(self._source.repair(text_of(element)).text)
            case "body":
                self._in_body = True
            case "timeline":
                self._timeline.begin(element)
            case "when":
                self._timeline.add(element)
            case "person" | "personGrp" | "castItem":
                yield from _person(element, self._names, self._source)
            case "u" | "sp" | "annotationBlock":
                for one in _utterances(element):
                    yield self._turn(one)
            case _ if self._in_body:
                self.between.append(self._source.repair(described(element)).text)

    def _turn(self, element: Element) -> ParsedTurn:
        self.turns += 1
        turn = _turn(element, self._names, self._last, self._source)
        self._last = turn.speaker
        times: dict[str, JsonValue] = {
            name: self._timeline.seconds(value) for name in ("start", "end") if (value := element.get(name))
        }
        before: dict[str, JsonValue] = {"before": list(self.between)} if self.between else {}
        self.between = []
        return replace(turn, meta={**turn.meta, **times, **before})


def _utterances(element: Element) -> Iterator[Element]:
    """The element itself; of a block with annotations its utterance, with what the block says of it."""
    if element.tag != "annotationBlock":
        yield element
        return
    layers: dict[str, str] = {}
    for group in element.iter("spanGrp"):
        words = " ".join(filter(None, (" ".join(text_of(span).split()) for span in group.iter("span"))))
        if words:
            layers[group.get("type", "") or "span"] = words
    for inner in element.iter("u"):
        inner.attrib = {**layers, **element.attrib, **inner.attrib}
        yield inner


def _person(element: Element, names: dict[str, str], source: Source) -> Iterator[ParsedSpeaker]:
    role = element.find("role") if element.tag == "castItem" else None
    key = (role if role is not None else element).get("id", "")
    shown = role if role is not None else element.find("persName")
    if shown is None:
        shown = element.find("name")
    label = one_line(source.repair(text_of(shown)).text) if shown is not None else ""
    label = " ".join(label.split())
    if key and label:
        names.setdefault(key, label)
    meta: dict[str, JsonValue] = {name: value for name, value in element.attrib.items() if value}
    if label or key:
        yield ParsedSpeaker(label or key, meta)


def _turn(element: Element, names: dict[str, str], last: str, source: Source) -> ParsedTurn:
    who = element.get("who", "").removeprefix("#")
    label = names.get(who, "")
    speaker = element.find("speaker")
    if not label and speaker is not None:
        label = one_line(source.repair(text_of(speaker)).text).rstrip(".: ")
    if not label:
        label = who or (last if element.tag == "u" else _UNKNOWN)  # an utterance without a name goes on
    meta = attributes(element, "id", *(("who",) if len(who.split()) < 2 else ()))
    if beside := [described(one) for one in outermost(element)]:
        meta["beside"] = list(beside)
    return ParsedTurn("1", label, _said(element, source), key=element.get("id"), meta=meta)


def _said(element: Element, source: Source) -> RepairedText:
    """The words: a line for every line of verse and every paragraph."""
    lines = [one for one in element.iter() if one.tag in _LINES]
    parts = [text_of(one, *_BESIDE, *(_LINES if one.tag == "p" else ())) for one in lines] or [
        text_of(element, *_BESIDE)
    ]
    return source.repair("\n".join(" ".join(part.split()) for part in parts if part.strip()))
