"""What a transcript format is: it scores a sample by content, and parses a source into a stream of events."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from app.errors import BadInputError
from app.formats.mapping import Columns, TableHead, unmapped
from app.model.parsed import ParseEvent
from app.model.repair import RepairedText
from app.registry import Registry
from app.text.lines import lines_of

HEAD_CHARS = 64 * 1024
"""A sample's head holds at most so many characters."""
LEAST_SCORE = 0.2
"""A format whose score is lower does not claim the source."""


def _no_member(name: str) -> str:
    raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Sample:
    """What the choice of a format is made from.

    ``head`` is at most 64 K characters from the beginning, decoded, and repaired where damaged
    (empty for a folder). ``listing`` names a folder's members, ``member_head`` gives the head of one
    ("" when it cannot be read).
    """

    path: Path
    head: str = ""
    is_folder: bool = False
    listing: tuple[str, ...] = ()
    member_head: Callable[[str], str] = field(default=_no_member)
    columns: Columns | None = None
    """Which column of a table is what, where the user said so."""

    def whole_lines(self) -> tuple[str, ...]:
        """The lines of the head, without one that was cut in the middle."""
        lines = lines_of(self.head)
        return lines[:-1] if len(self.head) >= HEAD_CHARS and len(lines) > 1 else lines


class Source(ABC):
    """A transcript to be parsed: a file, or a folder that one format claimed as a whole."""

    path: Path
    columns: Columns | None = None
    """Which column of a table is what, where the user said so."""

    @abstractmethod
    def lines(self) -> Iterator[RepairedText]:
        """Decoded lines without their line ends, each repaired."""

    @abstractmethod
    def chunks(self, member: str | None = None) -> Iterator[str]:
        """Decoded chunks of at most 256 K characters, not repaired, line ends as they are.

        ``member`` names a file of a folder; KeyError when the folder has none of that name.
        """

    def byte_chunks(self, member: str | None = None) -> Iterator[bytes]:
        """The same undecoded, for formats in which every part names an encoding of its own."""
        return (chunk.encode("utf-8", "surrogatepass") for chunk in self.chunks(member))

    @abstractmethod
    def member_names(self) -> tuple[str, ...]:
        """Names of a folder's files; empty for a file."""

    @abstractmethod
    def repair(self, text: str) -> RepairedText:
        """The repaired form of one string; structured formats call it for each value they show."""


class Format(ABC):
    """One transcript format. Instances are stateless and shared between threads.

    ``structured``: the file has a syntax of its own (JSON), so that values are repaired after parsing;
    otherwise lines are repaired before. ``alternatives``: turns that reply to one turn are versions of
    each other (a regenerated answer, an edited question) and not replies side by side.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    extensions: ClassVar[tuple[str, ...]] = ()
    structured: ClassVar[bool] = False
    alternatives: ClassVar[bool] = False

    @abstractmethod
    def score(self, sample: Sample) -> float:
        """How well the content fits, 0 (not at all) to 1 (certainly). Extensions alone prove nothing."""

    @abstractmethod
    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Conversations, turns, speakers and problems in the order of the source.

        Streams: memory does not grow with the source. A part that cannot be read is a ParseProblem;
        BadInputError only when nothing can be read.
        """

    def claims(self, listing: tuple[str, ...]) -> frozenset[str]:  # noqa: ARG002 - most formats are files
        """The names of a folder's files that this format explains as one transcript; usually none."""
        return frozenset()

    def table(self, sample: Sample) -> TableHead | None:  # noqa: ARG002 - most formats are no tables
        """The header and the first rows of a table, whether its columns are known or not; else None."""
        return None

    @property
    def tabular(self) -> bool:
        """Whether it reads tables, so that the user may say which column is what."""
        return type(self).table is not Format.table

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """The whole file repaired and otherwise unchanged; spans count code points of the result.

        Line by line here; structured formats repair the string values inside their literals.
        """
        return RepairedText.join(
            repair(piece) if piece not in _LINE_ENDS else RepairedText(piece)
            for piece in _PIECES.findall(text)
        )


_PIECES = re.compile(r"[^\r\n]+|\r\n|\n|\r")
_LINE_ENDS = frozenset({"\r\n", "\n", "\r"})

_STRUCTURED = {
    "JSON": re.compile(r"\ufeff?\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\"\]]|-?\d[\d.]*\s*,))"),
    "an HTML page": re.compile(r"\ufeff?\s*<(?:!doctype html|html)\b", re.IGNORECASE),
    "XML": re.compile(r"\ufeff?\s*<(?:\?xml|!--|!DOCTYPE)"),
}
"""What is no plain text, so that nobody looks for labels in it."""

FORMATS: Registry[Format] = Registry("app.formats")
"""Every transcript format; a new one is a new file here with ``@FORMATS.register("name")``."""


def choose(sample: Sample) -> tuple[str, float]:
    """The name of the best format for a sample and its score.

    Raises BadInputError when none fits; for text that is because it has no speaker labels.
    """
    scored = [(item.score(sample), name) for name, item in FORMATS.items()]
    best, name = max(scored, key=lambda pair: (pair[0], pair[1]))
    if best >= LEAST_SCORE:
        return name, best
    head = table_head(sample)
    if head is not None:
        raise unmapped(head.header)
    if sample.is_folder:
        raise BadInputError("the folder is not a known kind of export")
    for kind, looks in _STRUCTURED.items():
        if looks.match(sample.head):
            raise BadInputError(
                f"{kind} that holds no messages of a known kind",
                "`parlance formats` lists what is read.",
            )
    raise BadInputError(
        "no speaker labels found, and no other known transcript format",
        "A plain transcript has lines such as “[A]: text” or “Name: text”.",
    )


def table_head(sample: Sample) -> TableHead | None:
    """The header and the first rows where some format takes the sample for a table."""
    heads = (item.table(sample) for _name, item in FORMATS.items())
    return next((head for head in heads if head is not None), None)
