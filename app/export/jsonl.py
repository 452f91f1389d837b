"""JSON Lines of OpenAI chat messages: one conversation a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.export._annotations import fields
from app.export.base import EXPORTS, ExportedConversation, ExportFormat
from app.i18n import _
from app.model.corpus import Turn

_ROLES = ("user", "assistant")


@EXPORTS.register("jsonl")
class Jsonl(ExportFormat):
    """``{"messages": [{"role", "name", "content"}, …]}``, one line a conversation; labels in ``name``.

    A turn without a stored role gets one by its speaker: the first to speak is the user, the
    second the assistant, further ones in turn. Labels, order and text come back exactly on import.
    Tags and notes stand in ``tags`` and ``annotations`` of what they are on, where there are any.
    """

    name = "jsonl"
    title = _("OpenAI messages (JSONL)")
    extension = ".jsonl"
    linear = True

    def conversation(self, exported: ExportedConversation, number: int) -> Iterator[str]:  # noqa: ARG002 - the form has no numbers
        """One line, in pieces; the number of the conversation does not matter."""
        order: dict[str, int] = {}
        before = '{"messages": ['
        for turn in exported.turns():
            message = _message(turn, order) | fields(exported.taggings_of(turn), turn.text)
            yield before + json.dumps(message, ensure_ascii=False)
            before = ", "
        yield before if before != ", " else ""
        told = "".join(
            f", {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
            for name, value in fields(exported.taggings).items()
        )
        yield f"]{told}}}\n"


def _message(turn: Turn, order: dict[str, int]) -> dict[str, object]:
    place = order.setdefault(turn.speaker, len(order))
    role = turn.role or _ROLES[place % len(_ROLES)]
    return {"role": role, "name": turn.speaker, "content": turn.text}
