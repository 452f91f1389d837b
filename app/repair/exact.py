"""Exact repair of single lines through ftfy, configured so that it changes mojibake and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from app.model.repair import RepairedText
from app.repair.blocks import block_of
from app.repair.channels import PLAIN, damage
from app.repair.characters import general_model
from app.repair.gates import narrow_gate
from app.repair.spans import Piece, aligned, assemble

_FEW, _RARE = 2, -7.0
"""So few characters, each rarer than this (log10 of its share of text in general), prove nothing."""

_UNUSED, _EXTENDED = -7.4, "\u0180"
"""Nor does one letter beyond those of Europe that no language of the lists has: "cafĆ©" is no cafƩ."""

_SHORT, _LONGEST = 80, 2_000
"""ftfy looks at this many characters at a time: to the next plain sign, or further where there is none."""

_ALIGNED = 160
"""Longer pieces are not aligned by comparison, which takes quadratic time, but form by form."""

_ALPHABET = 12
"""So many letters in a row whose base letters never fall back make an alphabet."""

IN_ORDER = 6
"""So many steps from one character to the next code make a table."""

_LETTERS = re.compile(rf"[^\W\d_]{{{_ALPHABET + 1},}}")
_C1 = re.compile("[\x80-\x9f]")
_SAFE_CUT = re.compile(
    rf".{{1,{_SHORT}}}(?:[\t\n\r -/:-@\[-`{{-~]|\Z)|.{{1,{_LONGEST}}}?(?:[ -~]|\Z)|.{{1,{_LONGEST}}}",
    re.DOTALL,
)


@lru_cache(maxsize=1)
def _fixer() -> Callable[[str], str]:
    """What undoes mojibake in one part of a line. Read on first need: sound text can do without.

    No uncurling, no normalization, no width folding, no line breaks, no entities, and above all no U+FFFD
    for what could still be reconstructed: only the encoding is touched.
    """
    import ftfy  # noqa: PLC0415 - takes as long to import as all of the engine

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=True,
        fix_c1_controls=True,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    return lambda part: ftfy.fix_encoding(part, config)


def _is_bad(line: str) -> bool:
    from ftfy.badness import is_bad  # noqa: PLC0415 - as above

    return is_bad(line)


def is_a_table(line: str) -> bool:
    """True for a line that shows characters in the order of their codes, or an alphabet: that is no text."""
    in_order = 0
    for first, second in pairwise(line):
        in_order = in_order + 1 if first >= "\x80" and ord(second) == ord(first) + 1 else 0
        if in_order >= IN_ORDER:
            return True
    return any(map(_is_alphabet, _LETTERS.findall(line)))


def _is_alphabet(row: str) -> bool:
    """True for "aáäbcčdďeéfghiíjklĺľ": letters that stand in the order of their base letters."""
    bases = [normalize("NFD", char)[0].lower() for char in row]
    rising = 0
    for first, second in pairwise(bases):
        rising = rising + 1 if first <= second and "a" <= second <= "z" else 0
        if rising >= _ALPHABET and len(set(bases)) > _ALPHABET // 2:
            return True
    return False


def suspicious(line: str) -> bool:
    """True when ftfy is worth asking: cheap on clean text."""
    if not _C1.search(line):
        found = "Ã " in line or narrow_gate().search(line)
        if not found or not _is_bad(line):
            return False
    return not is_a_table(line)


def exact_repair(line: str) -> RepairedText:
    """Undo mojibake whose bytes all survived; the line itself where there is none."""
    if line.isascii() or not suspicious(line):
        return RepairedText(line)
    repaired = assemble(_pieces(line))
    kept = _speaks_of_encodings(line, repaired) or _only_rarities(repaired)
    return RepairedText(line) if kept else repaired


def _only_rarities(repaired: RepairedText) -> bool:
    """True where one or two characters hardly anybody writes are all that comes out: "ßª", "║ Ñª ║"."""
    made = "".join(span.repaired for span in repaired.spans)
    log_p = general_model().log_p
    if not 0 < len(made) <= _FEW:
        return False
    if any(log_p(char) < _UNUSED and char >= _EXTENDED and block_of(char) == "latin" for char in made):
        return True
    return all(log_p(char) < _RARE and block_of(char) not in {"latin", "emoji"} for char in made)


def _speaks_of_encodings(line: str, repaired: RepairedText) -> bool:
    """True for "`é` looks like Ã©": the repair of a damaged line does not stand in it undamaged as well."""
    return any(
        len(span.repaired) == 1 and not span.repaired.isascii() and span.repaired in line
        for span in repaired.spans
    )


def _pieces(line: str) -> Iterator[Piece]:
    for match in _SAFE_CUT.finditer(line):
        part = match[0]
        fixed = part if part.isascii() else _fixer()(part)
        if fixed == part:
            yield Piece(part, part)
        elif len(part) > _ALIGNED:
            yield from _walked(part, fixed)
        else:
            yield from aligned(part, fixed)


def _walked(original: str, repaired: str) -> Iterator[Piece]:
    """Pieces of a long stretch, each character with what a channel made of it; linear in its length.

    From where no channel of the table explains the next character, the rest is one piece.
    """
    at = 0
    for place, char in enumerate(repaired):
        form = next((form for form in _forms_of(char) if original.startswith(form, at)), None)
        if form is None:
            yield Piece(original[at:], repaired[place:], "exact")
            return
        yield Piece(form, char, None if form == char else "exact")
        at += len(form)
    if at < len(original):
        yield Piece(original[at:], "", "exact")


@lru_cache(maxsize=1 << 14)
def _forms_of(char: str) -> tuple[str, ...]:
    """What a character may have become without a loss, two layers deep, the longest forms first."""
    rows = [row for row in PLAIN if row.undefined == "keep" and not row.c1_dropped]
    once = {damage(char, row) for row in rows if row.source == "utf-8"}
    twice = {damage(form, row) for form in once for row in rows if row.codec in {"cp1252", "latin-1"}}
    forms = {char, *once, *twice} - {""}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))
