"""Reading UTF-8 that was misread in a codec of several bytes a character ("浣犲ソ" for 你好).

There no byte has a form of its own, and the borders of characters before and after do not agree. A damaged
form is the shortest stretch whose borders agree: it holds one or several whole characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product

from app.repair.channels import Channel
from app.repair.characters import general_model, known
from app.repair.gates import may_be_recoded
from app.repair.remembered import Remembered

LONGEST = 48
"""No stretch is followed further than this for a place where borders agree."""

BESIDE = -0.7
"""What a character that the channel leaves unexplained says against it, beside the general cost (log10)."""

AFTER_SMALL = 1.0
"""A character of a form right after a small letter (log10)."""

LACKING = 0.012
"""What every character says that has no byte which only the Shift_JIS of Windows shows, 80 or A0 (log10)."""

HALF_WIDTH, AS_WRITTEN = 0.6, -40.0
"""Kana of half width make such a part of a line only where someone wrote them; log10 of what that says.
Lead bytes of accented, Greek and Cyrillic letters, and what follows them, do not count."""

_HALF_WIDTH = re.compile("(?<![\uff82-\uff85\uff8e-\uff91])(?![\uff82-\uff85\uff8e-\uff91])[\uff66-\uff9f]")

_AFTER_SMALL = re.compile("[a-z][\u4e00-\u9fff](?=[a-z ,.])")
_MARKS = {"fffd": "\ufffd", "question": "?", "drop": ""}
_BEYOND = {"gb18030": "\u20ac"}
"""Characters a program shows for bytes the codec itself leaves undefined."""


MOST_LOST = 2
"""Bytes that may be lost of one character."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

SEVERAL_LINES = 64
"""A line is looked at several times in a row: weighed, then read."""

LOST = -1
_CONTINUATION = tuple(range(0x80, 0xC0))

Parts = tuple[tuple[str, ...], ...]
"""For every character of a form what it may have been."""


Move = tuple[int, int] | None
"""How many bytes are missing after a character, and how many characters began in it; None: it is no part."""

UNKNOWN: Move = (-1, -1)

LINE_END = 0x0A
"""What stands for whatever follows a form: no byte that a codec takes for the second of two."""


@cache
def _lost_before(codec: str, following: int) -> tuple[int, ...]:
    """The continuation bytes that the codec cannot read before a certain byte, or before any."""
    if following == LOST:
        return _broken(codec) or _CONTINUATION
    least = 0x81 if codec in _BEYOND else 0x80  # 80 is shown as a sign there
    return tuple(b for b in _CONTINUATION if b >= least and _is_lost(codec, b, following)) or _CONTINUATION


@cache
def _lost_leads(codec: str, following: int) -> tuple[int, ...]:
    """The first bytes of three that the codec cannot read before a certain byte: EF; of Hangul EB and EC."""
    after = 0x80 if following == LOST else following
    return tuple(lead for lead in range(0xE1, 0xF0) if _is_lost(codec, lead, after)) or (0xEF,)


def _is_lost(codec: str, byte: int, following: int) -> bool:
    try:
        bytes((byte, following)).decode(codec)
    except UnicodeDecodeError as error:
        return error.start == 0
    return False


@cache
def _broken(codec: str) -> tuple[int, ...]:
    """The continuation bytes that the codec cannot read before another one: only those are lost amid text."""
    strict = "gbk" if codec == "gb18030" else codec
    return tuple(
        byte
        for byte in _CONTINUATION
        if any(not bytes((byte, trail)).decode(strict, "ignore")[:1] for trail in range(0x80, 0xF0))
        or len(
            {bytes((byte, trail)).decode(strict, "replace")[:1] for trail in (0x80, 0xE4, 0xA0)} & {"\ufffd"}
        )
    )


