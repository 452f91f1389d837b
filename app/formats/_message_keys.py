"""The names under which services keep who wrote what and when, and a message read by them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from app.formats._html_text import html_text
from app.formats._stamps import spelled_out
from app.formats.placeholders import block_text, named
from app.formats.records import JsonObject, key_of, without
from app.formats.values import iso_time
from app.model.parsed import JsonValue

AUTHORS: Final = (
    "author", "sender_full_name", "sender_name", "sender", "fromUser", "from_user", "from", "u", "user",
    "display_username", "username", "user_name", "userName", "author_name", "authorName", "senderName",
    "nick", "nickname", "speaker", "creator", "from_name", "role",
)  # fmt: skip
TEXTS: Final = (
    "text", "msg", "content", "message", "body", "raw", "cooked", "comment", "html", "parts", "fragments",
)  # fmt: skip
TIMES: Final = (
    "timestamp", "created_at", "createdAt", "create_time", "createTime", "inserted_at", "sent", "sent_at",
    "origin_server_ts", "timestamp_ms", "created_utc", "ts", "date", "time", "datetime", "created",
    "date_sent", "created_date",
)  # fmt: skip
IDS: Final = ("id", "_id", "message_id", "messageId", "uuid", "msg_id", "post_id", "event_id", "guid")
PARENTS: Final = (
    "parent_id", "parentId", "parent_message_id", "parent_response_id", "parent_message_uuid", "in_reply_to",
    "in_reply_to_id", "reply_to_id", "reply_to_message_id", "reply_to", "replyTo", "inReplyTo", "tmid",
    "thread_message_id", "parent", "quoted_message_id", "root_id",
)  # fmt: skip
CHATS: Final = (
    "conversation_id", "conversationId", "topic_id", "channel_id", "channelId", "room_id", "roomId", "rid",
    "stream_id", "chat_id", "chatId", "thread_id", "threadId",
)  # fmt: skip
_TOPICS: Final = ("subject", "topic")
_NAMES: Final = (
    "displayName", "display_name", "full_name", "fullName", "name", "username", "userName", "login",
    "screen_name", "id", "_id",
)  # fmt: skip
_FILES: Final = ("attachments", "files", "images", "attached_files")
_FILE_NAMES: Final = ("name", "title", "file_name", "filename", "original_name", "export_name")
_EVENTS: Final = ("action_code", "t")
"""Where a forum and Rocket.Chat name what happened, in messages that nobody wrote."""
_LEVEL: Final = ("post_number", "reply_to_post_number")
"""A forum's numbers of posts, which answers refer to instead of ids."""
_SEEN_AS_HTML: Final = frozenset({"cooked", "html"})


@dataclass(frozen=True, slots=True)
class Message:
    """A message of any service; ``meta`` is what is left of it."""

    author: str
    text: str
    key: str | None
    parent: str | None
    time: str | None
    chat: str
    topic: str
    role: str | None
    meta: JsonObject


def is_message(names: Collection[str]) -> bool:
    """Whether an object with these members could be one: an author, a text, and a time or an id."""
    return (
        any(name in names for name in AUTHORS)
        and any(name in names for name in TEXTS)
        and (any(name in names for name in TIMES) or any(name in names for name in IDS))
    )


def read_message(value: JsonObject) -> Message | None:
    """The message, or None for an object that has no author or no text."""
    author_name, author = _find(value, AUTHORS, _label)
    text_name, text = _find(value, TEXTS, _text)
    attached = [*_attached(value)]
    if not author or (text_name is None and not attached):
        return None
    time_name, time = _find(value, TIMES, lambda found: iso_time(_moment(found)) or "")
    number, above = (key_of(value.get(name)) for name in _LEVEL)
    id_name, key = _find(value, IDS, lambda found: key_of(found) or "")
    parent_name, parent = _find(value, PARENTS, _identity)
    if number:
        key, parent = number, above or ""
    said = html_text(text) if text_name in _SEEN_AS_HTML or value.get("content_type") == "text/html" else text
    _, chat = _find(value, CHATS, lambda found: key_of(found) or "")
    _, topic = _find(value, _TOPICS, lambda found: found if isinstance(found, str) else "")
    used = [name for name in (author_name, text_name, time_name, id_name, parent_name, "role") if name]
    meta = without(value, *used, *(_LEVEL if number else ()))
    parts = value.get(text_name or "")
    if text_name and (
        (isinstance(parts, list) and not all(map(_is_plain, parts)))
        or (isinstance(parts, dict) and without(parts, "text"))
    ):
        meta[text_name] = parts
    who = value.get(author_name or "")
    if isinstance(who, dict):
        meta["author"] = {name: item for name, item in who.items() if not str(item).startswith("http")}
    if number and id_name:
        meta[id_name] = value[id_name]
    return Message(
        author, "\n".join(filter(None, [said, *attached])), key or None, parent or None, time or None,
        chat, topic, _label(value.get("role")) or _event(value) or None, meta,
    )  # fmt: skip


def _find(
    value: JsonObject, names: Iterable[str], read: Callable[[JsonValue], str]
) -> tuple[str | None, str]:
    """The first of the names whose member can be read, and what it says; (name, "") for an empty one."""
    empty: str | None = None
    for name in names:
        if name in value:
            if found := read(value[name]):
                return name, found
            if value[name] in ("", None, []) and empty is None:
                empty = name
    return empty, ""


def _label(value: JsonValue) -> str:
    if isinstance(value, dict):
        return next((label for name in _NAMES if (label := _label(value.get(name)))), "")
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _text(value: JsonValue) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = value.get("parts") or value.get("body") or value.get("text") or value.get("content")
        return _text(inner) if inner is not None else ""
    if isinstance(value, list):
        return "\n".join(text for part in value if (text := _part(part)))
    return ""


def _part(part: JsonValue) -> str:
    """A part of a message; services of models call reasoning by several names."""
    if isinstance(part, dict) and isinstance(content := part.get("content"), str) and "text" not in part:
        return f"[thinking]\n{content}" if str(part.get("type")).upper() in {"THINK", "THINKING"} else content
    return block_text(part)


def _is_plain(part: JsonValue) -> bool:
    """Whether a part is shown whole."""
    if not isinstance(part, dict):
        return isinstance(part, str)
    return isinstance(part.get("text", part.get("content")), str)


def _moment(value: JsonValue) -> JsonValue:
    """A time in the words of MongoDB, ``{"$date": …}``, or in English ones."""
    while isinstance(value, dict):
        value = value.get("$date", value.get("$numberLong"))
    return spelled_out(value) or value if isinstance(value, str) else value


def _identity(value: JsonValue) -> str:
    """An id, or the object that it is an id of."""
    if isinstance(value, dict):
        return next((key for name in IDS if (key := key_of(value.get(name)))), "")
    return key_of(value) or ""


def _attached(value: JsonObject) -> Iterable[str]:
    for kind in _FILES:
        found = value.get(kind)
        for item in found if isinstance(found, list) else []:
            if isinstance(item, dict):
                name = next((item[name] for name in _FILE_NAMES if item.get(name)), None)
                yield named("file" if kind == "attached_files" else kind.removesuffix("s"), name)


def _event(value: JsonObject) -> str:
    """``event`` for a message by which a service tells what happened."""
    return "event" if any(isinstance(kind := value.get(name), str) and kind for name in _EVENTS) else ""
