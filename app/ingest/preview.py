"""What an import would do, found out from the beginnings of the files; nothing is written."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.errors import UserFacingError
from app.formats.base import Sample, table_head
from app.formats.mapping import TableHead
from app.i18n import _
from app.ingest.archives import forget_archives
from app.ingest.discover import Candidate, discover, singles
from app.ingest.files import Opener, open_binary
from app.ingest.importer import claimed_members
from app.ingest.ledger import Settings
from app.ingest.left_out import as_before
from app.ingest.options import ImportOptions
from app.ingest.reading import LocalReading, Manner
from app.ingest.sniff import read_head
from app.ingest.wishes import Unmatched, Wish, kept_wish
from app.model.progress import CancelToken, Progress
from app.model.reports import ImportPreview, PreviewGroup, SkippedFile
from app.repair.engine import RepairEngine
from app.store.reader import Reader

_REPORT_SECONDS = 0.05


def preview(
    paths: Sequence[Path],
    options: ImportOptions,
    engine: RepairEngine,
    token: CancelToken,
    *,
    corpus: Path | None = None,
    before: Mapping[str, Wish] | None = None,
    left: frozenset[str] = frozenset(),
    opener: Opener = open_binary,
) -> Generator[Progress, None, ImportPreview]:
    """Look at files and folders the way an import would; run it with ``drain`` or by hand.

    ``corpus`` is passed over where it lies among them; ``before`` says how files, by their stored paths, were
    wanted when they were imported into it, see kept_wishes, ``left`` which were left out. Raises Cancelled
    after ``token`` was cancelled.
    """
    options = options.checked()
    before = before or {}
    aside = as_before(options, left, paths)
    groups: dict[tuple[Manner, bool], list[Candidate]] = {}
    skipped: list[SkippedFile] = []
    said = 0.0
    unmatched = Unmatched(options.rules)
    try:
        for number, item in enumerate(discover(paths, corpus=corpus, claim=claimed_members), start=1):
            token.raise_if_cancelled()
            if time.monotonic() - said > _REPORT_SECONDS:
                said = time.monotonic()
                yield Progress(_("looking at the files"), number, None, _("files"))
            if isinstance(item, SkippedFile):
                if options.names(Path(item.path)):
                    skipped.append(item)
                continue
            unmatched.see(item)
            if not options.wanted(item):
                continue
            settings = options.settings(item, before.get(item.stored_path, Wish()))
            for one in _parts(item, settings, engine, token, opener):
                found = _look(one, settings, engine, token, opener)
                if isinstance(found, SkippedFile):
                    skipped.append(found)
                else:
                    alike = replace(found, runner_up=None)  # what it could be besides is not shown here
                    groups.setdefault((alike, aside.leaves_out(one)), []).append(one)
    finally:
        forget_archives()
    ordered = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    shown = tuple(_group(manner, members, left_out) for (manner, left_out), members in ordered)
    return ImportPreview(shown, tuple(skipped), unmatched.patterns)


def _parts(
    item: Candidate, settings: Settings, engine: RepairEngine, token: CancelToken, opener: Opener
) -> Iterable[Candidate]:
    """The source itself; of a folder that only looks like an export, its files."""
    if not item.is_folder or settings.wish.format is not None:
        return (item,)
    refused = isinstance(_look(item, settings, engine, token, opener), SkippedFile)
    return singles(item) if refused else (item,)


def _look(
    candidate: Candidate, settings: Settings, engine: RepairEngine, token: CancelToken, opener: Opener
) -> Manner | SkippedFile:
    try:
        return LocalReading(candidate, settings, engine, token, opener).manner()
    except UserFacingError as error:
        return SkippedFile(str(candidate.path), error.message, getattr(error, "header", ()))
    except OSError as error:
        return SkippedFile(str(candidate.path), f"cannot be read: {error.strerror or error}")


def _group(manner: Manner, members: list[Candidate], left_out: bool) -> PreviewGroup:
    return PreviewGroup(
        format=manner.format,
        encoding=manner.encoding,
        channel=manner.channel,
        files=tuple(member.stored_path for member in members),
        size=sum(member.size for member in members),
        columns=tuple(manner.columns.parts.items()) if manner.columns else (),
        left_out=left_out,
    )


def kept_wishes(reader: Reader) -> dict[str, Wish]:
    """How transcripts of a corpus were wanted to be read, by their stored paths, where anybody said it."""
    rows = reader.rows("SELECT path, producer FROM transcript WHERE instr(producer, ' ') > 0")
    return {str(path): kept_wish(str(producer)) for path, producer in rows}


def peek_table(path: Path, wish: Wish = Wish(), opener: Opener = open_binary) -> TableHead | None:  # noqa: B008 - frozen
    """The header and the first rows of a table; None where there is none. Raises as opening a file does."""
    return table_head(Sample(path, read_head(path, opener, wish.encoding).text))
