"""Repair a whole file as text: only mojibake changes, line ends and syntax stay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.errors import BadInputError
from app.formats.base import FORMATS, Format, Sample, choose
from app.ingest.by_the_corpus import Repair, informed
from app.ingest.files import Opener, open_binary
from app.ingest.sniff import (
    known_channel,
    known_encoding,
    look_further,
    read_head,
    repaired_lines,
    repairer_for,
)
from app.ingest.source import DiskSource
from app.model.progress import CancelToken
from app.model.repair import RepairSpan
from app.repair.engine import RepairEngine
from app.repair.proof import Ranges, disagreements
from app.store.corpus import Corpus
from app.text.decode import open_decoded


@dataclass(frozen=True, slots=True)
class FileRepair:
    """The repaired file; spans count code points of ``text``. ``channel`` None: nothing was damaged.

    ``runner_up`` is the channel that explains the damage next best; ``disagreements`` are the stretches of
    ``text`` that the channel does not turn back into what stood there, see app.repair.proof.
    """

    text: str
    encoding: str
    channel: str | None
    spans: Sequence[RepairSpan]
    runner_up: str | None = None
    disagreements: Ranges = ()


def repair_file(
    path: Path,
    engine: RepairEngine,
    *,
    corpus: Corpus | None = None,
    encoding: str | None = None,
    channel: str | None = None,
    opener: Opener = open_binary,
    token: CancelToken | None = None,
) -> FileRepair:
    """Repair a file without importing it. Sound text and twins in ``corpus`` help as they do at an import.

    A byte order mark is dropped. In a structured format only string values are repaired, inside
    their literals. Raises BadInputError for a file that cannot be read or is not text, Cancelled soon after
    ``token`` was cancelled.
    """
    token = token or CancelToken()
    if channel is not None:
        known_channel(channel)
    text, encoding, (head, *further) = _read(path, opener, encoding)
    if not text:
        return FileRepair("", encoding, None, ())
    first = repairer_for(engine, [head], channel=channel)
    chosen = _format_of(path, repaired_lines(head, first))
    repairer = repairer_for(engine, [head, *further], structured=chosen.structured, channel=channel)
    repair: Repair = partial(repairer.repair, token=token)
    if corpus is not None:
        source = DiskSource(path, opener=opener, encoding_of=lambda _: encoding, repair=repair)
        repair = informed(source, chosen, repairer, engine, corpus.reader(), token)
    repaired = chosen.repair_in_place(text, repair)
    return FileRepair(
        repaired.text,
        encoding,
        repairer.channel,
        repaired.spans,
        repairer.diagnosis.runner_up,
        disagreements(repaired, repairer.channel, _of_literal if chosen.structured else None),
    )


def _of_literal(raw: str) -> str:
    """What a part of a JSON literal stands for; the part itself where it is none."""
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return raw


def read_text(path: Path, *, encoding: str | None = None, opener: Opener = open_binary) -> str:
    """The decoded text of a file as it is; BadInputError when it cannot be read or is not text."""
    return _read(path, opener, encoding)[0]


def _read(path: Path, opener: Opener, wish: str | None) -> tuple[str, str, list[str]]:
    """The text of a file, its encoding, and samples of the text: its beginning first."""
    try:
        if path.stat().st_size == 0:
            return "", "utf-8", [""]
        wish = known_encoding(wish) if wish else None
        head = read_head(path, opener, wish)
        encoding, further = look_further(path, opener, head, wish)
        with opener(path) as stream:
            return "".join(open_decoded(stream, encoding)), encoding, [head.text, *further]
    except OSError as error:
        raise BadInputError(f"{path} cannot be read: {error.strerror or error}") from error


def _format_of(path: Path, head: str) -> Format:
    """The file's format; whatever is no transcript is repaired line by line, as plain text is."""
    try:
        name, _ = choose(Sample(path, head))
    except BadInputError:
        name = "plain"
    return FORMATS[name]
