"""Decoding one line of a damaged text: forms to units, units to the likeliest text, text to spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.model.repair import Candidate, RepairedText
from app.repair.blocks import Profile, block_of
from app.repair.channels import Channel
from app.repair.characters import CharacterModel
from app.repair.confidence import confidences
from app.repair.context import Surroundings, depends_on_context, weigh_in_context
from app.repair.evidence import EvidenceMeter
from app.repair.lattice import Lattice, Scored
from app.repair.lexicon import OF_BLOCK
from app.repair.memory import Memory
from app.repair.readings import in_token, word_decoder
from app.repair.spans import Piece, assemble
from app.repair.traditional import chinese_model, is_traditional

_IN_LATTICE = frozenset({"han", "kana"})

JAPANESE = 0.05
"""Share of kana from which on Chinese characters are taken for Japanese."""

LONGEST_STRETCH = 400
"""Units decoded together at most."""

MARGIN = 5
"""Certain Chinese characters on both sides of ambiguous ones that are decoded with them."""

SHOWN_CANDIDATES = 8

CONTEXT = 60
"""Units on both sides of an emoji that are searched for its keywords."""


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

    def __init__(self, channel: Channel, profile: Profile, memory: Memory | None = None) -> None:
        self.channel = channel
        self._characters = CharacterModel(profile)
        self._meter = EvidenceMeter(channel)
        self._reader = self._meter.reader
        self._lattices: dict[bool, Lattice] = {}
        self._memory = memory
        self._traditional = profile.traditional
        self._japanese = profile.share("kana") > JAPANESE
        self._decoded = lru_cache(maxsize=20_000)(self._decode_row)

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
        """Score the candidates of all ambiguous units, token by token and stretch by stretch."""
        at = 0
        while at < len(units):
            if len(units[at].candidates) == 1:
                at += 1
                continue
            name = self._list_for(units[at])
            if name is None:
                start, stop = self._stretch_around(units, at)
                self._score(units, start, stop, None)
            else:
                start, stop = self._token_around(units, at, name)
                self._score(units, start, stop, name)
            self._consider_context(units, at, stop)
            at = stop

    def _list_for(self, unit: Unit) -> str | None:
        """The word list for a unit whose likeliest reading is a letter; None: Chinese, or no letter."""
        likeliest = max(unit.candidates, key=lambda text: self._characters.log_p(text[0]))
        block = block_of(likeliest[0])
        if block in {"han", "kana", "wide"}:
            return "japanese" if self._japanese else None
        return OF_BLOCK.get(block)

    def _stretch_around(self, units: Sequence[Unit], at: int) -> tuple[int, int]:
        """The Chinese characters and ambiguous units around one, as far as they have a say."""
        start = stop = at
        while start and at - start < MARGIN and self._in_stretch(units[start - 1]):
            start -= 1
        last = at
        while stop < len(units) and stop - start < LONGEST_STRETCH and self._in_stretch(units[stop]):
            if len(units[stop].candidates) > 1:
                last = stop
            elif stop - last > 2 * MARGIN:
                break
            stop += 1
        return start, min(stop, last + MARGIN + 1)

    def _in_stretch(self, unit: Unit) -> bool:
        if unit.scored:  # decided before: a letter of a token that ended here
            return False
        if len(unit.candidates) > 1:
            return self._list_for(unit) is None
        return not self._japanese and block_of(unit.candidates[0][0]) in _IN_LATTICE

    def _token_around(self, units: Sequence[Unit], at: int, name: str) -> tuple[int, int]:
        """The letters around one, whatever is certain of them."""
        start = stop = at
        while start and at - start < LONGEST_STRETCH and not units[start - 1].scored:
            if not in_token(units[start - 1].candidates[0][0], name):
                break
            start -= 1
        while stop < len(units) and stop - start < 2 * LONGEST_STRETCH:
            if not in_token(units[stop].candidates[0][0], name):
                break
            stop += 1
        return start, max(stop, at + 1)

    def _score(self, units: Sequence[Unit], start: int, stop: int, name: str | None) -> None:
        row = tuple(unit.candidates for unit in units[start:stop])
        after = units[stop].candidates[0][0] if stop < len(units) else ""
        for unit, scored in zip(units[start:stop], self._decoded(row, after, name), strict=True):
            if len(unit.candidates) > 1:
                unit.scored = list(scored)

    def _decode_row(
        self, row: tuple[tuple[str, ...], ...], after: str, name: str | None
    ) -> tuple[Scored, ...]:
        decoder = word_decoder(name, self._characters) if name else None
        if decoder is not None:
            return tuple(decoder.decode(row))
        traditional = is_traditional(row, self._traditional)
        if traditional not in self._lattices:
            self._lattices[traditional] = Lattice(self._characters, chinese_model(traditional=traditional))
        return tuple(self._lattices[traditional].decode(row, after))

    def _consider_context(self, units: Sequence[Unit], start: int, stop: int) -> None:
        for at in range(start, stop):
            unit = units[at]
            if len(unit.scored) > 1 and (self._memory or depends_on_context(unit.candidates)):
                around = Surroundings(
                    "".join(u.text for u in units[max(0, at - CONTEXT) : at]),
                    "".join(u.text for u in units[at + 1 : at + CONTEXT + 1]),
                )
                unit.scored = weigh_in_context(unit.scored, around, self._memory)

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
