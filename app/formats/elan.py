"""ELAN annotations, https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf

Annotations of tiers that stand by themselves are turns; those of tiers that refer to them are metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.errors import BadInputError
from app.formats._tiers import Stretch, spoken
from app.formats._xml import begins_with, elements, text_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.model.parsed import JsonValue, ParsedConversation, ParseEvent, ParseProblem


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
        slots: dict[str, float] = {}
        tiers: list[Element] = []
        broken: BadInputError | None = None
        try:
            for element in elements(source, "TIME_SLOT", "TIER"):
                if element.tag == "TIER":
                    tiers.append(element)
                elif (value := element.get("TIME_VALUE", "")).isdigit():
                    slots[element.get("TIME_SLOT_ID", "")] = int(value) / 1000
        except BadInputError as error:
            broken = error
        below = _referring(tiers)
        turns = 0
        yield ParsedConversation("1")
        for turn in spoken(_stretches(tiers, slots, below), source):
            turns += 1
            yield turn
        if broken is not None and turns:
            yield ParseProblem(broken.place or "further on", broken.reason)
        if not turns:
            raise broken or BadInputError("it holds no annotation that stands by itself")


def _referring(tiers: list[Element]) -> dict[str, list[tuple[str, str, str]]]:
    """Tier, id and text of the annotations that refer to each annotation."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for tier in tiers:
        for one in tier.iter("REF_ANNOTATION"):
            row = (tier.get("TIER_ID", ""), one.get("ANNOTATION_ID", ""), text_of(one).strip())
            found.setdefault(one.get("ANNOTATION_REF", ""), []).append(row)
    return found


def _stretches(
    tiers: list[Element], slots: dict[str, float], below: dict[str, list[tuple[str, str, str]]]
) -> Iterator[Stretch]:
    for tier in tiers:
        if tier.get("PARENT_REF"):
            continue
        name = tier.get("TIER_ID", "")
        for one in tier.iter("ALIGNABLE_ANNOTATION"):
            key = one.get("ANNOTATION_ID", "")
            meta: dict[str, JsonValue] = {"tier": name}
            for label, texts in _all_below(key, below).items():
                meta[label] = " ".join(texts)
            start, end = (slots.get(one.get(f"TIME_SLOT_REF{number}", "")) for number in (1, 2))
            speaker = tier.get("PARTICIPANT") or name
            yield Stretch(start, end, speaker, text_of(one), meta, key or None)


def _all_below(key: str, below: dict[str, list[tuple[str, str, str]]]) -> dict[str, list[str]]:
    """Texts by tier of what refers to an annotation, and to that again."""
    found: dict[str, list[str]] = {}
    waiting, seen = [key], {key}
    while waiting:
        for tier, inner, text in below.get(waiting.pop(0), ()):
            if text:
                found.setdefault(tier, []).append(text)
            if inner not in seen:
                seen.add(inner)
                waiting.append(inner)
    return found
