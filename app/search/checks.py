"""What the index cannot decide alone, decided by looking at texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from app.search.ast import Near, Regex, Term, Wildcard
from app.search.expression import compiled
from app.search.folding import Folding
from app.search.nearness import near_occurrences
from app.search.patterns import Tokens

_CODE: Final = re.compile(r"```|`[^`\n]+`")


@dataclass(frozen=True, slots=True)
class HoldsCode:
    """Something between backquotes stands in the text, as chats mark code."""

    encoded: ClassVar[bool] = False

    def matcher(self) -> Callable[[str], object]:
        """True for texts with code."""
        return _CODE.search


@dataclass(frozen=True, slots=True)
class Stands:
    """The term stands in the text under a folding."""

    term: Term | Wildcard
    folding: Folding
    encoded: ClassVar[bool] = False

    def matcher(self) -> Callable[[str], object]:
        """True for texts with an occurrence."""
        return lambda text: Tokens(text, self.folding).occurrences(self.term, self.folding)


@dataclass(frozen=True, slots=True)
class Close:
    """The terms of near(…) stand close together."""

    near: Near
    folding: Folding
    encoded: ClassVar[bool] = False

    def matcher(self) -> Callable[[str], object]:
        """True for texts with such a stretch."""
        return lambda text: near_occurrences(Tokens(text, self.folding), self.near, self.folding)


@dataclass(frozen=True, slots=True)
class Expressed:
    """The regular expression matches somewhere."""

    regex: Regex
    folding: Folding
    encoded: ClassVar[bool] = True

    def matcher(self) -> Callable[[bytes], object]:
        """True for texts with a match, an empty one too."""
        matches: Callable[[bytes], object]
        matches = compiled(self.regex.pattern, self.regex.flags, fold_case=self.folding.case).search
        return matches
