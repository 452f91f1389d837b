"""Who is writing to a corpus: one row in the file, so that a second writer can wait and name the first."""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.errors import CorpusBusyError

STALE_SECONDS = 600.0
"""A heartbeat older than this is nobody's; every commit of the writer renews it."""


@dataclass(frozen=True, slots=True)
class LockRow:
    """The row as stored; times are seconds since the epoch."""

    token: str
    holder: str
    pid: int
    host: str
    since: float
    heartbeat: float


def read_lock(connection: sqlite3.Connection) -> LockRow | None:
    """The present holder, if any."""
    row = connection.execute(
        "SELECT token, holder, pid, host, since, heartbeat FROM writer_lock WHERE id = 1"
    ).fetchone()
    return None if row is None else LockRow(*row)


def is_stale(lock: LockRow, *, now: float, host: str) -> bool:
    """True when the holder is surely gone: dead on this computer, or silent for STALE_SECONDS."""
    if now - lock.heartbeat > STALE_SECONDS:
        return True
    return lock.host == host and not process_alive(lock.pid)


def process_alive(pid: int) -> bool:
    """True when a process of that number runs on this computer."""
    if os.name == "nt":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _alive_on_windows(pid: int) -> bool:
    """os.kill would end the process there; ask for a handle instead."""
    import ctypes  # noqa: PLC0415 - the Windows library is looked up only on Windows

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute exists only on Windows
    query_limited_information, still_active = 0x1000, 259
    handle = kernel.OpenProcess(query_limited_information, 0, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active


def take(connection: sqlite3.Connection, token: str, holder: str) -> LockRow | None:
    """Try to become the writer; gives back the present holder when that fails."""
    now, host = time.time(), socket.gethostname()
    connection.execute("BEGIN IMMEDIATE")
    try:
        present = read_lock(connection)
        if present is not None and not is_stale(present, now=now, host=host):
            connection.execute("ROLLBACK")
            return present
        connection.execute(
            "INSERT OR REPLACE INTO writer_lock(id, token, holder, pid, host, since, heartbeat)"
            " VALUES (1, ?, ?, ?, ?, ?, ?)",
            (token, holder, os.getpid(), host, now, now),
        )
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return None


def renew(connection: sqlite3.Connection, token: str, path: Path) -> None:
    """Renew the heartbeat inside the caller's transaction; CorpusBusyError when somebody else took over."""
    cursor = connection.execute(
        "UPDATE writer_lock SET heartbeat = ? WHERE id = 1 AND token = ?", (time.time(), token)
    )
    if cursor.rowcount != 1:
        raise busy_error(path, read_lock(connection))


def release(connection: sqlite3.Connection, token: str) -> None:
    """Give the lock back; nothing happens when it is no longer ours."""
    connection.execute("DELETE FROM writer_lock WHERE id = 1 AND token = ?", (token,))


def busy_error(path: Path, lock: LockRow | None) -> CorpusBusyError:
    """Says who holds the corpus, and since when."""
    if lock is None:
        return CorpusBusyError(f"{path} is being written by another program.", "Try again in a moment.")
    since = datetime.fromtimestamp(lock.since, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return CorpusBusyError(
        f"{path} is being written by {lock.holder} (process {lock.pid} on {lock.host}) since {since}.",
        "Wait until it has finished, or stop it there.",
    )
