"""Toolbox databases as XML: interlinear texts, an ``idgroup`` an utterance, an ``itmgroup`` a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from app.errors import BadInputError
from app.formats._xml import begins_with, elements, text_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent

_UNKNOWN: Final = "?"
_WORDS: Final = ("txgroup", "tx")
_SPEAKERS: Final = ("sp", "spk", "ELANParticipant")


@FORMATS.register("toolbox")
class ToolboxFormat(Format):
    """The words are the turn; translations, glosses and times are metadata."""

    name = "toolbox"
    title = "Toolbox texts (XML)"
    extensions = (".xml",)
    structured = True

    def score(self, sample: Sample) -> float:
        """Its first element, and utterances in it."""
        good = begins_with(sample, "database") and re.search(r"<(?:\w+:)?idgroup[ >]", sample.head)
        return 0.95 if good else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Texts and their utterances in their order."""
        count = turns = 0
        for element in elements(source, "itm", "idgroup"):
            if element.tag == "itm" or not count:
                count += 1
                title = text_of(element) if element.tag == "itm" else ""
                yield ParsedConversation(str(count), one_line(source.repair(title).text))
            if element.tag == "idgroup":
                turns += 1
                yield _turn(element, str(count), source)
        if not turns:
            raise BadInputError("it holds no utterance")


def _turn(element: Element, conversation: str, source: Source) -> ParsedTurn:
    words: list[str] = []
    meta: dict[str, JsonValue] = {}
    speaker = _UNKNOWN
    for child in element:
        text = " ".join(text_of(child).split())
        if child.tag in _WORDS:
            found = child.find("tx")
            words.append(" ".join(text_of(child if found is None else found).split()))
        elif child.tag in _SPEAKERS and text:
            speaker = one_line(source.repair(text).text)
        elif text:
            meta[child.tag] = text
    return ParsedTurn(conversation, speaker, source.repair(" ".join(filter(None, words))), meta=meta)
