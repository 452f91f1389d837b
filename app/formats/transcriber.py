"""Transcriber (``.trs``): turns of speakers over a recording, https://trans.sourceforge.net"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from app.errors import BadInputError
from app.formats._xml import attributes, begins_with, elements
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedSpeaker, ParsedTurn, ParseEvent

_UNKNOWN: Final = "?"
_TIMES: Final = ("startTime", "endTime")


@FORMATS.register("transcriber")
class TranscriberFormat(Format):
    """One recording a file; what several say at once is a turn of each."""

    name = "transcriber"
    title = "Transcriber transcripts"
    extensions = (".trs",)
    structured = True

    def score(self, sample: Sample) -> float:
        """Its first element."""
        return 0.98 if begins_with(sample, "Trans") else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Speakers, then their turns."""
        names: dict[str, str] = {}
        topics: dict[str, JsonValue] = {}
        about: dict[str, JsonValue] = {}
        section: dict[str, JsonValue] = {}
        turns = 0
        for element in elements(source, "Topic", "Speaker", "Turn", opened=("Trans", "Episode", "Section")):
            match element.tag:
                case "Trans" | "Episode":
                    about |= attributes(element, *_TIMES)
                case "Topic":
                    topics[element.get("id", "")] = element.get("desc", "")
                case "Section":
                    topic = topics.get(element.get("topic", "")) or element.get("topic")
                    section = {"section": element.get("type", "")}
                    if topic:
                        section["topic"] = topic
                case "Speaker":
                    name = one_line(source.repair(element.get("name", "")).text)
                    names[element.get("id", "")] = name
                    yield ParsedSpeaker(name or element.get("id", "") or _UNKNOWN, attributes(element))
                case _:
                    for turn in _turns(element, names, source):
                        turns += 1
                        yield replace(turn, meta={**turn.meta, **section})
        yield ParsedConversation("1", "", about)
        if not turns:
            raise BadInputError("it holds no turn with words")


def _turns(element: Element, names: dict[str, str], source: Source) -> Iterator[ParsedTurn]:
    """The words of each speaker of a ``<Turn>``; ``<Who nb>`` tells several apart."""
    who = element.get("speaker", "").split()
    said: dict[int, list[str]] = {0: [element.text or ""]}
    at = 0
    for child in element:
        if child.tag == "Who":
            with suppress(ValueError):
                at = max(0, int(child.get("nb", "1")) - 1)
        elif child.tag in {"Event", "Comment"} and (described := child.get("desc")):
            said.setdefault(at, []).append(f" [{described}] ")
        said.setdefault(at, []).append(f" {child.tail or ''}" if child.tag == "Sync" else child.tail or "")
    meta: dict[str, JsonValue] = attributes(element, "speaker", *_TIMES)
    for name, given in (("start", "startTime"), ("end", "endTime")):
        with suppress(ValueError):
            meta[name] = float(element.get(given, ""))
    for number, parts in said.items():
        text = " ".join("".join(parts).split())
        if text:
            key = who[number] if number < len(who) else ""
            yield ParsedTurn("1", names.get(key, "") or key or _UNKNOWN, source.repair(text), meta=meta)
