"""Slack: an exported workspace (folder or archive), one day of a channel, or a page of the web API.

A channel is a conversation over all its days; what belongs to a thread replies to the message that
began it. Users are named by ``users.json``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_records import Record, read_records
from app.formats._slack_text import said
from app.formats.base import FORMATS, Format, Sample, Source
from app.formats.records import JsonObject, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import (
    JsonValue,
    ParsedConversation,
    ParsedSpeaker,
    ParsedTurn,
    ParseEvent,
    ParseProblem,
)
from app.model.repair import RepairedText

_USERS: Final = "users.json"
_CHANNELS: Final = ("channels.json", "groups.json", "dms.json", "mpims.json")
_BESIDE: Final = frozenset({
    "integration_logs.json", "canvases.json", "file_conversations.json", "huddle_transcripts.json",
    "lists.json", "org_users.json",
})  # fmt: skip
_DAY: Final = re.compile(r"(?P<channel>[^/]+)/\d{4}-\d\d-\d\d\.json")
_STAMP: Final = re.compile(r'"ts"\s*:\s*"\d{9,11}\.\d{6}"')
_PAGE: Final = re.compile(r'\s*(?:\[|\{(?=.*"messages"\s*:\s*\[))', re.DOTALL)
_SPOKEN: Final = frozenset(
    {None, "bot_message", "me_message", "thread_broadcast", "file_share", "file_comment"}
)
_SHOWN: Final = ("type", "text", "ts", "user", "blocks", "user_profile", "bot_profile", "username")
_AUTHOR: Final = ("user", "user_profile", "bot_profile")
"""What tells of an author of whom the export does not tell elsewhere."""
_UNKNOWN: Final = "?"


@dataclass
class _People:
    """Names by the ids of users, bots and channels; two users of one name are told apart."""

    names: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    """Ids of users of whom the export tells by themselves."""

    def add(self, identity: str, label: str, account: str) -> str:
        if self.taken.get(label, identity) != identity:
            label = f"{label} ({account or identity})"
        self.taken[label] = identity
        self.names[identity] = label
        return label


@FORMATS.register("slack")
class SlackFormat(Format):
    """Slack export, https://slack.com/help/articles/220556107"""

    name = "slack"
    title = "Slack export"
    extensions = (".json", ".zip")
    structured = True

    def claims(self, listing: tuple[str, ...]) -> frozenset[str]:
        """A folder that lists its users or channels and has days of channels in folders."""
        days = {name for name in listing if _DAY.fullmatch(name)}
        about = {_USERS, *_CHANNELS}.intersection(listing)
        return frozenset(days | about | _BESIDE.intersection(listing)) if days and about else frozenset()

    def score(self, sample: Sample) -> float:
        """Whether messages have the time stamps of Slack."""
        if sample.is_folder:
            days = [name for name in sample.listing if _DAY.fullmatch(name)][:20]
            claimed = self.claims(sample.listing)
            return 0.95 if claimed and any(_STAMP.search(sample.member_head(day)) for day in days) else 0.0
        head = sample.head.lstrip("\ufeff")
        return 0.9 if _PAGE.match(head) and _STAMP.search(head) else 0.0

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Speakers and channels, then the messages of one channel after the other."""
        turns = 0
        first: ParseProblem | None = None
        for event in _workspace(source) if source.member_names() else _file(source):
            turns += isinstance(event, ParsedTurn)
            first = first or (event if isinstance(event, ParseProblem) else None)
            yield event
        if not turns:
            first = first or ParseProblem("", "it has no messages")
            raise BadInputError(f"no message can be read: {first.reason}", place=first.place)

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)


def _workspace(source: Source) -> Iterator[ParseEvent]:
    people = _People()
    names = source.member_names()
    if _USERS in names:
        yield from _users(source, people)
    told: dict[str, ParsedConversation] = {}
    for member in _CHANNELS:
        if member in names:
            yield from _channels(source, member, people, told)
    days: dict[str, list[str]] = {}
    for name in sorted(names):
        if match := _DAY.fullmatch(name):
            days.setdefault(match["channel"], []).append(name)
    for channel, members in days.items():
        yield told.get(channel) or ParsedConversation(channel, words(channel, source))
        for member in members:
            yield from _messages(source, member, channel, people)


def _users(source: Source, people: _People) -> Iterator[ParseEvent]:
    for place, value in _objects(source, _USERS):
        if isinstance(value, ParseProblem):
            yield value
        elif (identity := key_of(value.get("id"))) is None:
            yield ParseProblem(place, "a user without an id")
        else:
            label = people.add(identity, _label(value, source) or identity, words(value.get("name"), source))
            people.listed.add(identity)
            yield ParsedSpeaker(label, without(value, "real_name"))


def _label(user: JsonObject, source: Source) -> str:
    """The name that is shown in Slack."""
    profile = user.get("profile")
    profile = profile if isinstance(profile, dict) else {}
    found = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((label for value in found if (label := words(value, source))), "")


def _channels(
    source: Source, member: str, people: _People, told: dict[str, ParsedConversation]
) -> Iterator[ParseProblem]:
    """Note what is told of each channel; its folder has its name, or its id when it has no name."""
    for place, value in _objects(source, member):
        if isinstance(value, ParseProblem):
            yield value
            continue
        identity, name = key_of(value.get("id")), key_of(value.get("name"))
        if identity is None and name is None:
            yield ParseProblem(place, "a channel without a name")
            continue
        key = name or identity or ""
        if identity and name:
            people.names[identity] = words(name, source)
        members = value.get("members")
        who = [people.names.get(str(one), str(one)) for one in members] if isinstance(members, list) else []
        title = words(name, source) if name and member != "mpims.json" else ", ".join(who)
        told[key] = ParsedConversation(key, title, without(value, "name"))


def _objects(source: Source, member: str) -> Iterator[tuple[str, JsonObject | ParseProblem]]:
    for record in read_records(source.chunks(member)):
        place = f"{member}, {record.place}"
        if isinstance(record, ParseProblem):
            yield place, ParseProblem(place, record.reason)
        elif isinstance(record.value, dict):
            yield place, record.value
        else:
            yield place, ParseProblem(place, "not an object")


def _messages(source: Source, member: str, channel: str, people: _People) -> Iterator[ParseEvent]:
    for place, value in _objects(source, member):
        yield value if isinstance(value, ParseProblem) else _turn(value, place, channel, people, source)


def _file(source: Source) -> Iterator[ParseEvent]:
    """One day, or a page of messages, which comes with the newest first."""
    a_day = _DAY.fullmatch("/".join(source.path.parts[-2:]))
    yield ParsedConversation("1", words(a_day["channel"], source) if a_day else "")
    people = _People()
    for record in read_records(source.chunks()):
        if isinstance(record, ParseProblem):
            yield record
            continue
        page = record.value.get("messages") if isinstance(record.value, dict) else None
        if not isinstance(page, list):
            yield from _single(record, people, source)
            continue
        places = [(f"{record.place}, message {number}", item) for number, item in enumerate(page, 1)]
        for place, item in sorted(places, key=lambda pair: _moment(pair[1])):
            yield from _single(Record(place, item), people, source)


def _single(record: Record, people: _People, source: Source) -> Iterator[ParseEvent]:
    if isinstance(record.value, dict):
        yield _turn(record.value, record.place, "1", people, source)
    else:
        yield ParseProblem(record.place, "not a message of Slack")


def _moment(message: JsonValue) -> float:
    stamp = message.get("ts") if isinstance(message, dict) else None
    try:
        return float(stamp) if isinstance(stamp, str) else 0.0
    except ValueError:
        return 0.0


def _turn(
    message: JsonObject, place: str, channel: str, people: _People, source: Source
) -> ParsedTurn | ParseProblem:
    stamp = message.get("ts")
    if not isinstance(stamp, str) or (
        "text" not in message and "blocks" not in message and "files" not in message
    ):
        return ParseProblem(place, "not a message of Slack")
    subtype = message.get("subtype")
    thread = key_of(message.get("thread_ts"))
    bot = subtype == "bot_message" or ("bot_id" in message and "user" not in message)
    meta = without(message, *_SHOWN)
    raw = message.get("text")
    text = said(message, people.names)
    if isinstance(raw, str) and raw and raw not in text:
        meta["raw"] = raw  # with the ids that names stand for
    speaker = _speaker(message, people, source)
    if key_of(message.get("user")) not in people.listed:
        meta |= {name: value for name in _AUTHOR if (value := message.get(name)) and value != speaker}
    role = "bot" if bot else None if subtype in _SPOKEN else "event"
    return ParsedTurn(
        channel,
        speaker,
        source.repair(shown(text)),
        key=stamp,
        parent=thread if thread != stamp else None,
        role=role,
        time=iso_time(stamp.partition(".")[0]),  # what follows only tells messages apart
        meta=meta,
    )


def _speaker(message: JsonObject, people: _People, source: Source) -> str:
    comment = message.get("comment")
    identity = key_of(message.get("user")) or (
        key_of(comment.get("user")) if isinstance(comment, dict) else None
    )
    if identity in people.names:
        return people.names[identity or ""]
    for name in ("user_profile", "bot_profile"):
        profile = message.get(name)
        if isinstance(profile, dict) and (label := _label(profile | {"profile": profile}, source)):
            return people.add(identity, label, "") if identity else label
    label = words(message.get("username"), source)
    return label or words(identity, source) or words(message.get("bot_id"), source) or _UNKNOWN
