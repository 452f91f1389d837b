"""ELAN annotations, https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf

Annotations of tiers that stand by themselves are turns; those of tiers that refer to them are metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from app.errors import BadInputError
from app.formats._tiers import Stretch, by_begin, turns_of
from app.formats._xml import attributes, begins_with, elements, text_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.model.parsed import JsonValue, ParsedConversation, ParseEvent, ParseProblem

_WANTED: Final = ("TIME_SLOT", "ALIGNABLE_ANNOTATION", "REF_ANNOTATION", "MEDIA_DESCRIPTOR", "PROPERTY")
_OPENED: Final = ("ANNOTATION_DOCUMENT", "TIER")


@FORMATS.register("elan")
class ElanFormat(Format):
    """One recording a file."""

    name = "elan"
    title = "ELAN annotations"
    extensions = (".eaf",)
    structured = True

    def score(self, sample: Sample) -> float:
        """Its first element."""
        return 0.98 if begins_with(sample, "ANNOTATION_DOCUMENT") else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Annotations in the order of their beginning."""
        reader = _Reader()
        broken: BadInputError | None = None
        try:
            for element in elements(source, *_WANTED, opened=_OPENED):
                reader.take(element)
        except BadInputError as error:
            broken = error
        turns = 0
        yield ParsedConversation("1", "", reader.about)
        for turn in turns_of(reader.stretches(), source):
            turns += 1
            yield turn
        if broken is not None and turns:
            yield ParseProblem(broken.place or "further on", broken.reason)
        if not turns:
            raise broken or BadInputError("it holds no annotation that stands by itself")


class _Said(NamedTuple):
    """An annotation of a tier that stands by itself; times are seconds, None unknown."""

    tier: int
    key: str
    start: float | None
    end: float | None
    text: str


class _Reader:
    """Keeps of a document what turns are made of."""

    def __init__(self) -> None:
        self.about: dict[str, JsonValue] = {}
        self._media: list[JsonValue] = []
        self._slots: dict[str, float] = {}
        self._tiers: list[dict[str, str]] = []
        self._said: list[_Said] = []
        self._below: dict[str, list[tuple[int, str, str]]] = {}

    def take(self, element: Element) -> None:
        """The next element of the document."""
        match element.tag:
            case "TIME_SLOT":
                if (value := element.get("TIME_VALUE", "")).isdigit():
                    self._slots[element.get("TIME_SLOT_ID", "")] = int(value) / 1000
            case "TIER":
                self._tiers.append(dict(element.attrib))
            case "ALIGNABLE_ANNOTATION" if self._tiers and not self._tiers[-1].get("PARENT_REF"):
                start, end = (self._slots.get(element.get(f"TIME_SLOT_REF{number}", "")) for number in (1, 2))
                key = element.get("ANNOTATION_ID", "")
                self._said.append(_Said(len(self._tiers) - 1, key, start, end, text_of(element)))
            case "REF_ANNOTATION" if self._tiers:
                row = (len(self._tiers) - 1, element.get("ANNOTATION_ID", ""), text_of(element).strip())
                self._below.setdefault(element.get("ANNOTATION_REF", ""), []).append(row)
            case "ANNOTATION_DOCUMENT":
                self.about |= attributes(element, "noNamespaceSchemaLocation")
            case "MEDIA_DESCRIPTOR":
                self._media.append(attributes(element))
                self.about["media"] = self._media
            case "PROPERTY" if (name := element.get("NAME")) and (value := text_of(element).strip()):
                self.about[name] = value

    def stretches(self) -> Iterator[Stretch]:
        """What was said, in the order of its beginning."""
        for number in by_begin(one.start for one in self._said):
            one = self._said[number]
            tier = self._tiers[one.tier]
            name = tier.get("TIER_ID", "")
            meta: dict[str, JsonValue] = {"tier": name}
            if annotator := tier.get("ANNOTATOR"):
                meta["annotator"] = annotator
            for label, texts in self._all_below(one.key).items():
                meta[label] = " ".join(texts)
            yield Stretch(
                one.start, one.end, tier.get("PARTICIPANT") or name, one.text, meta, one.key or None
            )

    def _all_below(self, key: str) -> dict[str, list[str]]:
        """Texts by tier of what refers to an annotation, and to that again."""
        found: dict[str, list[str]] = {}
        waiting, seen = [key], {key}
        while waiting:
            for tier, inner, text in self._below.get(waiting.pop(0), ()):
                if text:
                    found.setdefault(self._tiers[tier].get("TIER_ID", ""), []).append(text)
                if inner not in seen:
                    seen.add(inner)
                    waiting.append(inner)
        return found
