"""What speaks for one turn answering another: address, echo, time, and who spoke in between.

The kinds of evidence are those of the literature on disentangling chat (Elsner and Charniak 2008;
Kummerfeld et al. 2019), stated without words of any one language: names are the speakers of the
conversation, words are the tokens of the index.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from app.text.segment import TokenKind, tokenize

Floats = npt.NDArray[np.float64]

REACH: Final = 100
"""So many turns before a turn are looked at."""
_QUOTE: Final = re.compile(r"(?m)^\s*(?:>|＞|》)+\s?(.+)$|[“「『\"]([^”」』\"\n]{6,})[”」』\"]")
_ADDRESS_CHARS: Final = 40
_LEAST_NAME: Final = 2
_LEAST_TURNS: Final = 1_000
_RECENT: Final = 15
_EXCHANGE: Final = 60
_ENDS: Final = ("?", "？", "؟", ";")


class Said(NamedTuple):
    """A turn as evidence: ``speaker`` is a label, ``moment`` seconds since any fixed time, None unknown.

    ``event``: not said by anybody (somebody joined, a topic was set).
    """

    speaker: str
    text: str
    moment: float | None = None
    event: bool = False


@dataclass(slots=True)
class Seen:
    """What is known of one turn once it was read."""

    speaker: int
    words: dict[str, float]
    norm: float
    addressed: frozenset[int]
    first_addressed: int
    question: bool
    quotes: tuple[str, ...]
    text: str
    moment: float | None
    event: bool


NAMES: Final = (
    "start", "start_first", "start_question", "start_addresses", "start_event", "start_recent",
    "start_long_gap", "next", "two", "three", "near", "log_distance", "long_gap", "log_gap", "same_minute",
    "same_speaker", "same_speaker_next", "same_speaker_last", "same_speaker_asks",
    "addresses", "addresses_first", "addresses_last", "addresses_other", "addressed_by", "addressed_by_last",
    "both_address", "other_addressed", "last_of_speaker", "event",
    "question_answered", "question_by_two", "echo", "rare_echo", "quote",
    "turns_between", "talks_with", "no_names_adjacent",
)  # fmt: skip
"""The columns of ``Evidence.of``, in their order. Those of a start speak for answering nobody."""
_STARTS: Final = sum(name.startswith("start") for name in NAMES)


@dataclass
class Evidence:
    """Reads turns one after another; ``of`` tells what speaks for each of the turns before the last."""

    turns: list[Seen] = field(default_factory=list)
    _speakers: dict[str, int] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)
    _last_of: dict[int, int] = field(default_factory=dict)
    _documents: Counter[str] = field(default_factory=Counter)

    def know(self, speakers: Sequence[str]) -> None:
        """Names that turns may use before their owners speak."""
        for name in speakers:
            self._speaker(name)

    def read(self, said: Said) -> None:
        """The next turn."""
        speaker = self._speaker(said.speaker)
        keys = [token.key for token in tokenize(said.text) if token.kind is not TokenKind.BARRIER]
        addressed, first = self._addressed(said.text, speaker)
        names = {key for key in keys if self._names.get(key) in addressed}
        words = _paired(keys, names)
        self._documents.update(words)
        total = self._total()
        weights = {word: math.log(total / self._documents[word]) + 0.1 for word in words}
        self.turns.append(
            Seen(
                speaker,
                weights,
                math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0,
                frozenset(addressed),
                first,
                said.text.rstrip(" \"'”’」)）!！").endswith(_ENDS),
                tuple((one or two).strip() for one, two in _QUOTE.findall(said.text)),
                said.text,
                said.moment,
                said.event,
            )
        )

    def close(self) -> None:
        """The last turn read is one of those before from now on."""
        number = len(self.turns) - 1
        self._last_of[self.turns[number].speaker] = number

    def of(self) -> tuple[range, Floats]:
        """The turns looked at, and evidence of shape (1 + turns, len(NAMES)), first for none of them."""
        number = len(self.turns) - 1
        reach = range(max(0, number - REACH), number)
        rows = np.zeros((1 + len(reach), len(NAMES)))
        rows[0, :_STARTS] = self._start(number)
        partner = self._partner(number)
        spoke: Counter[int] = Counter()
        for other in reversed(reach):
            rows[1 + other - reach.start, _STARTS:] = self._pair(number, other, partner, spoke)
            spoke[self.turns[other].speaker] += 1
        return reach, rows

    def _start(self, number: int) -> tuple[float, ...]:
        turn = self.turns[number]
        last = self._last_of.get(turn.speaker)
        gap = self._gap(number, number - 1)
        return (
            1.0,
            last is None,
            turn.question,
            bool(turn.addressed),
            turn.event,
            last is not None and number - last <= _RECENT,
            math.log1p(gap / 600.0) if gap is not None else 0.0,
        )

    def _pair(self, number: int, other: int, partner: int, spoke: Counter[int]) -> tuple[float, ...]:
        """``spoke`` counts the turns of each speaker between the two."""
        turn, before = self.turns[number], self.turns[other]
        distance = number - other
        gap = self._gap(number, other)
        minutes = 0.0 if gap is None else gap / 60.0
        mine = turn.speaker == before.speaker
        addresses = before.speaker in turn.addressed
        addressed = turn.speaker in before.addressed
        last = self._last_of.get(before.speaker) == other
        echo, rare = self._echo(turn, before)
        return (
            distance == 1,
            distance == 2,
            distance == 3,
            4 <= distance <= 6,
            math.log(distance),
            minutes > 5,
            math.log1p(minutes),
            gap is not None and minutes < 1,
            mine,
            mine and distance == 1,
            mine and last,
            mine and before.question,
            addresses,
            addresses and turn.first_addressed == before.speaker,
            addresses and last,
            bool(turn.addressed) and not addresses and not mine,
            addressed,
            addressed and last,
            bool(turn.addressed & before.addressed),
            bool(before.addressed) and not addressed and not mine,
            last,
            before.event,
            before.question and not turn.question and not mine,
            before.question and turn.question,
            echo,
            rare,
            self._quotes(turn, before),
            math.log1p(spoke[before.speaker]),
            before.speaker == partner,
            distance == 1 and not turn.addressed and not before.addressed and not mine,
        )

    def _total(self) -> float:
        """Turns that words are counted in; a conversation that has just begun says nothing of rarity."""
        return float(max(len(self.turns) + 2, _LEAST_TURNS))

    def _gap(self, number: int, other: int) -> float | None:
        """Seconds between two turns."""
        if other < 0:
            return None
        now, then = self.turns[number].moment, self.turns[other].moment
        return None if now is None or then is None else max(0.0, now - then)

    def _partner(self, number: int) -> int:
        """With whom the speaker exchanged words last, as far as names tell; -1 for nobody."""
        speaker = self.turns[number].speaker
        for back in range(number - 1, max(-1, number - _EXCHANGE), -1):
            one = self.turns[back]
            if one.speaker == speaker and one.addressed:
                return one.first_addressed if one.first_addressed >= 0 else next(iter(sorted(one.addressed)))
            if speaker in one.addressed:
                return one.speaker
        return -1

    def _echo(self, turn: Seen, before: Seen) -> tuple[float, float]:
        """Cosine of the weighted words, and the weight of the rarest word both use."""
        small, large = sorted((turn.words, before.words), key=len)
        common = [word for word in small if word in large]
        if not common:
            return 0.0, 0.0
        dot = sum(turn.words[word] * before.words[word] for word in common)
        rarest = max(math.log(self._total() / self._documents[word]) for word in common)
        return dot / (turn.norm * before.norm), rarest / 8.0

    @staticmethod
    def _quotes(turn: Seen, before: Seen) -> float:
        return float(any(len(quote) > 3 and quote in before.text for quote in turn.quotes))

    def _speaker(self, name: str) -> int:
        number = self._speakers.get(name)
        if number is None:
            number = self._speakers[name] = len(self._speakers)
            plain = name.casefold().strip()
            if len(plain) >= _LEAST_NAME:
                self._names.setdefault(plain, number)
                self._names.setdefault("@" + plain, number)
        return number

    def _addressed(self, text: str, speaker: int) -> tuple[set[int], int]:
        """Whom a turn names, and whom at its very beginning (-1 for nobody)."""
        words = re.findall(r"[^\s,:;，：、]+", text.casefold())
        found: set[int] = set()
        first = -1
        for place, word in enumerate(words[:400]):
            owner = self._names.get(word, self._names.get(word.strip(".!?()[]<>\"'@~*")))
            if owner is not None and owner != speaker:
                found.add(owner)
                if place == 0:
                    first = owner
        if "@" in text:
            for key, owner in self._names.items():
                if key[0] == "@" and owner != speaker and key in text.casefold():
                    found.add(owner)
        return found, first


def _paired(keys: Sequence[str], names: set[str]) -> set[str]:
    """The different words; characters of scripts without spaces in pairs, as a single one says little."""
    plain = [key for key in keys if key not in names]
    words = {key for key in plain if len(key) > 1 or not "\u2e80" <= key <= "\U0003ffff"}
    pairs = {
        one + two for one, two in pairwise(plain) if len(one) == len(two) == 1 and min(one, two) >= "\u2e80"
    }
    return words | pairs
