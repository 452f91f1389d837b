"""Cuts a typed query into lexemes; whatever is typed gives some, and problems with their places.

What a person types literally is read literally: ``C++``, ``:)``, ``f(x)``, ``--json``, ``->``,
``10:30`` are words. Full-width signs of Chinese and Japanese keyboards work like the ASCII ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from app.i18n import _
from app.model.hits import QueryProblem
from app.search.ast import Field, Term, Value
from app.search.fields import FIELD_NAMES, is_known_value, known_values
from app.search.phrase import phrase_of

MAX_DEPTH: Final = 16
"""Parentheses nested deeper than this are left out: they can change a reading, but nobody reads them."""

_OPENING: Final = "(（"
_CLOSING: Final = ")）"
_QUOTES: Final[dict[str, str]] = {'"': '"＂', "＂": '"＂', "“": '”"', "„": '“”"'}
_STRAIGHT_QUOTES: Final = '"＂'
_MOUTHS: Final = _OPENING + _CLOSING
_STARS: Final = "*＊"
_MINUS: Final = "-－"
_NOT_NEGATED: Final = "-－>＞"
_FIELD: Final = re.compile(rf"({'|'.join(FIELD_NAMES)})[:：]", re.IGNORECASE | re.ASCII)
_EYES: Final = re.compile(r"[:;=：；＝]['’^oO-]?")
_QUOTED: Final = re.compile(r'\\([\\"])')


class Kind(Enum):
    """What a lexeme is."""

    OPERAND = "operand"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"


_KEYWORDS: Final = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One lexeme; ``start`` and ``end`` are its place in the query, ``operand`` what an operand asks for."""

    kind: Kind
    start: int
    end: int
    operand: Term | Field | None = None


