"""ConvoKit utterances: every turn with its conversation and what it replies to."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.export._annotations import fields
from app.export.base import EXPORTS, ExportedConversation, ExportFormat
from app.i18n import _
from app.model.corpus import Turn


@EXPORTS.register("convokit")
class ConvoKit(ExportFormat):
    """``utterances.jsonl`` of a ConvoKit corpus, https://convokit.cornell.edu/documentation/data_format.html

    One utterance a line with ``id``, ``speaker``, ``conversation_id`` (the id of its first utterance),
    ``reply_to``, ``timestamp``, ``text`` and ``meta``. A turn without a recorded parent replies to nobody;
    ids are the corpus's own, so that they lead back. Tags and notes are ``tags`` and ``annotations`` of
    ``meta``; those of the conversation have ``conversation_`` in front.
    """

    name = "convokit"
    title = _("ConvoKit utterances (JSONL)")
    extension = ".utterances.jsonl"

    def conversation(self, exported: ExportedConversation, number: int) -> Iterator[str]:  # noqa: ARG002 - the form has no numbers
        """One line a turn."""
        first = ""
        for turn in exported.turns():
            first = first or str(turn.id)
            yield json.dumps(_utterance(turn, first, exported), ensure_ascii=False) + "\n"


def _utterance(turn: Turn, first: str, exported: ExportedConversation) -> dict[str, object]:
    meta = dict(turn.meta)
    if turn.role:
        meta["role"] = turn.role
    meta["transcript"] = exported.conversation.transcript
    if exported.conversation.title:
        meta["title"] = exported.conversation.title
    told: dict[str, object] = meta | fields(exported.taggings_of(turn), turn.text)
    told |= {f"conversation_{name}": value for name, value in fields(exported.taggings).items()}
    return {
        "id": str(turn.id),
        "speaker": turn.speaker,
        "conversation_id": first,
        "reply_to": None if turn.parent is None else str(turn.parent),
        "timestamp": turn.time,
        "text": turn.text,
        "meta": told,
    }
