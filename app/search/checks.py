"""What the index cannot decide alone, decided by looking at texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from app.search.ast import Near, Regex, Term, Wildcard
from app.search.expression import compiled
from app.search.folding import Folding
from app.search.nearness import near_occurrences
from app.search.patterns import keys_of

_CODE: Final = re.compile(r"```|`[^`\n]+`")


@dataclass(frozen=True, slots=True)
class HoldsCode:
    """Something between backquotes stands in the text, as chats mark code."""

    encoded: ClassVar[bool] = False

    def passing(self, texts: Sequence[str]) -> Iterable[object]:
        """True for texts with code."""
        return map(_CODE.search, texts)


@dataclass(frozen=True, slots=True)
class Stands:
    """The term stands in the text under a folding."""

    term: Term | Wildcard
    folding: Folding
    encoded: ClassVar[bool] = False

    def passing(self, texts: Sequence[str]) -> Iterable[object]:
        """True for texts with an occurrence."""
        return (keys.occurrences(self.term, self.folding) for keys in keys_of(texts, self.folding))


@dataclass(frozen=True, slots=True)
class Close:
    """The terms of near(…) stand close together."""

    near: Near
    folding: Folding
    encoded: ClassVar[bool] = False

    def passing(self, texts: Sequence[str]) -> Iterable[object]:
        """True for texts with such a stretch."""
        return (near_occurrences(keys, self.near, self.folding) for keys in keys_of(texts, self.folding))


@dataclass(frozen=True, slots=True)
class Expressed:
    """The regular expression matches somewhere."""

    regex: Regex
    folding: Folding
    encoded: ClassVar[bool] = True

    def passing(self, texts: Sequence[bytes]) -> Iterable[object]:
        """True for texts with a match, an empty one too."""
        return map(compiled(self.regex.pattern, self.regex.flags, fold_case=self.folding.case).search, texts)
