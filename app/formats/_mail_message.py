"""One mail out of its bytes: headers decoded, the text that it shows, attachments by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from email import errors, message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from app.errors import BadInputError
from app.formats._html_text import html_text
from app.formats.placeholders import named
from app.formats.values import one_line
from app.text.decode import detect
from app.text.normalize import storable

_IDS: Final = re.compile(r"<([^<>\s]+)>")
_BY_LIST: Final = re.compile(r"(?P<address>\S+ at \S+) +\((?P<name>.*)\)")
_BROKEN: Final = (errors.CloseBoundaryNotFoundDefect, errors.InvalidBase64PaddingDefect)
_ANY: Final = frozenset({"us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "unknown-8bit", ""})
"""Declared where nothing was known about the text, which is UTF-8 then when it can be."""


@dataclass
class Mail:
    """What a mail says of itself. ``headers`` are decoded, in lower case, in their order, without these."""

    speaker: str
    subject: str
    identity: str
    references: list[str]
    time: str | None
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    broken: str = ""


def read_head(data: bytes) -> Mail | None:
    """The headers alone; None for bytes that do not begin with headers."""
    head = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0]
    return _mail(message_from_bytes(head + b"\n\n"))


def read_mail(data: bytes) -> Mail | None:
    """The whole mail; None for bytes that do not begin with headers."""
    message = message_from_bytes(data)
    mail = _mail(message)
    if mail is not None:
        mail.text = storable("\n".join(filter(None, _shown(message)))).strip("\n")
        found = (defect for part in message.walk() for defect in part.defects)
        mail.broken = next((type(one).__doc__ or "" for one in found if isinstance(one, _BROKEN)), "")
    return mail


def _mail(message: Message) -> Mail | None:
    headers: dict[str, str] = {}
    for name, value in message.raw_items():
        written = storable(decoded(str(value)))
        key = name.lower()
        headers[key] = f"{headers[key]}\n{written}" if key in headers else written
    if not headers or ("from" not in headers and "date" not in headers and "message-id" not in headers):
        return None
    own = _IDS.search(headers.get("message-id", ""))
    references = (
        _IDS.findall(headers.get("references", "")) or _IDS.findall(headers.get("in-reply-to", ""))[:1]
    )
    return Mail(
        _sender(headers.get("from", "")),
        one_line(headers.pop("subject", "")),
        own[1] if own else headers.get("message-id", "").strip(),
        references,
        _time(headers.get("date", "")),
        headers=headers,
    )


def decoded(value: str) -> str:
    """A header as it is meant: encoded words decoded, bytes that were never encoded too, unfolded."""
    pieces: list[str] = []
    with suppress(errors.HeaderParseError, ValueError):
        for data, charset in decode_header(re.sub(r"\r?\n[ \t]+", " ", value)):
            raw = (
                data.encode("ascii", "surrogateescape")
                if isinstance(data, str) and not data.isascii()
                else data
            )
            pieces.append(_as_text(raw, charset or "") if isinstance(raw, bytes) else raw)
    return one_line("".join(pieces) or value)


def _sender(written: str) -> str:
    """The name of the sender, or the address."""
    if match := _BY_LIST.fullmatch(written):
        return match["name"].strip() or match["address"]
    name, address = parseaddr(written)
    return one_line(name or address or written) or "?"


def _time(written: str) -> str | None:
    try:
        moment = parsedate_to_datetime(written)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.isoformat().replace("+00:00", "Z")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _shown(part: Message) -> Iterator[str]:
    """What a part shows, one piece after the other."""
    kind = part.get_content_type()
    inner = part.get_payload()
    if isinstance(inner, list) and kind != "message/rfc822":
        parts = [one for one in inner if isinstance(one, Message)]
        if kind == "multipart/alternative":
            plain = [one for one in parts if _has_text(one, "text/plain")]
            rich = [one for one in parts if _has_text(one, "text/html")]
            parts = plain[:1] or rich[:1] or parts[:1]
        for one in parts:
            yield from _shown(one)
        return
    name = decoded(part.get_filename() or "")
    if name or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
        yield named("attachment", name or kind)
        return
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    text = _as_text(data, str(part.get_content_charset() or "")).replace("\r\n", "\n")
    yield html_text(text) if kind == "text/html" else text


def _has_text(part: Message, kind: str) -> bool:
    return any(one.get_content_type() == kind for one in part.walk())


def _as_text(data: bytes, charset: str) -> str:
    """Bytes in the charset they declare, or where that cannot be, in the one that they seem to be in."""
    tries = [charset, "utf-8"] if charset.lower() not in _ANY else ["utf-8", charset]
    for name in filter(None, tries):
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(name)
    try:
        return data.decode(detect(data).encoding, "replace")
    except BadInputError:
        return data.decode("latin-1")
