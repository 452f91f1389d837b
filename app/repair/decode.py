"""Decoding one line of a damaged text: forms to units, units to the likeliest text, text to spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.model.repair import Candidate, RepairedText
from app.repair.blocks import Profile, block_of
from app.repair.channels import Channel
from app.repair.characters import CharacterModel
from app.repair.confidence import confidences
from app.repair.context import Surroundings, weigh_in_context
from app.repair.evidence import EvidenceMeter
from app.repair.han import han_model
from app.repair.lattice import Lattice, Scored
from app.repair.spans import Piece, assemble

_IN_LATTICE = frozenset({"han", "kana"})
LONGEST_STRETCH = 200
"""Units decoded together; more context than this changes nothing."""

SHOWN_CANDIDATES = 8


class Unit:
    """One damaged form with its candidates, or one literal character (``form`` None)."""

    __slots__ = ("candidates", "form", "scored")

    def __init__(self, form: str | None, candidates: tuple[str, ...]) -> None:
        self.form = form
        self.candidates = candidates
        self.scored: Scored = []

    @property
    def text(self) -> str:
        """The chosen text."""
        return self.scored[0][0] if self.scored else self.candidates[0]


class LineDecoder:
    """Decodes the lines of one document whose channel and mix of scripts are known."""

    def __init__(self, channel: Channel, profile: Profile) -> None:
        self.channel = channel
        self._characters = CharacterModel(profile)
        self._meter = EvidenceMeter(channel)
        self._reader = self._meter.reader
        self._lattice: Lattice | None = None
        self._stretch = lru_cache(maxsize=20_000)(self._decode_stretch)

    def weigh(self, line: str) -> float:
        """log10 odds that this line is damaged in this channel."""
        return self._meter.line(line)

    def decode(self, line: str) -> RepairedText:
        """The line with every damaged form replaced by its likeliest reading."""
        units = self._units(line)
        self._choose(units)
        return assemble(self._pieces(units))

    def _units(self, line: str) -> list[Unit]:
        units: list[Unit] = []
        at = 0
        candidates_of = self._reader.candidates
        for match in self._reader.pattern.finditer(line):
            start, end = match.span()
            units.extend(Unit(None, (char,)) for char in line[at:start])
            form = match[0]
            candidates = candidates_of(form)
            if candidates:
                units.append(Unit(form, candidates))
            else:
                units.extend(Unit(None, (char,)) for char in form)
            at = end
        units.extend(Unit(None, (char,)) for char in line[at:])
        return units

    def _choose(self, units: list[Unit]) -> None:
        at = 0
        while at < len(units):
            stop = at
            ambiguous = False
            while stop < len(units) and stop - at < LONGEST_STRETCH:
                candidates = units[stop].candidates
                if len(candidates) > 1:
                    ambiguous = True
                elif block_of(candidates[0][0]) not in _IN_LATTICE:
                    break
                stop += 1
            if ambiguous:
                key = tuple(unit.candidates for unit in units[at:stop])
                for unit, scored in zip(units[at:stop], self._stretch(key), strict=True):
                    unit.scored = list(scored) if len(unit.candidates) > 1 else []
                self._consider_context(units, at, stop)
            at = max(stop, at + 1)

    def _decode_stretch(self, key: tuple[tuple[str, ...], ...]) -> tuple[Scored, ...]:
        if self._lattice is None:
            self._lattice = Lattice(self._characters, han_model())
        return tuple(self._lattice.decode(key))

    def _consider_context(self, units: Sequence[Unit], start: int, stop: int) -> None:
        for at in range(start, stop):
            unit = units[at]
            if len(unit.scored) > 1:
                around = Surroundings(
                    "".join(u.text for u in units[max(0, at - 12) : at]),
                    "".join(u.text for u in units[at + 1 : at + 13]),
                )
                unit.scored = weigh_in_context(unit.scored, around)

    def _pieces(self, units: Sequence[Unit]) -> Iterator[Piece]:
        for unit in units:
            if unit.form is None:
                yield Piece(unit.candidates[0], unit.candidates[0])
            elif len(unit.candidates) == 1:
                yield Piece(unit.form, unit.candidates[0], "exact")
            else:
                yield self._inferred(unit)

    def _inferred(self, unit: Unit) -> Piece:
        shares = confidences([score for _, score in unit.scored])
        shown = tuple(
            Candidate(text, share)
            for (text, _), share in zip(unit.scored[:SHOWN_CANDIDATES], shares, strict=False)
        )
        return Piece(unit.form or "", unit.text, "inferred", shares[0], shown)
