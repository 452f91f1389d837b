"""Look at the beginning of a source: its encoding, how it was damaged, and which format reads it."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import BadInputError, UserFacingError
from app.formats.base import FORMATS, HEAD_CHARS, Format, Sample, choose, table_head
from app.formats.mapping import Columns, Remembered
from app.ingest.files import Opener
from app.ingest.further import HEAD_BYTES, lines_further_on
from app.ingest.unpacked import DamagedDataError, piece
from app.ingest.wishes import Wish
from app.repair.channels import BY_NAME
from app.repair.engine import RepairEngine, TextRepairer
from app.text.decode import detect, mixed_encoding, open_decoded
from app.text.lines import iter_lines

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_STRINGS = 400
"""So many string values of a structured source are enough to see how it was damaged."""
_MEMBERS = 50
"""About so many files of a claimed folder are looked at, spread over its names."""


@dataclass(frozen=True, slots=True)
class Head:
    """The decoded beginning of a file, cut where no character, and if possible no line, is broken."""

    text: str
    encoding: str
    whole: bool = False
    """Whether the file ends where it does."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """Everything needed to read a source; ``encoding`` is the first member's for a folder."""

    format: Format
    encoding: str
    repairer: TextRepairer
    channel: str | None
    columns: Columns | None = None


def known_encoding(name: str) -> str:
    """Python's name of an encoding; UserFacingError when there is none of that name."""
    try:
        "".encode(name)  # LookupError too for codecs that are none of text: base64, zip, rot13
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise UserFacingError(
            f"There is no encoding named {name!r}.", "Try utf-8, gb18030, big5, shift_jis or cp1252."
        ) from None


def known_channel(name: str) -> str:
    """The name itself; UserFacingError when no damage of that name is known."""
    if name not in BY_NAME:
        raise UserFacingError(f"There is no channel named {name!r}.", f"Known: {', '.join(BY_NAME)}.")
    return name


def read_head(path: Path, opener: Opener, encoding: str | None = None) -> Head:
    """The beginning of a file; BadInputError when it is empty or not text."""
    data, broken = b"", False
    with opener(path) as stream:
        try:
            while len(data) < HEAD_BYTES and (more := piece(stream, HEAD_BYTES - len(data))):
                data += more
        except DamagedDataError:
            if not data:
                raise
            broken = True
    if not data:
        raise BadInputError("the file is empty")
    found = encoding or detect(data).encoding
    text = "".join(open_decoded(io.BytesIO(data), found))
    if broken or len(data) == HEAD_BYTES:
        text = text[: text.rfind("\n") + 1] or text[:-4]
    return Head(text[:HEAD_CHARS], found, len(data) < HEAD_BYTES)


def string_values(text: str) -> list[str]:
    """The first string values of JSON text, broken at the end or not."""
    values: list[str] = []
    for match in _STRING.finditer(text):
        try:
            values.append(json.loads(match[0], strict=False))
        except ValueError:
            continue
        if len(values) >= _STRINGS:
            break
    return values


def sniff_file(
    path: Path,
    engine: RepairEngine,
    opener: Opener,
    wish: Wish = Wish(),  # noqa: B008 - frozen
    remembered: Remembered = Remembered(),  # noqa: B008 - frozen
) -> Sniffed:
    """Sniff a file. Its format is chosen on the repaired beginning: a damaged label is none until then.

    What is wished for need not be found out. UnmappedTableError for a table with unknown columns.
    """
    channel = wish.channel
    head = read_head(path, opener, wish.encoding)
    repairer = repairer_for(engine, [head.text], channel=channel)
    chosen, columns = _format_of(path, head, repairer, wish, remembered)
    encoding, further = look_further(path, opener, head, wish.encoding)
    if chosen.structured:
        repairer = repairer_for(engine, [head.text, *further], structured=True, channel=channel)
    elif repairer.channel is None and further:
        later = repairer_for(engine, further)
        repairer = later if later.channel is not None else repairer
    return Sniffed(chosen, encoding, repairer, repairer.channel, columns)


