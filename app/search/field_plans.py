"""Which turns a field stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.search.ast import Field, Term, Value
from app.search.candidates import Candidates
from app.search.checks import HoldsCode
from app.search.directory import Directory
from app.search.fields import META, NO_TWIN, NOT_REPAIRED, REPAIRED_NAMES, SCRIPT_NAMES, TWIN_NAMES, YES
from app.search.folding import DEFAULT
from app.search.plan import (
    Checked,
    Every,
    Leaf,
    Listed,
    Nothing,
    Plan,
    Range,
    Related,
    Rows,
    complement,
    intersection,
    union,
)
from app.search.tags import NOTED
from app.search.values import date_range, number_range
from app.store.reader import Reader
from app.text.classes import SKIN_TONES
from app.text.segment import TokenKind, tokenize

ANSWERED_WITHIN: Final = 3
"""An answer stands at most so many turns behind its question, where no turn says what it replies to."""

_QUESTION: Final = union(Leaf(f'text:"{mark}"') for mark in "?؟⁇⁈⁉❓❔՞፧")
_LINK: Final = union(Leaf(f'text:"{start}"') for start in ("http : / /", "https : / /", "ftp : / /", "www ."))
_CODE: Final = Checked(Leaf('text:"`"'), HoldsCode())
_EMOJI: Final = Leaf('facets:"emoji"')
_REPLY: Final = Rows("SELECT id FROM turn WHERE parent_id IS NOT NULL", ())


@dataclass(frozen=True, slots=True)
class FieldPlans:
    """Plans of fields on one revision of a corpus."""

    names: Directory
    reader: Reader

    def plan(self, field: Field) -> Plan:
        """The turns for which the field has one of its values."""
        whole: dict[str, Callable[[Sequence[Value]], Plan]] = {
            "speaker": self.names.spoken_by,
            "role": self.names.in_role,
            "in": self.names.inside,
            "file": self.names.in_file,
            "title": self.names.titled,
            "tag": self.names.tagged,
        }
        if field.name in whole:
            return whole[field.name](field.values)
        if field.name.startswith(META):
            return self.names.described(field.name.removeprefix(META), field.values)
        single: dict[str, Callable[[str], Plan]] = {
            "lang": _language, "date": _date, "len": _length, "index": _index, "is": self._is,
            "has": _has, "reply": self._reply, "repaired": _repaired, "inferred": _inferred,
            "twin": self._twin,
        }  # fmt: skip
        if field.name == "emoji":
            return union(self._emoji(value) for value in field.values)
        return union(single[field.name](value.text) for value in field.values)

    def _is(self, name: str) -> Plan:
        answered = self._answered()
        known: dict[str, Plan] = {
            "first": Range("index", 1, 1),
            "last": Range("last", 1, 1),
            "reply": _REPLY,
            "question": _QUESTION,
            "answered": answered,
            "unanswered": intersection([_QUESTION, complement(answered)]),
        }
        return known.get(name.casefold(), Nothing())

    def _answered(self) -> Plan:
        """Questions with a reply; outside threads also those that another speaker soon says something
        after that is no question itself.
        """
        replied = Related(_QUESTION, "^", 0, Every(), None)
        followed = Related(_QUESTION, ">", ANSWERED_WITHIN, complement(_QUESTION), same=False)
        outside = complement(Listed("conversation", self.names.threaded()))
        return union([replied, intersection([followed, outside])])

    def _reply(self, name: str) -> Plan:
        folded = name.casefold()
        if folded in YES or not folded:
            return _REPLY
        if folded == "no":
            return complement(_REPLY)
        return Related(Every(), "v", 0, self.names.spoken_by([Value(name)]), None)

    def _emoji(self, value: Value) -> Plan:
        folded = value.text.casefold()
        if folded in YES:
            return _EMOJI
        if folded == "no":
            return complement(_EMOJI)
        if found := number_range(value.text):
            return Range("emoji", *found)
        tokens = tokenize(value.text)
        if not tokens or any(token.kind is not TokenKind.EMOJI for token in tokens):
            return Nothing()
        plan = Candidates(self.reader, DEFAULT).term(Term(value.text))
        if any(SKIN_TONES[0] <= ord(char) <= SKIN_TONES[1] for char in value.text):
            return Rows("SELECT turn_id FROM turn_emoji WHERE emoji = ?", (value.text,))
        return plan

    def _twin(self, name: str) -> Plan:
        folded = name.casefold()
        if folded == NO_TWIN:
            return complement(self._twin("yes"))
        return self.names.repeating(TWIN_NAMES.get(folded, ()))


def _language(name: str) -> Plan:
    script = SCRIPT_NAMES.get(name.casefold())
    return Leaf(f'facets:"l{script}"') if script else Nothing()


def _date(text: str) -> Plan:
    found = date_range(text)
    if found is None:
        return Nothing()
    return Rows("SELECT id FROM turn WHERE time IS NOT NULL AND time >= ? AND time < ?", found)


def _length(text: str) -> Plan:
    found = number_range(text)
    return Range("tokens", *found) if found else Nothing()


def _index(text: str) -> Plan:
    found = number_range(text)
    return Range("index", *found) if found else Nothing()


def _has(name: str) -> Plan:
    plans = {"question": _QUESTION, "code": _CODE, "link": _LINK, "emoji": _EMOJI, "note": NOTED}
    return plans.get(name.casefold(), Nothing())


def _repaired(name: str) -> Plan:
    folded = name.casefold()
    if folded == NOT_REPAIRED:
        return complement(_repaired("yes"))
    if folded == "any":
        return Leaf('facets:"rany"')
    return union(Leaf(f'facets:"r{state}"') for state in REPAIRED_NAMES.get(folded, ()))


def _inferred(name: str) -> Plan:
    if name.casefold() == "no":
        return complement(_repaired("inferred"))
    return _repaired("inferred") if name.casefold() == "yes" else Nothing()
