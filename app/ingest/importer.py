"""Import transcripts into a corpus: a generator whose every yield is a report and a cancel point."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.errors import BadInputError, CorpusError, UserFacingError
from app.formats.base import FORMATS
from app.i18n import _
from app.ingest.amount import Amount
from app.ingest.discover import Candidate, discover, portable_name, singles
from app.ingest.files import Opener, digest_file, digest_folder, open_binary
from app.ingest.gather import Problem
from app.ingest.ledger import Decision, Ledger, Settings
from app.ingest.left_out import OUTCOME, as_before, left_out_before
from app.ingest.options import ImportOptions
from app.ingest.reading import Manner, Reading
from app.ingest.readings import Readings
from app.ingest.resting import resting
from app.ingest.revisit import Revisited, revisit
from app.ingest.tally import Tally
from app.ingest.transcribe import Transcriber
from app.ingest.trees import entry_of
from app.ingest.wishes import NO_WISH, Unmatched
from app.model.progress import Cancelled, CancelToken, Progress
from app.model.reports import ImportReport, LogEntry, SkippedFile
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from app.store.session import TranscriptSession, TranscriptSpec
from app.store.writer import StoredTranscript, Writer

_log = logging.getLogger(__name__)
_FILES_PER_REPORT = 500
_SMALL = 1 << 20
"""Bytes; who reads more lets nobody wait for it."""
_TIDY_SHARE = 5
"""The index is tidied when at least one turn in so many is new."""


def import_paths(
    corpus: Corpus,
    paths: Sequence[Path],
    options: ImportOptions,
    engine: RepairEngine,
    token: CancelToken,
    *,
    opener: Opener = open_binary,
) -> Generator[Progress, None, ImportReport]:
    """Import files and folders; run it with ``drain`` or by hand.

    What cannot be read is skipped with its reason and never stops the rest. Raises
    CorpusBusyError when another program is writing, CorpusError when the corpus itself cannot be
    written (a full disk), Cancelled after ``token`` was cancelled; what was committed before
    stays, and the next run continues from there.
    """
    started = time.perf_counter()
    run = _Run(corpus, options, engine, token, opener)
    try:
        candidates = yield from run.look(paths)
    except BaseException:
        run.close()
        raise
    with corpus.writer(options.holder) as writer:

        def lie_down() -> None:
            writer.flush()
            writer.beat()

        work = run.everything(candidates, corpus, writer)
        revisited = yield from resting(work, token, lie_down)
    return replace(
        run.tally.report(time.perf_counter() - started),
        settled=len(revisited.settled),
        twins=len(revisited.twins),
    )


def claimed_members(listing: tuple[str, ...]) -> frozenset[str]:
    """The files of a folder that some format explains as one transcript; the largest claim wins."""
    claims = (item.claims(listing) for _name, item in FORMATS.items())
    return max(claims, key=len, default=frozenset())


class _Run:
    """One import run; ``tally`` holds its counts."""

    def __init__(
        self, corpus: Corpus, options: ImportOptions, engine: RepairEngine, token: CancelToken, opener: Opener
    ) -> None:
        self.tally = Tally()
        self._corpus = corpus.path
        self._left_before = left_out_before(corpus.reader())
        self._first = not corpus.reader().counts().transcripts
        self._options = options.checked()
        self._readings = Readings(self._settings, engine, token, opener, options.readers)
        self._engine = engine
        self._token = token
        self._opener = opener
        self._ledger = Ledger([])
        self._amount = Amount()
        self._left: list[Candidate] = []
        self._waiting: list[Candidate] = []
        self._before = self.tally
        self._usual = self._options.settings()

    def look(self, paths: Sequence[Path]) -> Generator[Progress, None, list[Candidate]]:
        """Everything that may be a transcript."""
        found: list[Candidate] = []
        looked = size = 0
        self._options = as_before(self._options, self._left_before, paths)
        self._usual = self._options.settings()
        unmatched = Unmatched(() if self._options.among is not None else self._options.rules)
        yield Progress(_("looking for transcripts"), 0, None, _("files"))
        for looked, item in enumerate(discover(paths, corpus=self._corpus, claim=claimed_members), start=1):
            if isinstance(item, SkippedFile):
                if self._options.names(Path(item.path)):
                    self.tally.skip(item.path, item.reason)
            else:
                unmatched.see(item)
                if self._options.wanted(item):
                    found.append(item)
                    size += item.size
                    if self._first:  # nothing of it is known and may be left as it is
                        self._readings.expect(len(found), size)
                elif self._options.leaves_out(item):
                    self._left.append(item)
                    self.tally.left_out += 1
            if looked % _FILES_PER_REPORT == 0:
                yield Progress(_("looking for transcripts"), looked, None, _("files"))
                self._token.raise_if_cancelled()
        for pattern in unmatched.patterns:
            self.tally.warn(pattern, [(_("pattern"), _("no file that was found matches it"))])
        return found

    def everything(
        self, candidates: Sequence[Candidate], corpus: Corpus, writer: Writer
    ) -> Generator[Progress, None, Revisited]:
        """Import them, look at damaged turns again, tidy up."""
        with closing(self), writer.together():
            yield from self.take_in(candidates, writer)
        writer.lighten()
        revisited = yield from revisit(writer, self._engine, self._token)
        yield from self.tidy(corpus, writer)
        return revisited

    def take_in(self, candidates: Sequence[Candidate], writer: Writer) -> Generator[Progress, None, None]:
        """Import them one after another."""
        self._ledger = Ledger(writer.transcripts())
        for skipped in self.tally.skipped:
            writer.log(_skipped(skipped.path, skipped.path, skipped.reason))
        for left in self._left:
            self._note_left_out(left, writer)
        self._amount = Amount(candidates)
        self._readings.plan(candidate for candidate in candidates if not self._ledger.knows(candidate))
        for candidate in candidates:
            yield self._amount.report(candidate, 0)
            self._token.raise_if_cancelled()
            writer.beat()
            if candidate.size > _SMALL:
                writer.flush()
            yield from self._kept(candidate, writer)
            self._amount.leave(candidate)

    def _kept(self, candidate: Candidate, writer: Writer) -> Generator[Progress, None, None]:
        """Import one source; when its failure took others along that wait for their commit, those again."""
        if not writer.holds:
            self._waiting, self._before = [], self.tally.copy()
        self._waiting.append(candidate)
        yield from self._guarded(candidate, writer)
        if writer.lost():
            self.tally, self._ledger = self._before, Ledger(writer.transcripts())
            for again in self._waiting:
                yield from self._guarded(again, writer)
                writer.flush()

    def close(self) -> None:
        """End what reads ahead, and tell when nobody could."""
        self._readings.close()
        if self._readings.hindrance:
            words = _("reading in several processes at once failed ({reason}); this one read alone")
            self.tally.warn(str(self._corpus), [(_("import"), words.format(reason=self._readings.hindrance))])

    def tidy(self, corpus: Corpus, writer: Writer) -> Generator[Progress, None, None]:
        """Merge the pieces of the full-text index, if this run brought a good part of the corpus."""
        if self.tally.turns * _TIDY_SHARE < corpus.reader().counts().turns:
            return
        step = 0
        while self.tally.turns and writer.compact_index():
            step += 1
            yield Progress(_("tidying the index"), step, None, _("steps"))
            self._token.raise_if_cancelled()

    def _settings(self, candidate: Candidate) -> Settings:
        """How a source is to be read, by what was asked for now and before."""
        kept = self._ledger.kept(candidate)
        plain = kept == NO_WISH and not self._options.rules
        return self._usual if plain else self._options.settings(candidate, kept)

    def _guarded(self, candidate: Candidate, writer: Writer) -> Generator[Progress, None, None]:
        """Import one source; its failure is noted and goes no further."""
        try:
            yield from self._import(candidate, writer)
        except (CorpusError, Cancelled):
            raise
        except BadInputError as error:
            if candidate.is_folder and not self._wishes_format(candidate):
                yield from self._apart(candidate, error, writer)
            else:
                self._skip(candidate, error.message, writer, getattr(error, "header", ()))
        except UserFacingError as error:
            self._skip(candidate, error.message, writer, getattr(error, "header", ()))
        except OSError as error:
            self._skip(candidate, f"cannot be read: {error.strerror or error}", writer)
        except Exception as error:  # noqa: BLE001 - a bug of ours in one format must not cost the other files
            _log.exception("import of %s failed", candidate.path)
            self._skip(candidate, f"internal error: {type(error).__name__}: {error}", writer)

    def _wishes_format(self, candidate: Candidate) -> bool:
        return self._settings(candidate).wish.format is not None

    def _apart(
        self, folder: Candidate, error: BadInputError, writer: Writer
    ) -> Generator[Progress, None, None]:
        """A folder that looked like an export and is none: its files are imported one by one."""
        self.tally.warn(str(folder.path), [(_("as a whole"), error.message)])
        for single in singles(folder):
            if self._options.leaves_out(single):
                self.tally.left_out += 1
                self._note_left_out(single, writer)
            elif self._options.wanted(single):
                yield from self._guarded(single, writer)

    def _note_left_out(self, candidate: Candidate, writer: Writer) -> None:
        if candidate.stored_path not in self._left_before:
            writer.log(LogEntry(_now(), candidate.name, candidate.stored_path, OUTCOME))

    def _skip(self, candidate: Candidate, reason: str, writer: Writer, header: tuple[str, ...] = ()) -> None:
        self.tally.skip(str(candidate.path), reason, header)
        writer.log(_skipped(candidate.name, candidate.stored_path, reason))

    def _import(self, candidate: Candidate, writer: Writer) -> Generator[Progress, None, None]:
        reading = self._readings.take(candidate)
        try:
            digest = reading.digest()
            settings = self._settings(candidate)
            decision = self._ledger.decide(candidate, digest, settings, self._holds_content)
            if decision.kind == "unchanged":
                self._leave(candidate, decision, writer)
                return
            manner = reading.manner()
            producer = settings.told(manner.format, manner.columns)
            intake = _Intake(candidate, digest, decision, manner, producer, writer)
            yield from self._transcribe(candidate, reading, intake, writer)
        finally:
            reading.leave()
        self.tally.transcripts += 1
        self.tally.duplicates += decision.duplicate_of is not None

    def _transcribe(
        self, candidate: Candidate, reading: Reading, intake: _Intake, writer: Writer
    ) -> Generator[Progress, None, None]:
        transcriber = Transcriber(intake.begin, intake.entry, intake.continued())
        skip = transcriber.session.turns_done if transcriber.session else 0
        try:
            for gathered in transcriber.run(reading.batches(skip)):
                yield self._amount.report(candidate, gathered.read)
                writer.beat()
        except (Cancelled, OSError, CorpusError):
            # An update is one transaction; what a new transcript committed is continued the next time.
            if transcriber.session is not None:
                writer.rollback()
            raise
        except Exception:
            if transcriber.session is not None:
                transcriber.session.abandon()
            raise
        finally:
            self._count(candidate, transcriber, reading)
        if transcriber.session is not None:
            self._ledger.note(intake.stored(transcriber.session))

    def _count(self, candidate: Candidate, transcriber: Transcriber, reading: Reading) -> None:
        self.tally.warn(str(candidate.path), [*transcriber.problems, *reading.problems()])
        if transcriber.session is not None:
            self.tally.conversations += transcriber.session.conversations_made
            self.tally.turns += transcriber.session.turns_written
            self.tally.repaired_turns += transcriber.session.turns_changed

    def _leave(self, candidate: Candidate, decision: Decision, writer: Writer) -> None:
        self.tally.unchanged += 1
        stored = decision.stored
        if stored and stored.path != candidate.stored_path and not self._holds_content(stored):
            writer.move(stored.id, portable_name([str(candidate.root)]), candidate.stored_path)
            self._ledger.note(writer.transcript(stored.id))

    def _holds_content(self, stored: StoredTranscript) -> bool:
        """Whether the file that a transcript was read from is still there as it was."""
        path = Path(stored.path)
        try:
            entry = entry_of(path)
            if entry.kind == "file":
                return entry.size == stored.size and digest_file(path, self._opener) == stored.digest
            members = tuple(claimed_members(tuple(entry.listing())))
            return digest_folder(path, members, self._opener) == stored.digest
        except (OSError, BadInputError):
            return False


class _Intake:
    """Begins the session of one source the way that was decided."""

    def __init__(
        self,
        candidate: Candidate,
        digest: str,
        decision: Decision,
        manner: Manner,
        producer: str,
        writer: Writer,
    ) -> None:
        self._writer = writer
        self._began = time.perf_counter()
        self._stored = decision.stored
        self._continues = decision.kind == "continue" and _reads_alike(decision.stored, manner)
        self._spec = TranscriptSpec(
            name=decision.name,
            root=portable_name([str(candidate.root)]),
            path=candidate.stored_path,
            digest=digest,
            size=candidate.size,
            format=manner.format,
            encoding=manner.encoding,
            channel=manner.channel,
            producer=producer,
            imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
            duplicate_of=decision.duplicate_of,
            runner_up=manner.runner_up,
        )

    def continued(self) -> TranscriptSession | None:
        """The session of an unfinished transcript that can be gone on with."""
        if self._stored is None or not self._continues:
            return None
        return self._writer.session(replace(self._spec, continues=self._stored.id))

    def begin(self) -> TranscriptSession:
        """A new session; an older version is replaced when the session finishes."""
        old = self._stored
        return self._writer.session(self._spec if old is None else replace(self._spec, replaces=old.id))

    def stored(self, session: TranscriptSession) -> StoredTranscript:
        """What the bookkeeping knows of it when it is complete."""
        spec = self._spec
        return StoredTranscript(
            session.id, spec.name, spec.root, spec.path, spec.digest, spec.size, spec.format, spec.encoding,
            spec.channel, spec.producer, complete=True, turns_done=session.turns_done,
        )  # fmt: skip

    def entry(self, problems: list[Problem], counts: tuple[int, int, int]) -> LogEntry:
        """What the log keeps of it when it is complete."""
        spec = self._spec
        old = self._stored
        outcome = "imported" if old is None else "continued" if self._continues else "updated"
        return LogEntry(
            _now(), spec.name, spec.path, outcome, spec.format, spec.encoding, spec.channel, *counts,
            seconds=time.perf_counter() - self._began, problems=tuple(problems),
        )  # fmt: skip


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _skipped(name: str, path: str, reason: str) -> LogEntry:
    return LogEntry(_now(), name, path, "skipped", problems=(("", reason),))


def _reads_alike(stored: StoredTranscript | None, manner: Manner) -> bool:
    """Turns can only be counted on when the same format, encoding and repair read them as before."""
    return stored is not None and (stored.format, stored.encoding, stored.channel) == (
        manner.format,
        manner.encoding,
        manner.channel,
    )
