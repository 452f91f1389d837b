"""The repair engine: diagnose a text once, then repair it piece by piece.

Pure per call: equal input gives equal output, nothing is learnt on the way, nothing raises on any str.
Lines are repaired one by one, so a text repaired whole and one repaired line by line come out the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.model.progress import CancelToken
from app.model.repair import RepairedText
from app.repair.alone import decoder_for
from app.repair.borders import last_border
from app.repair.channels import BY_NAME, CHANNELS, damage
from app.repair.decode import LineDecoder
from app.repair.decoders import line_decoder
from app.repair.diagnose import ENOUGH, Diagnosis, diagnose
from app.repair.escapes import ENOUGH_BYTES, has_escapes, undone, wholly
from app.repair.exact import exact_repair
from app.repair.memory import Memory
from app.repair.proof import Ranges, disagreements
from app.repair.spans import Joined, Piece, assemble, compose
from app.repair.suspects import may_be_damaged, surely_sound, suspect_lines

__all__ = ["CHANNELS", "Diagnosis", "RepairEngine", "TextRepairer"]

LONGEST_LINE = 4_000
"""Longer lines are repaired in pieces of at most this many characters, cut where nothing is damaged."""

LONGEST_BLOCK = 100_000
"""So many characters are searched for damage between two looks at a token; sound text takes no other time."""

SURE_FILE, LINE_IN_SURE_FILE, LINE_ALONE = 30.0, 0.3, 3.0
"""From this much evidence for the file on, a line needs little of its own; else it must convince alone."""

AGAINST = -3.0
"""In such a file a line that the channel explains to the last character may even look a little sound."""

MOST_PASSES = 4
"""Nothing real was misread more often than that."""

_REMEMBERED = 80
"""Lines this short are remembered: the same ones come again and again, and diagnosis is dear."""

_LOST = re.compile("\ufffd+|(?:锟斤拷)+")
_LINES = re.compile(r"[^\r\n]+")
_BETWEEN = re.compile("[!-~](?=[ -~])")


class RepairEngine:
    """Finds channels and makes repairers. Models are read on first need and shared by the process."""

    def diagnose(
        self, sample: str, channel: str | None = None, token: CancelToken | None = None
    ) -> Diagnosis:
        """What happened to a text, judged from a sample; ``channel`` overrides (KeyError if unknown)."""
        return diagnose(sample, channel, token=token)

    def repairer(self, diagnosis: Diagnosis, context: Iterable[str] = ()) -> TextRepairer:
        """A repairer for one source. ``context``: undamaged text of the same corpus, which may help."""
        return TextRepairer(diagnosis, tuple(context))

    def repair(self, text: str, channel: str | None = None, token: CancelToken | None = None) -> RepairedText:
        """Diagnose and repair one text that stands alone, until nothing is left to repair.

        Raises Cancelled soon after ``token`` was cancelled, however long the text is.
        """
        repaired = self.repairer(self.diagnose(text, channel, token)).repair(text, token)
        for _ in range(MOST_PASSES if channel is None and repaired.text != text else 0):
            again = self.repairer(self.diagnose(repaired.text, None, token)).repair(repaired.text, token)
            if again.text == repaired.text:
                break
            repaired = compose(repaired, again)
        return repaired


class TextRepairer:
    """Repairs texts of one diagnosed source."""

    def __init__(self, diagnosis: Diagnosis, context: tuple[str, ...] = ()) -> None:
        self.diagnosis = diagnosis
        self._context = context
        self._decoders: list[LineDecoder] = []
        layer: Diagnosis | None = diagnosis
        memory = Memory(context) if context and diagnosis.channel else None
        while layer is not None and layer.channel is not None:
            last = layer.then is None  # memory is of clean text, which only the last layer gives
            self._decoders.append(
                line_decoder(BY_NAME[layer.channel], layer.profile, memory if last else None)
            )
            layer = layer.then
        self._threshold = _least_of_a_line(diagnosis)
        self._least_bytes = 2 if diagnosis.escaped else ENOUGH_BYTES

    def __reduce__(self) -> tuple[type[TextRepairer], tuple[Diagnosis, tuple[str, ...]]]:
        return TextRepairer, (self.diagnosis, self._context)

    @property
    def channel(self) -> str | None:
        """The name of the channel, None when the source is not damaged in one."""
        return self.diagnosis.name

    def repair(self, text: str, token: CancelToken | None = None) -> RepairedText:
        """The repaired text; ``text`` itself, without spans, where nothing is damaged.

        Raises Cancelled soon after ``token`` was cancelled, however long the text is.
        """
        if not self._decoders and surely_sound(text):  # most turns: nothing has to be collected for them
            return RepairedText(text)
        whole = Joined()
        for block in _blocks(text) if len(text) > LONGEST_BLOCK else (text,):
            self._repair_block(block, whole, token)
        return whole.repaired_of(text)

    def _repair_block(self, text: str, whole: Joined, token: CancelToken | None) -> None:
        if token is not None:
            token.raise_if_cancelled()
        copied = 0
        for at, line in self._worth_a_look(text, token):
            if token is not None:
                token.raise_if_cancelled()
            found = self._line(line, token)
            if found.spans:
                whole.keep(text[copied:at])
                whole.add(found)
                copied = at + len(line)
        whole.keep(text[copied:] if copied else text)

    def _worth_a_look(self, text: str, token: CancelToken | None) -> Iterator[tuple[int, str]]:
        """The lines, or pieces of very long ones, that may be damaged, and where each begins."""
        if self._decoders and not text.isascii():
            yield from self._split(text, 0, len(text))
            return
        if len(text) >= 2 * LONGEST_BLOCK:  # a giant line: no search is to run over all of it
            for at, line in self._split(text, 0, len(text)):
                if token is not None:
                    token.raise_if_cancelled()
                if may_be_damaged(line) or has_escapes(line):
                    yield at, line
            return
        for start, stop in suspect_lines(text):
            yield from self._split(text, start, stop)

    def disagreements(self, repaired: RepairedText) -> Ranges:
        """Where pushing the repaired text through the channel does not give the original back.

        Ranges in code points of ``repaired.text``. Empty for a text that was damaged as a whole; text that
        was never damaged but could not have come out of the channel (an emoji beside mojibake) is listed.
        """
        return disagreements(repaired, self.channel)

    def _split(self, text: str, start: int, stop: int) -> Iterator[tuple[int, str]]:
        """Lines, without their ends; very long lines in pieces cut where no damaged character stands."""
        for match in _LINES.finditer(text, start, stop):
            line, at = match[0], 0
            if len(line) <= LONGEST_LINE:
                yield match.start(), line
                continue
            while at < len(line):
                cut = self._cut(line, at)
                yield match.start() + at, line[at:cut]
                at = cut

    def _cut(self, line: str, start: int) -> int:
        """Where the piece that begins at ``start`` ends: between two ASCII characters, or two forms."""
        stop = start + LONGEST_LINE
        if stop >= len(line):
            return len(line)
        found = None
        for found in _BETWEEN.finditer(line, start + LONGEST_LINE // 2, stop):  # noqa: B007 - the last one
            pass
        if found is not None:
            return found.end()
        return start + last_border(line[start:stop], [decoder.channel for decoder in self._decoders])

    def _line(self, line: str, token: CancelToken | None) -> RepairedText:
        result = undone(line, self._escaped, self._least_bytes) if has_escapes(line) else RepairedText(line)
        if result.text.isascii() or result.spans:
            return compose(result, exact_repair(result.text))
        for decoder in self._decoders:
            decoded = self._decoded(decoder, result.text, token)
            if decoded is None:
                break
            result = compose(result, decoded)
        if result.text == line:
            return _mark_lost(_repaired_alone(line, token))
        return _mark_lost(compose(result, exact_repair(result.text)))

    def _escaped(self, run: str) -> RepairedText:
        """What a run of escapes stood for, repaired as the file is, or by itself: most are short."""
        result = RepairedText(run)
        for decoder in self._decoders if self.diagnosis.escaped else ():
            if decoder.weigh(result.text) <= 0:
                break
            result = compose(result, decoder.decode(result.text))
        return result if wholly(run, result) else _repaired_alone(run)

    def _decoded(self, decoder: LineDecoder, line: str, token: CancelToken | None) -> RepairedText | None:
        """The line without this layer of damage; None when it does not seem to have it."""
        weight = decoder.weigh(line, token)
        if weight >= self._threshold:
            return decoder.decode(line, token)
        if self._threshold > LINE_IN_SURE_FILE or weight <= AGAINST or decoder.channel.undefined != "keep":
            return None
        decoded = decoder.decode(
            line, token
        )  # a few rare letters; but all of the line is what the channel makes
        proved = damage(decoded.text, decoder.channel) == line
        return decoded if proved and all(span.kind == "exact" for span in decoded.spans) else None


def _least_of_a_line(diagnosis: Diagnosis) -> float:
    """How much evidence a line of its own needs. Legacy codecs leave few kinds of signs in European text."""
    if diagnosis.evidence >= SURE_FILE:
        return LINE_IN_SURE_FILE
    if diagnosis.channel is None or BY_NAME[diagnosis.channel].source == "utf-8":
        return LINE_ALONE
    doubt = (SURE_FILE - diagnosis.evidence) / (SURE_FILE - ENOUGH)
    return LINE_IN_SURE_FILE + (LINE_ALONE - LINE_IN_SURE_FILE) * min(1.0, doubt)


def _blocks(text: str) -> Iterator[str]:
    """Whole lines of about so many characters as are searched at once; a giant line is a block of its own."""
    at = 0
    while at < len(text):
        stop = text.find("\n", at + LONGEST_BLOCK) + 1 or len(text)
        last = text.rfind("\n", at, stop - 1) + 1
        if last > at and stop - last > LONGEST_BLOCK:
            yield text[at:last]
            at = last
        yield text[at:stop]
        at = stop


def _repaired_alone(line: str, token: CancelToken | None = None) -> RepairedText:
    if len(line) > _REMEMBERED:
        return _decoded_alone(line, token)
    found = _alone.get(line)
    if found is None:
        found = _decoded_alone(line, token)
        if len(_alone) >= _MOST_ALONE:
            _alone.clear()
        _alone[line] = found
    return found


_alone: dict[str, RepairedText] = {}
"""Short lines, repaired by themselves."""

_MOST_ALONE = 1 << 13


def _decoded_alone(line: str, token: CancelToken | None = None) -> RepairedText:
    """A line that is not damaged as its file is: exact repair, or that of the channel it speaks for."""
    alone = decoder_for(line, token)
    if alone is None or (alone.channel.source == "utf-8" and not alone.channel.several_bytes):
        exact = exact_repair(line)
        if exact.text != line or alone is None:
            return exact
    return alone.decode(line, token)


def _mark_lost(repaired: RepairedText) -> RepairedText:
    """Mark what no model can know: replacement characters, and what GBK makes of them."""
    if "\ufffd" not in repaired.text and "锟斤拷" not in repaired.text:
        return repaired
    pieces: list[Piece] = []
    at = 0
    for match in _LOST.finditer(repaired.text):
        pieces.append(Piece(repaired.text[at : match.start()], repaired.text[at : match.start()]))
        pieces.append(Piece(match[0], match[0], "lost", 0.0))
        at = match.end()
    pieces.append(Piece(repaired.text[at:], repaired.text[at:]))
    return compose(repaired, assemble(pieces))
