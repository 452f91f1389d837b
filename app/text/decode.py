"""From bytes to text: which encoding a file has, and how its bytes become chunks of text.

UTF-8 that is valid is UTF-8, and text that is mostly valid UTF-8 is damaged UTF-8. Everything else is
judged by how plausible the text of each strict decoding is, because detectors that look at byte
patterns alone are often wrong on Chinese. A bounded sample decides; the user may override.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from app.errors import BadInputError
from app.text.legacy import best_legacy
from app.text.mixed import foreign_lines, mixed_with
from app.text.signatures import binary_reason

SAMPLE_BYTES: Final = 64 * 1024
_LONGEST_BOM: Final = 4
CHUNK_BYTES: Final = 128 * 1024
"""Bytes read at a time: at most as many characters come out, well under 256 K."""


@dataclass(frozen=True, slots=True)
class Detection:
    """An encoding (a Python codec name), how sure it is (0 to 1), and whether a byte order mark said so."""

    encoding: str
    confidence: float
    bom: bool = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """A whole text; ``replaced`` counts the U+FFFD that stand for undecodable bytes."""

    text: str
    encoding: str
    confidence: float
    replaced: int


_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with its mark
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def detect(sample: bytes) -> Detection:
    """The encoding of a file from its first bytes; at most 64 KB of them are looked at.

    Raises BadInputError for an empty sample and for binary data, with the reason and the place.
    """
    if not sample:
        raise BadInputError("the file is empty")
    head = sample[:SAMPLE_BYTES]
    for bom, encoding in _BOMS:
        if head.startswith(bom) and _is_text(head[len(bom) :], encoding):
            return Detection(encoding, 1.0, bom=True)
    if head.isascii() and _seven_bit(head) != "utf-8":
        return Detection(_seven_bit(head), 1.0)
    reason = binary_reason(head)
    if reason:
        raise BadInputError(f"not text: {reason}", place="byte 0")
    return _with_nulls(head) if b"\0" in head else _without_nulls(head)


def _without_nulls(head: bytes) -> Detection:
    share = utf8_share(head)
    mixed = mixed_encoding(head) if _HALF <= share < 1 else None
    if mixed:
        return Detection(mixed, share)
    if share >= _MOSTLY:
        return Detection("utf-8", share)
    found = best_legacy(head)
    if found and (found[1] >= _DOUBTFUL or share <= _HALF):
        return Detection(*found)
    if share > _HALF:
        return Detection("utf-8", share)
    raise BadInputError(
        "not text: no known encoding fits its bytes", "Name the encoding to read it all the same."
    )


_MOSTLY: Final = 0.8
_HALF: Final = 0.5
_DOUBTFUL: Final = 0.2
_MOST_FOREIGN: Final = 0.7
"""Of the bytes beyond ASCII; where more are in foreign lines the whole file may be in another encoding."""
_CLEAR: Final = 0.75
"""What a stray byte, or noise, hardly ever reaches."""


def utf8_share(data: bytes) -> float:
    """The share of the non-ASCII bytes that are part of valid UTF-8; a character cut at the end is valid."""
    make = codecs.getincrementaldecoder("utf-8")
    try:
        make("strict").decode(data)
    except UnicodeDecodeError:
        text = make("surrogateescape").decode(data)
    else:
        return 1.0
    bad = sum("\udc80" <= char <= "\udcff" for char in text)
    return 1 - bad / _high(data)


def _high(data: bytes) -> int:
    return sum(byte >= 0x80 for byte in data)


def mixed_encoding(data: bytes) -> str | None:
    """The name of UTF-8 mixed with what other lines of the data are in; None where that is not clear."""
    foreign = b"\n".join(foreign_lines(data))
    if _high(foreign) > _MOST_FOREIGN * _high(data):
        return None
    found = best_legacy(foreign) if foreign else None
    return mixed_with(found[0]) if found and found[1] >= _CLEAR else None


def _seven_bit(head: bytes) -> str:
    if b"\x1b$)C" in head:
        return "iso2022_kr"
    if any(escape in head for escape in (b"\x1b$B", b"\x1b$@", b"\x1b(J")):
        return "iso2022_jp"
    return "utf-8"


def _is_text(data: bytes, encoding: str) -> bool:
    """Whether bytes after a byte order mark decode with few errors and few control characters."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(data)
    odd = sum(text.count(char) for char in ("\0", "\ufffd", "\ufffe", "\uffff"))
    return encoding == "utf-8" or odd <= len(text) // 20


def _with_nulls(head: bytes) -> Detection:
    """UTF-16 or UTF-32 without a mark, or text with a few stray NULs; anything else is binary."""
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if _reads_as_wide(head[: len(head) - len(head) % width], encoding):
            return Detection(encoding, 0.9)
    nulls = head.count(b"\0")
    rest = head.replace(b"\0", b"")
    most = len(head) // (200 if utf8_share(rest) >= _HALF else 2000)
    if rest and nulls <= max(2, most):
        return _without_nulls(rest)
    raise BadInputError("not text: it holds NUL bytes", place=f"byte {head.index(0)}")


def _reads_as_wide(data: bytes, encoding: str) -> bool:
    if not data:
        return False
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(data)
    except UnicodeDecodeError:
        return False
    # The other byte order turns ASCII into scattered Han and controls; spaces and line ends decide.
    common = sum(text.count(char) for char in ' \n\r\t.,，。：:、"[{')
    controls = sum(text.count(chr(code)) for code in range(32) if code not in {9, 10, 12, 13, 27})
    return bool(text) and controls <= len(text) // 50 and common >= max(1, len(text) // 100)


def open_decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The text of a byte stream in chunks of at most 256 K characters, decoded as it is read.

    A byte order mark at the start is dropped, line ends are kept, and each undecodable sequence
    becomes U+FFFD. How the stream hands out its bytes does not change the text. Raises
    BadInputError for an unknown encoding.
    """
    data = stream.read(CHUNK_BYTES)
    while 0 < len(data) < _LONGEST_BOM and (more := stream.read(CHUNK_BYTES)):
        data += more
    decoder = _decoder(encoding, data)
    first = True
    while True:
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeError as error:
            raise BadInputError(f"not {encoding}: {error}") from error
        if first and text:
            first = False
            text = text.removeprefix("\ufeff")
        if text:
            yield text
        if not data:
            return
        data = stream.read(CHUNK_BYTES)


def _decoder(encoding: str, head: bytes) -> codecs.IncrementalDecoder:
    """A decoder that replaces what it cannot decode; UTF-16 or -32 without byte order goes by the mark."""
    try:
        "".encode(encoding)  # refuses codecs that do not give text
        name = codecs.lookup(encoding).name
        if name in {"utf-16", "utf-32"}:
            big = head.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
            encoding = f"{name}-be" if big else f"{name}-le"
        return codecs.getincrementaldecoder(encoding)("replace")
    except LookupError as error:
        raise BadInputError(f"unknown encoding: {encoding}") from error


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """A whole text at once, for files known to be small. Raises BadInputError as ``detect`` does."""
    found = Detection(encoding, 1.0) if encoding else detect(data)
    text = "".join(open_decoded(io.BytesIO(data), found.encoding))
    return Decoded(text, found.encoding, found.confidence, text.count("\ufffd"))
