"""Small corpora for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.model.ids import TranscriptId
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn
from app.model.repair import RepairedText, RepairSpan, SpanKind
from app.store.corpus import Corpus
from app.store.session import TranscriptSpec


def spec(name: str = "a.txt", **changes: object) -> TranscriptSpec:
    """What the bookkeeping needs to know of a transcript."""
    fields: dict[str, object] = {
        "name": name, "root": "/root", "path": f"/root/{name}", "digest": f"digest of {name}", "size": 10,
        "format": "plain", "encoding": "utf-8", "channel": None, "producer": "test",
        "imported_at": "2024-05-01T10:00:00+00:00",
    }  # fmt: skip
    return TranscriptSpec(**(fields | changes))  # type: ignore[arg-type]  # the names are the fields'


def turn(
    text: str | RepairedText,
    speaker: str = "A",
    conversation: str = "1",
    *,
    key: str | None = None,
    parent: str | None = None,
    time: str | None = None,
    role: str | None = None,
    meta: dict[str, JsonValue] | None = None,
) -> ParsedTurn:
    """A parsed turn."""
    repaired = text if isinstance(text, RepairedText) else RepairedText(text)
    return ParsedTurn(conversation, speaker, repaired, key, parent, role, time, meta or {})


def repaired(original: str, text: str, kind: SpanKind = "exact") -> RepairedText:
    """A text that was damaged from its first character to its last."""
    return RepairedText(text, (RepairSpan(0, len(text), original, text, kind),))


def add(
    corpus: Corpus,
    turns: Iterable[ParsedTurn],
    conversations: Sequence[ParsedConversation] = (),
    name: str = "a.txt",
    **changes: object,
) -> TranscriptId:
    """Write a whole transcript in one batch."""
    with corpus.writer("test") as writer:
        session = writer.session(spec(name, **changes))
        for conversation in conversations:
            session.describe(conversation)
        session.write(list(turns))
        session.finish()
    return session.id


def corpus_of(path: Path, *turns: ParsedTurn) -> Corpus:
    """A new corpus with one transcript."""
    corpus = Corpus.create(path)
    if turns:
        add(corpus, turns)
    return corpus


def matching(corpus: Corpus, match: str) -> list[int]:
    """Ids of the turns that the full-text index gives for an FTS5 query."""
    return list(corpus.reader().ids("SELECT rowid FROM turn_fts WHERE turn_fts MATCH ? ORDER BY 1", (match,)))


def content(corpus: Corpus) -> list[tuple[object, ...]]:
    """Everything that a reader of the corpus sees of its turns, without row ids."""
    return corpus.reader().rows(
        "SELECT transcript.name, conversation.key, title, position, speaker.name, text, repaired, turn.time,"
        " turn.role, turn.key, turn.meta FROM turn JOIN conversation ON conversation.id = conversation_id"
        " JOIN transcript ON transcript.id = transcript_id JOIN speaker ON speaker.id = speaker_id"
        " ORDER BY transcript.name, conversation.key, position"
    )
