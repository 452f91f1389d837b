"""Cuts a typed query into lexemes; whatever is typed gives some, and problems with their places.

What a person types literally is read literally: ``C++``, ``:)``, ``f(x)``, ``--json``, ``->``,
``10:30``, ``/usr/lib`` are words. Full-width signs of Chinese and Japanese keyboards work like the
ASCII ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from app.i18n import _
from app.model.hits import QueryProblem
from app.search.ast import Everything, Field, Found, Regex, Term, Value, Wildcard
from app.search.expression import problem_of
from app.search.fields import FIELD_NAMES, META, beginning, is_known_value, what_it_takes
from app.search.phrase import parts_of, phrase_of

MAX_DEPTH: Final = 16
"""Parentheses nested deeper than this are left out: they can change a reading, but nobody reads them."""

_OPENING: Final = "(（"
_CLOSING: Final = ")）"
_QUOTES: Final[dict[str, str]] = {'"': '"＂', "＂": '"＂', "“": '”"', "„": '“”"'}
_STRAIGHT_QUOTES: Final = '"＂'
_BETWEEN_VALUES: Final = ',"＂“”„'
_MOUTHS: Final = _OPENING + _CLOSING
_STARS: Final = "*＊"
_MINUS: Final = "-－"
_NOT_NEGATED: Final = "-－>＞"
_FIELD: Final = re.compile(rf"({'|'.join(FIELD_NAMES)})[:：]", re.IGNORECASE | re.ASCII)
_META: Final = re.compile(rf"{re.escape(META)}([\w.-]+)[:：]")
_KEY: Final = re.compile(r"([\w.-]+)[:：]")
_SAME: Final = re.compile(r"([-－]?)same[:：]speaker(?![\w])", re.IGNORECASE | re.ASCII)
_NEAR: Final = re.compile(r"near(?:/([0-9]{1,4}))?[(（]", re.IGNORECASE | re.ASCII)
_RELATION: Final = re.compile(r"(?:([>＞]{2})|[>＞]([0-9]{1,4})?|([\^＾]))(?![^\s()（）])")
_REGEX: Final = re.compile(r"/((?:[^/\\]|\\.)+)(?:/([a-z]*)(?![^\s)）])|\Z)", re.DOTALL)
_WILDCARD: Final = re.compile(r"[\w*＊][\w'’*＊.-]*")
_RUN: Final = re.compile("[*＊]+")
_FLAGS: Final = frozenset("ims")
DEFAULT_DISTANCE: Final = 5
"""Of ``near(a b)`` without a number."""
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
    NEAR = "near"
    RELATION = ">"
    SAME = "same"


_KEYWORDS: Final = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One lexeme; ``start`` and ``end`` are its place in the query, ``operand`` what an operand asks for.

    ``sign`` is that of a relation, ``number`` its distance or that of near; 1 for ``-same:``.
    """

    kind: Kind
    start: int
    end: int
    operand: Found | Field | Everything | None = None
    sign: str = ""
    number: int = 0


@dataclass(slots=True)
class Lexer:
    """Reads one query; ``lexemes`` and ``problems`` are filled by :meth:`run`."""

    text: str
    keys: Collection[str] = ()
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
            elif self._sign() or (char in _MINUS and self._minus()):
                pass
            elif char in _QUOTES:
                self._phrase()
            elif not (self._any_field() or (char == "/" and self._regex())):
                self._word()
        return self

    def _sign(self) -> bool:
        """Read near(, a relation or same:speaker."""
        start, text = self._at, self.text
        if found := _SAME.match(text, start):
            self._at = found.end()
            self.lexemes.append(Lexeme(Kind.SAME, start, self._at, number=len(found[1])))
        elif found := _RELATION.match(text, start):
            self._at = found.end()
            sign = ">>" if found[1] else "^" if found[3] else ">"
            distance = _number(found[2]) if sign == ">" else 0
            self.lexemes.append(Lexeme(Kind.RELATION, start, self._at, sign=sign, number=distance))
        elif (found := _NEAR.match(text, start)) and self._depth < MAX_DEPTH:
            self._at = found.end()
            self._depth += 1
            distance = int(found[1]) if found[1] else DEFAULT_DISTANCE
            self.lexemes.append(Lexeme(Kind.NEAR, start, self._at, number=distance))
        else:
            return False
        return True

    def _any_field(self) -> bool:
        """Read a field; its name is one of Parlance's own, ``meta.`` and a key, or a key that is known."""
        text, start = self.text, self._at
        if found := _FIELD.match(text, start):
            self._field(found[1].lower(), found.end())
        elif (found := _META.match(text, start)) or (
            self.keys and (found := _KEY.match(text, start)) and found[1] in self.keys
        ):
            self._field(META + found[1], found.end())
        else:
            return False
        return True

    def _regex(self) -> bool:
        """Read ``/…/`` with its flags; False when it is rather a word, such as a path."""
        start = self._at
        found = _REGEX.match(self.text, start)
        if found is None or found[1][0].isspace() or (found[2] and not _FLAGS.issuperset(found[2])):
            return False
        pattern, flags = found[1], "".join(sorted(set(found[2] or "")))
        self._at = found.end()
        wrong = problem_of(pattern, flags)
        if found[2] is None:
            message = _("This regular expression is not closed; put it in quotes to find it as it is.")
            self._problem(start, self._at, message)
        if not wrong:
            self._add(Kind.OPERAND, start, Regex(pattern, flags))
            return True
        self._problem(start, self._at, _("This regular expression cannot be used: {why}.").format(why=wrong))
        self._term(start, pattern, prefix=False)
        return True

    def _problem(self, start: int, end: int, message: str) -> None:
        self.problems.append(QueryProblem(start, end, message))

    def _add(self, kind: Kind, start: int, operand: Found | Field | Everything | None = None) -> None:
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
        if not text.strip(_STARS):
            self._add(Kind.OPERAND, start, Everything())
            return
        stem = text.rstrip(_STARS)
        if any(star in stem for star in _STARS) and self._wildcard(start, text):
            return
        self._term(start, stem, prefix=stem != text)

    def _wildcard(self, start: int, text: str) -> bool:
        """Read a word with asterisks before its end; False when it is text, such as ``f(*x)``."""
        if not _WILDCARD.fullmatch(text):
            return False
        wildcard = Wildcard(_RUN.sub("*", text))
        if parts_of(wildcard) is None:
            message = _("An asterisk stands for letters of a word; for what stands between write near/5(…).")
            self._problem(start, self._at, message)
            return False
        self._add(Kind.OPERAND, start, wildcard)
        return True

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
        elif not self.text[at : self._at].strip(_BETWEEN_VALUES):
            self._problem(start, self._at, _("Write a value after {field}:").format(field=name))

    def _value(self, field_name: str) -> Value | None:
        """One value of a field, or None where there is none yet; one half typed is what it says so far."""
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
        if is_known_value(field_name, value.text):
            return value
        self._problem(start, self._at, what_it_takes(field_name, value.text))
        said = beginning(field_name, value.text)
        return value if said is None else Value(said) if said else None

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


def _number(digits: str | None) -> int:
    return max(1, int(digits)) if digits else 1
