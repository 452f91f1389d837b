"""Reading text that was written in a legacy codec and read as Latin-1 or windows-1252 ("ÄãºÃ" for 你好).

Hardly any row of bytes is invalid in these codecs, so validity proves little. What tells damage from sound
text is the result (common characters, known words) and the manner: accented letters stand between plain
ones in a European word, and in rows, with signs and capitals amid them, where a text was misread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise, product

from app.repair.channels import Channel, byte_forms
from app.repair.characters import general_model, known
from app.repair.completed import Completed, prices
from app.repair.expressions import char_class
from app.repair.lexicon import PREFIX, lexicon
from app.repair.remembered import Remembered

MOST_CANDIDATES = 40

BESIDE_PLAIN = -1.0
"""An accented letter next to a plain one (log10)."""

BESIDE_ACCENTED, CAPITAL_AFTER_SMALL, SIGN_BESIDE_LETTER = 0.4, 1.2, 0.8
"""Two letters from beyond ASCII in a row; a capital after a small letter; a sign amid letters (log10)."""

NOISE, BY_CHANCE, BY_CHANCE_IN_KOREAN = 5.0, -4.3, -5.0
"""log10 of how rare meaningless text is, and of what it gives for a character when read as legacy bytes."""

_CURRENCIES, BEFORE_CAPITAL = frozenset("¢£¥"), 0.5
"""Signs of money stand before figures; what one before a capital says (log10)."""

DIGITS_WITHIN = 2.0
"""What the two digits among the four bytes of a letter say, where they stand like that (log10)."""

MOST_AGAINST = 2
"""A rare character that comes again and again is a letter of the text: it speaks against it so often."""

EURO_ALONE = 11.0
"""A euro sign behind a figure, in a file with nothing else beyond ASCII (log10)."""

UNKNOWN = -0.5
"""What each letter of an unknown word takes away from what the known ones prove."""

_PAIR = re.compile(r"(?=([^\x00-\x7f][!-\U0010ffff]|[A-Za-z][^\x00-\x7f]))")

_FOUR = re.compile("[^\x00-\x7f][0-9][^\x00-\x7f][0-9]")

_BESIDE = re.compile(r"(?=[^\W\d_a-zA-Z][a-zA-Z]|[a-zA-Z][^\W\d_a-zA-Z])")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1 << 13)
def _worth(first: str, second: str) -> float:
    if first.isascii() or second.isascii():
        plain, other = (first, second) if first.isascii() else (second, first)
        if other in _CURRENCIES:
            return BEFORE_CAPITAL if second.isupper() else 0.0
        return BESIDE_PLAIN if plain.isalpha() and other.isalpha() else 0.0
    if first.isalpha() and second.isalpha():
        odd = first.islower() and second.isupper()
        return CAPITAL_AFTER_SMALL if odd else BESIDE_ACCENTED
    if first.isalpha() or second.isalpha():
        return SIGN_BESIDE_LETTER if max(first, second) <= "\xff" else 0.0
    return 0.0


def manner_of(line: str) -> float:
    """log10 of how much likelier these neighbourhoods are in misread text than in a European language."""
    return sum(_worth(pair[0], pair[1]) for pair in _PAIR.findall(line))


def beside_plain(line: str) -> float:
    """The part of ``manner_of`` that concerns accented letters next to plain ones."""
    return BESIDE_PLAIN * len(_BESIDE.findall(line))


def _within(form: str) -> float:
    return sum(_worth(first, second) for first, second in pairwise(form))


def _digits_within(form: str) -> float:
    return DIGITS_WITHIN if _FOUR.fullmatch(form) else 0.0


class PairReader:
    """Reads a codec of two bytes a character."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.lossy = channel.undefined == "fffd"
        forms = byte_forms(channel)
        self._codec = channel.source
        self._bytes: dict[str, tuple[int, ...]] = {}
        for byte in range(0x40, 0x100):
            self._bytes[forms[byte]] = (*self._bytes.get(forms[byte], ()), byte)
        leads = {forms[byte] for byte in range(0x80, 0x100) if self._leads(byte)}
        trails = {forms[byte] for byte in range(0x40, 0x100) if byte not in {0x7F, 0xFF}}
        single = {forms[byte] for byte in range(0xA1, 0xE0)} if self._codec == "cp932" else set()
        lost = "" if self.lossy else f"|{char_class(leads)}\ufffd"
        tail = f"|{char_class(single)}" if single else ""
        longer = self._longer(char_class(leads), char_class(trails), forms)
        self.pattern = re.compile(f"{longer}{char_class(leads)}{char_class(trails)}{lost}{tail}")
        """Matches what may be one character: two bytes, or the first of two where the other is gone."""
        self._memo: Remembered[str, tuple[str, ...]] = Remembered()
        self._completed = Completed(channel, self._first_choices)

    def _first_choices(self, line: str) -> str:
        return self.pattern.sub(lambda found: (self.candidates(found[0]) or (found[0],))[0], line)

    def _longer(self, lead: str, trail: str, forms: tuple[str, ...]) -> str:
        """The expression for characters of four bytes (GB18030) or three (EUC-JP), "" in other codecs."""
        if self._codec == "gb18030":
            third = char_class({forms[byte] for byte in range(0x81, 0xFF)})
            return f"{lead}[0-9]{third}[0-9]|"
        if self._codec == "euc_jp":
            return "|".join(f"{form}{trail}{trail}" for form in self._showing(0x8F)) + "|"
        return ""

    def _showing(self, byte: int) -> list[str]:
        return [re.escape(form) for form, bytes_ in self._bytes.items() if byte in bytes_ and form]

    def _leads(self, byte: int) -> bool:
        return any(self._decoded((byte, trail)) for trail in (0xA1, 0xA4, 0xB1, 0x41, 0x60))

    def _decoded(self, pair: tuple[int, ...]) -> str:
        text = self._single(pair)
        return text if text and known(text) else ""

    def _single(self, row: tuple[int, ...]) -> str:
        """The one character that these bytes are; "" when they are none."""
        try:
            text = bytes(row).decode(self._codec)
        except UnicodeDecodeError:
            return ""
        return text if len(text) == 1 else ""

    def candidates(self, form: str) -> tuple[str, ...]:
        """The character of two bytes, or those it may have been where one is lost."""
        found = self._memo.get(form)
        if found is None:
            found = self._memo.keep(form, self._find(form))
        return found

    def _find(self, form: str) -> tuple[str, ...]:
        texts = {self._decoded(row) for row in product(*map(self._of, form))} - {""}
        if not texts and len(form) > 2:  # of private use or newer than the table; its bytes leave no choice
            return tuple(filter(None, (self._single(row) for row in product(*map(self._of, form)))))
        log_p = general_model().log_p
        return tuple(sorted(texts, key=lambda text: (-log_p(text), text))[:MOST_CANDIDATES])

    def _of(self, char: str) -> tuple[int, ...]:
        if char == "\ufffd" and not self.lossy:
            return tuple(range(0x40, 0xFF))
        return (ord(char),) if "0" <= char <= "9" else self._bytes.get(char, ())

    def worth(self, form: str, /) -> float:
        """How odd its characters stand together as sound text."""
        return _within(form) + _digits_within(form)

    def manner(self, line: str, _left: int, /) -> float:
        """Accented letters beside plain ones speak against."""
        return beside_plain(line)

    def words(self, lines: Iterable[str], /) -> float:
        """What the words say that decoding completes."""
        return self._completed.worth(lines)

    def limit(self, forms: Iterable[str], /) -> float:
        """Bytes that mean nothing give rare characters; common ones are needed to prove anything."""
        chance = BY_CHANCE_IN_KOREAN if self._codec == "cp949" else BY_CHANCE
        log_p = general_model().log_p
        total = NOISE
        for form, count in Counter(forms).items():
            texts = self.candidates(form)
            if texts:
                each = max(map(log_p, texts)) - chance + _digits_within(form)
                total += each * (count if each > 0 else min(count, MOST_AGAINST))
        return total


