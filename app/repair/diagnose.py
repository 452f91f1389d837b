"""Diagnosis: which channel damaged a text, judged from a sample of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.model.progress import CancelToken
from app.repair.blocks import NO_PROFILE, Profile, block_of
from app.repair.channels import BY_NAME, PLAIN, Channel, shown_by
from app.repair.characters import general_model
from app.repair.escapes import has_escapes, without_escapes
from app.repair.evidence import Weighed, balance, general_meter, lines_of, spread, weigh
from app.repair.exact import is_a_table
from app.repair.gates import gate, suspicious
from app.repair.readers import reader_of
from app.repair.variants import settled

SAMPLE_CHARACTERS = 30_000
"""Suspicious lines looked at; more text makes the same channel only surer."""

_AT_ONCE = 100_000
"""A text that is no longer is searched as a whole before its lines are."""

MOST_OF_IT, ALL_BUT_STRAYS = 0.6, 0.9
"""The part of a sample that must be characters a channel makes; of legacy bytes every character is."""

ROUNDS = ((500, 9), (2_000, 5), (15_000, 3))
"""How many characters each round of the comparison weighs, and how many channels go on to the next."""

ENOUGH = 7.0
"""log10 of the odds from which on a text counts as damaged in a lossy channel."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What happened to a text. ``evidence`` is log10 of the odds for ``channel`` against clean text.

    ``profile`` is the mix of scripts of the repaired sample, ``then`` the damage below this one
    (text that was misread twice), ``escaped`` whether most of it stands behind escapes.
    Channel None: nothing but exact repair of single lines.
    """

    channel: str | None = None
    runner_up: str | None = None
    evidence: float = 0.0
    profile: Profile = NO_PROFILE
    then: Diagnosis | None = None
    escaped: bool = False

    @property
    def name(self) -> str | None:
        """The channels from the outermost in, "cp1252-keep+cp1252-keep" for a text misread twice."""
        if self.channel is None:
            return None
        below = self.then.name if self.then else None
        return f"{self.channel}+{below}" if below else self.channel


def suspicious_lines(sample: str, token: CancelToken | None = None) -> Counter[str]:
    """The distinct lines of a sample that pass the gate, up to SAMPLE_CHARACTERS."""
    found: Counter[str] = Counter()
    length = 0
    escaped = has_escapes(sample)
    if not escaped and len(sample) <= _AT_ONCE and (sample.isascii() or gate().search(sample) is None):
        return found
    for line in lines_of(sample):
        if token is not None:
            token.raise_if_cancelled()
        if escaped and has_escapes(line):
            line = without_escapes(line)  # noqa: PLW2901 - judged as what it stands for
        if not line.isascii() and suspicious(line) and not is_a_table(line):
            found[line] += 1
            length += len(line)
            if length > SAMPLE_CHARACTERS:
                break
    return found


def diagnose(
    sample: str, channel: str | None = None, depth: int = 2, token: CancelToken | None = None
) -> Diagnosis:
    """Find the channel of a sample; ``channel`` overrides (KeyError for an unknown name).

    Raises Cancelled when ``token`` is cancelled while a long sample is searched.
    """
    lines = suspicious_lines(sample, token)
    if channel is not None:
        chosen = BY_NAME[channel]
        return Diagnosis(
            channel, None, weigh(lines, chosen, token).evidence, profile_of(lines, chosen, token)
        )
    if not lines:
        return Diagnosis()
    every = ranked(lines, PLAIN, token)
    best = every[0]
    if balance(best) < ENOUGH:
        return Diagnosis(evidence=max(0.0, balance(best)))
    best = settled(lines, sample, best, token)
    second = next(
        (
            item
            for item in every
            if item.channel.name not in {best.channel.name, best.channel.like} and item.lines
        ),
        None,
    )
    runner_up = second.channel.name if second else None
    below = Diagnosis()
    if depth:
        below = diagnose("\n".join(_first_choices(lines, best.channel, token)), None, depth - 1, token)
    return Diagnosis(
        best.channel.name,
        runner_up,
        balance(best),
        profile_of(lines, best.channel, token),
        below if below.channel else None,
        _mostly_escaped(sample, lines),
    )


def _mostly_escaped(sample: str, lines: Counter[str]) -> bool:
    """Whether half of the damaged lines of a sample were damaged behind escapes."""
    if not has_escapes(sample):
        return False
    plain = {without_escapes(line) for line in lines_of(sample) if has_escapes(line)}
    return 2 * len(plain.intersection(lines)) >= len(lines)


def ranked(lines: Counter[str], rows: Sequence[Channel], token: CancelToken | None = None) -> list[Weighed]:
    """Channels by their evidence; only those that do well on a few lines see more of them."""
    kept = _conceivable(spread(lines, ROUNDS[0][0]), rows)
    for characters, promising in ROUNDS:
        sample = spread(lines, characters)
        found = sorted((weigh(sample, row, token) for row in kept), key=lambda item: -balance(item))
        if len(sample) == len(lines):
            return found
        if balance(found[0]) < ENOUGH:
            kept = tuple(rows)
        else:
            names = {item.channel.name for item in (*found[:promising], *_best_of_each_codec(found))}
            kept = tuple(row for row in kept if row.name in names)
    return found


def _best_of_each_codec(found: Iterable[Weighed]) -> Iterable[Weighed]:
    """The many rows of one codec are not to crowd out another: few lines may not tell the two apart."""
    best: dict[tuple[str, str], Weighed] = {}
    for item in found:
        if item.evidence > 0:
            best.setdefault((item.channel.codec, item.channel.source), item)
    return best.values()


def _conceivable(lines: Iterable[str], rows: Sequence[Channel]) -> tuple[Channel, ...]:
    """The channels that could have made most of the characters beyond ASCII; all where none could."""
    counted = Counter(char for line in lines for char in line if char >= "\x80" and char != "\ufffd")
    total = sum(counted.values())
    kept = []
    for row in rows:
        least = MOST_OF_IT if row.source == "utf-8" else ALL_BUT_STRAYS
        if sum(map(counted.__getitem__, shown_by(row).intersection(counted))) >= least * total:
            kept.append(row)
    return tuple(kept or rows)


def _first_choices(lines: Iterable[str], channel: Channel, token: CancelToken | None) -> Iterator[str]:
    """The lines decoded without any model: good enough to see whether a second layer lies below."""
    reader = reader_of(channel)
    for line in lines:
        if token is not None:
            token.raise_if_cancelled()
        parts: list[str] = []
        at = 0
        for match in reader.pattern.finditer(line):
            start, stop = match.span()
            candidates = reader.candidates(match[0])
            parts += (line[at:start], candidates[0] if candidates else match[0])
            at = stop
        yield "".join(parts) + line[at:]


def _clear(candidates: tuple[str, ...]) -> bool:
    """True when the first candidate is kana and the others are characters nobody uses.

    Nearly every kana loses a byte, and a text of them would not be known for Japanese by the rest.
    """
    if len(candidates) < 2 or block_of(candidates[0][0]) != "kana":
        return False
    log_p = general_model().log_p
    return log_p(candidates[0][0]) - log_p(candidates[1][0]) > CLEAR


CLEAR = 2.0
"""A candidate commoner than every other one by this much (log10) is as good as certain."""


def profile_of(lines: Iterable[str], channel: Channel, token: CancelToken | None = None) -> Profile:
    """The blocks of the characters whose bytes all survived, in the lines the channel explains."""
    meter = general_meter(channel)
    reader = meter.reader
    certain: list[str] = []
    for line in lines:
        if meter.line(line, token=token) > 0:
            for match in reader.pattern.finditer(line):
                candidates = reader.candidates(match[0])
                if len(candidates) == 1 or _clear(candidates):
                    certain.append(candidates[0])
    return Profile.of(char for text in certain for char in text)
