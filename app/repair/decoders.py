"""Decoders: the one that fits a channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.repair.blocks import Profile
from app.repair.channels import Channel
from app.repair.decode import LineDecoder, Unit
from app.repair.memory import Memory
from app.repair.spans import Piece


def line_decoder(channel: Channel, profile: Profile, memory: Memory | None = None) -> LineDecoder:
    """A decoder for the lines of one document."""
    if channel.several_bytes:
        return JointDecoder(channel, profile, memory)
    kind = LineDecoder if channel.source == "utf-8" else LegacyDecoder
    return kind(channel, profile, memory)


class LegacyDecoder(LineDecoder):
    """Decodes text of a legacy codec; what a line cannot prove alone was proved by its file."""

    def weigh(self, line: str) -> float:
        """log10 odds that this line is damaged in this channel, as others of its file are."""
        return self._meter.line(line, sure=True)


class JointDecoder(LineDecoder):
    """Decodes forms that hold several characters: each is a unit of its own, the form is the first one's."""

    def _units(self, line: str) -> list[Unit]:
        units: list[Unit] = []
        for unit in super()._units(line):
            text = unit.candidates[0]
            if unit.form is None or len(unit.candidates) > 1 or len(text) == 1:
                units.append(unit)
            else:
                units.append(Unit(unit.form, (text[0],)))
                units.extend(Unit("", (char,)) for char in text[1:])
        return units

    def _pieces(self, units: Sequence[Unit]) -> Iterator[Piece]:
        waiting: Piece | None = None
        for unit, piece in zip(units, super()._pieces(units), strict=True):
            if waiting is not None and unit.form == "":
                waiting = Piece(waiting.original, waiting.repaired + piece.repaired, "exact")
                continue
            if waiting is not None:
                yield waiting
            waiting = piece
        if waiting is not None:
            yield waiting