@dataclass(slots=True)
class Lexer:
    """Reads one query; ``lexemes`` and ``problems`` are filled by :meth:`run`."""

    text: str
    lexemes: list[Lexeme] = field(default_factory=list)
    problems: list[QueryProblem] = field(default_factory=list)
    _at: int = 0
    _depth: int = 0
    _too_deep: int = 0

    def run(self) -> Lexer:
        """Read the whole query."""
        while self._at < len(self.text):
            char = self.text[self._at]
            if char.isspace():
                self._at += 1
            elif char in _OPENING:
                self._open()
            elif char in _CLOSING:
                self._close()
            elif char in _MINUS and self._minus():
                pass
            elif char in _QUOTES:
                self._phrase()
            elif found := _FIELD.match(self.text, self._at):
                self._field(found[1].lower(), found.end())
            else:
                self._word()
        return self

    def _problem(self, start: int, end: int, message: str) -> None:
        self.problems.append(QueryProblem(start, end, message))

    def _add(self, kind: Kind, start: int, operand: Term | Field | None = None) -> None:
        self.lexemes.append(Lexeme(kind, start, self._at, operand))

    def _open(self) -> None:
        start = self._at
        self._at += 1
        if self._depth < MAX_DEPTH:
            self._depth += 1
            self._add(Kind.OPEN, start)
            return
        if not self._too_deep:
            self._problem(
                start, self._at, _("Parentheses are nested too deeply; the inner ones are ignored.")
            )
        self._too_deep += 1

    def _close(self) -> None:
        start = self._at
        self._at += 1
        if self._too_deep:
            self._too_deep -= 1
        elif self._depth:
            self._depth -= 1
            self._add(Kind.CLOSE, start)
        else:
            self._problem(start, self._at, _("This parenthesis closes nothing."))

    def _minus(self) -> bool:
        """Read a minus that negates or stands alone; False when it begins a word (``--json``, ``->``)."""
        start = self._at
        following = self.text[start + 1 : start + 2]
        if following and following in _NOT_NEGATED:
            return False
        self._at += 1
        if not following or following.isspace() or (following in _CLOSING and self._depth):
            self._problem(start, self._at, _("Nothing follows this minus."))
        else:
            self._add(Kind.NOT, start)
        return True

    def _phrase(self) -> None:
        start = self._at
        text, _closed = self._quoted()
        self._term(start, text, prefix=self._star())

    def _word(self) -> None:
        start = self._at
        text, end = self._bare("")
        self._at = end
        if text in _KEYWORDS:
            self._add(_KEYWORDS[text], start)
            return
        stem = text[:-1] if text[-1] in _STARS else text
        if not stem:
            self._problem(start, end, _("Put the beginning of a word before the asterisk."))
            return
        self._term(start, stem, prefix=stem != text)

    def _term(self, start: int, text: str, *, prefix: bool) -> None:
        term = Term(text, prefix)
        if phrase_of(term).keys:
            self._add(Kind.OPERAND, start, term)
        elif not self.problems or self.problems[-1].start != start:
            self._problem(start, self._at, _("There is nothing to search for here."))

    def _field(self, name: str, at: int) -> None:
        start, self._at = self._at, at
        values: list[Value] = []
        while True:
            value = self._value(name)
            if value is not None:
                values.append(value)
            if self.text[self._at : self._at + 1] != ",":
                break
            self._at += 1
        if values:
            self._add(Kind.OPERAND, start, Field(name, tuple(dict.fromkeys(values))))
        else:
            self._problem(start, self._at, _("Write a value after {field}:").format(field=name))

    def _value(self, field_name: str) -> Value | None:
        """One value of a field, or None where there is none."""
        start = self._at
        if self.text[start : start + 1] in _QUOTES:
            text, closed = self._quoted()
            if not text and not closed:
                return None
            value = Value(text, self._star())
        else:
            bare, self._at = self._bare(",")
            if not bare:
                return None
            prefix = bare[-1] in _STARS
            value = Value(bare[:-1] if prefix else bare, prefix)
        if not is_known_value(field_name, value.text):
            names = ", ".join(known_values(field_name) or ())
            message = _("{field}: knows only {names}.").format(field=field_name, names=names)
            self._problem(start, self._at, message)
        return value

    def _star(self) -> bool:
        """Read an asterisk straight after a closing quote."""
        found = self._at < len(self.text) and self.text[self._at] in _STARS
        self._at += found
        return found

    def _quoted(self) -> tuple[str, bool]:
        """Read a quoted text, and whether it is closed; ``\\"`` and ``\\\\`` stand for the sign itself."""
        start = self._at
        closers = _QUOTES[self.text[start]]
        at = start + 1
        while at < len(self.text) and self.text[at] not in closers:
            at += 2 if self.text[at] == "\\" and self.text[at + 1 : at + 2] in ('"', "\\") else 1
        end = min(at, len(self.text))
        closed = at < len(self.text)
        if not closed:
            self._problem(start, end, _("This quotation mark is not closed."))
        self._at = min(end + 1, len(self.text))
        return _QUOTED.sub(r"\1", self.text[start + 1 : end]), closed

    def _bare(self, stops: str) -> tuple[str, int]:
        """The unquoted text from here to white space, a straight quote, one of ``stops`` or a closing
        parenthesis that closes something; and where it ends. Parentheses inside a word are its own.
        """
        start = at = self._at
        inner = 0
        signs_only = not self._depth  # outside parentheses a word of signs alone may end in one: ^_^)
        while at < len(self.text):
            char = self.text[at]
            if char.isspace() or char in stops or char in _STRAIGHT_QUOTES:
                break
            if at > start and ((signs_only and char in _MOUTHS) or self._is_smile(start, at)):
                pass
            elif char in _OPENING:
                if at == start or self.text[start:at] in _KEYWORDS:
                    break
                inner += 1
            elif char in _CLOSING:
                if not inner:
                    break
                inner -= 1
            signs_only = signs_only and not char.isalnum()
            at += 1
        return self.text[start:at], at

    def _is_smile(self, start: int, at: int) -> bool:
        """A parenthesis straight after eyes is a mouth: ``:)``, ``;-(``."""
        if at - start > 2 or self.text[at] not in _MOUTHS:
            return False
        return _EYES.fullmatch(self.text, start, at) is not None
