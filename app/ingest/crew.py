"""Read sources in other processes, several at once, handed over in their order.

Each process serves one thread of ours, which waits for it with the interpreter free. What is read ahead is
bounded: one source more than there are processes, and a short queue for each.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from app.ingest.discover import Candidate
from app.ingest.files import open_binary
from app.ingest.gather import Gathered, Problem
from app.ingest.ledger import Settings
from app.ingest.reading import LocalReading, Manner
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine

_log = logging.getLogger(__name__)
_BATCHES_AHEAD = 2
_NICE = 5
"""Windows stay ahead of what reads for them in the background."""
_ALLOCATIONS = 50_000
"""Turns come by the thousand and are never garbage in circles: the collector looks less often."""
_PATIENCE = 0.2
"""Seconds between two looks whether work was called off."""
_START = 120.0
"""Seconds that a process has to start, on a machine that does much else."""
_HERE = b"here"
_ATTEMPTS = 2
"""A process may be killed for what others do; a source that ends two of them is at fault itself."""


class _Broken:
    """Reading ended in an error; what was found wrong since the last batch."""

    def __init__(self, error: Exception, problems: list[Problem]) -> None:
        self.error = error
        self.problems = problems


class ReaderDiedError(Exception):
    """Processes that read a source ended in the middle of it, one after the other."""


class NoReadersError(Exception):
    """Processes that read could not be started; nothing was read."""


Wanted = TypeVar("Wanted")
_Message = str | Manner | Gathered | _Broken


class RemoteReading:
    """A source that one of the crew reads; see reading.Reading."""

    def __init__(self, crew: Crew, token: CancelToken) -> None:
        self._crew = crew
        self._token = token
        self._queue: queue.Queue[bytes | _Broken] = queue.Queue(_BATCHES_AHEAD)
        self._problems: list[Problem] = []
        self._left = False

    def digest(self) -> str:
        """As LocalReading gives it."""
        return self._next(str)

    def manner(self) -> Manner:
        """As LocalReading gives it."""
        return self._next(Manner)

    def batches(self, skip: int) -> Iterator[Gathered]:
        """All batches; none can be skipped."""
        if skip:
            raise ValueError("a source that is read elsewhere is read whole")
        while True:
            found = self._next(Gathered)
            yield found
            if found.last:
                return

    def problems(self) -> list[Problem]:
        """What no batch told of."""
        return self._problems

    def leave(self) -> None:
        """What still comes is dropped."""
        self._left = True

    def put(self, message: bytes | _Broken) -> None:
        """Called by the thread that waits for the process; waits while enough lies ready."""
        while not (self._left or self._crew.closed):
            try:
                self._queue.put(message, timeout=_PATIENCE)
            except queue.Full:
                continue
            return

    def _next(self, kind: type[Wanted]) -> Wanted:
        while True:
            self._token.raise_if_cancelled()
            try:
                message = self._queue.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            found = pickle.loads(message) if isinstance(message, bytes) else message  # noqa: S301 - ours
            if isinstance(found, _Broken):
                self._problems = found.problems
                raise found.error
            if not isinstance(found, kind):
                raise TypeError(f"{type(found).__name__} where {kind.__name__} was to come")
            return found


class Crew:
    """``size`` processes that read sources, each as ``settings`` say of it; close() ends them at once."""

    def __init__(self, size: int, settings: Callable[[Candidate], Settings], token: CancelToken) -> None:
        self.closed = False
        self.unfit: str | None = None
        """Why no process can be started, if that was found out."""
        self.size = size
        self._settings = settings
        self._token = token
        self._idle: queue.SimpleQueue[_Hand | None] = queue.SimpleQueue()
        for _ in range(size):
            self._idle.put(None)
        self._hands: set[_Hand] = set()
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(size, "parlance-reader")

    def read(self, candidate: Candidate) -> RemoteReading:
        """Begin to read a source as soon as a process is free; sources are begun in the order of calls."""
        reading = RemoteReading(self, self._token)
        try:
            self._threads.submit(self._serve, candidate, reading)
        except RuntimeError as error:  # no further thread can be started
            reading.put(_Broken(NoReadersError(str(error)), []))
        return reading

    def close(self) -> None:
        """End all processes and threads; nothing that is still being read will come."""
        with self._lock:
            self.closed = True
            hands = list(self._hands)
        for hand in hands:
            hand.end()
        self._threads.shutdown(cancel_futures=True)

    def _serve(self, candidate: Candidate, reading: RemoteReading) -> None:
        hand = self._idle.get()
        told = 0
        try:
            for attempt in range(_ATTEMPTS):
                hand = hand or self._hire()
                try:
                    for number, message in enumerate(hand.read(candidate, self._settings(candidate))):
                        if number == told:  # a second process says what the first one said
                            reading.put(message)
                            told += 1
                except (EOFError, OSError):
                    self._dismiss(hand)
                    hand = None
                    if attempt + 1 == _ATTEMPTS or self.closed:
                        raise ReaderDiedError("reading it ended the process that read it") from None
                else:
                    break
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits for the source must hear of it
            reading.put(_Broken(error, []))
        finally:
            self._idle.put(hand)

    def _hire(self) -> _Hand:
        """A process that has started; NoReadersError when none does, now or before."""
        if self.unfit is not None:
            raise NoReadersError(self.unfit)
        try:
            with self._lock:
                hand = _Hand()
                self._hands.add(hand)
                if self.closed:
                    hand.end()
            hand.wait()
        except Exception as error:
            if not self.closed:
                self.unfit = str(error) or type(error).__name__
                _log.warning("processes that read cannot be started", exc_info=True)
            raise NoReadersError(self.unfit) from error
        return hand

    def _dismiss(self, hand: _Hand) -> None:
        with self._lock:
            self._hands.discard(hand)
        hand.end()


class _Hand:
    """One process and our end of the pipe to it."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_work, args=(theirs,), name="parlance-reader", daemon=True
        )
        try:
            self._process.start()
        finally:
            theirs.close()

    def wait(self) -> None:
        """Until it has started; EOFError when it ended, TimeoutError when nothing is heard of it."""
        if not self._pipe.poll(_START):
            self.end()
            raise TimeoutError("a process was started and did not answer")
        try:
            self._pipe.recv_bytes()
        except (EOFError, OSError):
            self.end()
            raise EOFError(f"it ended at once, with status {self._process.exitcode}") from None

    def read(self, candidate: Candidate, settings: Settings) -> Iterator[bytes]:
        """The messages about one source; EOFError when the process ends before the last one."""
        self._pipe.send((candidate, settings))
        while message := self._pipe.recv_bytes():
            yield message

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.join()


def _work(pipe: Connection) -> None:
    """Read what is asked for until the pipe is closed; the body of a process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the importing process decides what an interrupt means
    gc.set_threshold(_ALLOCATIONS)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    engine = RepairEngine()
    with suppress(OSError):
        pipe.send_bytes(_HERE)
    while True:
        try:
            candidate, settings = pipe.recv()
            for message in _messages(LocalReading(candidate, settings, engine, CancelToken(), open_binary)):
                pipe.send_bytes(_packed(message))
            pipe.send_bytes(b"")
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _messages(reading: LocalReading) -> Iterator[_Message]:
    try:
        yield reading.digest()
        yield reading.manner()
        yield from reading.batches(0)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001 - raised again where the source is taken in
        yield _Broken(error, reading.problems())


def _packed(message: _Message) -> bytes:
    try:
        packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        if isinstance(message, _Broken):
            pickle.loads(packed)  # noqa: S301 - an error may be packed and not be unpacked
    except Exception:
        if not isinstance(message, _Broken):
            raise
        told = RuntimeError(f"{type(message.error).__name__}: {message.error}")
        packed = pickle.dumps(_Broken(told, message.problems))
    return packed
