"""Progress reports and cancellation for long work; every yield of a generator is both."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):  # noqa: N818 - a request by the user, not an error
    """Raised inside long work after its token was cancelled; what was committed stays."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of long work.

    ``stage`` is a short verb phrase for the status bar ("importing"), ``done`` and
    ``total`` count ``unit`` things (total None: not yet known), ``detail`` is free text.
    """

    stage: str
    done: int
    total: int | None
    unit: str
    detail: str = ""


class CancelToken:
    """A one-way switch shared by who started long work and who does it; thread-safe.

    Work that can rest looks at ``paused`` now and then, and waits until it may go on.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._callbacks: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def cancelled(self) -> bool:
        """True once cancel() was called."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; runs the callbacks (for example Connection.interrupt) once."""
        with self._lock:
            self._event.set()
            self._going.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    @property
    def paused(self) -> bool:
        """True while the work is asked to rest."""
        return not self._going.is_set()

    def pause(self) -> None:
        """Ask the work to rest; work that was called off does not."""
        with self._lock:
            if not self._event.is_set():
                self._going.clear()

    def resume(self) -> None:
        """Let the work go on."""
        self._going.set()

    def rest(self, seconds: float) -> None:
        """Wait while paused, but no longer than that."""
        self._going.wait(seconds)

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` at cancellation, or at once when already cancelled."""
        with self._lock:
            if not self._event.is_set():
                self._callbacks.append(callback)
                return
        callback()

    def raise_if_cancelled(self) -> None:
        """Raise Cancelled when the token was cancelled."""
        if self._event.is_set():
            raise Cancelled
