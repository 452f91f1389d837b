"""Readers, one for every kind of channel: they find damaged forms and say what they may have been."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol

from app.repair.channels import Channel
from app.repair.forms import form_reader
from app.repair.legacy import AlphabetReader, PairReader
from app.repair.recoded import RecodedReader


class Found(Protocol):
    """One damaged form in a line."""

    def span(self) -> tuple[int, int]:
        """Where it stands."""
        ...

    def __getitem__(self, group: int, /) -> str:
        """``found[0]``: the form itself."""
        ...


class Finder(Protocol):
    """What finds forms: a compiled regular expression, or something that behaves like one."""

    def finditer(self, string: str, /) -> Iterator[Found]:
        """The forms of a line from left to right; they do not overlap."""
        ...

    def findall(self, string: str, /) -> list[str]:
        """The texts of the same."""
        ...


class Reader(Protocol):
    """Reads the text of one channel."""

    @property
    def pattern(self) -> Finder:
        """Finds what may be a damaged form."""
        ...

    @property
    def lossy(self) -> bool:
        """True when the channel loses bytes of ordinary characters."""
        ...

    def candidates(self, form: str) -> tuple[str, ...]:
        """Every known text whose damaged form this is, likeliest first; () when there is none."""
        ...

    def worth(self, form: str, /) -> float:
        """log10 of how much likelier a form's characters stand together after damage than in sound text."""
        ...

    def manner(self, line: str, left: int, /) -> float:
        """The same for what stands between the forms of a line and beside them.

        ``left``: how many characters beyond ASCII are in no form.
        """
        ...

    def words(self, lines: Iterable[str], /) -> float:
        """What the distinct words of damaged lines say beside their forms, in log10; it has no limit."""
        ...

    def limit(self, forms: Iterable[str], /) -> float:
        """The most that these forms can prove, in log10, however odd they are as sound text."""
        ...


_ALPHABETS = frozenset({"cp1251", "koi8_r"})


@cache
def reader_of(channel: Channel) -> Reader:
    """The reader of a channel, built once."""
    if channel.several_bytes:
        return RecodedReader(channel)
    if channel.source == "utf-8":
        return form_reader(channel)
    return AlphabetReader(channel) if channel.source in _ALPHABETS else PairReader(channel)
