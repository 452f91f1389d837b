"""EXMARaLDA basic transcriptions: tiers of events on a timeline, https://exmaralda.org

Events of tiers of type ``t`` are turns; events of other tiers of the speaker, or of nobody's, over the same
stretch are metadata, and so are those of words, lemmas and tags whatever their type.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from xml.etree.ElementTree import Element

from app.errors import BadInputError
from app.formats._layers import Label, Layer, named_as_layer, told, under, unused
from app.formats._tiers import Stretch, spoken
from app.formats._xml import begins_with, elements, text_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedSpeaker, ParseEvent, ParseProblem

_ABOUT: Final = ("project-name", "referenced-file", "ud-information", "comment", "transcription-convention")


@FORMATS.register("exmaralda")
class ExmaraldaFormat(Format):
    """One transcription a file."""

    name = "exmaralda"
    title = "EXMARaLDA basic transcriptions"
    extensions = (".exb",)
    structured = True

    def score(self, sample: Sample) -> float:
        """Its first element."""
        return 0.98 if begins_with(sample, "basic-transcription") else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Events in the order of the timeline."""
        speakers: dict[str, str] = {}
        times: dict[str, tuple[int, float | None]] = {}
        tiers: list[Element] = []
        title = ""
        about: dict[str, JsonValue] = {}
        broken: BadInputError | None = None
        try:
            for element in elements(source, *_ABOUT, "transcription-name", "speaker", "tli", "tier"):
                if element.tag == "tier":
                    tiers.append(element)
                elif element.tag == "speaker":
                    speakers[element.get("id", "")] = name = _name(element)
                    yield ParsedSpeaker(one_line(source.repair(name).text) or "?", _person(element))
                elif element.tag == "tli":
                    times[element.get("id", "")] = (len(times), _seconds(element.get("time")))
                elif element.tag == "transcription-name":
                    title = text_of(element).strip()
                elif told_of := element.get("url") or " ".join(text_of(element).split()):
                    about[element.get("attribute-name") or element.tag] = told_of
        except BadInputError as error:
            broken = error
        said, others = _parted(tiers)
        layers = [(tier.get("speaker", ""), _layer(tier, times)) for tier in others]
        tiers.clear()
        others.clear()
        yield ParsedConversation(
            "1", source.repair(title).text, {**about, **told([layer for _whose, layer in layers])}
        )
        turns = 0
        for turn in spoken(_stretches(said, layers, speakers, times), source):
            turns += 1
            yield turn
        yield from unused(layer for _whose, layer in layers)
        if broken is not None and turns:
            yield ParseProblem(broken.place or "further on", broken.reason)
        if not turns:
            raise broken or BadInputError("it holds no event of a transcription tier")


def _name(speaker: Element) -> str:
    shown = text_of(found).strip() if (found := speaker.find("abbreviation")) is not None else ""
    return shown or speaker.get("id", "")


def _person(speaker: Element) -> dict[str, JsonValue]:
    """What the table of speakers says of somebody."""
    found: dict[str, JsonValue] = dict(speaker.attrib)
    for one in speaker.iter():
        value = one.get("value") or one.get("lang") or " ".join((one.text or "").split())
        if one is not speaker and value and one.tag != "abbreviation":
            found[one.get("attribute-name") or one.tag] = value
    return found


def _seconds(time: str | None) -> float | None:
    with suppress(ValueError, TypeError):
        return float(time)  # type: ignore[arg-type]  # None is a TypeError
    return None


def _parted(tiers: list[Element]) -> tuple[list[Element], list[Element]]:
    """Tiers of what is said, and tiers of what is told about it.

    Of type ``t`` those are said whose category and name do not show them to be words or tags.
    """
    typed = [tier for tier in tiers if tier.get("type") == "t"] or tiers[:1]
    said = [tier for tier in typed if not any(map(named_as_layer, _names(tier)))] or typed[:1]
    return said, [tier for tier in tiers if tier not in said]


def _names(tier: Element) -> list[str]:
    """What a tier is called, without the abbreviation of its speaker: ``A [pos]`` is called ``pos``."""
    return [name for name in (tier.get("category"), tier.get("display-name")) if name]


def _layer(tier: Element, times: dict[str, tuple[int, float | None]]) -> Layer:
    label = tier.get("category") or tier.get("display-name") or tier.get("id") or "tier"
    found = (
        Label(times[event.get("start", "")][0], 0, text)
        for event in tier.iter("event")
        if event.get("start", "") in times and (text := text_of(event).strip())
    )
    return Layer(label, found)


def _stretches(
    said: list[Element],
    layers: list[tuple[str, Layer]],
    speakers: dict[str, str],
    times: dict[str, tuple[int, float | None]],
) -> Iterator[Stretch]:
    """Events of transcription tiers, in the order of the timeline."""
    found: list[tuple[int, Stretch]] = []
    for tier in said:
        own = tier.get("speaker", "")
        speaker = speakers.get(own, "") or tier.get("display-name") or "?"
        beside = [layer for whose, layer in layers if whose in {"", own}]
        for event in tier.iter("event"):
            order, start = times.get(event.get("start", ""), (0, None))
            last, end = times.get(event.get("end", ""), (order + 1, None))
            if text := text_of(event).strip():
                found.append((order, Stretch(start, end, speaker, text, under(beside, order, last))))
        tier.clear()
    yield from (stretch for _order, stretch in sorted(found, key=lambda pair: pair[0]))
