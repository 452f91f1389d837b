"""When Python looks for circular garbage: rarely all of it, for nobody can do anything else meanwhile."""

from __future__ import annotations

import gc
from typing import Final

_YOUNG, _MIDDLE, _ALL = 5_000, 20, 20
THRESHOLDS: Final = (_YOUNG, _MIDDLE, _ALL)
"""New objects before a look at the youngest, and looks before one at the next older ones."""
_PYTHONS_OWN: Final = gc.get_threshold()


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
