"""What formats of one message a record have in common: conversations told once, parents that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent


def told_once(events: Iterable[ParseEvent], *, roots: str = "") -> Iterator[ParseEvent]:
    """The events, a conversation only when it is new or gets its title.

    A parent that begins with ``roots`` and did not come yet is left out: exports often hold comments apart
    from what they comment on, and say so in their metadata.
    """
    titles: dict[str, str] = {}
    seen: set[str] = set()
    for event in events:
        if isinstance(event, ParsedConversation):
            if event.key in titles and (titles[event.key] or not event.title):
                continue
            titles[event.key] = event.title
        elif isinstance(event, ParsedTurn) and roots:
            if event.key is not None and event.key.startswith(roots):
                seen.add(event.key)
            if event.parent is not None and event.parent.startswith(roots) and event.parent not in seen:
                yield replace(event, parent=None)
                continue
        yield event
