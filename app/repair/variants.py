"""Which of a few channels that differ in single bytes it was: twins of codecs, soft hyphens, spaces, "?".

Weighing does not tell them apart, or at a price: most characters look the same in all of them. The few places
that differ are looked at once the rest is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from math import log10
from unicodedata import category

from app.model.progress import CancelToken
from app.repair.blocks import block_of
from app.repair.channels import BY_NAME, PLAIN, SHOW_BOTH, Channel, byte_forms
from app.repair.characters import general_model
from app.repair.evidence import Weighed, beyond_ascii, general_meter
from app.repair.forms import FormReader, form_reader
from app.repair.lexicon import PREFIX, Lexicon, lexicon

SPACE = -0.8
"""log10 P(a space follows a letter)."""

SPACE_EVIDENCE, MOST_FOR_ONE_SPACE = 0.8, 3.0
"""From how much evidence on spaces count as what is left of the byte A0."""

_FATES = {(row.like or row.name, row.shy_dropped, row.nbsp_to_space): row for row in BY_NAME.values()}
"""Rows by the plain row they are variants of, and the fates of soft hyphens and no-break spaces."""

BETTER, UNUSUAL, ASKED, SHOWN = 0.5, -1.5, 3.0, -6.0
"""Other fates of a codec's bytes must explain a text better by so much; what soft hyphens cost that fared
unlike those of the row; what question marks amid words are worth, and what a control costs that the codec
would have dropped (log10)."""

LEFT, IMPOSSIBLE, ODD = -1.0, -4.0, -5.5
"""What a character costs that a channel leaves unexplained, and a form that stands for nothing; what is rarer
than the last of these costs as well (log10)."""

WEIGHED = 3_000
"""So many characters beyond ASCII are weighed to tell fates apart."""

AGAIN = 3
"""So many question marks behind half a letter are none that someone asked."""

SECOND_SPACE, UNKNOWN = 1.5, -9.0
"""What a second space behind a form says for the first being none; what an unlisted word is worth (log10)."""

RARE = -6.5
"""Characters rarer than that (log10) say nothing of the space behind them."""

MISSED = 3.0
"""A sign that should have occurred so often, and never did, was none of the codec's."""

_OF_CP1252 = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_NOT_OF_CP1252 = _OF_CP1252.encode("cp1252").decode("latin-1")
"""What windows-1252 and Latin-1 show for the bytes that are a sign in the one and a control in the other."""

_SIGNS, _CONTROLS = frozenset(_OF_CP1252), frozenset(_NOT_OF_CP1252)

_OF_BOTH = [frozenset(byte_forms(BY_NAME[name])[0x80:]) for name in ("cp1252-keep", "cp1254-keep")]
_ONLY = {"cp1252": _OF_BOTH[0] - _OF_BOTH[1], "cp1254": _OF_BOTH[1] - _OF_BOTH[0]}
_TWINS = {"cp1252": "cp1254", "cp1254": "cp1252"}

_TELLING = frozenset({0x8E, 0x9E})
"""Bytes that windows-1254 leaves undefined and windows-1252 shows as Ž and ž."""

_SHOWN = frozenset(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}
"""Bytes that windows-1252 shows as signs and Latin-1 as controls."""

_EASTERN, EASTERN, OF_EASTERN = frozenset("\xc4\xc5"), "eastern", 0.3
"""First characters of the accented letters of eastern Europe, and how many of those have such a byte."""

OF_ONE_LANGUAGE = ("han", "kana", "hangul", "cyrillic", "greek", "hebrew", "arabic", "thai", "devanagari")
"""Scripts of which every text of some length has the letters that are common in them; accents are not so."""

FEW = 10
"""Fewer characters of a script say nothing about its letters."""


def settled(lines: Counter[str], sample: str, best: Weighed, token: CancelToken | None = None) -> Weighed:
    """The channel that ranking found, or the variant or twin of it that the telling places speak for."""
    if best.channel.source != "utf-8":
        return _latin1_or_not(lines, sample, best)
    if best.channel.several_bytes:
        return best
    best = _turkish_or_not(lines, _stripped_or_not(lines, _with_controls(lines, best)))
    return _fates_of_bytes(lines, _space_or_not(lines, best, token), token)


def _as(best: Weighed, channel: Channel) -> Weighed:
    return Weighed(channel, best.evidence, best.against, best.lines)


