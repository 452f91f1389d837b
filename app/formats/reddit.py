"""Reddit: comments and submissions one a line, as Pushshift and Arctic Shift dump them; pages of its API.

A submission and what is said below it are a conversation. ``[deleted]`` stays as it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from app.formats._streams import told_once
from app.formats.base import FORMATS, Source
from app.formats.records import JsonObject, RecordFormat, key_of, without, words
from app.formats.values import iso_time, shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent

_SHOWN: Final = (
    "id",
    "name",
    "author",
    "body",
    "body_html",
    "selftext",
    "selftext_html",
    "created_utc",
    "replies",
)


@FORMATS.register("reddit")
class RedditFormat(RecordFormat):
    """NDJSON, packed or not, and JSON listings."""

    name = "reddit"
    title = "Reddit dumps and listings"
    extensions = (".jsonl", ".ndjson", ".zst", ".json")
    clue = re.compile(r'"link_id"\s*:\s*"t3_|"kind"\s*:\s*"Listing"')

    def recognises(self, value: JsonObject) -> bool:
        """A comment or a submission."""
        if "author" not in value or "id" not in value or "created_utc" not in value:
            return False
        return ("body" in value and "link_id" in value) or ("title" in value and "selftext" in value)

    def unwrapped(self, value: JsonValue) -> JsonValue:
        """The things of a listing, and of the listings inside."""
        things = list(_things(value))
        return things or value

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """What is said, in its order; a comment on a submission of another file begins a conversation."""
        return told_once(super().parse(source), roots="t3_")

    def events(
        self,
        number: int,  # noqa: ARG002 - everything has an id
        place: str,  # noqa: ARG002 - nothing can be wrong inside
        value: JsonObject,
        source: Source,
    ) -> Iterator[ParseEvent]:
        """One turn, and the conversation that it belongs to."""
        comment = "body" in value
        own = key_of(value.get("id")) or ""
        link = key_of(value.get("link_id")) if comment else None
        conversation = _full(link, "t3_") if link else _full(own, "t3_")
        title = words(value.get("link_title" if comment else "title"), source)
        about: JsonObject = {} if value.get("subreddit") is None else {"subreddit": value["subreddit"]}
        yield ParsedConversation(conversation, html.unescape(title), about)
        text = (
            value.get("body") if comment else f"{value.get('title') or ''}\n\n{value.get('selftext') or ''}"
        )
        parent = key_of(value.get("parent_id")) if comment else None
        yield ParsedTurn(
            conversation,
            words(value.get("author"), source) or "[deleted]",
            source.repair(shown(html.unescape(text.strip()) if isinstance(text, str) else "")),
            key=_full(own, "t1_" if comment else "t3_"),
            parent=_full(parent, "t1_") if parent else None,
            time=iso_time(value.get("created_utc")),
            meta=without(value, *_SHOWN),
        )


def _full(identity: str, prefix: str) -> str:
    """The id with the prefix of its kind; old dumps leave it out."""
    return identity if identity.startswith(("t1_", "t3_")) else prefix + identity


def _things(value: JsonValue) -> Iterator[JsonValue]:
    """The data of a listing's children, each before its replies."""
    waiting: list[JsonValue] = [value]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, dict):
            continue
        data = item.get("data")
        if item.get("kind") == "Listing" and isinstance(data, dict):
            children = data.get("children")
            waiting += reversed(children if isinstance(children, list) else [])
        elif item.get("kind") in {"t1", "t3"} and isinstance(data, dict):
            yield data
            waiting.append(data.get("replies"))
