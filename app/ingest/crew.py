"""Read sources in other processes, several at once, handed over in their order.

Each process serves one thread of ours, which waits for it with the interpreter free. What is read ahead is
bounded: one source, or parcel of small ones, more than there are processes, and a short queue for each.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
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
from app.ingest.together import Broken, Message, messages, read_together
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


class ReaderDiedError(Exception):
    """Processes that read a source ended in the middle of it, one after the other."""


class NoReadersError(Exception):
    """Processes that read could not be started; nothing was read."""


Wanted = TypeVar("Wanted")


class RemoteReading:
    """A source that one of the crew reads; see reading.Reading."""

    def __init__(self, crew: Crew, token: CancelToken) -> None:
        self._crew = crew
        self._token = token
        self._queue: queue.SimpleQueue[bytes | Broken | _Share] = queue.SimpleQueue()
        self._heard: deque[Message] = deque()
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

    def put(self, message: bytes | Broken | _Share) -> None:
        """Called by the thread that waits for the process; waits while enough lies ready."""
        with self._crew.taken:
            while self._queue.qsize() >= _BATCHES_AHEAD and not (self._left or self._crew.closed):
                self._crew.taken.wait(_PATIENCE)
        if not (self._left or self._crew.closed):
            self._queue.put(message)

    def _next(self, kind: type[Wanted]) -> Wanted:
        found = self._heard.popleft() if self._heard else self._hear()
        if isinstance(found, Broken):
            self._problems = found.problems
            raise found.error
        if not isinstance(found, kind):
            raise TypeError(f"{type(found).__name__} where {kind.__name__} was to come")
        return found

    def _hear(self) -> Message:
        while True:
            self._token.raise_if_cancelled()
            try:
                message = self._queue.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            with self._crew.taken:
                self._crew.taken.notify_all()
            if isinstance(message, _Share):
                self._heard.extend(message.messages())
                return self._heard.popleft()
            if isinstance(message, Broken):
                return message
            told: Message = pickle.loads(message)  # noqa: S301 - ours
            return told


class _Share:
    """What one source of a parcel told; all of them are unpacked when the first is asked for."""

    def __init__(self, parcel: _Parcel, number: int) -> None:
        self._parcel = parcel
        self._number = number

    def messages(self) -> list[Message]:
        """In their order."""
        return self._parcel.told()[self._number]


class _Parcel:
    """What sources that were read together told, as it came."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._told: list[list[Message]] | None = None

    def told(self) -> list[list[Message]]:
        """By source; to be called by one thread only."""
        if self._told is None:
            self._told = pickle.loads(self._packed)  # noqa: S301 - ours
            self._packed = b""
        return self._told


_Asked = tuple[Candidate, RemoteReading]