def _asks(lines: Iterable[str], row: Channel) -> bool:
    """Whether question marks stand for lost bytes: amid letters, or behind half a letter again and again."""
    reader = form_reader(row)
    behind = 0
    for line in lines:
        for match in reader.pattern.finditer(line) if "?" in line else ():
            if "?" in match[0] and reader.candidates(match[0]):
                after = line[match.end() : match.end() + 1]
                if not match[0].endswith("?") or after >= "\x80" or after.isalnum():
                    return True
                behind += 1
    return behind >= AGAIN


def _fates_of_bytes(lines: Counter[str], best: Weighed, token: CancelToken | None) -> Weighed:
    """What became of undefined bytes and of soft hyphens: the fates that explain most of all that is seen."""
    row = best.channel
    if row.codec not in SHOW_BOTH or row.c1_dropped:
        return best
    meter = general_meter(row)
    some = [line for line in _spread(lines) if meter.line(line, token=token) > 0]
    met = frozenset().union(*lines)
    worth = _explained(some, row, token) + _prior(row, met) + BETTER
    for rival in _rivals(lines, row):
        found = _explained(some, rival, token) + _prior(rival, met)
        if found > worth:
            best, worth = _as(best, rival), found
    return best


def _spread(lines: Iterable[str]) -> Iterator[str]:
    """Lines from all over the sample that hold WEIGHED characters beyond ASCII together."""
    counted = [(line, beyond_ascii(line)) for line in lines]
    share = sum(count for _, count in counted) / WEIGHED
    read = taken = 0
    for line, count in counted:
        read += count
        if read >= taken * share:
            yield line
            taken += count


def _prior(row: Channel, met: frozenset[str]) -> float:
    """What speaks for a fate beforehand: question marks were looked at, and what is shown was not dropped."""
    plain = BY_NAME[row.like] if row.like else row
    unusual = UNUSUAL if row.shy_dropped != plain.shy_dropped else 0.0
    if row.undefined == "drop" and not met.isdisjoint(_undefined(row.codec)):
        unusual += SHOWN
    return row.rarity + unusual + (ASKED if row.undefined == "question" else 0.0)


@cache
def _undefined(codec: str) -> frozenset[str]:
    """The controls that stand for bytes which a codec leaves undefined."""
    keeping = next(row for row in PLAIN if row.codec == codec and row.undefined == "keep")
    return frozenset(form for form in byte_forms(keeping) if "\x80" <= form < "\xa0")


def _rivals(lines: Counter[str], row: Channel) -> Iterator[Channel]:
    """Rows that differ from one in the fate of undefined bytes and soft hyphens, as far as those may be."""
    met = frozenset().union(*lines)
    for plain in PLAIN:
        if plain.codec != row.codec or plain.source != row.source or plain.c1_dropped:
            continue
        if plain.undefined == "fffd" and "\ufffd" not in met:
            continue
        if plain.undefined == "question" and not _asks(lines, plain):
            continue
        for shy_dropped in (False,) if "\xad" in met else (plain.shy_dropped, not plain.shy_dropped):
            rival = _FATES[plain.name, shy_dropped, row.nbsp_to_space]
            if rival is not row:
                yield rival


def _explained(lines: Iterable[str], row: Channel, token: CancelToken | None) -> float:
    """What a channel leaves of lines that are damaged in it or one much like it, in log10."""
    reader = form_reader(row)
    total = 0.0
    for line in lines:
        if token is not None:
            token.raise_if_cancelled()
        forms = reader.pattern.findall(line)
        left = beyond_ascii(line) - beyond_ascii("".join(forms))
        total += LEFT * left + sum([_plausible(reader, form) for form in forms])
    return total


def _plausible(reader: FormReader, form: str) -> float:
    """0 for a form that may stand for a character people use, less for one that stands for odd ones only."""
    candidates = reader.candidates(form)
    if not candidates:
        return IMPOSSIBLE
    if reader.complete(form):
        return 0.0
    return max(IMPOSSIBLE, min(0.0, general_model().log_p(candidates[0][0]) - ODD))


@cache
def _share(block: str, telling: frozenset[int]) -> float:
    """The part of a script's characters that have one of these bytes behind their first one."""
    log_p, whole = general_model().log_p, general_model().share(block)
    found = (chr(code) for code in range(0x80, 0xD7A4) if block_of(chr(code)) == block)
    shares = [10.0 ** (log_p(char) - whole) for char in found if telling.intersection(char.encode()[1:])]
    return float(sum(shares))


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


