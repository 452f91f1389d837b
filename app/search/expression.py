"""Regular expressions in linear time, by RE2; never the engine of Python on what a user typed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import re2

from app.model.hits import Span

MAX_PLACES: Final = 10_000
"""Places shown of one turn."""
_MEMORY: Final = 8 << 20
"""Bytes that one expression may take: RE2 answers more slowly rather than with more."""


def problem_of(pattern: str, flags: str) -> str:
    """Why an expression cannot be used, in RE2's words; empty when it can."""
    try:
        compiled(pattern, flags, fold_case=True)
    except (re2.error, UnicodeError) as error:
        said = error.args[0] if error.args else ""
        return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return ""


@lru_cache(maxsize=64)
def compiled(pattern: str, flags: str, *, fold_case: bool) -> re2._Regexp:
    """The expression ready to match. ``i`` ignores case, ``m`` lets ^ and $ match at lines, ``s`` lets
    the dot match line ends. Raises re2.error and UnicodeError for what RE2 does not take.
    """
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    inline = "".join(sorted(set(flags) | ({"i"} if fold_case else set())))
    return re2.compile(f"(?{inline}){pattern}" if inline else pattern, options)


def places(expression: re2._Regexp, text: str) -> Iterator[Span]:
    """Where the expression matches, in code points; empty matches are left out."""
    for number, match in enumerate(expression.finditer(text)):
        if number == MAX_PLACES:
            return
        if match.end() > match.start():
            yield match.span()
