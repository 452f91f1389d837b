"""Two kinds of failure: the user's environment (shown, with a hint) and our own bugs (everything else)."""

from __future__ import annotations


class UserFacingError(Exception):
    """Something the user can understand and act on: a bad file, a locked corpus, a full disk.

    ``message`` says what happened and what was kept; ``hint`` says what to do next.
    The command line prints both without a traceback and exits with 1.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class BadInputError(UserFacingError):
    """A file that cannot be read as a transcript; ``place`` is a line or byte position when known."""

    def __init__(self, message: str, hint: str = "", place: str = "") -> None:
        super().__init__(f"{message} ({place})" if place else message, hint)
        self.place = place


class CorpusError(UserFacingError):
    """A corpus file that cannot be opened, written or trusted."""


class CorpusBusyError(CorpusError):
    """Another process is writing to the corpus."""