class Stretch:
    """A damaged form in a line; behaves as a match of a regular expression does."""

    __slots__ = ("start", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start

    def span(self) -> tuple[int, int]:
        """Where it stands in the line."""
        return self.start, self.start + len(self.text)

    def __getitem__(self, group: int, /) -> str:
        return self.text


class _BytesOf(dict[str, bytes]):
    """Character -> its bytes in a codec, b"" for one it does not have; fills itself."""

    def __init__(self, codec: str) -> None:
        super().__init__()
        self._codec = codec
        if codec in _BEYOND:
            self[_BEYOND[codec]] = b"\x80"

    def __missing__(self, char: str) -> bytes:
        try:
            found = char.encode(self._codec)
        except UnicodeEncodeError:
            found = b""
        if len(found) > 2:
            found = b""
        self[char] = found
        return found


@cache
def _twins(codec: str) -> dict[str, bytes]:
    """Characters that a codec has twice, with the bytes that it does not write itself."""
    found = {}
    for lead in range(0x81, 0xFD):
        pairs = [bytes((lead, trail)) for trail in range(0x40, 0xFD)]
        shown = b"".join([pair + b"\n" for pair in pairs]).decode(codec, "ignore").split("\n")
        for pair, char, data in zip(pairs, shown, "\n".join(shown).encode(codec).split(b"\n"), strict=False):
            if len(char) == 1 and (data != pair or char == _BEYOND.get(codec)):
                found[char] = pair  # noqa: PERF403 - of a character that stands there twice the last pair counts
    return found


def _missing(lead: int) -> int:
    """How many bytes follow a UTF-8 lead byte; 0 for a byte that is none."""
    if 0xC2 <= lead < 0xE0:
        return 1
    if 0xE0 <= lead < 0xF0:
        return 2
    return 3 if 0xF0 <= lead < 0xF5 else 0


class RecodedReader:
    """Finds and reads the forms of one channel; is its own ``pattern``."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.lossy = True
        self._mark = _MARKS.get(channel.undefined, "")
        self._bytes = _BytesOf(channel.codec)
        self._lead_mark = self._mark if channel.codec in {"cp932", "shift_jis"} else None
        """There a whole row of lead bytes is undefined, EF (of full-width signs) among them."""
        self._twins = _twins(channel.codec)
        self._memo: Remembered[str, Parts] = Remembered()
        self._stretches = lru_cache(maxsize=SEVERAL_LINES)(self._find_stretches)
        self._moves: tuple[dict[str, Move], ...] = ({}, {}, {}, {})
        """How each character goes on where so many bytes are missing; at most all of a codec's."""
        self._begins = re.compile(r"[^\x00-\x7f]|\?") if self._lead_mark == "?" else _BEYOND_ASCII

    @property
    def pattern(self) -> RecodedReader:
        """Finds forms."""
        return self

    def finditer(self, string: str, /) -> Iterator[Stretch]:
        """The forms of a line from left to right."""
        return iter(self._stretches(string))

    def findall(self, string: str, /) -> list[str]:
        """The texts of the same."""
        return [stretch.text for stretch in self._stretches(string)]

    def _find_stretches(self, line: str) -> tuple[Stretch, ...]:
        found: list[Stretch] = []
        begin = self._begins.search(line) if may_be_recoded(line, self.channel.codec) else None
        while begin:
            at = begin.start()
            stop = self._end(line, at)
            if stop:
                found.append(Stretch(line[at:stop], at))
            begin = self._begins.search(line, stop or at + 1)
        return tuple(found)

    def _end(self, line: str, start: int) -> int:
        """Where the form that begins at ``start`` ends; 0 when none begins there."""
        missing = characters = lost = whole = 0  # lost: of the present character
        at = start
        stop = min(len(line), start + LONGEST)
        while at < stop:
            char = line[at]
            lost = lost if missing else 0
            if char == self._mark and lost < MOST_LOST and (missing or char == self._lead_mark):
                lost += 1
                missing = missing - 1 if missing else 2
            else:
                move = self._moves[missing].get(char, UNKNOWN)
                fed = self._move(line, at, missing) if move is UNKNOWN else move
                if fed is None:
                    break
                missing, begun = fed
                characters += begun
                lost = 0 if begun else lost
            at += 1
            if not missing:
                whole = at
                if char != self._mark or line[at : at + 1] < "\x80":
                    return at  # else what follows the mark tells which bytes are lost before it
        ends = missing == 1 and not self._mark and (characters == 1 or at == len(line))
        return whole or (at if ends else 0)

    def _move(self, line: str, at: int, missing: int) -> Move:
        """As ``_fed`` for a character of a line; None where it has no bytes, or others than are missing."""
        data = self._data(line, at, missing)
        move = _fed(data, missing) if data else None
        if line[at] not in self._twins:  # else what follows decides
            self._moves[missing][line[at]] = move
        return move

    def _data(self, text: str, at: int, missing: int) -> bytes:
        """The bytes of a character where so many are missing; b"" for one that has none."""
        char = text[at]
        if char < "\x80":
            return b""
        data = self._bytes[char]
        twin = self._twins.get(char)
        if not twin or _fed(twin, missing) is None:
            return data
        fits = _fed(data, missing) is not None
        return (
            twin if not fits or (missing == len(data) == 1 and self._goes_on(text[at + 1 : at + 2])) else data
        )

    def _goes_on(self, after: str) -> bool:
        """Whether what follows a character can only be the rest of another one, already begun."""
        return after == self._mark or b"\x7f" < self._bytes[after][:1] < b"\xc0"

    def parts(self, form: str) -> Parts:
        """For every character of a form what it may have been, likeliest first; () when it is no form."""
        found = self._memo.get(form)
        if found is None:
            found = self._memo.keep(form, self._find(form))
        return found

    def candidates(self, form: str) -> tuple[str, ...]:
        """The likeliest text of a form, and what else it may be if another of its last lost characters is."""
        parts = self.parts(form)
        if not parts:
            return ()
        best = [choices[0] for choices in parts]
        open_at = max((at for at, choices in enumerate(parts) if len(choices) > 1), default=0)
        before, after = "".join(best[:open_at]), "".join(best[open_at + 1 :])
        return tuple(before + char + after for char in parts[open_at])

    def _find(self, form: str) -> Parts:
        row: list[int] = []  # the bytes of the form, LOST where one is not known
        missing = 0
        for number, char in enumerate(form):
            if char == self._mark:
                row.append(LOST)
                missing = missing - 1 if missing else 2
            else:
                data = self._data(form, number, missing)
                row += data
                missing = (_fed(data, missing) or (0, 0))[0]
        parts: list[tuple[str, ...]] = []
        at = 0
        while at < len(row):
            size = 1 + (2 if row[at] == LOST else _missing(row[at]))
            pattern = [*row[at : at + size], LOST][:size]
            choices = self._choices(pattern, row[at + size] if at + size < len(row) else LINE_END)
            if not choices:
                return ()
            parts.append(choices)
            at += size
        return tuple(parts)

    def _choices(self, pattern: list[int], following: int) -> tuple[str, ...]:
        """The characters whose UTF-8 bytes fit a pattern, before such a byte."""
        if LOST not in pattern:
            whole = _whole(bytes(pattern))
            return (whole,) if whole else ()
        options: list[tuple[int, ...]] = []
        for place, byte in enumerate(pattern):
            if byte != LOST:
                options.append((byte,))
            elif place == 0:
                options.append(_lost_leads(self.channel.codec, pattern[1]))
            else:
                options.append(_lost_before(self.channel.codec, [*pattern, following][place + 1]))
        texts = {_whole(bytes(chosen)) for chosen in product(*options)} - {""}
        log_p = general_model().log_p
        return tuple(sorted(texts, key=lambda char: (-log_p(char) if char >= "\x80" else 0.0, char)))

    def manner(self, line: str, _left: int, /) -> float:
        """Where a text was misread all of it was; accents within words ("caf茅") make it likelier."""
        covered = sum(len(stretch.text) for stretch in self._stretches(line))
        beyond = len(_BEYOND_ASCII.findall(line))
        if len(_HALF_WIDTH.findall(line)) >= max(2, HALF_WIDTH * beyond):
            return AS_WRITTEN
        return BESIDE * max(0, beyond - covered) + AFTER_SMALL * len(_AFTER_SMALL.findall(line))

    def worth(self, _form: str, /) -> float:
        """Nothing beside the rarity of its characters."""
        return 0.0

    def words(self, lines: Iterable[str], /) -> float:
        """A strict decoder is told by the signs that only a wider one shows: they are lacking."""
        if self.channel.codec != "shift_jis":
            return 0.0
        return LACKING * sum(len(stretch.text) for line in lines for stretch in self._stretches(line))

    def limit(self, _forms: Iterable[str], /) -> float:
        """No limit: few rows of characters are valid UTF-8 by accident."""
        return float("inf")


def _fed(data: bytes, missing: int) -> tuple[int, int] | None:
    """How many bytes are missing after ``data``, and how many characters began in it; None when invalid."""
    begun = 0
    for byte in data:
        if missing:
            if not 0x80 <= byte < 0xC0:
                return None
            missing -= 1
        elif byte >= 0x80:
            missing = _missing(byte)
            begun += 1
            if not missing:
                return None
    return missing, begun


def _whole(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if all(char < "\x80" or known(char) for char in text) else ""
