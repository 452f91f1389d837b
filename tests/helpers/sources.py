"""In-memory sources and samples for format tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from app.formats.base import HEAD_CHARS, Sample, Source
from app.model.repair import RepairedText
from app.text.lines import iter_lines


class MemorySource(Source):
    """A source from text or from named members; ``chunk_size`` cuts what ``chunks`` gives."""

    def __init__(
        self,
        text: str = "",
        *,
        members: Mapping[str, str] | None = None,
        name: str = "source.txt",
        chunk_size: int = 1 << 16,
        repair: Callable[[str], RepairedText] = RepairedText,
    ) -> None:
        self.path = Path(name)
        self._text = text
        self._members = dict(members or {})
        self._size = chunk_size
        self._repair = repair

    def lines(self) -> Iterator[RepairedText]:
        return map(self._repair, iter_lines(self.chunks()))

    def chunks(self, member: str | None = None) -> Iterator[str]:
        text = self._text if member is None else self._members[member]
        return (text[at : at + self._size] for at in range(0, len(text), self._size))

    def member_names(self) -> tuple[str, ...]:
        return tuple(sorted(self._members))

    def repair(self, text: str) -> RepairedText:
        return self._repair(text)


def sample_of(text: str, name: str = "source.txt") -> Sample:
    """The sample of a file with this text."""
    return Sample(Path(name), text[:HEAD_CHARS])


def folder_sample(members: Mapping[str, str], name: str = "folder") -> Sample:
    """The sample of a folder with these files."""
    return Sample(
        Path(name),
        is_folder=True,
        listing=tuple(sorted(members)),
        member_head=lambda n: members[n][:HEAD_CHARS],
    )


def pieces(text: str, cuts: Iterable[int]) -> list[str]:
    """The text cut at the given places (taken modulo its length), for chunk-independence tests."""
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return [text[a:b] for a, b in pairwise(places)]
