"""When Python looks for circular garbage: rarely all of it, for nobody can do anything else meanwhile."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Final

_YOUNG, _MIDDLE, _ALL = 5_000, 20, 20
THRESHOLDS: Final = (_YOUNG, _MIDDLE, _ALL)
"""New objects before a look at the youngest, and looks before one at the next older ones."""
_PYTHONS_OWN: Final = gc.get_threshold()


_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Options of glibc's mallopt(3)."""
_LARGE = 4 << 20
"""Smaller blocks are used again: the system hands out new ones page by page, which takes a conversation of
100,000 turns longer than to arrange it."""
_LEFT_ON_TOP = 32 << 20
"""Free memory that may wait at the end of the heap until a thread rests; see give_back."""


def lean_heap() -> None:
    """Have large blocks given back to the system as soon as they are free, where the C library can.

    Left alone, glibc keeps columns of a million numbers and the pages of SQLite for later, thread by
    thread: after an afternoon of searching that is more than what the window holds.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option, value in ((_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _LEFT_ON_TOP), (_ARENA_MAX, 2)):
            mallopt(option, value)


def give_back() -> None:
    """Hand free memory between blocks in use back to the system, where the C library can.

    After a large corpus was opened and searched that is some 15 MB; it takes a few milliseconds of a
    thread that has nothing else to do.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def settle() -> None:
    """Set everything that exists by now apart: modules and widgets live as long as the window.

    A full look over them holds every thread for some 60 ms, and while an import makes objects by the
    hundred thousand it would come twice a second.
    """
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def unsettle() -> None:
    """As it was before ``settle``; for those who start windows one after another."""
    gc.unfreeze()
    gc.set_threshold(*_PYTHONS_OWN)
