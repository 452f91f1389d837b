"""ChatLab's exchange format: one conversation with its members, messages and replies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from app.export._annotations import fields
from app.export.base import EXPORTS, ExportedConversation, ExportFormat
from app.i18n import _
from app.model.corpus import Turn

_VERSION = "0.0.2"
_TEXT, _REPLY, _SYSTEM = 0, 25, 80
_NO_TIME = 0


@EXPORTS.register("chatlab")
class ChatLab(ExportFormat):
    """ChatLab JSON, version 0.0.2: text messages (0), replies (25) and system messages (80).

    Tags and notes stand in ``tags`` and ``annotations`` of a message, or of ``meta`` for the conversation.
    """

    name = "chatlab"
    title = _("ChatLab (JSON)")
    extension = ".chatlab.json"
    single = True

    def conversation(self, exported: ExportedConversation, number: int) -> Iterator[str]:  # noqa: ARG002 - there is one
        """Head, members, then one message a turn."""
        members: dict[str, None] = {}
        for turn in exported.turns():
            members.setdefault(turn.speaker)
        head = {
            "chatlab": {"version": _VERSION, "exportedAt": now()},
            "meta": {
                "name": exported.heading,
                "platform": "parlance",
                "type": _kind(len(members)),
                **fields(exported.taggings),
            },
            "members": [{"platformId": name, "accountName": name} for name in members],
        }
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "messages": ['
        before = "\n"
        for turn in exported.turns():
            message = _message(turn) | fields(exported.taggings_of(turn), turn.text)
            yield before + json.dumps(message, ensure_ascii=False)
            before = ",\n"
        yield "\n]}\n"


def now() -> int:
    """The moment of the export, in seconds since 1970."""
    return int(datetime.now(UTC).timestamp())


def _kind(members: int) -> str:
    return "private" if members <= 2 else "group"


def _message(turn: Turn) -> dict[str, object]:
    kind = _SYSTEM if turn.role == "system" else _TEXT if turn.parent is None else _REPLY
    message: dict[str, object] = {
        "sender": turn.speaker,
        "accountName": turn.speaker,
        "timestamp": _seconds(turn.time),
        "type": kind,
        "content": turn.text,
        "platformMessageId": str(turn.id),
    }
    if turn.parent is not None:
        message["replyToMessageId"] = str(turn.parent)
    return message


def _seconds(time: str | None) -> int:
    """Seconds since 1970; a time without a zone is taken as UTC, an unknown one is 0."""
    try:
        moment = datetime.fromisoformat(time or "")
    except ValueError:
        return _NO_TIME
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
