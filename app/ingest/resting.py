"""Work that rests when it is asked to, between two of its reports."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import TypeVar

from app.i18n import _
from app.model.progress import CancelToken, Progress

T = TypeVar("T")
_LOOK = 0.2
"""Seconds between two signs of life."""


def resting(
    work: Generator[Progress, None, T], token: CancelToken, lie_down: Callable[[], None]
) -> Generator[Progress, None, T]:
    """``work`` with its reports, resting while ``token`` is paused; raises Cancelled when called off then.

    ``lie_down`` is called again and again during a rest.
    """
    try:
        while True:
            try:
                report = next(work)
            except StopIteration as end:
                result: T = end.value
                return result
            yield report
            while token.paused:
                lie_down()
                yield replace(report, stage=_("paused"))
                token.rest(_LOOK)
            token.raise_if_cancelled()
    finally:
        work.close()
