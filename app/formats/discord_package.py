"""Discord's answer to a request for one's data: ``messages/c<id>/messages.json`` (or .csv) and channel.json.

A channel is a conversation; the package holds only what its owner wrote, newest first, and does not name
them among the messages: the speaker is "me". ``index.json`` tells what channels were called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from app.errors import BadInputError
from app.formats._csv_rows import read_rows
from app.formats._json_literals import repair_literals
from app.formats._json_records import Record, read_members, read_records
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.placeholders import named
from app.formats.records import JsonObject, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent, ParseProblem
from app.model.repair import RepairedText

_MESSAGES: Final = re.compile(r"(?:(?P<folder>c?\d+)/)?messages\.(?:json|csv)")
_ABOUT: Final = re.compile(r"(?:c?\d+/)?channel\.json")
_INDEX: Final = "index.json"
_OPENS: Final = re.compile(
    r'\ufeff?\s*\[\s*\{\s*"ID"\s*:\s*"?\d+"?\s*,\s*"Timestamp"\s*:'
    r'|\ufeff?"?ID"?,"?Timestamp"?,"?Contents"?,"?Attachments"?\s'
)
_OWNER: Final = "me"
_SHOWN: Final = ("ID", "Timestamp", "Contents", "Attachments")


@FORMATS.register("discord-package")
class DiscordPackageFormat(Format):
    """The messages folder of a Discord data package, or the messages of one of its channels."""

    name = "discord-package"
    title = "Discord data package (one's own messages)"
    extensions = (".json", ".csv", ".zip")
    structured = True

    def claims(self, listing: tuple[str, ...]) -> frozenset[str]:
        """Channels, each a folder with its messages; or one such folder."""
        found = {name for name in listing if _MESSAGES.fullmatch(name)}
        about = {name for name in listing if _ABOUT.fullmatch(name)}
        if not found or not about:
            return frozenset()
        return frozenset(found | about | ({_INDEX} & set(listing)))

    def score(self, sample: Sample) -> float:
        """Whether messages have the names that Discord gives their parts."""
        if not sample.is_folder:
            return 0.9 if _OPENS.match(sample.head) else 0.0
        found = [name for name in self.claims(sample.listing) if _MESSAGES.fullmatch(name)]
        return 0.95 if any(_OPENS.match(sample.member_head(name)) for name in sorted(found)[:20]) else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Channel after channel, each with its oldest message first."""
        turns = 0
        first: ParseProblem | None = None
        for event in _package(source) if source.member_names() else _channel(None, "1", source):
            turns += isinstance(event, ParsedTurn)
            first = first or (event if isinstance(event, ParseProblem) else None)
            yield event
        if not turns:
            first = first or ParseProblem("", "it has no messages")
            raise BadInputError(f"no message can be read: {first.reason}", place=first.place)

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)


def _package(source: Source) -> Iterator[ParseEvent]:
    names = source.member_names()
    titles: dict[str, JsonValue] = {}
    for item in read_members(source.chunks(_INDEX)) if _INDEX in names else ():
        if isinstance(item, ParseProblem):
            yield ParseProblem(f"{_INDEX}, {item.place}", item.reason)
        else:
            titles[item[0]] = item[1]
    for name in sorted(names, key=_number):
        match = _MESSAGES.fullmatch(name)
        if match is None:
            continue
        about: JsonObject = {}
        beside = f"{match['folder']}/channel.json" if match["folder"] else "channel.json"
        for record in read_records(source.chunks(beside)) if beside in names else ():
            if isinstance(record, ParseProblem):
                yield ParseProblem(f"{beside}, {record.place}", record.reason)
            elif isinstance(record.value, dict):
                about = record.value
        key = key_of(about.get("id")) or (match["folder"] or "1").removeprefix("c")
        yield ParsedConversation(key, _title(about, titles.get(key), source), without(about, "name"))
        yield from _channel(name, key, source)


def _number(name: str) -> tuple[int, str]:
    match = _MESSAGES.fullmatch(name)
    folder = match["folder"] if match else None
    return int(folder.removeprefix("c")) if folder else 0, name


def _title(about: JsonObject, listed: JsonValue, source: Source) -> str:
    """What the index calls a channel, else its name with its server, else who took part."""
    if told := words(listed, source):
        return told
    guild = about.get("guild")
    parts = [
        words(guild.get("name"), source) if isinstance(guild, dict) else "",
        words(about.get("name"), source),
    ]
    who = about.get("recipients")
    return " / ".join(filter(None, parts)) or ", ".join(
        words(one, source) for one in (who if isinstance(who, list) else [])
    )


def _channel(member: str | None, key: str, source: Source) -> Iterator[ParseEvent]:
    """The messages of one file. They are one person's in one channel, so all of them are held at once."""
    turns: list[ParsedTurn] = []
    for place, row in _rows(source.chunks(member)):
        where = f"{member}, {place}" if member else place
        event = row if isinstance(row, str) else _turn(key, row, source)
        if isinstance(event, ParsedTurn):
            turns.append(event)
        else:
            yield ParseProblem(where, event)
    falling = len(turns) > 1 and (turns[0].time or "") > (turns[-1].time or "")
    yield from reversed(turns) if falling else turns


def _rows(chunks: Iterable[str]) -> Iterator[tuple[str, JsonObject | str]]:
    """Places with what stands there, or why it cannot be read."""
    iterator = iter(chunks)
    head = next((chunk for chunk in iterator if chunk.strip("\ufeff \t\r\n")), "")
    again = _again(head, iterator)
    if head.lstrip("\ufeff \t\r\n")[:1] not in {"[", "{"}:
        yield from _table(again)
        return
    for record in read_records(again):
        if isinstance(record, Record):
            yield record.place, record.value if isinstance(record.value, dict) else "not a message of Discord"
        else:
            yield record.place, record.reason


def _again(head: str, rest: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rest


def _table(chunks: Iterator[str]) -> Iterator[tuple[str, JsonObject | str]]:
    header: list[str] = []
    for place, cells in read_rows(chunks):
        if isinstance(cells, str):
            yield place, cells
        elif not header:
            header = cells
        elif any(cells):
            yield place, dict(zip(header, cells, strict=False))


def _turn(key: str, message: Mapping[str, JsonValue], source: Source) -> ParsedTurn | str:
    """A message, or why it is none."""
    contents, files = message.get("Contents"), message.get("Attachments")
    if not isinstance(contents, str) or "ID" not in message:
        return "not a message of Discord"
    said = [contents] if contents else []
    said += [named("attachment", link.rpartition("/")[2].partition("?")[0]) for link in _links(files)]
    meta = without(dict(message), *_SHOWN)
    if files:
        meta["Attachments"] = files
    return ParsedTurn(
        key,
        _OWNER,
        source.repair(shown("\n".join(said))),
        key=key_of(message["ID"]),
        time=iso_time(message.get("Timestamp")),
        meta=meta,
    )


def _links(files: JsonValue) -> list[str]:
    return files.split() if isinstance(files, str) else []
