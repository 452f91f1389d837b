"""ConvoKit corpora: a folder of utterances, speakers and conversations; replies make trees.

Keys of older releases (``user``, ``root``, ``reply-to``, ``users.json``) are read as well. A file of
utterances by itself is a transcript too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

from app.errors import BadInputError
from app.formats._json_literals import repair_literals
from app.formats._json_records import Record, may_be_json, read_members, read_records
from app.formats.base import FORMATS, HEAD_CHARS, Format, Sample, Source
from app.formats.values import iso_time, one_line, shown
from app.model.parsed import (
    JsonValue,
    ParsedConversation,
    ParsedSpeaker,
    ParsedTurn,
    ParseEvent,
    ParseProblem,
)
from app.model.repair import RepairedText

_UTTERANCES: Final = ("utterances.jsonl", "utterances.json")
_SPEAKERS: Final = ("speakers.json", "users.json")
_CONVERSATIONS: Final = "conversations.json"
_MEMBERS: Final = frozenset({*_UTTERANCES, *_SPEAKERS, _CONVERSATIONS, "corpus.json", "index.json"})
_KNOWN_KEYS: Final = frozenset(
    {"id", "speaker", "user", "conversation_id", "root", "reply_to", "reply-to", "text", "meta", "vectors"}
)
_UNKNOWN_SPEAKER: Final = "?"


@FORMATS.register("convokit")
class ConvoKitFormat(Format):
    """Cornell Conversational Analysis Toolkit, https://convokit.cornell.edu/documentation/data_format.html"""

    name = "convokit"
    title = "ConvoKit corpus"
    extensions = (".jsonl", ".json")
    structured = True

    def claims(self, listing: tuple[str, ...]) -> frozenset[str]:
        """A folder with utterances and at least one file that tells of them."""
        present = _MEMBERS.intersection(listing)
        return present if present.intersection(_UTTERANCES) and len(present) > 1 else frozenset()

    def score(self, sample: Sample) -> float:
        """Whether the first utterances have the keys of utterances."""
        if sample.is_folder:
            claimed = self.claims(sample.listing)
            heads = [sample.member_head(name) for name in _UTTERANCES if name in claimed]
            return max(map(_score_utterances, heads), default=0.0)
        return _score_utterances(sample.head)

    def parse(self, source: Source) -> Iterator[ParseEvent]:
        """Speakers and conversations where the folder tells of them, then the utterances in their order."""
        names = source.member_names()
        seen: set[str] = set()
        for member in _SPEAKERS:
            if member in names:
                yield from _speakers(source, member)
        if _CONVERSATIONS in names:
            for event in _conversations(source):
                if isinstance(event, ParsedConversation):
                    seen.add(event.key)
                yield event
        found = [name for name in _UTTERANCES if name in names]
        turns = 0
        for event in _utterances(source, found[0] if found else None, seen):
            turns += isinstance(event, ParsedTurn)
            yield event
        if not turns:
            raise BadInputError("no utterance can be read")

    def repair_in_place(self, text: str, repair: Callable[[str], RepairedText]) -> RepairedText:
        """String values repaired inside their literals."""
        return repair_literals(text, repair)


def _score_utterances(text: str) -> float:
    head = text.lstrip("\ufeff \t\r\n")
    if not may_be_json(head):
        return 0.0
    records = list(islice(read_records([head]), 20))
    if len(text) >= HEAD_CHARS * 3 // 4 and len(records) > 1 and isinstance(records[-1], ParseProblem):
        records.pop()  # cut in the middle
    good = sum(1 for record in records if isinstance(record, Record) and _is_utterance(record.value))
    return 0.95 * good / len(records) if records else 0.0


def _is_utterance(value: JsonValue) -> bool:
    return (
        isinstance(value, dict)
        and "id" in value
        and "text" in value
        and ("speaker" in value or "user" in value)
        and not {"conversation_id", "root", "reply_to", "reply-to"}.isdisjoint(value)
    )


def _speakers(source: Source, member: str) -> Iterator[ParseEvent]:
    for entry in read_members(source.chunks(member)):
        if isinstance(entry, ParseProblem):
            yield ParseProblem(f"{member}, {entry.place}", entry.reason)
        else:
            name, value = entry
            yield ParsedSpeaker(_label(name, source), _meta(value))


def _conversations(source: Source) -> Iterator[ParseEvent]:
    for entry in read_members(source.chunks(_CONVERSATIONS)):
        if isinstance(entry, ParseProblem):
            yield ParseProblem(f"{_CONVERSATIONS}, {entry.place}", entry.reason)
            continue
        key, value = entry
        meta = _meta(value)
        title = meta.pop("title", None)
        yield ParsedConversation(
            key, one_line(source.repair(title).text) if isinstance(title, str) else "", meta
        )


def _meta(value: JsonValue) -> dict[str, JsonValue]:
    """The metadata of an entry: its ``meta``, or the entry itself in older releases."""
    if not isinstance(value, dict):
        return {}
    inner = value.get("meta")
    return dict(inner) if isinstance(inner, dict) else {k: v for k, v in value.items() if k != "vectors"}


def _utterances(source: Source, member: str | None, seen: set[str]) -> Iterator[ParseEvent]:
    where = f"{member}, " if member else ""
    for record in read_records(source.chunks(member)):
        if isinstance(record, ParseProblem):
            yield ParseProblem(where + record.place, record.reason)
        elif not isinstance(record.value, dict) or "text" not in record.value:
            yield ParseProblem(where + record.place, "not an utterance")
        else:
            turn = _turn(record.value, source)
            if turn.conversation not in seen:
                seen.add(turn.conversation)
                yield ParsedConversation(turn.conversation, _told_title(turn.meta, source))
            yield turn


def _told_title(meta: Mapping[str, JsonValue], source: Source) -> str:
    """The title where an utterance says it beside its transcript: so Parlance writes utterances, with no
    ``conversations.json`` beside them.
    """
    title = meta.get("title")
    return one_line(source.repair(title).text) if isinstance(title, str) and "transcript" in meta else ""


def _turn(value: dict[str, JsonValue], source: Source) -> ParsedTurn:
    key = _id(value.get("id"))
    parent = _id(value.get("reply_to", value.get("reply-to")))
    conversation = _id(value.get("conversation_id", value.get("root"))) or key or "1"
    stamp = value.get("timestamp")
    time = iso_time(stamp)
    meta = _meta({"meta": value.get("meta") or {}})
    left = {name: item for name, item in value.items() if name not in _KNOWN_KEYS and name != "timestamp"}
    meta = left | meta
    if stamp is not None and time is None:
        meta["timestamp"] = stamp
    if vectors := value.get("vectors"):
        meta["vectors"] = vectors
    text = value.get("text")
    return ParsedTurn(
        conversation,
        _speaker(value.get("speaker", value.get("user")), source),
        source.repair(shown(text if isinstance(text, str) else "")),
        key=key,
        parent=parent,
        time=time,
        meta=meta,
    )


def _id(value: JsonValue) -> str | None:
    return None if value is None or isinstance(value, bool | list | dict) else str(value)


def _speaker(value: JsonValue, source: Source) -> str:
    """A speaker is an id, or in some releases an object with one."""
    name = value.get("id", value.get("name")) if isinstance(value, dict) else value
    return _label(_id(name) or "", source)


def _label(name: str, source: Source) -> str:
    return one_line(source.repair(name).text) or _UNKNOWN_SPEAKER
