"""Mattermost: bulk exports (a post a line) and pages of its API; replies name the post they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats._streams import told_once
from app.formats.base import FORMATS, Source
from app.formats.placeholders import named
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import (
    JsonValue,
    ParsedConversation,
    ParsedSpeaker,
    ParsedTurn,
    ParseEvent,
    ParseProblem,
)

_LINES: Final = frozenset({
    "post", "direct_post", "channel", "direct_channel", "user", "team", "version", "role", "scheme",
    "emoji", "bot",
})  # fmt: skip
_SHOWN: Final = ("id", "message", "create_at", "user", "user_id", "replies", "team", "channel", "edit_at",
                 "delete_at", "original_id", "pending_post_id")  # fmt: skip


@FORMATS.register("mattermost")
class MattermostFormat(RecordFormat):
    """JSON Lines of ``mmctl export``, JSON of the API's ``posts``."""

    name = "mattermost"
    title = "Mattermost export"
    extensions = (".jsonl", ".json")
    clue = re.compile(r'"posts"\s*:\s*\{\s*"\w{26}"|"type"\s*:\s*"(?:direct_)?post"\s*,\s*"(?:direct_)?post"')

    def recognises(self, value: JsonObject) -> bool:
        """A line of a bulk export or a page of posts."""
        kind, posts = value.get("type"), value.get("posts")
        if isinstance(posts, dict) and posts:
            return all(
                isinstance(post, dict) and {"message", "create_at"} <= post.keys() for post in posts.values()
            )
        return isinstance(kind, str) and kind in _LINES and (kind in value or kind == "version")

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Channels as they come, and their posts."""
        return told_once(super().parse(source))

    def events(self, number: int, place: str, value: JsonObject, source: Source) -> Iterator[ParseEvent]:
        """What a line or a page holds."""
        posts = value.get("posts")
        if isinstance(posts, dict):
            yield from _page([post for post in posts.values() if isinstance(post, dict)], source)
            return
        inner = value.get(str(value["type"]))
        inner = inner if isinstance(inner, dict) else {}
        match value["type"]:
            case "post" | "direct_post":
                yield from _exported(number, place, inner, source)
            case "channel" | "direct_channel":
                yield ParsedConversation(
                    _channel(inner), _title(inner, source), without(inner, "display_name")
                )
            case "user" | "bot" if label := words(inner.get("username"), source):
                yield ParsedSpeaker(label, without(inner, "username", "password", "auth_data"))


def _page(posts: list[JsonObject], source: Source) -> Iterator[ParseEvent]:
    """Posts come with the newest first; they are told in the order in which they were written."""
    present = {key_of(post.get("id")) for post in posts}
    for post in sorted(posts, key=_written):
        channel = key_of(post.get("channel_id")) or "1"
        yield ParsedConversation(channel)
        root = key_of(post.get("root_id"))
        props = post.get("props")
        props = props if isinstance(props, dict) else {}
        shown_as = words(props.get("override_username") or props.get("username"), source)
        yield _turn(
            channel, post, source, key_of(post.get("id")), root if root in present else None, shown_as
        )


def _exported(number: int, place: str, post: JsonObject, source: Source) -> Iterator[ParseEvent]:
    channel = _channel(post)
    yield ParsedConversation(channel, _title(post, source))
    if "message" not in post:
        yield ParseProblem(place, "a post without a message")
        return
    key = f"post {number}"
    yield _turn(channel, post, source, key, None, "")
    replies = post.get("replies")
    for position, reply in enumerate(replies if isinstance(replies, list) else [], 1):
        if isinstance(reply, dict):
            yield _turn(channel, reply, source, f"{key}.{position}", key, "")
        else:
            yield ParseProblem(f"{place}, reply {position}", "not a reply")


def _written(post: JsonObject) -> float:
    moment = post.get("create_at")
    return float(moment) if isinstance(moment, int | float) else 0.0


def _channel(about: JsonObject) -> str:
    members = about.get("channel_members") or about.get("members")
    if isinstance(members, list):
        return ", ".join(sorted(map(str, members)))
    name = about.get("channel") or about.get("name")
    return "/".join(str(part) for part in (about.get("team"), name) if part) or "1"


def _title(about: JsonObject, source: Source) -> str:
    return words(about.get("display_name"), source) or words(_channel(about), source)


def _turn(
    channel: str, post: JsonObject, source: Source, key: str | None, parent: str | None, shown_as: str
) -> ParsedTurn:
    label = words(post.get("user"), source) or words(post.get("user_id"), source) or "?"
    kind = post.get("type")
    said = [text for text in (post.get("message"), *_attached(post)) if isinstance(text, str) and text]
    return ParsedTurn(
        channel,
        shown_as or label,
        source.repair(shown("\n".join(said))),
        key=key,
        parent=parent,
        role="event" if isinstance(kind, str) and kind.startswith("system_") else None,
        time=iso_time(post.get("create_at")),
        meta=without(post, *_SHOWN)
        | ({"user_id": post["user_id"]} if shown_as and "user_id" in post else {}),
    )


def _attached(post: JsonObject) -> Iterator[JsonValue]:
    files = post.get("attachments")
    for file in files if isinstance(files, list) else []:
        if isinstance(file, dict):
            yield named("file", file.get("path") or file.get("name"))
