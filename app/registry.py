"""A registry that plug-in files fill by a decorator; adding a feature is adding one file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
C = TypeVar("C")


class DuplicateNameError(RuntimeError):
    """Two plug-in files registered the same name: a bug of ours, found at start-up."""


class Registry(Generic[T]):
    """Named plug-ins of one package, loaded on first use.

    ``package`` is the dotted name of the package whose modules register
    themselves, for example ``app.formats``. Modules whose names begin with an
    underscore are not imported.
    """

    def __init__(self, package: str) -> None:
        self.package = package
        self._items: dict[str, T] = {}
        self._sorted: tuple[tuple[str, T], ...] = ()
        self._loaded = False

    def register(self, name: str) -> Callable[[Callable[[], T]], Callable[[], T]]:
        """Decorate a zero-argument class or factory; its product is stored under ``name``."""

        def decorate(factory: Callable[[], T]) -> Callable[[], T]:
            self.add(name, factory())
            return factory

        return decorate

    def add(self, name: str, item: T) -> None:
        """Store ``item`` under ``name``; raises DuplicateNameError when the name is taken."""
        if name in self._items:
            raise DuplicateNameError(f"{self.package}: {name!r} is registered twice")
        self._items[name] = item
        self._sorted = ()

    def module_names(self) -> list[str]:
        """Dotted names of the package's plug-in modules, sorted; the frozen build lists them too."""
        package = importlib.import_module(self.package)
        found = (info.name for info in pkgutil.iter_modules(package.__path__, self.package + "."))
        return sorted(name for name in found if not name.rpartition(".")[2].startswith("_"))

    def load(self) -> None:
        """Import every plug-in module once."""
        if not self._loaded:
            self._loaded = True
            for name in self.module_names():
                importlib.import_module(name)

    def find(self, name: str) -> T | None:
        """The plug-in ``name``, or None. The module called ``name`` (or ``name_``) is tried alone first.

        A command then starts without importing what the other commands need.
        """
        for module in (f"{self.package}.{name}", f"{self.package}.{name}_"):
            if not self._loaded and name not in self._items and module in self.module_names():
                importlib.import_module(module)
        if name in self._items:
            return self._items[name]
        self.load()
        return self._items.get(name)

    def __getitem__(self, name: str) -> T:
        self.load()
        return self._items[name]

    def __contains__(self, name: object) -> bool:
        self.load()
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        self.load()
        return iter(sorted(self._items))

    def __len__(self) -> int:
        self.load()
        return len(self._items)

    def items(self) -> tuple[tuple[str, T], ...]:
        """Name and plug-in, sorted by name."""
        self.load()
        if not self._sorted:
            self._sorted = tuple(sorted(self._items.items(), key=lambda pair: pair[0]))
        return self._sorted