def _format_of(
    path: Path, head: Head, repairer: TextRepairer, wish: Wish, remembered: Remembered
) -> tuple[Format, Columns | None]:
    """The format of a file; a beginning in which no damage was found is judged as it stands first."""
    if repairer.channel is None:
        with suppress(BadInputError):
            return _judged(Sample(path, head.text), wish, remembered)
    return _judged(Sample(path, repaired_lines(head.text, repairer)), wish, remembered)


def _judged(sample: Sample, wish: Wish, remembered: Remembered) -> tuple[Format, Columns | None]:
    """The format of a sample, and which column is what where the user said so of it or of its header."""
    columns = wish.columns
    if columns is None and remembered.known:
        head = table_head(sample)
        columns = None if head is None else remembered.columns_of(head.header)
    if wish.format is not None:
        chosen = FORMATS[wish.format]
    else:
        chosen = FORMATS[choose(replace(sample, columns=columns))[0]]
    return chosen, columns if chosen.tabular else None


def repairer_for(
    engine: RepairEngine,
    samples: Iterable[str],
    *,
    structured: bool = False,
    channel: str | None = None,
    context: Iterable[str] = (),
) -> TextRepairer:
    """The repairer of a source; a later sample is looked at only while the earlier ones are sound.

    Of a structured source only the string values count.
    """
    diagnosis = None
    for sample in samples:
        diagnosis = engine.diagnose("\n".join(string_values(sample)) if structured else sample, channel)
        if diagnosis.channel is not None:
            break
    return engine.repairer(diagnosis or engine.diagnose("", channel), context)


def look_further(path: Path, opener: Opener, head: Head, wish: str | None = None) -> tuple[str, list[str]]:
    """The encoding of a long file, and samples of its text from further on; ``wish`` is what the user said.

    Only UTF-8 is looked at: text that went through a wrong encoding was written as UTF-8 afterwards. Lines in
    another encoding may stand beyond the head.
    """
    encoding = head.encoding
    if head.whole or not known_encoding(encoding).startswith("utf-8"):
        return encoding, []
    data = lines_further_on(path, opener)
    if wish is None and encoding == "utf-8":
        encoding = mixed_encoding(data) or encoding
    return encoding, [data.decode(encoding, "ignore")] if data else []


def sniff_folder(
    path: Path,
    members: tuple[str, ...],
    engine: RepairEngine,
    opener: Opener,
    wish: Wish = Wish(),  # noqa: B008 - frozen
) -> Sniffed:
    """Sniff a folder that a format claims as a whole."""
    channel = wish.channel
    heads: dict[str, Head | None] = {}

    def member_head(name: str) -> str:
        if name not in heads:
            try:
                heads[name] = read_head(path / name, opener, wish.encoding)
            except (OSError, BadInputError):
                heads[name] = None
        head = heads[name]
        return head.text if head else ""

    name = wish.format
    if name is None:
        name, _ = choose(Sample(path, is_folder=True, listing=members, member_head=member_head))
    chosen = FORMATS[name]
    texts = map(member_head, members[:: max(1, len(members) // _MEMBERS)])
    repairer = repairer_for(engine, ["\n".join(texts)], structured=chosen.structured, channel=channel)
    encodings = (head.encoding for head in heads.values() if head)
    return Sniffed(chosen, next(encodings, "utf-8"), repairer, repairer.channel)


def repaired_lines(text: str, repairer: TextRepairer) -> str:
    """Text with every line repaired, line ends made LF; good for judging, not for keeping."""
    return "\n".join(_repaired(iter_lines([text]), repairer))


def _repaired(lines: Iterable[str], repairer: TextRepairer) -> Iterable[str]:
    return (repairer.repair(line).text for line in lines)
