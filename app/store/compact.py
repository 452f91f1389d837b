"""Make a corpus file as small as it can be; what was kept of removed transcripts goes."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from dataclasses import dataclass

from app.errors import CorpusError
from app.i18n import _
from app.model.progress import CancelToken, Progress
from app.store.corpus import Corpus

_ROOM = 2
"""SQLite writes the file anew beside it and then into its log."""


@dataclass(frozen=True, slots=True)
class CompactReport:
    """Sizes of the corpus file in bytes, and how many removed transcripts were forgotten."""

    before: int
    after: int
    forgotten: int


def compact(corpus: Corpus, token: CancelToken, holder: str) -> Generator[Progress, None, CompactReport]:
    """Forget removed transcripts, merge the index, write the file anew.

    Raises CorpusError when the disk has not enough room, with nothing changed; Cancelled leaves a whole
    corpus, of which the removed transcripts may be forgotten already.
    """
    size = corpus.path.stat().st_size
    free = shutil.disk_usage(corpus.path.parent).free
    if free < _ROOM * size:
        raise CorpusError(
            _("Compacting needs {need} MB beside the corpus, and {free} MB are free.").format(
                need=f"{_ROOM * size // 1_000_000:,}", free=f"{free // 1_000_000:,}"
            ),
            _("Nothing was changed."),
        )
    stage = _("compacting")
    yield Progress(stage, 0, None, _("steps"))
    with corpus.writer(holder) as writer:
        forgotten = writer.forget_removed()
        step = 0
        while writer.compact_index():
            step += 1
            yield Progress(stage, step, None, _("steps"))
            token.raise_if_cancelled()
        yield Progress(stage, step + 1, None, _("steps"), _("writing the file anew"))
        token.raise_if_cancelled()
        token.on_cancel(writer.connection.interrupt)
        writer.write_anew()
    return CompactReport(size, corpus.path.stat().st_size, forgotten)
