"""TEI: transcriptions of speech (``<u who>``) and drama (``<sp who>``), Guidelines chapters 7 and 8."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from app.errors import BadInputError
from app.formats._xml import begins_with, elements, text_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedSpeaker, ParsedTurn, ParseEvent
from app.model.repair import RepairedText

_BESIDE: Final = ("speaker", "stage", "note", "incident", "kinesic", "vocal", "desc", "event", "gap")
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
        names: dict[str, str] = {}
        title, turns, last = "", 0, _UNKNOWN
        for element in elements(source, "title", "person", "personGrp", "castItem", "u", "sp"):
            if element.tag == "title":
                title = title or one_line(source.repair(text_of(element)).text)
            elif element.tag in {"u", "sp"}:
                turns += 1
                turn = _turn(element, names, last, source)
                last = turn.speaker
                yield turn
            else:
                yield from _person(element, names, source)
        yield ParsedConversation("1", title)
        if not turns:
            raise BadInputError("it holds no utterance and no speech")


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
    meta: dict[str, JsonValue] = {
        name: value for name, value in element.attrib.items() if name not in {"who", "id"} and value
    }
    beside = [" ".join(text_of(one).split()) for one in _outermost(element, _BESIDE[1:])]
    if beside := [words for words in beside if words]:
        meta["beside"] = list(beside)
    return ParsedTurn("1", label, _said(element, source), key=element.get("id"), meta=meta)


def _outermost(element: Element, names: tuple[str, ...]) -> Iterator[Element]:
    """Elements of these names that stand in no other of them."""
    for child in element:
        if child.tag in names:
            yield child
        else:
            yield from _outermost(child, names)


def _said(element: Element, source: Source) -> RepairedText:
    """The words: a line for every line of verse and every paragraph."""
    lines = [one for one in element.iter() if one.tag in _LINES]
    parts = [text_of(one, *_BESIDE, *(_LINES if one.tag == "p" else ())) for one in lines] or [
        text_of(element, *_BESIDE)
    ]
    return source.repair("\n".join(" ".join(part.split()) for part in parts if part.strip()))
