"""Which column of a table is what: guessed from its header, or said by the user."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final

from app.errors import BadInputError, UserFacingError
from app.i18n import _
from app.model.parsed import JsonValue

_KNOWN: Final[dict[str, str]] = {
    "text": "text utterance message content body transcript line sentence said msg turn speech words"
    " 内容 消息 话语 文本 发言 訊息 台词",
    "speaker": "speaker author name sender user username from role character who participant nick"
    " nickname person 说话人 发言人 姓名 作者 角色 发送者 發言人",
    "conversation": "dialogueid dialogid conversationid conversation dialogue dialog session sessionid thread"
    " threadid chatid chat channel room sheet 对话 会话 對話",
    "time": "time timestamp ts date datetime createdat createdutc created sentat 时间 日期 時間",
    "parent": "parent parentid replyto inreplyto replytoid parentmessageid",
    "key": "id messageid utteranceid turnid uid",
    "question": "question q prompt query human 问题 问 問題",
    "answer": "answer a response reply completion output bot 回答 答 答案",
}
_LONGEST_NAME, _LONGEST_HEADER = 40, 300
_PLACES: Final = {name: part for part, names in _KNOWN.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns. A table has ``text``, or ``question`` and ``answer``, which are two turns a row."""

    text: str | None = None
    speaker: str | None = None
    conversation: str | None = None
    time: str | None = None
    parent: str | None = None
    key: str | None = None
    question: str | None = None
    answer: str | None = None

    @property
    def enough(self) -> bool:
        """Whether turns can be made of it."""
        return self.text is not None or (self.question is not None and self.answer is not None)

    @property
    def used(self) -> frozenset[str]:
        """The names of all columns that are mapped."""
        given = (getattr(self, one.name) for one in fields(self))
        return frozenset(name for name in given if name is not None)

    def present_in(self, header: Iterable[str]) -> bool:
        """Whether a header has every mapped column."""
        return self.used <= set(header)

    @property
    def parts(self) -> dict[str, str]:
        """Parts that are mapped, with the names of their columns."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {part: name for part, name in given.items() if name is not None}

    def __str__(self) -> str:
        return ",".join(f"{part}={name}" for part, name in self.parts.items())


@dataclass(frozen=True, slots=True)
class TableHead:
    """The beginning of a table: the names of its columns in their order, and its first rows."""

    header: tuple[str, ...]
    rows: tuple[Mapping[str, JsonValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """Mappings that the user gave to headers once. The order of the columns makes no difference."""

    known: tuple[tuple[frozenset[str], Columns], ...] = ()

    def columns_of(self, header: Iterable[str]) -> Columns | None:
        """What was said of a header with exactly these names."""
        names = frozenset(header)
        return next((columns for kept, columns in self.known if kept == names), None)


class UnmappedTableError(BadInputError):
    """A table of which no column is known to hold what was said; ``header`` names its columns."""

    def __init__(self, message: str, hint: str = "", place: str = "", header: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint, place)
        self.header = header


def unmapped(header: Iterable[str]) -> UnmappedTableError:
    """What to say of a table with these columns, none of which is known."""
    names = tuple(header)
    return UnmappedTableError(
        _("a table of which no column is known to hold what was said"), map_hint(names), header=names
    )


def map_hint(header: tuple[str, ...]) -> str:
    """How to map such a table on the command line."""
    shown = ", ".join(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…" for name in header)
    return _("Say which column is what: --map text=COLUMN,speaker=COLUMN. Its columns: {columns}").format(
        columns=shown if len(shown) <= _LONGEST_HEADER else shown[:_LONGEST_HEADER] + "…"
    )


def guess(header: Iterable[str]) -> Columns | None:
    """The columns of a header whose names are known; None when they make no turns, or nobody speaks."""
    found: dict[str, str] = {}
    for name in header:
        plain = re.sub(r"[\s_.\-]+", "", name.casefold())
        part = _PLACES.get(plain)
        if part is not None and plain == part:  # "text" says so itself: "transcript" beside it is a file
            found[part] = name
        elif part is not None:
            found.setdefault(part, name)
    columns = Columns(**found)
    if columns.text is not None and columns.speaker is not None:
        return Columns(**{part: name for part, name in found.items() if part not in {"question", "answer"}})
    if columns.question is not None and columns.answer is not None:
        return columns
    return None


def columns_for(header: Iterable[str], given: Columns | None) -> Columns | None:
    """The columns of a header: as the user said where that fits, as guessed otherwise."""
    names = list(header)
    return given if given is not None and given.present_in(names) else guess(names)


def missing(header: Iterable[str], given: Columns | None) -> str:
    """The mapped columns that a header has not, as words; "" where it has all of them."""
    lacking = sorted(given.used - set(header)) if given is not None else []
    return f"the mapping names columns that it has not: {', '.join(lacking)}" if lacking else ""


def columns_of(parts: Mapping[str, str]) -> Columns:
    """Columns by the names of their parts; what is no part is passed over."""
    known = {one.name for one in fields(Columns)}
    return Columns(**{part: name for part, name in parts.items() if part in known})


def read_mapping(text: str) -> Columns:
    """A mapping as typed, such as ``text=utterance,speaker=who``; UserFacingError for anything else."""
    given: dict[str, str] = {}
    known = [one.name for one in fields(Columns)]
    for part in text.split(","):
        name, sign, column = part.partition("=")
        if not sign or name.strip() not in known or not column.strip():
            raise UserFacingError(
                f"{part.strip()!r} says of no column what it is.",
                f"Write for example text=utterance,speaker=who. Known: {', '.join(known)}.",
            )
        given[name.strip()] = column.strip()
    columns = Columns(**given)
    if not columns.enough:
        raise UserFacingError("The mapping has no text.", "Name text=…, or question=… and answer=….")
    return columns
