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
_BESIDE: Final = ("nt", "dt", "cmt", "so")
"""Notes, date and source of a whole text."""
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
        title, about = "", dict[str, JsonValue]()
        for element in elements(source, "itm", *_BESIDE, "idgroup"):
            words = one_line(source.repair(text_of(element)).text) if element.tag != "idgroup" else ""
            if element.tag == "itm" or not count:
                if count:
                    yield ParsedConversation(str(count), title, about)
                count, title, about = count + 1, words if element.tag == "itm" else "", {}
            if element.tag == "idgroup":
                turns += 1
                yield _turn(element, str(count), source)
            elif element.tag != "itm" and words:
                about[element.tag] = words
        yield ParsedConversation(str(count), title, about)
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
            for part in child if found is not None else ():
                if part is not found and (gloss := " ".join(text_of(part).split())):
                    meta[part.tag] = f"{meta[part.tag]} {gloss}" if part.tag in meta else gloss
        elif child.tag in _SPEAKERS and text:
            speaker = one_line(source.repair(text).text)
        elif text:
            meta[child.tag] = text
    return ParsedTurn(conversation, speaker, source.repair(" ".join(filter(None, words))), meta=meta)
