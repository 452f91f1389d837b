"""Repair a whole file as text: only mojibake changes, line ends and syntax stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.errors import BadInputError
from app.formats.base import FORMATS, Format, Sample, choose
from app.ingest.files import Opener, open_binary
from app.ingest.sniff import (
    known_channel,
    known_encoding,
    later_samples,
    read_head,
    repaired_lines,
    repairer_for,
)
from app.model.repair import RepairSpan
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from app.text.decode import open_decoded

_CONTEXT_TURNS = 20_000


@dataclass(frozen=True, slots=True)
class FileRepair:
    """The repaired file; spans count code points of ``text``. ``channel`` None: nothing was damaged."""

    text: str
    encoding: str
    channel: str | None
    spans: tuple[RepairSpan, ...]


def repair_file(
    path: Path,
    engine: RepairEngine,
    *,
    corpus: Corpus | None = None,
    encoding: str | None = None,
    channel: str | None = None,
    opener: Opener = open_binary,
) -> FileRepair:
    """Repair a file without importing it; the texts of ``corpus`` help to choose between readings.

    A byte order mark is dropped. In a structured format only string values are repaired, inside
    their literals. Raises BadInputError for a file that cannot be read or is not text.
    """
    if channel is not None:
        known_channel(channel)
    try:
        if path.stat().st_size == 0:
            return FileRepair("", "utf-8", None, ())
        head = read_head(path, opener, known_encoding(encoding) if encoding else None)
        with opener(path) as stream:
            text = "".join(open_decoded(stream, head.encoding))
    except OSError as error:
        raise BadInputError(f"{path} cannot be read: {error.strerror or error}") from error
    first = repairer_for(engine, [head.text], channel=channel)
    chosen = _format_of(path, repaired_lines(head.text, first))
    samples = chain([head.text], later_samples(path, opener, head.encoding))
    repairer = repairer_for(
        engine, samples, structured=chosen.structured, channel=channel, context=_context(corpus)
    )
    repaired = chosen.repair_in_place(text, repairer.repair)
    return FileRepair(repaired.text, head.encoding, repairer.channel, repaired.spans)


def _format_of(path: Path, head: str) -> Format:
    """The file's format; whatever is no transcript is repaired line by line, as plain text is."""
    try:
        name, _ = choose(Sample(path, head))
    except BadInputError:
        name = "plain"
    return FORMATS[name]


def _context(corpus: Corpus | None) -> Iterable[str]:
    """Sound texts of the corpus: those that no repair had to touch."""
    if corpus is None:
        return ()
    rows = corpus.reader().rows(
        "SELECT text FROM turn WHERE repaired IS NULL ORDER BY id LIMIT ?", (_CONTEXT_TURNS,)
    )
    return (str(text) for (text,) in rows)
