"""What readers and meters remember of forms: as much together as a text in noise may make them hold."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar
from weakref import WeakValueDictionary

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST = 14_000
"""So many forms are remembered by all together. Text has a few thousand; noise has new ones in every line,
and each of them is looked at in every channel."""


class Remembered(dict[K, V]):
    """Form -> what is known of it. All of them begin anew when they hold too much together."""

    __slots__ = ("__weakref__",)

    def __init__(self) -> None:
        super().__init__()
        _kept.every[id(self)] = self

    def keep(self, form: K, known: V) -> V:
        """Remember ``known`` of a form that is not remembered yet, and return it."""
        if _kept.count >= MOST:
            for one in list(_kept.every.values()):
                one.clear()
            _kept.count = 0
        _kept.count += 1
        self[form] = known
        return known


class _Kept:
    """The dictionaries in use, and how many forms they hold at most."""

    def __init__(self) -> None:
        self.every: WeakValueDictionary[int, dict[Any, Any]] = WeakValueDictionary()
        self.count = 0


_kept = _Kept()
