"""Decoders: the one that fits a channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.model.progress import CancelToken
from app.model.repair import Candidate
from app.repair.blocks import Profile
from app.repair.channels import Channel
from app.repair.decode import MOST_FORMS, LineDecoder, Unit
from app.repair.lattice import Scored
from app.repair.memory import Memory
from app.repair.readers import reader_of
from app.repair.recoded import RecodedReader
from app.repair.spans import Piece

LESS_SURE = 0.8
"""Scores are tempered by this beside ``confidence.TEMPER`` where most characters lost a byte."""

LESS_SURE_OF = {"arabic": 0.7, "hebrew": 0.6, "japanese": 0.5}
"""The same for words of lists that miss more of the words of texts: Hebrew ones begin with prepositions."""


def line_decoder(channel: Channel, profile: Profile, memory: Memory | None = None) -> LineDecoder:
    """A decoder for the lines of one document."""
    if channel.several_bytes:
        return JointDecoder(channel, profile, memory)
    if channel.c1_dropped:
        return StrippedDecoder(channel, profile, memory)
    kind = LineDecoder if channel.source == "utf-8" else LegacyDecoder
    return kind(channel, profile, memory)


class LegacyDecoder(LineDecoder):
    """Decodes text of a legacy codec; what a line cannot prove alone was proved by its file."""

    def weigh(self, line: str, token: CancelToken | None = None) -> float:
        """log10 odds that this line is damaged in this channel, as others of its file are."""
        return self._meter.line(line, sure=True, token=token)


class StrippedDecoder(LineDecoder):
    """Decodes text that lost most of its bytes: the neighbours of a character are as doubtful as it is."""

    def _inferred(self, unit: Unit, scored: Scored) -> Piece:
        less = LESS_SURE_OF.get(unit.name or "", LESS_SURE)
        return super()._inferred(unit, [(text, less * score) for text, score in scored])


class JointDecoder(LineDecoder):
    """Decodes forms that hold several characters: each is a unit of its own, the form is the first one's."""

    def __init__(self, channel: Channel, profile: Profile, memory: Memory | None = None) -> None:
        super().__init__(channel, profile, memory)
        reader = reader_of(channel)
        self._behind: dict[tuple[str, ...], Unit] = {}
        self._parts = reader.parts if isinstance(reader, RecodedReader) else RecodedReader(channel).parts

    def _of_form(self, form: str) -> tuple[Unit, ...]:
        parts = self._parts(form)
        return tuple(
            [
                self._later(choices) if number else self._unit(form, choices)
                for number, choices in enumerate(parts)
            ]
        )

    def _later(self, choices: tuple[str, ...]) -> Unit:
        """A character of a form behind its first one: the same in every form."""
        unit = self._behind.get(choices)
        if unit is None:
            if len(self._behind) > MOST_FORMS:
                self._behind.clear()
            unit = self._behind[choices] = self._unit("", choices)
        return unit

    def _pieces(self, units: Sequence[Unit], found: Mapping[int, Scored]) -> list[Piece]:
        pieces: list[Piece] = []
        together: list[Piece] = []
        for unit, piece in zip(units, super()._pieces(units, found), strict=True):
            if unit.form != "" and together:
                pieces.append(_joined(together))
                together = []
            together.append(piece)
        if together:
            pieces.append(_joined(together))
        return pieces


def _joined(pieces: Sequence[Piece]) -> Piece:
    """One piece of the characters of one form; its candidates differ in the character that is least sure."""
    if len(pieces) == 1:
        return pieces[0]
    texts = [piece.repaired for piece in pieces]
    if {piece.kind for piece in pieces} == {"exact"}:
        return Piece(pieces[0].original, "".join(texts), "exact")
    at = min(range(len(pieces)), key=lambda number: pieces[number].confidence)
    before, after = "".join(texts[:at]), "".join(texts[at + 1 :])
    return Piece(
        pieces[0].original,
        "".join(texts),
        "inferred",
        pieces[at].confidence,
        tuple(Candidate(before + one.text + after, one.confidence) for one in pieces[at].candidates),
    )
