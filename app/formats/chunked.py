"""Exports cut into numbered pieces: ``manifest.json`` beside ``chunks/chunk_0001.jsonl`` (qq-chat-exporter).

All pieces are one conversation; the manifest tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_records import Record, read_records
from app.formats._message_keys import read_message
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.records import JsonObject, without, words
from app.formats.values import shown
from app.model.parsed import ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_MANIFEST: Final = "manifest.json"
_PIECE: Final = re.compile(r"chunks/[^/]*?(?P<number>\d+)\.(?:jsonl|json)")
_TITLES: Final = ("name", "title", "chatName", "selfName")
_ABOUT: Final = ("chatInfo", "chat", "meta")


@FORMATS.register("chunked")
class ChunkedFormat(Format):
    """A folder of pieces with messages in any known words."""

    name = "chunked"
    title = "Chunked chat export (qq-chat-exporter)"
    extensions = (".jsonl",)
    structured = True

    def claims(self, listing: tuple[str, ...]) -> frozenset[str]:
        """The manifest and the pieces."""
        pieces = {name for name in listing if _PIECE.fullmatch(name)}
        return frozenset(pieces | {_MANIFEST}) if pieces and _MANIFEST in listing else frozenset()

    def score(self, sample: Sample) -> float:
        """Whether the first piece holds messages; single files are no such export."""
        pieces = sorted(self.claims(sample.listing) - {_MANIFEST}) if sample.is_folder else []
        if not pieces:
            return 0.0
        records = islice(read_records([sample.member_head(pieces[0])]), 5)
        return 0.9 if any(_is_message(record) for record in records) else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """What the manifest tells, then the messages of all pieces by their numbers."""
        names = source.member_names()
        yield from _manifest(source) if _MANIFEST in names else ()
        turns = 0
        for name in sorted((name for name in names if _PIECE.fullmatch(name)), key=_number):
            for record in read_records(source.chunks(name)):
                event = _event(f"{name}, {record.place}", record, source)
                turns += isinstance(event, ParsedTurn)
                yield event
        if not turns:
            raise BadInputError("no message can be read")

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)


def _number(name: str) -> tuple[int, str]:
    match = _PIECE.fullmatch(name)
    return int(match["number"]) if match else 0, name


def _is_message(record: Record | ParseProblem) -> bool:
    value = record.value if isinstance(record, Record) else None
    return isinstance(value, dict) and read_message(value) is not None


def _manifest(source: Source) -> Iterator[ParseEvent]:
    for record in read_records(source.chunks(_MANIFEST)):
        if isinstance(record, ParseProblem):
            yield ParseProblem(f"{_MANIFEST}, {record.place}", record.reason)
        elif isinstance(record.value, dict):
            about: JsonObject = dict(record.value)
            for part in _ABOUT:
                inner = about.get(part)
                about |= inner if isinstance(inner, dict) else {}
            title = next((found for name in _TITLES if (found := words(about.get(name), source))), "")
            yield ParsedConversation("1", title, without(record.value))


def _event(place: str, record: Record | ParseProblem, source: Source) -> ParsedTurn | ParseProblem:
    if isinstance(record, ParseProblem):
        return ParseProblem(place, record.reason)
    message = read_message(record.value) if isinstance(record.value, dict) else None
    if message is None:
        return ParseProblem(place, "no author or no text")
    return ParsedTurn(
        "1",
        words(message.author, source) or "?",
        source.repair(shown(message.text)),
        message.key,
        message.parent,
        message.role,
        message.time,
        message.meta,
    )
