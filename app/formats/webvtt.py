"""WebVTT, https://www.w3.org/TR/webvtt1/: cues, voices (``<v Name>``), comments and styles.

Tags other than voices are taken out of the text, entities are what they stand for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from app.errors import BadInputError
from app.formats._cues import UNKNOWN, Cue, cues, spoken
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_BLOCKS: Final = ("NOTE", "STYLE", "REGION")
_VOICE: Final = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]*)>")
_TAG: Final = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|\d\d[\d:.]*)(?:[. ][^>]*)?>")


@FORMATS.register("webvtt")
class WebVttFormat(Format):
    """Captions of the web."""

    name = "webvtt"
    title = "WebVTT captions"
    extensions = (".vtt",)

    def score(self, sample: Sample) -> float:
        """The word at the beginning."""
        head = sample.head.removeprefix("\ufeff")
        good = re.match(r"WEBVTT(?:[ \t\r\n]|$)", head) is not None
        return 0.98 if good and not sample.is_folder else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """A cue is a turn, or several where it has several voices."""
        turns = 0
        beside = _Beside()
        for cue in cues(beside.emptied(source.lines())):
            if isinstance(cue, ParseProblem):
                yield cue
                continue
            for turn in _voices(cue):
                turns += 1
                yield turn
        yield ParsedConversation("1", beside.title, beside.told)
        if not turns:
            raise BadInputError("no caption can be read")


class _Beside:
    """What a file holds besides cues: a title, fields of its head and comments."""

    def __init__(self) -> None:
        self.title = ""
        self.told: dict[str, JsonValue] = {}
        self._notes: list[JsonValue] = []
        self._block = "WEBVTT"

    def emptied(self, lines: Iterable[RepairedText]) -> Iterator[RepairedText]:
        """The lines with all of this emptied; their number stays."""
        inside, empty_before = True, False
        for line in lines:
            text = line.text.strip("\ufeff \t")
            if not text:
                inside = False
            elif empty_before and text.split(maxsplit=1)[0] in _BLOCKS and "-->" not in text:
                inside, self._block = True, text.split(maxsplit=1)[0]
                if self._block == "NOTE":
                    self._notes.append("")
                    self.told["notes"] = self._notes
            elif inside and "-->" in text:
                inside = False
            empty_before = not text
            if inside:
                self._note(text)
            yield RepairedText("") if inside else line

    def _note(self, text: str) -> None:
        """A line of the head or of a comment."""
        if self._block == "NOTE":
            self._notes[-1] = f"{self._notes[-1]}\n{text.removeprefix('NOTE').strip()}".strip()
        elif self._block != "WEBVTT":
            return
        elif text.startswith("WEBVTT"):
            self.title = one_line(text.removeprefix("WEBVTT").strip(" \t-"))
        else:
            name, sign, value = text.partition(":")
            self.told[name.strip() if sign else text] = value.strip()


def _voices(cue: Cue) -> Iterator[ParsedTurn]:
    if not any(_VOICE.search(line.text) for line in cue.lines):
        cue.lines = [_plain(line) for line in cue.lines]
        yield from spoken(cue, "1")
        return
    speaker, said = UNKNOWN, ""
    for piece in re.split(r"(<v(?:\.[^ \t>]*)?[ \t]+[^>]*>)", "\n".join(line.text for line in cue.lines)):
        voice = _VOICE.fullmatch(piece)
        if voice is None:
            said += piece
            continue
        if said.strip():
            yield _turn(cue, speaker, said)
        speaker, said = one_line(html.unescape(voice[1])) or UNKNOWN, ""
    if said.strip():
        yield _turn(cue, speaker, said)


def _turn(cue: Cue, speaker: str, said: str) -> ParsedTurn:
    text = html.unescape(_TAG.sub("", said)).strip()
    meta = cue.meta() | ({"cue": cue.name} if cue.name else {})
    return ParsedTurn("1", speaker, RepairedText(text), meta=meta)


def _plain(line: RepairedText) -> RepairedText:
    """The line without tags; one that has none keeps what is known of its repair."""
    if "<" not in line.text and "&" not in line.text:
        return line
    return RepairedText(html.unescape(_TAG.sub("", line.text)))
