"""Reading UTF-8 that was misread in a codec of several bytes a character ("浣犲ソ" for 你好).

There no byte has a form of its own, and the borders of characters before and after do not agree. A damaged
form is the shortest stretch whose borders agree: it holds one or several whole characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.repair.channels import Channel
from app.repair.characters import general_model, known

LONGEST = 48
"""No stretch is followed further than this for a place where borders agree."""

BESIDE = -0.7
"""What a character that the channel leaves unexplained says against it, beside the general cost (log10)."""

_MARKS = {"fffd": "\ufffd", "question": "?", "drop": ""}
_BEYOND = {"gb18030": "\u20ac"}
"""Characters a program shows for bytes the codec itself leaves undefined."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A damaged form in a line; behaves as a match of a regular expression does."""

    text: str
    start: int

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
        self._memo: dict[str, tuple[str, ...]] = {}

    @property
    def pattern(self) -> RecodedReader:
        """Finds forms."""
        return self

    def finditer(self, string: str, /) -> Iterator[Stretch]:
        """The forms of a line from left to right."""
        at, size = 0, len(string)
        while at < size:
            if string[at] < "\x80":
                at += 1
                continue
            stop = self._end(string, at)
            if stop:
                yield Stretch(string[at:stop], at)
            at = stop or at + 1

    def findall(self, string: str) -> list[str]:
        """The texts of all forms."""
        return [stretch.text for stretch in self.finditer(string)]

    def _end(self, line: str, start: int) -> int:
        """Where the form that begins at ``start`` ends; 0 when none begins there."""
        missing = characters = 0
        at = start
        stop = min(len(line), start + LONGEST)
        while at < stop:
            data = self._bytes[line[at]]
            if not data or (line[at] < "\x80" and line[at] != ""):
                break
            state = _fed(data, missing)
            if state is None:
                break
            missing, begun = state
            characters += begun
            at += 1
            if not missing:
                return at
        if characters != 1 or missing != 1:
            return 0
        if self._mark and line.startswith(self._mark, at):
            return at + 1
        return 0 if self._mark else at

    def candidates(self, form: str) -> tuple[str, ...]:
        """The characters of a form; several readings where its last byte is lost."""
        found = self._memo.get(form)
        if found is None:
            if len(self._memo) > 100_000:
                self._memo.clear()
            found = self._memo[form] = tuple(self._find(form))
        return found

    def _find(self, form: str) -> list[str]:
        lost = self._mark if self._mark and form.endswith(self._mark) else ""
        data = b"".join(self._bytes[char] for char in form[: len(form) - len(lost)])
        text = _whole(data)
        if text and not lost:
            return [text]
        log_p = general_model().log_p
        found = [char for last in range(0x80, 0xC0) if len(char := _whole(data + bytes([last]))) == 1]
        found.sort(key=lambda char: (-log_p(char), char))
        return found

    def manner(self, line: str) -> float:
        """Where a text was misread all of it was: every character left over speaks against."""
        covered = sum(len(stretch.text) for stretch in self.finditer(line))
        beyond = sum(char >= "\x80" for char in line)
        return BESIDE * max(0, beyond - covered)

    def worth(self, _form: str, /) -> float:
        """Nothing beside the rarity of its characters."""
        return 0.0

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
