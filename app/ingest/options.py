"""What the user may decide about an import."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from app import __version__
from app.formats.mapping import Columns, Remembered
from app.ingest.discover import Candidate
from app.ingest.ledger import Settings
from app.ingest.sniff import known_channel, known_encoding
from app.ingest.wishes import AUTO, Rule, Wish, known_format, left_out, left_out_by_name, wish_for


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """``encoding`` and ``channel`` override detection; ``holder`` is named to others who want to write.

    ``columns`` says which column of a table is what, ``format`` how to read what is found; ``rules`` say the
    same of groups of sources, or leave them out. What was wanted for a transcript before holds where none
    of these says otherwise. ``remembered`` are the mappings of headers that were met before.
    ``among``: of what is found, only sources that are one of these files, lie in one (an archive) or have
    one as a member are looked at.
    ``readers``: how many processes read transcripts; 0 for none but this one, None for as many as there
    are processors, when there is much to read.
    """

    encoding: str | None = None
    channel: str | None = None
    holder: str = "parlance import"
    readers: int | None = None
    columns: Columns | None = None
    among: frozenset[Path] | None = None
    format: str | None = None
    rules: tuple[Rule, ...] = ()
    remembered: Remembered = field(default_factory=Remembered)

    def checked(self) -> ImportOptions:
        """The same with names as they are kept; UserFacingError for a name that nobody knows."""
        wish = _checked(Wish(self.format, self.encoding, self.channel, self.columns))
        rules = tuple(replace(rule, wish=_checked(rule.wish)) for rule in self.rules)
        return replace(self, format=wish.format, encoding=wish.encoding, rules=rules)

    def wanted(self, candidate: Candidate) -> bool:
        """Whether a source is to be looked at."""
        return _among(candidate.path, candidate.members, self.among) and not left_out(candidate, self.rules)

    def leaves_out(self, candidate: Candidate) -> bool:
        """Whether a source that would be looked at is left out by its own name."""
        among = _among(candidate.path, candidate.members, self.among)
        return among and left_out_by_name(candidate, self.rules)

    def names(self, path: Path) -> bool:
        """Whether a place that cannot be read is of interest."""
        return _among(path, (), self.among)

    def settings(self, candidate: Candidate | None = None, before: Wish = Wish()) -> Settings:  # noqa: B008 - frozen
        """How a source is read, or any of which nothing in particular is said.

        ``before`` is what was wanted for it in an earlier import.
        """
        wish = Wish(self.format, self.encoding, self.channel, self.columns)
        if candidate is not None:
            wish = wish_for(candidate, self.rules, wish)
        full = wish.over(before)
        anew = any(
            now == AUTO and then is not None
            for now, then in (
                (full.format, before.format),
                (full.encoding, before.encoding),
                (full.channel, before.channel),
            )
        )
        return Settings(full.settled(), __version__, self.remembered, anew)


def _checked(wish: Wish) -> Wish:
    if wish.format not in {None, AUTO}:
        known_format(str(wish.format))
    if wish.channel not in {None, AUTO}:
        known_channel(str(wish.channel))
    encoding = wish.encoding if wish.encoding in {None, AUTO} else known_encoding(str(wish.encoding))
    return replace(wish, encoding=encoding)


def _among(path: Path, members: tuple[str, ...], among: frozenset[Path] | None) -> bool:
    """Whether a source is one of these files, lies in one or consists of one."""
    if among is None or path in among or not among.isdisjoint(path.parents):
        return True
    return any(path / member in among for member in members)
