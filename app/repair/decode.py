"""Decoding one line of a damaged text: forms to units, units to the likeliest text, text to spans."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from app.model.progress import CancelToken
from app.model.repair import Candidate, RepairedText, SpanKind
from app.repair.blocks import Profile, block_of
from app.repair.channels import Channel
from app.repair.characters import character_model
from app.repair.confidence import confidences
from app.repair.context import Surroundings, depends_on_context, weigh_in_context
from app.repair.evidence import general_meter
from app.repair.han import FOREIGN, MARKS
from app.repair.lattice import Lattice, Scored
from app.repair.lexicon import OF_BLOCK
from app.repair.memory import Memory
from app.repair.readings import in_token, word_decoder
from app.repair.spans import Piece, assemble
from app.repair.traditional import chinese_model, is_traditional
from app.repair.words import WordDecoder

_IN_LATTICE = frozenset({"han", "kana"})

JAPANESE = 0.05
"""Share of kana from which on Chinese characters are taken for Japanese."""

LONGEST_STRETCH = 400
"""Units decoded together at most."""

MARGIN = 5
"""Certain Chinese characters on both sides of ambiguous ones that are decoded with them."""

SHOWN_CANDIDATES = 8

MOST_FORMS = 100_000
"""Damaged forms whose units are remembered."""

MOST_ROWS, SHORT_ROW = 4_000, 24
"""So many rows are remembered as decoded, none of more units than this: long ones hardly come again."""

CONTEXT = 60
"""Units on both sides of an emoji that are searched for its keywords."""


@lru_cache(maxsize=1 << 13)
def _candidates(texts: tuple[str, ...], shares: tuple[float, ...]) -> tuple[Candidate, ...]:
    """Equal lists are one object: a long damaged file holds millions of them."""
    return tuple(map(_candidate, texts, shares))


_candidate = lru_cache(maxsize=1 << 14)(Candidate)


class Unit:
    """One damaged form with its candidates, or one literal character (``form`` None).

    Units are shared: a form that stands in a line a hundred times is one unit.
    """

    __slots__ = ("candidates", "form", "in_context", "in_lattice", "name", "open", "piece", "text")

    def __init__(self, form: str | None, candidates: tuple[str, ...]) -> None:
        self.form = form
        self.candidates = candidates
        self.text = candidates[0]
        self.open = len(candidates) > 1
        """Whether there is something to decide."""
        kind: SpanKind | None = None if form is None else "exact"
        self.piece = Piece(self.text if form is None else form, self.text, kind)
        """The unit as it is when nothing is to decide."""
        self.name: str | None = None
        """The word list that decides; None: Chinese, or no letter."""
        self.in_lattice = False
        """Whether the unit has a say in a row of Chinese."""
        self.in_context = self.open and depends_on_context(candidates)


_Key = tuple[tuple[Unit, ...], str, str, str | None]
"""All that decides on the units of a row: what stands before and after them, and their word list."""


class LineDecoder:
    """Decodes the lines of one document whose channel and mix of scripts are known."""

    def __init__(self, channel: Channel, profile: Profile, memory: Memory | None = None) -> None:
        self.channel = channel
        self._characters = character_model(profile)
        self._meter = general_meter(channel)
        self._reader = self._meter.reader
        self._lattices: dict[bool, Lattice] = {}
        self._words: dict[str, WordDecoder | None] = {}
        self._memory = memory
        self._traditional = profile.traditional
        self._japanese = profile.share("kana") > JAPANESE
        self._literals: dict[str, Unit] = {}
        self._forms: dict[str, tuple[Unit, ...]] = {}
        self._lists: dict[tuple[str, ...], str | None] = {}
        """Candidates -> the word list that decides."""
        self._rows: dict[_Key, list[tuple[int, Scored]]] = {}

    def weigh(self, line: str, token: CancelToken | None = None) -> float:
        """log10 odds that this line is damaged in this channel."""
        return self._meter.line(line, token=token)

    def decode(self, line: str, token: CancelToken | None = None) -> RepairedText:
        """The line with every damaged form replaced by its likeliest reading; Cancelled with ``token``."""
        units = self._units(line)
        return assemble(self._pieces(units, self._choose(units, token)))

    def _units(self, line: str) -> list[Unit]:
        units: list[Unit] = []
        at = 0
        forms = self._forms
        for match in self._reader.pattern.finditer(line):
            start, end = match.span()
            if start > at:
                units += self._literal(line[at:start])
            form = match[0]
            found = forms.get(form)
            units += self._remembered(form) if found is None else found
            at = end
        units += self._literal(line[at:])
        return units

    def _literal(self, text: str) -> list[Unit]:
        """Characters that stand for themselves."""
        known = self._literals
        for char in text:
            if char not in known:
                known[char] = self._unit(None, (char,))
        return [known[char] for char in text]

    def _remembered(self, form: str) -> tuple[Unit, ...]:
        if len(self._forms) > MOST_FORMS:
            self._forms.clear()
        found = self._forms[form] = self._of_form(form) or tuple(self._literal(form))
        return found

    def _of_form(self, form: str) -> tuple[Unit, ...]:
        """The units of a damaged form; () when no character has it."""
        candidates = self._reader.candidates(form)
        return (self._unit(form, candidates),) if candidates else ()

    def _unit(self, form: str | None, candidates: tuple[str, ...]) -> Unit:
        """A unit, and what decides on it."""
        unit = Unit(form, candidates)
        if unit.open:
            unit.name = self._lists.get(candidates, "")
            if unit.name == "":
                unit.name = self._list_for(candidates)
                if len(self._lists) > MOST_FORMS:
                    self._lists.clear()
                self._lists[candidates] = unit.name
            unit.in_lattice = unit.name is None
        else:
            first = unit.text[0]
            unit.in_lattice = not self._japanese and (block_of(first) in _IN_LATTICE or first in MARKS)
        return unit

    def _choose(self, units: list[Unit], token: CancelToken | None) -> dict[int, Scored]:
        """The scored candidates of all ambiguous units, decided token by token and stretch by stretch."""
        found: dict[int, Scored] = {}
        done = 0
        for at in [number for number, unit in enumerate(units) if unit.open]:
            if at < done:
                continue
            if token is not None:
                token.raise_if_cancelled()
            name = units[at].name
            around = self._stretch_around if name is None else self._token_around
            start, stop = around(units, at, found)
            before, after = _beside(units, start, stop) if name is None else ("", "")
            rows = self._decoded((tuple(units[start:stop]), before, after, name), token)
            found.update([(start + number, scored) for number, scored in rows])
            if any(len(scored) > 1 and self._has_context(units[start + number]) for number, scored in rows):
                self._consider_context(units, found, (at, stop))
            done = stop
        return found

    def _list_for(self, candidates: tuple[str, ...]) -> str | None:
        """The word list for a unit whose likeliest reading is a letter; None: Chinese, or no letter."""
        likeliest = max(candidates, key=lambda text: self._characters.log_p(text[0]))
        block = block_of(likeliest[0])
        if block in {"han", "kana", "wide"}:
            return "japanese" if self._japanese else None
        name = OF_BLOCK.get(block)
        return name if name and in_token(likeliest[0], name) else None  # scripts have marks of their own

    def _stretch_around(self, units: Sequence[Unit], at: int, decided: Container[int]) -> tuple[int, int]:
        """The Chinese characters and ambiguous units around one, as far as they have a say."""
        start = at
        while start and at - start < MARGIN and units[start - 1].in_lattice and start - 1 not in decided:
            start -= 1
        last = stop = at
        while stop < len(units) and stop - start < LONGEST_STRETCH and units[stop].in_lattice:
            if units[stop].open:
                last = stop
            elif stop - last > 2 * MARGIN:
                break
            stop += 1
        return start, min(stop, last + MARGIN + 1)

    def _token_around(self, units: Sequence[Unit], at: int, decided: Container[int]) -> tuple[int, int]:
        """The letters around one, whatever is certain of them."""
        name = units[at].name or ""
        start = stop = at
        while start and at - start < LONGEST_STRETCH and start - 1 not in decided:
            if not in_token(units[start - 1].text[0], name):
                break
            start -= 1
        while stop < len(units) and stop - start < 2 * LONGEST_STRETCH:
            if not in_token(units[stop].text[0], name):
                break
            stop += 1
        return start, max(stop, at + 1)

    def _decoded(self, key: _Key, token: CancelToken | None) -> list[tuple[int, Scored]]:
        """The ambiguous units of a row by their number, with their scored candidates."""
        found = self._rows.get(key)
        if found is None:
            found = self._decode_row(*key, token)
            if len(key[0]) <= SHORT_ROW:
                if len(self._rows) >= MOST_ROWS:
                    self._rows.clear()
                self._rows[key] = found
        return found

    def _decode_row(
        self, row: tuple[Unit, ...], before: str, after: str, name: str | None, token: CancelToken | None
    ) -> list[tuple[int, Scored]]:
        """The same, decoded."""
        candidates = [unit.candidates for unit in row]
        words = self._word_decoder(name) if name else None
        if words is not None:
            scored = words.decode(candidates, token)
        else:
            traditional = is_traditional(candidates, self._traditional)
            scored = self._lattice(traditional=traditional).decode(candidates, before, after, token=token)
        return [(number, scored[number]) for number, unit in enumerate(row) if unit.open]

    def _word_decoder(self, name: str) -> WordDecoder | None:
        if name not in self._words:
            self._words[name] = word_decoder(name, self._characters)
        return self._words[name]

    def _lattice(self, *, traditional: bool) -> Lattice:
        if traditional not in self._lattices:
            self._lattices[traditional] = Lattice(self._characters, chinese_model(traditional=traditional))
        return self._lattices[traditional]

    def _has_context(self, unit: Unit) -> bool:
        return unit.in_context or bool(self._memory)

    def _consider_context(
        self, units: Sequence[Unit], found: dict[int, Scored], decided: tuple[int, int]
    ) -> None:
        """Let the text on both sides have its say on the units just decided."""
        first = max(0, decided[0] - CONTEXT)
        texts = [unit.text for unit in units[first : decided[1] + CONTEXT + 1]]
        for number in range(first, decided[1]):
            if number in found:
                texts[number - first] = found[number][0][0]
        for number in range(*decided):
            scored = found.get(number, ())
            if len(scored) > 1 and self._has_context(units[number]):
                at = number - first
                around = Surroundings(
                    "".join(texts[max(0, at - CONTEXT) : at]), "".join(texts[at + 1 : at + CONTEXT + 1])
                )
                found[number] = weigh_in_context(found[number], around, self._memory)
                texts[at] = found[number][0][0]

    def _pieces(self, units: Sequence[Unit], found: Mapping[int, Scored]) -> list[Piece]:
        pieces = [unit.piece for unit in units]
        for number, scored in found.items():
            pieces[number] = self._inferred(units[number], scored)
        return pieces

    def _inferred(self, unit: Unit, scored: Scored) -> Piece:
        shares = confidences([score for _, score in scored], SHOWN_CANDIDATES)
        texts = tuple([text for text, _ in scored[:SHOWN_CANDIDATES]])
        shown = _candidates(texts, tuple(shares))
        return Piece(unit.form or "", scored[0][0], "inferred", shares[0], shown)


def _beside(units: Sequence[Unit], start: int, stop: int) -> tuple[str, str]:
    """What stands before and after a row of Chinese, with a space or without, as the trigram model knows it.

    Before it a full stop where a sentence begins, else "". After it "" at the end of a line, FOREIGN for
    letters and figures, else the character. An emoji ends a sentence.
    """
    before = start - 2 if start > 1 and units[start - 1].text == " " else start - 1
    after = stop + 1 if stop + 1 < len(units) and units[stop].text == " " else stop
    begins = before < 0 or _is_emoji(units[before]) or (before < start - 1 and units[before].text == ":")
    if after == len(units) or _is_emoji(units[after]):
        return "。" * begins, ""
    text = units[after].text
    return "。" * begins, FOREIGN if text.isascii() and text.isalnum() else units[stop].text[0]


def _is_emoji(unit: Unit) -> bool:
    return block_of(unit.text[0]) == "emoji"
