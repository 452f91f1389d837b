"""SubRip and SubViewer subtitles; speakers where a line names them or begins with a dash."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from app.errors import BadInputError
from app.formats._cues import SBV_TIMING, TIMING, Cue, cues, spoken
from app.formats.base import FORMATS, Format, Sample, Source
from app.model.parsed import ParsedConversation, ParseEvent, ParseProblem
from app.text.lines import iter_lines, lines_of

_LOOKED_AT = 60


@FORMATS.register("srt")
class SrtFormat(Format):
    """``00:00:01,000 --> 00:00:02,500`` above every text; ``0:00:01.000,0:00:02.500`` in SubViewer files."""

    name = "srt"
    title = "SubRip and SubViewer subtitles"
    extensions = (".srt", ".sbv")

    def score(self, sample: Sample) -> float:
        """Whether times stand where cues begin."""
        if sample.is_folder or sample.head.lstrip("\ufeff").startswith("WEBVTT"):
            return 0.0
        lines = [line.strip("\ufeff \t") for line in lines_of(sample.head)[:_LOOKED_AT]]
        timed = any(
            TIMING.fullmatch(line) or SBV_TIMING.fullmatch(line) for line in lines if line[:1].isdigit()
        )
        return 0.95 if timed else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """A cue is a turn, or several where it names several speakers."""
        first = islice(iter_lines(source.chunks()), _LOOKED_AT)
        viewer = any(SBV_TIMING.fullmatch(line.strip("\ufeff \t")) for line in first)
        yield ParsedConversation("1")
        turns = 0
        for cue in cues(source.lines(), SBV_TIMING if viewer else TIMING):
            if isinstance(cue, ParseProblem):
                yield cue
                continue
            yield from _checked(cue)
            for turn in spoken(cue, "1"):
                turns += 1
                yield turn
        if not turns:
            raise BadInputError("no subtitle can be read")


def _checked(cue: Cue) -> Iterator[ParseProblem]:
    if not cue.lines:
        yield ParseProblem(f"line {cue.line}", "a subtitle without text")
