"""Walks into a JSON document along known paths, chunk by chunk: exports of gigabytes stay out of memory.

Containers on the paths are entered; everything else is cut out as raw text and parsed by itself, so
that memory is one value and a bad value does not lose the rest. A path is a tuple of member names, with
"*" for the items of an array.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from app.formats._json_records import parsed_item
from app.formats._json_values import MOST_CHARS
from app.model.parsed import JsonValue, ParseProblem

Path = tuple[str, ...]

_SPACE: Final = re.compile(r"[\ufeff \t\r\n]*")
_SCALAR_END: Final = re.compile(r"[,\]} \t\r\n]")
_STRUCTURE: Final = re.compile(r'["\[\]{}]')
_STRING_END: Final = re.compile(r'["\\]')


@dataclass(frozen=True, slots=True)
class Border:
    """An entered container begins or ends."""

    path: Path
    kind: Literal["begin", "end"]


@dataclass(frozen=True, slots=True)
class Found:
    """A value that was not entered; ``number`` counts the items of its array from 1, 0 for a member."""

    path: Path
    value: JsonValue
    number: int = 0


class _BrokenError(Exception):
    """The document ends or breaks here."""


def walk(chunks: Iterable[str], entered: Container[Path]) -> Iterator[Border | Found | ParseProblem]:
    """Everything in the order of the document; what is broken ends the walk with a ParseProblem."""
    walker = _Walker(chunks, entered)
    try:
        yield from walker.walk(())
    except _BrokenError as error:
        yield ParseProblem(f"character {walker.place}", str(error))


class _Walker:
    """The document from its beginning to where it was read, the rest of one chunk at hand."""

    def __init__(self, chunks: Iterable[str], entered: Container[Path]) -> None:
        self._chunks = iter(chunks)
        self._entered = entered
        self._text = ""
        self._at = 0
        self._before = 0

    @property
    def place(self) -> int:
        """The number of the next character, from 1."""
        return self._before + self._at + 1

    def walk(self, path: Path, number: int = 0) -> Iterator[Border | Found | ParseProblem]:
        """The value that comes next."""
        sign = self._peek()
        if sign not in "{[" or path not in self._entered:
            yield self._found(path, number)
            return
        self._at += 1
        yield Border(path, "begin")
        count = 0
        while True:
            following = self._peek()
            if following == ("}" if sign == "{" else "]"):
                self._at += 1
                break
            if following == ",":
                self._at += 1
            elif sign == "[":
                count += 1
                yield from self.walk((*path, "*"), count)
            else:
                yield from self.walk((*path, self._name()))
        yield Border(path, "end")

    def _name(self) -> str:
        if self._peek() != '"':
            raise _BrokenError("a member without a name")
        name = parsed_item(f"character {self.place}", self._raw())
        if self._peek() != ":" or isinstance(name, ParseProblem):
            raise _BrokenError("a member without a value")
        self._at += 1
        return str(name.value)

    def _found(self, path: Path, number: int) -> Found | ParseProblem:
        place = ", ".join(filter(None, [".".join(part for part in path if part != "*"), f"item {number}"]))
        record = parsed_item(place if number else f"character {self.place}", self._raw())
        return record if isinstance(record, ParseProblem) else Found(path, record.value, number)

    def _peek(self) -> str:
        """The next character that is not white space."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            self._refill()

    def _refill(self) -> None:
        chunk = next(self._chunks, None)
        if chunk is None:
            raise _BrokenError("the file ends before its JSON does")
        self._before += len(self._text)
        self._text, self._at = chunk, 0

    def _raw(self) -> str | None:
        """The text of the next value; None when it is longer than MOST_CHARS."""
        sign = self._peek()
        if sign in "]}:,":
            raise _BrokenError(f"“{sign}” where a value should be")
        pieces: list[str] = []
        size = depth = 0
        in_string = False
        while True:
            begin = self._at
            in_string, depth, ended = self._advance(
                in_string=in_string, depth=depth, scalar=sign not in '"{['
            )
            size += self._at - begin
            if size <= MOST_CHARS:
                pieces.append(self._text[begin : self._at])
            else:
                pieces.clear()
            if ended:
                return "".join(pieces) if size <= MOST_CHARS else None
            try:
                self._refill()
            except _BrokenError:
                if sign in '"{[':
                    raise
                return "".join(pieces)

    def _advance(self, *, in_string: bool, depth: int, scalar: bool) -> tuple[bool, int, bool]:
        """Go to the end of the value or of the chunk: in a string or not, how deep, whether it has ended."""
        if scalar:
            match = _SCALAR_END.search(self._text, self._at)
            self._at = match.start() if match else len(self._text)
            return False, 0, match is not None
        while self._at < len(self._text):  # which an escape at its end makes longer
            if in_string:
                in_string = not self._string_ended()
                if not in_string and not depth:
                    return False, 0, True
                continue
            match = _STRUCTURE.search(self._text, self._at)
            if match is None:
                self._at = len(self._text)
                break
            self._at = match.end()
            sign = match[0]
            if sign == '"':
                in_string = True
            else:
                depth += 1 if sign in "[{" else -1
                if not depth:
                    return False, 0, True
        return in_string, depth, False

    def _string_ended(self) -> bool:
        """Go behind the closing quote, or to the end of the chunk."""
        while (match := _STRING_END.search(self._text, self._at)) is not None:
            self._at = match.end()
            if match[0] == '"':
                return True
            if self._at == len(self._text):  # the escaped character is in the next chunk
                self._hold_escape()
                return False
            self._at += 1
        self._at = len(self._text)
        return False

    def _hold_escape(self) -> None:
        """Take the next chunk to the backslash that ends this one, so that what it escapes is passed over."""
        chunk = next(self._chunks, "")
        if chunk:
            self._text += chunk
            self._at += 1
