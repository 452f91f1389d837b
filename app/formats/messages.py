"""Lists of messages as APIs of chats and forums give them: Discourse, Rocket.Chat, Gitter, Zulip and others.

Where in the document the messages are, and under which names they keep author, text, time, id and parent,
is found out from its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Final

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_records import may_be_json
from app.formats._json_walk import Border, Found, Path, walk
from app.formats._message_keys import is_message, read_message
from app.formats._streams import told_once
from app.formats.base import FORMATS, HEAD_CHARS, Format, Sample, Source
from app.formats.records import JsonObject, words
from app.formats.values import shown
from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_DEPTH: Final = 4
_PAGE: Final = 5_000
"""A list of so few messages is put in order when it comes with the newest first."""
_TITLES: Final = ("title", "name", "topic", "subject", "display_name", "fname")
_HOLDERS: Final = ("chatInfo", "chat", "channel", "room", "space")
"""Where the title may stand besides."""
_LEAST_SHARE: Final = 0.5
_GLANCE: Final = 8 * 1024


_LINES: Final = re.compile(r"\{[^\n]*\}[ \t\r]*\n\s*\{")
"""An object a line: that is no document."""


class _UpTo:
    """All paths of at most so many steps."""

    def __contains__(self, path: object) -> bool:
        return isinstance(path, tuple) and len(path) <= _DEPTH


@FORMATS.register("messages")
class MessagesFormat(Format):
    """JSON documents with a list of messages in known words; other formats know theirs better."""

    name = "messages"
    title = "Chat and forum pages (Discourse, Rocket.Chat, Gitter, Zulip, …)"
    extensions = (".json",)
    structured = True

    def score(self, sample: Sample) -> float:
        """Half sure when the document holds a list of what could be messages."""
        return 0.5 if not sample.is_folder and _list_in(sample.head) is not None else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """What is told around the messages, and the messages; the newest last."""
        chunks = source.chunks()
        head = ""
        for chunk in chunks:
            head += chunk
            if len(head) >= HEAD_CHARS:
                break
        where = _list_in(head[:HEAD_CHARS])
        if where is None:
            raise BadInputError("no list of messages is found")
        return _read(chain([head], chunks), where, source)

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)


def _list_in(head: str) -> Path | None:
    """As ``_list_within``; a small piece of the beginning is enough where it shows several messages."""
    found = _list_within(head[:_GLANCE], at_least=2) if len(head) > _GLANCE else None
    return found if found is not None else _list_within(head)


def _list_within(head: str, *, at_least: int = 1) -> Path | None:
    """The path of the list with the most messages, () for the document itself; None when there is none."""
    text = head.lstrip("\ufeff \t\r\n")
    if not may_be_json(text) or _LINES.match(text):
        return None
    members: dict[Path, set[str]] = {}
    good: dict[Path, int] = {}
    count: dict[Path, int] = {}
    for item in walk([head], _UpTo()):
        if isinstance(item, ParseProblem):
            break
        if isinstance(item, Border) and item.kind == "end":
            if item.path[-1:] == ("*",):
                count[item.path] = count.get(item.path, 0) + 1
                good[item.path] = good.get(item.path, 0) + is_message(members.get(item.path, set()))
            members.pop(item.path, None)
        elif item.path:
            members.setdefault(item.path[:-1], set()).add(item.path[-1])
    for path in [path for path in members if path[-1:] == ("*",)]:  # of an item that is cut off
        count[path] = count.get(path, 0) + is_message(members[path])
        good[path] = good.get(path, 0) + is_message(members[path])
    likely = [
        path for path, number in good.items() if number >= at_least and number / count[path] >= _LEAST_SHARE
    ]
    return max(likely, key=lambda path: (good[path], -len(path)))[:-1] if likely else None


def _read(chunks: Iterator[str], where: Path, source: Source) -> Iterator[ParseEvent]:
    about: JsonObject = {}
    events = told_once(_messages(chunks, where, about, source))
    first = list(islice(events, _PAGE))
    rest = next(events, None)
    times = [event.time for event in first if isinstance(event, ParsedTurn) and event.time]
    if rest is None and times != sorted(times) and times == sorted(times, reverse=True):
        first.reverse()
        first.sort(key=lambda event: isinstance(event, ParsedTurn | ParseProblem))
    chats: dict[str, str] = {}
    for event in chain(first, [] if rest is None else [rest], events):
        if isinstance(event, ParsedConversation):
            chats[event.key] = event.title
        yield event
    if not chats:
        raise BadInputError("no message can be read")
    if about:
        key, title = next(iter(chats.items()))
        places = [about, *(inner for name in _HOLDERS if isinstance(inner := about.get(name), dict))]
        told = (found for place in places for name in _TITLES if (found := words(place.get(name), source)))
        yield ParsedConversation(key, next(told, title) if len(chats) == 1 else title, about)


def _messages(chunks: Iterator[str], where: Path, about: JsonObject, source: Source) -> Iterator[ParseEvent]:
    entered = frozenset(where[:length] for length in range(len(where) + 1))
    chat = "1"
    for item in walk(chunks, entered):
        if isinstance(item, ParseProblem):
            yield item
        elif isinstance(item, Found) and item.path == (*where, "*"):
            message = read_message(item.value) if isinstance(item.value, dict) else None
            if message is None:
                yield ParseProblem(f"message {item.number}", "no author or no text")
                continue
            # One that does not say where it was written stands with the one before it.
            chat = " / ".join(filter(None, [message.chat, message.topic])) or chat
            yield ParsedConversation(chat, words(message.topic, source))
            yield ParsedTurn(
                chat,
                words(message.author, source) or "?",
                source.repair(shown(message.text)),
                message.key,
                message.parent,
                role=message.role,
                time=message.time,
                meta=message.meta,
            )
        elif isinstance(item, Found) and item.path and len(item.path) == 1:
            about[item.path[0]] = item.value
