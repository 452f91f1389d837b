"""Formats of one JSON document that holds chats with lists of messages: what they share."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import ClassVar

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_walk import Border, Found, Path, walk
from app.formats.base import Format, Sample, Source
from app.formats.records import JsonObject
from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_SEEN = 20


@dataclass
class _Chat:
    """A chat that is being read: the key its turns refer to, and what is told of it beside them."""

    key: str = ""
    about: JsonObject = field(default_factory=dict)


class NestedFormat(Format):
    """An export whose ``messages`` are streamed, with the members around them as what is known of a chat.

    ``chats`` are the paths of the objects that are chats, ``entered`` all paths that are walked into.
    """

    structured: ClassVar[bool] = True
    chats: ClassVar[frozenset[Path]] = frozenset({()})
    entered: ClassVar[frozenset[Path]] = frozenset({(), ("messages",)})
    opening: ClassVar[re.Pattern[str]]
    """Found in the head of every file of this format."""

    @abstractmethod
    def recognises(self, message: JsonObject) -> bool:
        """True for a message of this format."""

    @abstractmethod
    def turn(self, chat: str, message: JsonObject, place: str, source: Source) -> ParsedTurn | ParseProblem:
        """One message."""

    @abstractmethod
    def conversation(self, chat: str, about: JsonObject, source: Source) -> ParsedConversation:
        """What is told of a chat, its messages left out."""

    def score(self, sample: Sample) -> float:
        """How many of the first messages are of this format, where the document begins like one."""
        if sample.is_folder or sample.head.lstrip("\ufeff \t\r\n")[:1] != "{":
            return 0.0
        if not self.opening.search(sample.head):
            return 0.0
        found = (item for item in walk([sample.head], self.entered) if self._is_message(item))
        messages = [item.value for item in islice(found, _SEEN) if isinstance(item, Found)]
        good = sum(isinstance(one, dict) and self.recognises(one) for one in messages)
        return 0.9 * good / len(messages) if messages else 0.5

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """The turns of every chat, and after them what is told of it."""
        told = turns = 0
        first: ParseProblem | None = None
        open_chats: list[_Chat] = []
        for item in walk(source.chunks(), self.entered):
            event: ParseEvent | None = None
            if isinstance(item, ParseProblem):
                event = item
            elif isinstance(item, Border):
                if item.path in self.chats:
                    if item.kind == "begin":
                        open_chats.append(_Chat())
                    elif (chat := open_chats.pop()).key:
                        event = self.conversation(chat.key, chat.about, source)
            elif self._is_message(item):
                chat = open_chats[-1]
                if not chat.key:
                    told += 1
                    chat.key = str(told)
                event = self._message(chat.key, item, source)
            elif item.path and item.path[:-1] in self.chats:
                open_chats[-1].about[item.path[-1]] = item.value
            if event is not None:
                turns += isinstance(event, ParsedTurn)
                first = first or (event if isinstance(event, ParseProblem) else None)
                yield event
        yield from (self.conversation(chat.key, chat.about, source) for chat in open_chats if chat.key)
        if not turns:
            first = first or ParseProblem("", "it has no messages")
            raise BadInputError(f"no message can be read: {first.reason}", place=first.place)

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)

    def _is_message(self, item: Border | Found | ParseProblem) -> bool:
        return isinstance(item, Found) and item.path[-2:] == ("messages", "*")

    def _message(self, chat: str, item: Found, source: Source) -> ParsedTurn | ParseProblem:
        place = f"message {item.number}"
        if not isinstance(item.value, dict) or not self.recognises(item.value):
            return ParseProblem(place, f"not a message of {self.title}")
        return self.turn(chat, item.value, place, source)
