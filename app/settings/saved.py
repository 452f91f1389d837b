"""Searches kept under a name. They belong to the user, not to a corpus: a question is asked of many."""

from __future__ import annotations

from dataclasses import dataclass

from app.settings.options import SAVED_SEARCHES
from app.settings.store import Settings


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query and what it is called."""

    name: str
    query: str


class SavedSearches:
    """The kept searches in the order of their names; names differ in more than case."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def all(self) -> list[SavedSearch]:
        """Every kept search."""
        pairs = [item.partition("\t") for item in self._settings.get(SAVED_SEARCHES)]
        return [SavedSearch(name, query) for name, tab, query in pairs if tab and name]

    def save(self, name: str, query: str) -> SavedSearch:
        """Keep ``query``; an older one of that name is replaced. ValueError when the name is empty."""
        kept = SavedSearch(_clean(name), query)
        if not kept.name:
            raise ValueError(f"{name!r} cannot be a name")
        self._write([one for one in self.all() if not _same(one.name, kept.name)] + [kept])
        return kept

    def rename(self, old: str, new: str) -> None:
        """Call a search otherwise; ValueError when the name is empty or another search has it."""
        clean = _clean(new)
        if not clean or any(_same(one.name, clean) and one.name != old for one in self.all()):
            raise ValueError(f"{new!r} cannot be a name here")
        self._write([SavedSearch(clean, one.query) if one.name == old else one for one in self.all()])

    def delete(self, name: str) -> None:
        """Forget a search."""
        self._write([one for one in self.all() if one.name != name])

    def _write(self, searches: list[SavedSearch]) -> None:
        in_order = sorted(searches, key=lambda one: (one.name.casefold(), one.name))
        self._settings.set(SAVED_SEARCHES, [f"{one.name}\t{one.query}" for one in in_order])


def _clean(name: str) -> str:
    return " ".join(name.split())


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
