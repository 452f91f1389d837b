"""Corpora made in a test from plain values, through the store's own writer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app.model.parsed import ParsedConversation, ParsedTurn
from app.model.repair import RepairedText
from app.store.corpus import Corpus
from app.store.session import TranscriptSpec


@dataclass(frozen=True)
class Said:
    """One turn of a test corpus; ``text`` may carry repairs, ``answers`` is the key of another turn."""

    speaker: str
    text: str | RepairedText
    key: str | None = None
    answers: str | None = None
    role: str | None = None
    time: str | None = None


@dataclass(frozen=True)
class Talk:
    """One conversation of a test corpus."""

    turns: Sequence[Said | tuple[str, str]]
    title: str = ""


def make_corpus(path: Path, transcripts: dict[str, Iterable[Talk]]) -> Corpus:
    """A new corpus at ``path`` that holds the given transcripts; the caller closes it."""
    corpus = Corpus.create(path)
    with corpus.writer("test") as writer:
        for number, (name, talks) in enumerate(transcripts.items()):
            session = writer.session(_spec(name, number))
            turns: list[ParsedTurn] = []
            for place, talk in enumerate(talks):
                session.describe(ParsedConversation(f"c{place}", talk.title))
                turns.extend(_parsed(f"c{place}", said) for said in talk.turns)
            session.write(turns)
            session.finish()
    return corpus


def one_talk(path: Path, *texts: str, speaker: str = "A", title: str = "") -> Corpus:
    """A corpus of one conversation in which one speaker says every text."""
    return make_corpus(path, {"one.txt": [Talk([(speaker, text) for text in texts], title)]})


def _parsed(conversation: str, said: Said | tuple[str, str]) -> ParsedTurn:
    turn = said if isinstance(said, Said) else Said(*said)
    text = turn.text if isinstance(turn.text, RepairedText) else RepairedText(turn.text)
    return ParsedTurn(
        conversation, turn.speaker, text, key=turn.key, parent=turn.answers, role=turn.role, time=turn.time
    )


def _digest(number: int) -> str:
    return sha256(str(number).encode()).hexdigest()


def _spec(name: str, number: int) -> TranscriptSpec:
    return TranscriptSpec(
        name=name, root="root", path=f"root/{name}", digest=_digest(number), size=1, format="plain",
        encoding="utf-8", channel=None, producer="test", imported_at="2024-01-01T00:00:00Z",
    )  # fmt: skip