def _with_controls(lines: Iterable[str], best: Weighed) -> Weighed:
    """Latin-1 where controls are seen for which windows-1252 has signs, and none of these."""
    met = frozenset().union(*lines)
    if best.channel.codec not in _TWINS or met & _SIGNS or not met & _CONTROLS:
        return best
    return _as(best, BY_NAME["latin1-keep"])


def _turkish_or_not(lines: Iterable[str], best: Weighed) -> Weighed:
    """windows-1252 or windows-1254: ten bytes tell, which most scripts hardly have."""
    row = best.channel
    if row.codec not in _TWINS:
        return best
    met = frozenset().union(*lines)
    other = _TWINS[row.codec]
    twin = BY_NAME[row.name.replace(row.codec, other)]
    if met & _ONLY[row.codec]:
        return best
    if met & _ONLY[other]:
        return _as(best, twin)
    missed = row.codec == "cp1252" and row.undefined != "keep" and _expected(lines, row, _TELLING) > MISSED
    return _as(best, twin) if missed else best


def _expected(lines: Iterable[str], row: Channel, telling: frozenset[int]) -> float:
    """How many characters of a text should have had one of these bytes."""
    reader = form_reader(row)
    forms = Counter(form for line in lines for form in reader.pattern.findall(line))
    blocks: Counter[str] = Counter()
    for form, count in forms.items():
        found = reader.candidates(form)
        if found:
            blocks[block_of(found[0][0]) if form[0] not in _EASTERN else EASTERN] += count
    total = OF_EASTERN * blocks[EASTERN] if telling is _SHOWN else 0.0
    return total + sum(
        blocks[block] * _share(block, telling) for block in OF_ONE_LANGUAGE if blocks[block] > FEW
    )


def _stripped_or_not(lines: Iterable[str], best: Weighed) -> Weighed:
    """Latin-1 whose controls were stripped, where no sign is seen that windows-1252 shows for such bytes."""
    row = best.channel
    if row.codec not in {*_TWINS, "latin-1"} or row.undefined not in {"drop", "keep"}:
        return best
    met = frozenset().union(*lines)
    if met & (_SIGNS | _CONTROLS) or _expected(lines, row, _SHOWN) < MISSED:
        return best
    return _as(best, BY_NAME["latin1-c1-stripped"])


def _space_or_not(lines: Counter[str], best: Weighed, token: CancelToken | None) -> Weighed:
    """Between a channel and its twin that turned no-break spaces into spaces: which explains the spaces?"""
    row = best.channel
    spaced = _FATES.get((row.name, row.shy_dropped, True))
    if spaced is None or any("\xa0" in line for line in lines):
        return best
    shy_lost = row.shy_dropped or not any("\xad" in line for line in lines)  # then it may be what is missing
    losing = _losing(row)  # what is missing may have been lost in any way
    reader = form_reader(_FATES[losing.name, shy_lost, True])
    meter = general_meter(row)
    odds = 0.0
    for line in lines:
        if meter.line(line, token=token) <= 0:
            continue  # sound, or damaged in another way
        for match in reader.pattern.finditer(line):
            if match[0].endswith(" "):
                odds += _odds_of_space(reader, line, *match.span())
    if odds <= SPACE_EVIDENCE:
        return best
    return _as(best, spaced)


def _losing(row: Channel) -> Channel:
    """The row of the same codec that drops bytes; the row itself where there is none."""
    if row.undefined != "keep":
        return row
    return next((one for one in PLAIN if one.codec == row.codec and one.undefined == "drop"), row)


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
    second = SECOND_SPACE if line[stop : stop + 1] == " " else 0.0
    if block_of(inside[0]) == "latin" and words is not None:
        left, right = _letters_before(line, start), _letters_after(line, stop)
        within = max(_of_word(words, left, char, right) for char in inside)
        apart = max(_of_word(words, left, text[0]) for text in beside)
        if within <= UNKNOWN or not (left or second):
            return 0.0
    else:
        log_p = general_model().log_p
        within = max(log_p(text) for text in inside)
        apart = max(log_p(text[0]) for text in beside) + SPACE
        if within < RARE:
            return 0.0
    return min(MOST_FOR_ONE_SPACE, log10(1.0 + 10.0 ** (within - apart + second)))


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


def _of_word(words: Lexicon, left: str, char: str, right: str = "") -> float:
    """log10 P(word), a low value for what the list does not have or nobody spells so."""
    known = words.find(f"{left}{char}{right}".lower())
    if known is None or known == PREFIX or (char.isupper() and left[-1:].islower()):
        return UNKNOWN
    return known
