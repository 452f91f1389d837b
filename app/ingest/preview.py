"""What an import would do, found out from the beginnings of the files; nothing is written."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from pathlib import Path

from app.errors import UserFacingError
from app.i18n import _
from app.ingest.archives import forget_archives
from app.ingest.discover import Candidate, discover
from app.ingest.files import Opener, open_binary
from app.ingest.importer import claimed_members
from app.ingest.ledger import Settings
from app.ingest.options import ImportOptions
from app.ingest.reading import LocalReading, Manner
from app.model.progress import CancelToken, Progress
from app.model.reports import ImportPreview, PreviewGroup, SkippedFile
from app.repair.engine import RepairEngine

_REPORT_SECONDS = 0.05


def preview(
    paths: Sequence[Path],
    options: ImportOptions,
    engine: RepairEngine,
    token: CancelToken,
    *,
    corpus: Path | None = None,
    opener: Opener = open_binary,
) -> Generator[Progress, None, ImportPreview]:
    """Look at files and folders the way an import would; run it with ``drain`` or by hand.

    ``corpus`` is passed over where it lies among them. Raises Cancelled after ``token`` was cancelled.
    """
    settings = options.settings()
    groups: dict[Manner, list[Candidate]] = {}
    skipped: list[SkippedFile] = []
    said = 0.0
    try:
        for number, item in enumerate(discover(paths, corpus=corpus, claim=claimed_members), start=1):
            token.raise_if_cancelled()
            if time.monotonic() - said > _REPORT_SECONDS:
                said = time.monotonic()
                yield Progress(_("looking at the files"), number, None, _("files"))
            if isinstance(item, SkippedFile):
                skipped.append(item)
                continue
            found = _look(item, settings, engine, token, opener)
            if isinstance(found, SkippedFile):
                skipped.append(found)
            else:
                groups.setdefault(found, []).append(item)
    finally:
        forget_archives()
    ordered = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    return ImportPreview(tuple(_group(manner, members) for manner, members in ordered), tuple(skipped))


def _look(
    candidate: Candidate, settings: Settings, engine: RepairEngine, token: CancelToken, opener: Opener
) -> Manner | SkippedFile:
    try:
        return LocalReading(candidate, settings, engine, token, opener).manner()
    except UserFacingError as error:
        return SkippedFile(str(candidate.path), error.message)
    except OSError as error:
        return SkippedFile(str(candidate.path), f"cannot be read: {error.strerror or error}")


def _group(manner: Manner, members: list[Candidate]) -> PreviewGroup:
    return PreviewGroup(
        format=manner.format,
        encoding=manner.encoding,
        channel=manner.channel,
        files=tuple(member.stored_path for member in members),
        size=sum(member.size for member in members),
    )
