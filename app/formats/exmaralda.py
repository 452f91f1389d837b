"""EXMARaLDA basic transcriptions: tiers of events on a timeline, https://exmaralda.org

Events of tiers of type ``t`` are turns; events of other tiers over the same stretch are metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element

from app.errors import BadInputError
from app.formats._tiers import Stretch, spoken
from app.formats._xml import begins_with, elements, text_of
from app.formats.base import FORMATS, Format, Sample, Source
from app.model.parsed import JsonValue, ParsedConversation, ParseEvent, ParseProblem


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
        broken: BadInputError | None = None
        try:
            for element in elements(source, "transcription-name", "speaker", "tli", "tier"):
                if element.tag == "tier":
                    tiers.append(element)
                elif element.tag == "speaker":
                    speakers[element.get("id", "")] = _name(element)
                elif element.tag == "tli":
                    times[element.get("id", "")] = (len(times), _seconds(element.get("time")))
                else:
                    title = text_of(element).strip()
        except BadInputError as error:
            broken = error
        yield ParsedConversation("1", source.repair(title).text)
        turns = 0
        for turn in spoken(_stretches(tiers, speakers, times), source):
            turns += 1
            yield turn
        if broken is not None and turns:
            yield ParseProblem(broken.place or "further on", broken.reason)
        if not turns:
            raise broken or BadInputError("it holds no event of a transcription tier")


def _name(speaker: Element) -> str:
    shown = text_of(found).strip() if (found := speaker.find("abbreviation")) is not None else ""
    return shown or speaker.get("id", "")


def _seconds(time: str | None) -> float | None:
    with suppress(ValueError, TypeError):
        return float(time)  # type: ignore[arg-type]  # None is a TypeError
    return None


def _stretches(
    tiers: list[Element], speakers: dict[str, str], times: dict[str, tuple[int, float | None]]
) -> Iterator[Stretch]:
    """Events of transcription tiers, in the order of the timeline."""
    said = [tier for tier in tiers if tier.get("type") == "t"] or tiers[:1]
    beside = [tier for tier in tiers if tier not in said]
    found: list[tuple[int, Stretch]] = []
    for tier in said:
        speaker = speakers.get(tier.get("speaker", ""), "") or tier.get("display-name") or "?"
        for event in tier.iter("event"):
            begin, end = event.get("start", ""), event.get("end", "")
            order, start = times.get(begin, (0, None))
            meta: dict[str, JsonValue] = _under(beside, order, times.get(end, (order + 1, None))[0], times)
            if text := text_of(event).strip():
                found.append((order, Stretch(start, times.get(end, (0, None))[1], speaker, text, meta)))
    yield from (stretch for _order, stretch in sorted(found, key=lambda pair: pair[0]))


def _under(
    tiers: list[Element], first: int, last: int, times: dict[str, tuple[int, float | None]]
) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for tier in tiers:
        label = tier.get("category") or tier.get("display-name") or tier.get("id") or "tier"
        texts = [
            text_of(event).strip()
            for event in tier.iter("event")
            if first <= times.get(event.get("start", ""), (-1, None))[0] < last
        ]
        if joined := " ".join(text for text in texts if text):
            found[label] = joined
    return found
