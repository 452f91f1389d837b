"""Diagnosis: which channel damaged a text, judged from a sample of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log10
from unicodedata import category

from app.model.progress import CancelToken
from app.repair.blocks import NO_PROFILE, Profile, block_of
from app.repair.channels import BY_NAME, Channel, byte_forms, shown_by
from app.repair.characters import general_model
from app.repair.escapes import has_escapes, without_escapes
from app.repair.evidence import Weighed, general_meter, lines_of, weigh
from app.repair.exact import is_a_table
from app.repair.forms import FormReader, form_reader
from app.repair.gates import suspicious
from app.repair.lexicon import PREFIX, Lexicon, lexicon
from app.repair.readers import reader_of

SAMPLE_CHARACTERS = 30_000
"""Suspicious lines looked at; more text makes the same channel only surer."""

SPACE = -0.8
"""log10 P(a space follows a letter)."""

SPACE_EVIDENCE, MOST_FOR_ONE_SPACE = 0.8, 3.0
"""From how much evidence on spaces count as what is left of the byte A0."""

_PAIRS = (("cp1252-drop", "cp1252-nbsp"), ("cp1254-drop", "cp1254-nbsp"), ("cp1252-fffd", "cp1252-fffd-nbsp"))
_WITH_SPACES = {name: pair for pair in _PAIRS for name in pair}

_OF_CP1252 = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_NOT_OF_CP1252 = _OF_CP1252.encode("cp1252").decode("latin-1")
"""What windows-1252 and Latin-1 show for the bytes that are a sign in the one and a control in the other."""

_OF_BOTH = [frozenset(byte_forms(BY_NAME[name])[0x80:]) for name in ("cp1252-keep", "cp1254-keep")]
_ONLY_OF_CP1252, _ONLY_OF_CP1254 = _OF_BOTH[0] - _OF_BOTH[1], _OF_BOTH[1] - _OF_BOTH[0]

MOST_OF_IT, ALL_BUT_STRAYS = 0.6, 0.9
"""The part of a sample that must be characters a channel makes; of legacy bytes every character is."""

ROUNDS = ((500, 9), (2_000, 5), (15_000, 3))
"""How many characters each round of the comparison weighs, and how many channels go on to the next."""

ENOUGH = 7.0
"""log10 of the odds from which on a text counts as damaged in a lossy channel."""

TOLERATED = 0.5
"""Undamaged or otherwise damaged lines may stand beside; those that contradict weigh this much."""


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
    every = ranked(lines, tuple(BY_NAME.values()), token)
    best = every[0]
    if balance(best) < ENOUGH:
        return Diagnosis(evidence=max(0.0, balance(best)))
    best = _turkish_or_not(lines, _latin1_or_not(lines, sample, _space_or_not(lines, best)))
    second = next((item for item in every if item.channel.name != best.channel.name and item.lines), None)
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
    kept = _conceivable(_spread(lines, ROUNDS[0][0]), rows)
    for characters, promising in ROUNDS:
        sample = _spread(lines, characters)
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


def _spread(lines: Counter[str], characters: int) -> Counter[str]:
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


def balance(item: Weighed) -> float:
    """Evidence for a channel less what contradicts, in log10."""
    return item.evidence + TOLERATED * item.against if item.lines else 0.0


def _latin1_or_not(lines: Iterable[str], sample: str, best: Weighed) -> Weighed:
    """Legacy bytes read as Latin-1 or as windows-1252: only the bytes 80 to 9F tell, wherever they stand."""
    name, separator, shown = best.channel.name.partition("-as-")
    if shown not in {"cp1252", "latin1"} or not separator:
        return best
    counted = Counter(char for line in lines for char in line)
    controls, signs = (sum(map(counted.__getitem__, chars)) for chars in (_NOT_OF_CP1252, _OF_CP1252))
    if controls == signs:
        controls, signs = (sum(map(sample.count, chars)) for chars in (_NOT_OF_CP1252, _OF_CP1252))
    in_latin1 = controls > signs
    found = BY_NAME[f"{name}-as-{'latin1' if in_latin1 else 'cp1252'}"]
    return Weighed(found, best.evidence, best.against, best.lines)


def _turkish_or_not(lines: Iterable[str], best: Weighed) -> Weighed:
    """windows-1252 or windows-1254: eight bytes tell, which most scripts hardly have."""
    if best.channel.name != "cp1252-keep":
        return best
    met = frozenset().union(*lines)
    turkish = met & _ONLY_OF_CP1254 and not met & _ONLY_OF_CP1252
    return Weighed(BY_NAME["cp1254-keep"], best.evidence, best.against, best.lines) if turkish else best


def _space_or_not(lines: Iterable[str], best: Weighed) -> Weighed:
    """Between a channel and its twin that turned no-break spaces into spaces: which explains the spaces?"""
    plain, spaced = _WITH_SPACES.get(best.channel.name, (best.channel.name, ""))
    if not spaced or any("\xa0" in line for line in lines):
        return Weighed(BY_NAME[plain], best.evidence, best.against, best.lines)
    reader = form_reader(BY_NAME[spaced])
    odds = 0.0
    for line in lines:
        for match in reader.pattern.finditer(line):
            if match[0].endswith(" "):
                odds += _odds_of_space(reader, line, *match.span())
    return Weighed(
        BY_NAME[spaced if odds > SPACE_EVIDENCE else plain], best.evidence, best.against, best.lines
    )


def _odds_of_space(reader: FormReader, line: str, start: int, stop: int) -> float:
    """log10 of how much better ``line[start:stop]``, a form and a space, is explained if the space may be A0.

    In an accented word the ASCII letters beside the form tell more than the letter itself ("así que"
    against "voilà").
    """
    form = line[start:stop]
    candidates = reader.candidates(form)
    inside = [text for text in candidates if len(text) == 1]
    beside = [text for text in candidates if len(text) > 1]
    if not inside:
        return 0.0
    if not beside or _cannot_begin_a_word(reader, line, stop):
        return MOST_FOR_ONE_SPACE
    words = lexicon("latin")
    if form[0] in "ÃÅÄ" and words is not None:
        left, right = _letters_before(line, start), _letters_after(line, stop)
        if not left:
            return 0.0
        within = max(_of_word(words, left + char + right) for char in inside)
        apart = max(_of_word(words, left + text[0]) for text in beside)
    else:
        log_p = general_model().log_p
        within = max(log_p(text) for text in inside)
        apart = max(log_p(text[0]) for text in beside) + SPACE
    return min(MOST_FOR_ONE_SPACE, log10(1.0 + 10.0 ** (within - apart)))


def _cannot_begin_a_word(reader: FormReader, line: str, at: int) -> bool:
    """True when the next character is a mark or dependent vowel: no genuine space stands before it."""
    match = reader.pattern.match(line, at)
    following = reader.candidates(match[0]) if match else ()
    return bool(following) and (category(following[0][0])[0] == "M" or following[0][0] in "ะาำ")


def _letters_before(line: str, at: int) -> str:
    start = at
    while start and line[start - 1].isascii() and line[start - 1].isalpha():
        start -= 1
    return line[start:at]


def _letters_after(line: str, at: int) -> str:
    stop = at
    while stop < len(line) and line[stop].isascii() and line[stop].isalpha():
        stop += 1
    return line[at:stop]


def _of_word(words: Lexicon, word: str) -> float:
    """log10 P(word), a low value for what the list does not have."""
    known = words.find(word.lower())
    return -9.0 if known is None or known == PREFIX else known


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
