"""Reading damaged text: which stretches are damaged characters, and what each may have been.

A damaged form is what a channel made of one character: the form of its UTF-8 lead byte and what is left of
its continuation bytes. Lead bytes survive in the channels of the table, so where characters begin is certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from app.repair.channels import Channel, byte_forms
from app.repair.characters import general_model, known
from app.repair.expressions import char_class
from app.repair.remembered import Remembered

_LEADS = ((range(0xC2, 0xE0), 1), (range(0xE0, 0xF0), 2), (range(0xF0, 0xF5), 3))
_CONTINUATION = range(0x80, 0xC0)
MOST_CANDIDATES = 64
"""Of an emoji two bytes may be lost: windows-1254 leaves eight values undefined."""

STRAY = -2.0
"""A left-over continuation byte where no character begins speaks against the channel (log10)."""

DRAWN = -12.0
"""What a row of signs for drawing boxes says against a channel that shows letters as such signs (log10)."""

_DRAWING = re.compile(
    r"(?<![^\W_])(?<![\u2500-\u259f])(?!(?:[╨╤][\u2500-\u259f])+(?![\u2500-\u259f]))[\u2500-\u259f]{2,}(?![^\W_])"
)


class FormReader:
    """Finds damaged forms of one channel in text and lists what each may have been."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        forms = byte_forms(channel)
        self._draws = channel.codec in {"cp437", "cp850"}
        self._shown_as: dict[str, tuple[int, ...]] = {}
        for byte in _CONTINUATION:
            self._shown_as[forms[byte]] = (*self._shown_as.get(forms[byte], ()), byte)
        self.lossy = any(not forms[byte] for byte in _CONTINUATION)
        tails = {forms[byte] for byte in _CONTINUATION} - {""}
        tail = char_class(tails)
        parts = []
        for leads, count in reversed(_LEADS):
            lead = char_class({forms[byte] for byte in leads} - {"", "?", "\ufffd"})
            least = 0 if self.lossy else count
            parts.append(f"{lead}{tail}{{{least},{count}}}")
        self.pattern = re.compile("|".join(parts))
        """Matches one damaged character; whether it can be one at all, ``candidates`` tells."""
        self.strays = re.compile(char_class({f for f in tails if f >= "\x80" and f != "\ufffd"}))
        """Matches what is left of a continuation byte."""
        self._leads = {
            forms[byte]: (byte, count) for leads, count in _LEADS for byte in leads if forms[byte] >= "\x80"
        }
        self._memo: Remembered[str, tuple[str, ...]] = Remembered()
        self._rests: Remembered[tuple[str, int], tuple[bytes, ...]] = Remembered()

    def candidates(self, form: str) -> tuple[str, ...]:
        """Every known text whose damaged form this is, likeliest characters first; () when there is none.

        Usually single characters; where the form ends in a space or question mark that may be
        genuine, also a character followed by it.
        """
        found = self._memo.get(form)
        if found is None:
            found = self._memo.keep(form, self._find(form))
        return found

    def manner(self, line: str, left: int, /) -> float:
        """What left-over continuation bytes, and drawn boxes, say about the channel, in log10."""
        drawn = DRAWN * len(_DRAWING.findall(line)) if self._draws else 0.0
        return drawn + (STRAY * len(self.strays.findall(self.pattern.sub("", line))) if left else 0.0)

    def worth(self, _form: str, /) -> float:
        """Nothing beside the rarity of its characters."""
        return 0.0

    def words(self, _lines: Iterable[str], /) -> float:
        """Nothing beside its characters."""
        return 0.0

    def limit(self, _forms: Iterable[str], /) -> float:
        """No limit: few rows of characters are valid UTF-8 by accident."""
        return float("inf")

    def complete(self, form: str) -> bool:
        """True when no byte of the character was lost."""
        count = self._leads[form[0]][1]
        return len(form) == count + 1 and not any(char in "? \ufffd" for char in form)

    def _find(self, form: str) -> tuple[str, ...]:
        lead, count = self._leads[form[0]]
        found: list[str] = []
        unknown: list[str] = []
        begin = bytes((lead,))
        for length in range(len(form), 0, -1):
            genuine = form[length:]
            rows = [begin + tail for tail in self._tails(form[1:length], count)]
            for char in b"".join(rows).decode("utf-8", "ignore"):  # what is no character drops out
                (found if known(char) else unknown).append(char + genuine)
            if form[length - 1] not in " ?":
                break
        if not found and self.complete(form):
            return tuple(unknown)  # of private use or newer than the table; its bytes leave no choice
        if len(found) > 1:
            log_p = general_model().log_p
            found.sort(key=lambda text: (-log_p(text[0]) + len(text), text))
        return tuple(found[:MOST_CANDIDATES])

    def _tails(self, rest: str, count: int) -> tuple[bytes, ...]:
        """All ways to fill ``count`` continuation bytes whose forms join to ``rest``."""
        if count == 0:
            return () if rest else (b"",)
        key = (rest, count)
        tails = self._rests.get(key)
        if tails is None:
            tails = self._rests.keep(key, tuple(self._filled(rest, count)))
        return tails

    def _filled(self, rest: str, count: int) -> Iterator[bytes]:
        if rest:
            for byte in self._shown_as.get(rest[0], ()):
                for tail in self._tails(rest[1:], count - 1):
                    yield bytes((byte,)) + tail
        if len(rest) < count:
            for byte in self._shown_as.get("", ()):
                for tail in self._tails(rest, count - 1):
                    yield bytes((byte,)) + tail


@cache
def form_reader(channel: Channel) -> FormReader:
    """The reader of a channel, built once."""
    return FormReader(channel)