class Crew:
    """``size`` processes that read sources, each as ``settings`` say of it; close() ends them at once."""

    def __init__(self, size: int, settings: Callable[[Candidate], Settings], token: CancelToken) -> None:
        self.closed = False
        self.unfit: str | None = None
        """Why no process can be started, if that was found out."""
        self.size = size
        self.taken = threading.Condition()
        """Notified when a message was taken, for those who wait until there is room for the next."""
        self._settings = settings
        self._token = token
        self._idle: queue.SimpleQueue[_Hand | None] = queue.SimpleQueue()
        for _ in range(size):
            self._idle.put(None)
        self._hands: set[_Hand] = set()
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(size, "parlance-reader")

    def read(self, candidates: Sequence[Candidate]) -> list[RemoteReading]:
        """Begin to read sources, together if they are several, as soon as a process is free.

        They are begun in the order of calls.
        """
        readings = [RemoteReading(self, self._token) for _ in candidates]
        try:
            self._threads.submit(self._serve_all, list(zip(candidates, readings, strict=True)))
        except RuntimeError as error:  # no further thread can be started
            for reading in readings:
                reading.put(Broken(NoReadersError(str(error)), []))
        return readings

    def muster(self) -> None:
        """Start the processes before there is something to read."""
        for _ in range(self.size):
            self._threads.submit(self._fill_a_place)

    def close(self) -> None:
        """End all processes and threads; nothing that is still being read will come."""
        with self._lock:
            self.closed = True
            hands = list(self._hands)
        for hand in hands:
            hand.end()
        self._threads.shutdown(cancel_futures=True)

    def _fill_a_place(self) -> None:
        hand = self._idle.get()
        try:
            hand = hand or self._hire()
        except NoReadersError:  # who wants to read is told so
            _log.debug("no process to read ahead")
        finally:
            self._idle.put(hand)

    def _serve_all(self, asked: list[_Asked]) -> None:
        for candidate, reading in self._serve_together(asked) if len(asked) > 1 else asked:
            if self.closed:
                return
            self._serve(candidate, reading)

    def _serve_together(self, asked: list[_Asked]) -> list[_Asked]:
        """Those are returned that have to be read one by one: all when reading them together failed."""
        hand = self._idle.get()
        try:
            hand = hand or self._hire()
            left, packed = hand.read([(candidate, self._settings(candidate)) for candidate, _ in asked])
        except (EOFError, OSError):
            if hand is not None:
                self._dismiss(hand)
            hand = None
            return asked
        except Exception:  # noqa: BLE001 - whatever it is, it comes again, for one of them
            return asked
        finally:
            self._idle.put(hand)
        parcel = _Parcel(packed)
        alone = set(pickle.loads(left))  # noqa: S301 - ours
        for number, (_candidate, reading) in enumerate(asked):
            if number not in alone:
                reading.put(_Share(parcel, number))
        return [asked[number] for number in sorted(alone)]

    def _serve(self, candidate: Candidate, reading: RemoteReading) -> None:
        hand = self._idle.get()
        told = 0
        try:
            for attempt in range(_ATTEMPTS):
                hand = hand or self._hire()
                try:
                    for number, message in enumerate(hand.read([(candidate, self._settings(candidate))])):
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
            reading.put(Broken(error, []))
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

    def read(self, asked: list[tuple[Candidate, Settings]]) -> Iterator[bytes]:
        """The messages about one source; EOFError when the process ends before the last one.

        About several there are two messages: the numbers of those that must be read alone, and a parcel.
        """
        self._pipe.send(asked)
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
            asked: list[tuple[Candidate, Settings]] = pipe.recv()
            for packed in _alone(asked[0], engine) if len(asked) == 1 else _parcel(asked, engine):
                pipe.send_bytes(packed)
            pipe.send_bytes(b"")
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return


def _alone(asked: tuple[Candidate, Settings], engine: RepairEngine) -> Iterator[bytes]:
    candidate, settings = asked
    return map(_packed, messages(LocalReading(candidate, settings, engine, CancelToken(), open_binary)))


def _parcel(asked: list[tuple[Candidate, Settings]], engine: RepairEngine) -> Iterator[bytes]:
    told = read_together(asked, engine, CancelToken(), open_binary)
    yield pickle.dumps([number for number, one in enumerate(told) if one is None])
    safe = [[_sure(message) for message in one or ()] for one in told]
    yield pickle.dumps(safe, pickle.HIGHEST_PROTOCOL)


def _sure(message: Message) -> Message:
    """The message, or for an error what will be unpacked of it."""
    if not isinstance(message, Broken):
        return message
    told: Message = pickle.loads(_packed(message))  # noqa: S301 - ours
    return told


def _packed(message: Message) -> bytes:
    try:
        packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        if isinstance(message, Broken):
            pickle.loads(packed)  # noqa: S301 - an error may be packed and not be unpacked
    except Exception:
        if not isinstance(message, Broken):
            raise
        told = RuntimeError(f"{type(message.error).__name__}: {message.error}")
        packed = pickle.dumps(Broken(told, message.problems))
    return packed
