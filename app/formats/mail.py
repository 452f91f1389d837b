"""Mail: mbox files, single messages, folders of messages (Maildir or .eml); threads are conversations.

A mail answers what its headers refer to; quoted text is kept. The source is read twice: its headers for
the threads, then its messages. Bytes are read as they are, as every mail has encodings of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.errors import BadInputError
from app.formats._jwz import Threads
from app.formats._mail_message import Mail, read_head, read_mail
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.values import one_line, shown
from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent, ParseProblem

MOST_BYTES: Final = 64 << 20
"""A longer mail is cut; what is left out is reported."""
_FROM_LINE: Final = re.compile(rb"From \S.*\d\d:\d\d.* \d{4}\b")
_FROM_TEXT: Final = re.compile(r"From \S.*\d\d:\d\d.* \d{4}\b.*\r?\n")
_SENDER: Final = re.compile(r"(?mi)^from:")
_QUOTED_FROM: Final = re.compile(rb"(?m)^>(>*From )")
_HEADER: Final = re.compile(r"(?:[!-9;-~]+:.*(?:\r?\n[ \t].*)*(?:\r?\n|$))")
_TELLING: Final = frozenset(
    {"message-id", "date", "received", "return-path", "mime-version", "references", "subject"}
)
_MAILDIR: Final = re.compile(r"(?:cur|new)/\d+\..+")
_LEAST_HEADERS: Final = 2


@FORMATS.register("mail")
class MailFormat(Format):
    """RFC 5322 messages, alone, in RFC 4155 mbox files, or in folders."""

    name = "mail"
    title = "Mail (mbox, eml, Maildir)"
    extensions = (".mbox", ".eml", ".mbx")

    def claims(self, listing: tuple[str, ...]) -> frozenset[str]:
        """A Maildir, or a folder with several messages of its own, which may answer each other."""
        filed = [name for name in listing if name.startswith(("cur/", "new/"))]
        if filed and all(map(_MAILDIR.fullmatch, filed)):
            return frozenset(filed)
        single = [name for name in listing if name.lower().endswith(".eml") and "/" not in name]
        return frozenset(single) if len(single) > 1 else frozenset()

    def score(self, sample: Sample) -> float:
        """Whether the text begins with the headers of a mail, behind a From line or not."""
        if sample.is_folder:
            claimed = sorted(self.claims(sample.listing))[:5]
            return max((_score(sample.member_head(name)) for name in claimed), default=0.0)
        return _score(sample.head)

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Conversations as their first mails come, and every mail in the order of the source."""
        threads, identities = Threads(), _Identities()
        for letter in _letters(source):
            mail = read_head(letter.data)
            if mail is not None:
                threads.add(identities.of(mail), mail.references, mail.subject)
        told: set[str] = set()
        identities = _Identities()
        for letter in _letters(source):
            mail = read_mail(letter.data)
            if mail is None:
                yield ParseProblem(letter.place, "no headers of a mail")
                continue
            identity = identities.of(mail)
            thread = threads.root(identity)
            if thread not in told:
                told.add(thread)
                yield ParsedConversation(thread, one_line(source.repair(mail.subject).text))
            yield _turn(identity, thread, threads.parent(identity), mail, source)
            if mail.broken or letter.cut:
                yield ParseProblem(
                    letter.place, mail.broken or f"longer than {MOST_BYTES >> 20} MB; its end is left out"
                )
        if not told:
            raise BadInputError("no mail can be read")


@dataclass(frozen=True, slots=True)
class _Letter:
    """The bytes of a mail and where it began."""

    place: str
    data: bytes
    cut: bool = False


class _Identities:
    """Ids for mails that have none or one that was seen before; the same in both passes."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, mail: Mail) -> str:
        identity = mail.identity or "without id"
        count = self._seen[identity] = self._seen.get(identity, 0) + 1
        return identity if mail.identity and count == 1 else f"{identity} ({count})"


def _turn(identity: str, thread: str, parent: str | None, mail: Mail, source: Source) -> ParsedTurn:
    return ParsedTurn(
        thread,
        one_line(source.repair(mail.speaker).text) or "?",
        source.repair(shown(mail.text)),
        key=identity,
        parent=parent,
        time=mail.time,
        meta={"subject": mail.subject} | dict(mail.headers),
    )


def _score(head: str) -> float:
    text = head.lstrip("\ufeff")
    if not _SENDER.search(text):
        return 0.0
    box = _FROM_TEXT.match(text)
    at = box.end() if box else 0
    names: set[str] = set()
    while match := _HEADER.match(text, at):
        names.add(match[0].partition(":")[0].lower())
        at = match.end()
    ended = at >= len(text.rstrip("\r\n")) or text[at] in "\r\n"
    if "from" not in names or not ended or len(names & _TELLING) < _LEAST_HEADERS - bool(box):
        return 0.0
    return 0.95 if box or "message-id" in names or "received" in names else 0.9


def _letters(source: Source) -> Iterator[_Letter]:
    """The mails of a file or of a folder's files."""
    if not source.member_names():
        yield from _split(source.byte_chunks())
        return
    for name in source.member_names():
        data = b"".join(source.byte_chunks(name))
        yield _Letter(name, data[:MOST_BYTES], len(data) > MOST_BYTES)


def _split(chunks: Iterable[bytes]) -> Iterator[_Letter]:
    """The mails of an mbox, without their From lines; a file without such lines is one mail."""
    lines: list[bytes] = []
    size = at = begin = 0
    blank = True
    for line in _lines(chunks):
        if blank and _FROM_LINE.match(line):
            if any(map(bytes.strip, lines)):
                yield _letter(begin, lines, size)
            lines, size, begin = [], 0, at
        else:
            size += len(line)
            if size <= MOST_BYTES:
                lines.append(line)
        blank = not line.strip()
        at += len(line)
    if any(map(bytes.strip, lines)):
        yield _letter(begin, lines, size)


def _letter(begin: int, lines: list[bytes], size: int) -> _Letter:
    return _Letter(f"byte {begin + 1}", _QUOTED_FROM.sub(rb"\1", b"".join(lines).lstrip()), size > MOST_BYTES)


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their ends."""
    rest: list[bytes] = []
    for chunk in chunks:
        *whole, last = chunk.split(b"\n")
        for line in whole:
            yield b"".join([*rest, line, b"\n"])
            rest.clear()
        if last:
            rest.append(last)
    if rest:
        yield b"".join(rest)
