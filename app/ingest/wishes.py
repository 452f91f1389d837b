"""How the user wants sources to be read: all of them, a group of them, and as was wanted before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from app.errors import UserFacingError
from app.formats.base import FORMATS
from app.formats.mapping import Columns, columns_of
from app.i18n import _
from app.ingest.discover import Candidate

AUTO: Final = "auto"
"""Asked for in place of a name: found out from the content, whatever was wanted before."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How sources are to be read. None says nothing about it, AUTO that it is found out from the content."""

    format: str | None = None
    encoding: str | None = None
    channel: str | None = None
    columns: Columns | None = None

    def over(self, before: Wish) -> Wish:
        """What is wanted when this comes on top of what was wanted before."""
        return Wish(
            self.format or before.format,
            self.encoding or before.encoding,
            self.channel or before.channel,
            self.columns or before.columns,
        )

    def settled(self) -> Wish:
        """The same where nothing is left to say "found out"."""
        columns = self.columns if self.columns is not None and self.columns.enough else None
        how, encoding, channel = (None if name == AUTO else name for name in self._names)
        return Wish(how, encoding, channel, columns)

    @property
    def _names(self) -> tuple[str | None, str | None, str | None]:
        return self.format, self.encoding, self.channel

    def told(self, version: str) -> str:
        """Version and wishes as the bookkeeping of a transcript keeps them; see kept_wish."""
        named = zip(("format", "encoding", "channel"), self._names, strict=True)
        parts: dict[str, object] = {name: value for name, value in named if value is not None}
        if self.columns is not None:
            parts["columns"] = self.columns.parts
        return f"{version} {json.dumps(parts, ensure_ascii=False, sort_keys=True)}" if parts else version


NO_WISH: Final = Wish()


@dataclass(frozen=True, slots=True)
class Rule:
    """A wish for the sources that match ``pattern`` or are among ``files`` (paths as they are stored).

    A pattern (``*.csv``, ``chats/*``) is compared with the name under the imported folder and with the
    name of the file alone. ``leave_out``: they are not imported; False: they are, whatever was said before.
    """

    wish: Wish = field(default_factory=Wish)
    pattern: str = ""
    files: frozenset[str] = frozenset()
    leave_out: bool | None = None

    def covers(self, candidate: Candidate) -> bool:
        """Whether it is about this source."""
        if candidate.stored_path in self.files:
            return True
        names = (candidate.name, candidate.name.rpartition("/")[2])
        return bool(self.pattern) and any(fnmatchcase(name, self.pattern) for name in names)


def wish_for(candidate: Candidate, rules: Iterable[Rule], otherwise: Wish) -> Wish:
    """The wish for one source: of rules that speak of the same thing the later one counts."""
    for rule in rules:
        if not rule.leave_out and rule.covers(candidate):
            otherwise = rule.wish.over(otherwise)
    return otherwise


def left_out_by_name(candidate: Candidate, rules: Iterable[Rule]) -> bool:
    """Whether the user chose just this source, and not a pattern, not to be imported."""
    return left_out(candidate, [rule for rule in rules if candidate.stored_path in rule.files])


def left_out(candidate: Candidate, rules: Iterable[Rule]) -> bool:
    """Whether a source is not to be imported: of rules that say so or otherwise the last one counts."""
    said = [rule.leave_out for rule in rules if rule.leave_out is not None and rule.covers(candidate)]
    return bool(said and said[-1])


def kept_wish(producer: str) -> Wish:
    """What was wanted for a transcript when it was read; see Wish.told."""
    _version, _sign, told = producer.partition(" ")
    try:
        parts = json.loads(told) if told else {}
    except ValueError:
        return Wish()
    columns = parts.get("columns")
    return Wish(
        format=parts.get("format"),
        encoding=parts.get("encoding"),
        channel=parts.get("channel"),
        columns=columns_of(columns) if columns else None,
    )


def known_format(name: str) -> str:
    """The name itself; UserFacingError when no format of that name can be read."""
    if FORMATS.find(name) is None:
        raise UserFacingError(
            _("There is no format named {name!r}.").format(name=name),
            _("Known: {names}.").format(names=", ".join(known for known, _format in FORMATS.items())),
        )
    return name


class Unmatched:
    """Patterns that have matched nothing so far: a name that was mistyped, most often."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.pattern and rule.pattern != "*"]

    def see(self, candidate: Candidate) -> None:
        """One more source."""
        if self._rules:
            self._rules = [rule for rule in self._rules if not rule.covers(candidate)]

    @property
    def patterns(self) -> tuple[str, ...]:
        """Those that are left, in their order."""
        return tuple(dict.fromkeys(rule.pattern for rule in self._rules))
