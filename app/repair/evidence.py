"""Evidence: is this line damaged by that channel, or is it what someone wrote?

The measure is a log10 likelihood ratio. A damaged form that would be a common character ("å¥½" = 好)
beats the clean reading (three rare Latin characters in a row); a lone "é" does not, because two lost bytes
and a rare character would be needed to explain it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from app.repair.channels import BY_NAME, Channel, byte_forms
from app.repair.characters import CharacterModel, general_model
from app.repair.forms import FormReader, form_reader

STRAY = -2.0
"""A left-over continuation byte where no character begins speaks against the channel."""

FOREIGN = -0.5
"""Every character the channel leaves unexplained speaks a little for another channel."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

IMPOSSIBLE_FORM = -6.0
"""So does a form no character has."""

MOST = 12.0
"""One form says at most this much: a hundred repeats of an accident are one accident."""

FEW_CHARACTERS = 3.0
"""A line is damaged for certain from here on (a thousand to one)."""


class EvidenceMeter:
    """Weighs lines against one channel."""

    def __init__(self, channel: Channel, characters: CharacterModel | None = None) -> None:
        self.reader: FormReader = form_reader(channel)
        self._characters = characters or general_model()
        self._memo: dict[str, float] = {}

    def form(self, form: str) -> float:
        """The likelihood ratio of one damaged form."""
        found = self._memo.get(form)
        if found is None:
            if len(self._memo) > 100_000:
                self._memo.clear()
            found = self._memo[form] = self._weigh(form)
        return found

    def line(self, line: str) -> float:
        """The likelihood ratio of a whole line; 0 when nothing in it concerns the channel."""
        total = 0.0
        covered = 0
        for match in self.reader.pattern.finditer(line):
            form = match[0]
            total += self.form(form)
            covered += len(form)
        if not covered:
            return 0.0
        rest = self.reader.pattern.sub("", line)
        if rest.isascii():
            return total
        return total + STRAY * len(self.reader.strays.findall(rest)) + FOREIGN * len(_NOT_ASCII.findall(rest))

    def _weigh(self, form: str) -> float:
        candidates = self.reader.candidates(form)
        if not candidates:
            return IMPOSSIBLE_FORM
        log_p = self._characters.log_p
        damaged = max(log_p(text[0]) for text in candidates)
        clean = sum(log_p(char) for char in form if char >= "\x80")
        return max(IMPOSSIBLE_FORM, min(MOST, damaged - clean))


@cache
def general_meter(channel: Channel) -> EvidenceMeter:
    """The meter for text nothing is known about; it remembers forms from file to file."""
    return EvidenceMeter(channel)


def _classes(codecs: Iterable[str], leads: range) -> str:
    """A regular expression class of what the codecs show for ``leads``."""
    shown = {
        byte_forms(next(row for row in BY_NAME.values() if row.codec == codec))[byte]
        for codec in codecs
        for byte in leads
    }
    return "[" + "".join(sorted(re.escape(char) for char in shown if char >= "\x80")) + "]"


def _codecs() -> tuple[str, ...]:
    return tuple(dict.fromkeys(channel.codec for channel in BY_NAME.values()))


@lru_cache(maxsize=1)
def gate() -> re.Pattern[str]:
    """One fast regular expression that damaged text matches and nearly all clean text does not.

    A form of a lead byte followed by a form of a continuation byte, in whichever codecs.
    """
    return re.compile(_classes(_codecs(), range(0xC2, 0xF5)) + _classes(_codecs(), range(0x80, 0xC0)))


@lru_cache(maxsize=1)
def narrow_gate() -> re.Pattern[str]:
    """The second look: a complete sequence of lead and continuation bytes within one codec."""
    parts = []
    for codec in _codecs():
        tail = _classes([codec], range(0x80, 0xC0))
        for leads, count in ((range(0xC2, 0xE0), 1), (range(0xE0, 0xF0), 2), (range(0xF0, 0xF5), 3)):
            parts.append(f"{_classes([codec], leads)}{tail}{{{count}}}")
    return re.compile("|".join(parts))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a sample says about one channel: total evidence of the lines it explains, and of the others."""

    channel: Channel
    evidence: float
    against: float
    lines: int


def lines_of(text: str, longest: int = 2000) -> Iterator[str]:
    """Lines of a text, very long ones in pieces: evidence needs no more."""
    for line in re.split(r"[\r\n]+", text):
        for at in range(0, len(line), longest):
            yield line[at : at + longest]


def weigh(lines: Counter[str], channel: Channel) -> Weighed:
    """Weigh distinct lines against a channel.

    Each line counts once and each form at most twice, however often they occur: line art repeats.
    """
    meter = general_meter(channel)
    against = 0.0
    damaged = 0
    forms: Counter[str] = Counter()
    for line in lines:
        weight = meter.line(line)
        if weight >= FEW_CHARACTERS:
            forms.update(meter.reader.pattern.findall(line))
            damaged += 1
        elif weight < 0:
            against += weight
    evidence = sum(meter.form(form) * min(count, 2) for form, count in forms.items())
    return Weighed(channel, evidence + channel.rarity, against, damaged)
