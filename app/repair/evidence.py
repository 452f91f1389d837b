"""Evidence: is this line damaged by that channel, or is it what someone wrote?

The measure is a log10 likelihood ratio. A damaged form that would be a common character ("å¥½" = 好)
beats the clean reading (three rare Latin characters in a row); a lone "é" does not, because two lost bytes
and a rare character would be needed to explain it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from app.model.progress import CancelToken
from app.repair.channels import Channel
from app.repair.characters import CharacterModel, general_model, known
from app.repair.readers import Reader, reader_of
from app.repair.remembered import Remembered

FOREIGN = -0.5
"""Every character the channel leaves unexplained speaks a little for another channel."""

_LINE = re.compile(r"[^\r\n]+")

IMPOSSIBLE_FORM = -6.0
"""So does a form no character has."""

MOST = 12.0
"""One form says at most this much: a hundred repeats of an accident are one accident."""

MOST_AGAINST = -25.0
"""One line contradicts a channel at most by this much (log10): it may be damaged in another."""

TOLERATED = 0.5
"""Undamaged or otherwise damaged lines may stand beside; those that contradict weigh this much."""

FEW_CHARACTERS = 3.0
"""A line is damaged for certain from here on (a thousand to one)."""


def beyond_ascii(text: str) -> int:
    """How many characters of a text are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


class EvidenceMeter:
    """Weighs lines against one channel."""

    def __init__(self, channel: Channel, characters: CharacterModel | None = None) -> None:
        self.reader: Reader = reader_of(channel)
        self._characters = characters or general_model()
        self._memo: Remembered[str, float] = Remembered()

    def form(self, form: str) -> float:
        """The likelihood ratio of one damaged form."""
        found = self._memo.get(form)
        if found is None:
            found = self._memo.keep(form, self._weigh(form))
        return found

    def line(self, line: str, *, sure: bool = False, token: CancelToken | None = None) -> float:
        """The likelihood ratio of a whole line; 0 when nothing in it concerns the channel.

        ``sure``: the file is known to be damaged in this channel, so the line need not prove that by itself.
        """
        if token is not None:
            token.raise_if_cancelled()
        covered = self.reader.pattern.findall(line)
        if not covered:
            return 0.0
        memo = self._memo
        total = 0.0
        for form in covered:
            found = memo.get(form)
            if found is None:
                found = self.form(form)
                if token is not None:  # what was not met before takes its time
                    token.raise_if_cancelled()
            total += found
        left = beyond_ascii(line) - beyond_ascii("".join(covered))
        total += FOREIGN * left + self.reader.manner(line, left)
        most = total if sure else self.reader.limit(covered)
        return min(total, most) + self.reader.words((line,))

    def _weigh(self, form: str) -> float:
        candidates = self.reader.candidates(form)
        if not candidates or not all(map(known, candidates[0])):
            return IMPOSSIBLE_FORM
        log_p = self._characters.log_p
        damaged = max([_beyond(text, log_p) for text in candidates])
        clean = _beyond(form, log_p)
        return max(IMPOSSIBLE_FORM, min(MOST, damaged - clean + self.reader.worth(form)))


def _beyond(text: str, log_p: Callable[[str], float]) -> float:
    """The rarity of the characters of a text that are not ASCII, together."""
    if len(text) == 1:
        return log_p(text) if text >= "\x80" else 0.0
    return sum([log_p(char) for char in text if char >= "\x80"])


@cache
def general_meter(channel: Channel) -> EvidenceMeter:
    """The meter for text nothing is known about; it remembers forms from file to file."""
    return EvidenceMeter(channel)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a sample says about one channel: total evidence of the lines it explains, and of the others."""

    channel: Channel
    evidence: float
    against: float
    lines: int


def lines_of(text: str, longest: int = 2000) -> Iterator[str]:
    """Lines of a text, very long ones in pieces: evidence needs no more."""
    for found in _LINE.finditer(text):
        line = found[0]
        for at in range(0, len(line), longest):
            yield line[at : at + longest]


def weigh(lines: Counter[str], channel: Channel, token: CancelToken | None = None) -> Weighed:
    """Weigh distinct lines against a channel; Cancelled soon after ``token`` was cancelled.

    Each line counts once and each form at most twice, however often they occur: line art repeats.
    """
    meter = general_meter(channel)
    against = 0.0
    damaged: list[str] = []
    forms: Counter[str] = Counter()
    tokens: list[str] = []
    for line in lines:
        weight = meter.line(line, token=token)
        if weight >= FEW_CHARACTERS:
            found = meter.reader.pattern.findall(line)
            forms.update(found)
            tokens += found
            damaged.append(line)
        elif weight < 0:
            against += max(weight, MOST_AGAINST)
    each = sum(meter.form(form) * min(count, 2) for form, count in forms.items())
    evidence = min(meter.reader.limit(tokens), each) + meter.reader.words(damaged)
    return Weighed(channel, evidence + channel.rarity, against, len(damaged))


def balance(item: Weighed) -> float:
    """Evidence for a channel less what contradicts, in log10."""
    return item.evidence + TOLERATED * item.against if item.lines else 0.0


def spread(lines: Counter[str], characters: int) -> Counter[str]:
    """So many characters of lines from all over the sample; all lines where there are not more."""
    share = sum(map(len, lines)) / characters
    if share <= 1.0:
        return lines
    found: Counter[str] = Counter()
    read = taken = 0
    for line, count in lines.items():
        read += len(line)
        if read / share > taken:
            found[line] = count
            taken += len(line)
    return found