FEW_LETTERS, MANY = 6, 60
"""A text of so many letters in which no more different ones occur is of another alphabet."""


class AlphabetReader:
    """Reads a Cyrillic codec of one byte a letter, word by word: only known words prove anything."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.lossy = False
        forms = byte_forms(channel)
        self._letters: dict[str, str] = {}
        for byte in range(0x80, 0x100):
            text = bytes([byte]).decode(channel.source, "ignore")
            if text != forms[byte] and text and not "\u2500" <= text <= "\u25ff":
                self._letters[forms[byte]] = text
        self.pattern = re.compile(f"{char_class(set(self._letters))}+")
        """Matches a row of damaged letters."""
        self._table = str.maketrans(self._letters)

    def candidates(self, form: str) -> tuple[str, ...]:
        """The one reading of a row of letters."""
        return (form.translate(self._table),)

    def worth(self, form: str, /) -> float:
        """How odd its letters stand together as sound text."""
        return _within(form)

    def manner(self, line: str, _left: int, /) -> float:
        """Accented letters beside plain ones speak against."""
        return beside_plain(line)

    def words(self, lines: Iterable[str], /) -> float:
        """What prices say: other words are its forms themselves."""
        found = any(prices(line.translate(self._table), line, behind=True) for line in lines)
        return EURO_ALONE if found else 0.0

    def limit(self, forms: Iterable[str], /) -> float:
        """Only known words prove anything, of more than a few letters: an alphabet in order is none."""
        every = list(forms)
        letters = set().union(*every)
        if len(letters) <= FEW_LETTERS and sum(map(len, every)) > MANY:
            return 0.0
        return 2.0 * sum(map(self._known, every))

    def _known(self, form: str) -> float:
        """The letters of known words, less those of unknown words and of words in mixed case."""
        words = lexicon("cyrillic")
        total = 0.0
        for word in _WORD.findall(form.translate(self._table)):
            cased = word.islower() or word.isupper() or word.istitle()
            found = words.find(word.lower()) if words and len(word) > 1 else 0.0
            good = cased and found is not None and found != PREFIX
            total += max(0, min(6, len(word) - 1) - (len(word) < 3)) if good else UNKNOWN * len(word)
        return total
