"""Threads of mails out of what their headers refer to, after Jamie Zawinski, https://www.jwz.org/doc/threading.html

Step 5 of it, joining by subject, is done only for answers (``Re:``, or references) that refer to no mail at
hand: two mails of one subject that do not answer anything are two threads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_PREFIX: Final = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*|(?P<answer>(?:re|aw|sv|antw|odp|vs|ynt|回复|回覆|答复|答覆)(?:\s*\[\d+\]|\^\d+)?\s*[:：])"
    r"|(?:fwd?|wg|tr|转发|轉寄)\s*[:：])",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Container:
    """A mail or the place of one that is referred to; ``subject`` is None where it is not at hand."""

    parent: str | None = None
    subject: str | None = None


class Threads:
    """Collects mails one by one, then tells of each which it answers and to which thread it belongs."""

    def __init__(self) -> None:
        self._containers: dict[str, _Container] = {}
        self._by_subject: dict[str, str] | None = None
        self._roots: dict[str, str] = {}

    def add(self, identity: str, references: Sequence[str], subject: str) -> None:
        """Note a mail by its id, the ids of those before it in its thread (nearest last), its subject."""
        before: str | None = None
        for reference in references:
            if reference != identity:
                self._put(reference, below=before, anew=False)
                before = reference
        self._put(identity, below=before, anew=True)
        self._containers[identity].subject = subject

    def parent(self, identity: str) -> str | None:
        """The nearest mail above that is at hand."""
        at = self._containers[identity].parent
        while at is not None and self._containers[at].subject is None:
            at = self._containers[at].parent
        return at if at is not None else self._begun(identity)

    def root(self, identity: str) -> str:
        """The id that stands for the whole thread."""
        passed: list[str] = []
        at = identity
        while at not in self._roots:
            passed.append(at)
            above = self.parent(at)
            if above is None:
                self._roots[at] = self._top(at)
                break
            at = above
        root = self._roots[at]
        self._roots.update(dict.fromkeys(passed, root))
        return root

    def _put(self, identity: str, *, below: str | None, anew: bool) -> None:
        """Make a container and link it below another; ``anew`` replaces a link that it has."""
        known = self._containers.get(identity)
        container = known or self._containers.setdefault(identity, _Container())
        if below is None or (container.parent is not None and not anew):
            return
        if known is None or not self._is_above(identity, below):
            container.parent = below

    def _top(self, identity: str) -> str:
        at = identity
        while (above := self._containers[at].parent) is not None:
            at = above
        return at

    def _is_above(self, identity: str, below: str) -> bool:
        """Whether linking ``identity`` under ``below`` would close a circle."""
        at: str | None = below
        while at is not None:
            if at == identity:
                return True
            at = self._containers[at].parent
        return False

    def _begun(self, identity: str) -> str | None:
        """The mail of the same subject that began what an answer without known references answers."""
        container = self._containers[identity]
        base, answers = base_subject(container.subject or "")
        if not base or not (answers or container.parent is not None):
            return None
        if self._by_subject is None:
            self._by_subject = {}
            for name, other in self._containers.items():
                begun, answer = base_subject(other.subject or "")
                if begun and not answer and other.parent is None:
                    self._by_subject.setdefault(begun, name)
        return self._by_subject.get(base)


def base_subject(subject: str) -> tuple[str, bool]:
    """The subject without ``Re:``, ``Fwd:`` and ``[list]``, in lower case; and whether it was an answer's."""
    answers = False
    at = 0
    while match := _PREFIX.match(subject, at):
        answers = answers or match["answer"] is not None
        at = match.end()
    return " ".join(subject[at:].split()).casefold(), answers
