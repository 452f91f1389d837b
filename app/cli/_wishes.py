"""The options of ``parlance import`` that say how groups of files are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from app import paths as places
from app.errors import BadInputError
from app.formats.base import FORMATS
from app.formats.mapping import Columns, read_mapping
from app.i18n import _
from app.ingest.discover import Candidate, discover
from app.ingest.importer import claimed_members
from app.ingest.options import ImportOptions
from app.ingest.preview import peek_table
from app.ingest.remembered import Mappings
from app.ingest.wishes import Rule, Wish
from app.settings.store import Settings

_PARTS = frozenset(one.name for one in fields(Columns))


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed: each of it a value for all files, or ``PATTERN=VALUE`` for those that match."""

    formats: Sequence[str] = ()
    encodings: Sequence[str] = ()
    mappings: Sequence[str] = ()
    skips: Sequence[str] = ()
    channel: str | None = None

    def options(self) -> ImportOptions:
        """The options they make; UserFacingError for a name that nobody knows."""
        rules = [Rule(Wish(format=name), pattern) for pattern, name in map(_parted, self.formats)]
        rules += [Rule(Wish(encoding=name), pattern) for pattern, name in map(_parted, self.encodings)]
        rules += [
            Rule(Wish(columns=read_mapping(text)), pattern)
            for pattern, text in map(_parted_mapping, self.mappings)
        ]
        # What is said of all files holds where nothing is said of some.
        rules.sort(key=lambda rule: rule.pattern != "*")
        rules += [Rule(pattern=pattern, leave_out=True) for pattern in self.skips]
        remembered = Mappings(user_settings()).remembered()
        return ImportOptions(channel=self.channel, rules=tuple(rules), remembered=remembered).checked()


def group_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--format``, ``--encoding``, ``--map`` and ``--skip``, as ``formats``, ``encodings`` and so on."""
    said = (
        ("--format", "formats", "[PATTERN=]ID", _(
            "Read the files, or those that match, as this format; auto finds it out (parlance formats).")),
        ("--encoding", "encodings", "[PATTERN=]NAME", _(
            "Read the files, or those that match, in this encoding (default: detected).")),
        ("--map", "mappings", "[PATTERN=]PART=COLUMN,…", _(
            "Which column of a table is what: text=utterance,speaker=who,conversation=dialogue_id.")),
        ("--skip", "skips", "PATTERN", _("Leave out files that match, such as *.bak or drafts/*.")),
    )  # fmt: skip
    for flag, name, metavar, words in reversed(said):
        function = click.option(flag, name, metavar=metavar, multiple=True, help=words)(function)
    return function


def user_settings() -> Settings:
    """The settings that the window uses as well."""
    return Settings(places.config_dir() / "settings.json")


def remember_mappings(paths: Iterable[Path], corpus: Path, options: ImportOptions) -> None:
    """Remember the mappings that were given, for the headers of tables that they fit."""
    mappings = Mappings(user_settings())
    kept: set[frozenset[str]] = set()
    for item in discover(paths, corpus=corpus, claim=claimed_members):
        if not isinstance(item, Candidate) or not options.wanted(item) or not _called_a_table(item.path):
            continue
        columns = options.settings(item).wish.columns
        if columns is None:
            continue
        with suppress(OSError, BadInputError):
            head = peek_table(item.path)
            if head is not None and columns.present_in(head.header) and set(head.header) not in kept:
                mappings.keep(head.header, columns)
                kept.add(frozenset(head.header))


def _called_a_table(path: Path) -> bool:
    return any(path.suffix.lower() in one.extensions for _name, one in FORMATS.items() if one.tabular)


def _parted(text: str) -> tuple[str, str]:
    pattern, sign, name = text.rpartition("=")
    return (pattern, name) if sign else ("*", text)


def _parted_mapping(text: str) -> tuple[str, str]:
    """A pattern is whatever stands before a first ``=`` that does not follow a part of a table."""
    first, _sign, rest = text.partition("=")
    return ("*", text) if first.strip() in _PARTS or "=" not in rest else (first, rest)
