"""What a corpus knows about a file that is repaired without being imported: its twins and its sound text.

The file's dialogues are read as an import would read them, and compared with those of the corpus; what twins
settle is then put in the place of the engine's own reading.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import numpy as np

from app.errors import BadInputError
from app.formats.base import Format, Source
from app.ingest.revisit import comparable
from app.model.parsed import ParsedTurn
from app.model.progress import CancelToken
from app.model.repair import RepairedText
from app.repair.dialogues import compare
from app.repair.edits import places, relaid
from app.repair.engine import RepairEngine, TextRepairer
from app.repair.sketches import Sketch, likely_twins, marks_of
from app.repair.twins import TwinTurn, settle
from app.store.reader import Reader
from app.text.scripts import count_scripts

Repair = Callable[[str], RepairedText]

_STRIPPED = " \t"
"""White space at the end of a line, which is no part of its turn; a no-break space may be a damaged byte."""

_OWN = 50_000
"""Characters of the file's own undamaged text that come before the corpus's."""


def informed(
    source: Source,
    chosen: Format,
    repairer: TextRepairer,
    engine: RepairEngine,
    reader: Reader,
    token: CancelToken,
) -> Repair:
    """A repair for the pieces of ``source``, to be given them in their order: as the corpus knows better."""
    told = list(_dialogues(chosen, source, token))
    if not any(turn.spans for turns in told for turn in turns):
        return lambda text: repairer.repair(text, token)
    repairer = engine.repairer(repairer.diagnosis, (*_sound(told), *reader.sound()))
    read = [[_read_again(turn, repairer, token) for turn in turns] for turns in told]
    return _Settled(_settled(read, repairer.channel, reader, token), repairer, token)


def _dialogues(chosen: Format, source: Source, token: CancelToken) -> Iterator[list[RepairedText]]:
    """The turns of every dialogue of the source; none where it cannot be read as a transcript."""
    found: dict[str, list[RepairedText]] = {}
    with suppress(BadInputError):
        for event in chosen.parse(source):
            token.raise_if_cancelled()
            if isinstance(event, ParsedTurn):
                found.setdefault(event.conversation, []).append(event.text)
    yield from found.values()


def _sound(told: Sequence[Sequence[RepairedText]]) -> Iterator[str]:
    room = _OWN
    for turn in (turn for turns in told for turn in turns):
        if not turn.spans and not turn.text.isascii() and room > 0:
            room -= len(turn.text)
            yield turn.text


def _doubtful(turn: RepairedText) -> bool:
    return any(span.kind != "exact" for span in turn.spans)


def _read_again(turn: RepairedText, repairer: TextRepairer, token: CancelToken) -> RepairedText:
    return repairer.repair(turn.original, token) if _doubtful(turn) else turn


def _settled(
    told: Sequence[Sequence[RepairedText]], channel: str | None, reader: Reader, token: CancelToken
) -> Iterator[RepairedText]:
    """Every turn of the file, settled by the twins that its dialogue has in the corpus."""
    known = reader.sketch(token)
    texts = [[turn.text for turn in turns] for turns in told]
    fresh = Sketch(
        np.repeat(np.arange(-len(told), 0, dtype=np.int64), [len(turns) for turns in told]),
        marks_of(text for turns in texts for text in turns),
        np.array([found.tokens for turns in texts for found in count_scripts(turns)], dtype=np.int64),
    )
    both = Sketch(
        np.concatenate([fresh.conversation, known.conversation]),
        np.concatenate([fresh.mark, known.mark]),
        np.concatenate([fresh.tokens, known.tokens]),
    )
    twins: dict[int, list[int]] = defaultdict(list)
    for one, other in likely_twins(both, range(-len(told), 0)):
        if one < 0 <= other:
            twins[one].append(other)
    for number, turns in enumerate(told):
        sides = [TwinTurn(turn, channel) for turn in turns]
        for twin in twins[number - len(told)]:
            token.raise_if_cancelled()
            _settle(sides, comparable(reader.tell(twin)))
        yield from (side.repaired for side in sides)


def _settle(turns: list[TwinTurn], twin: Sequence[TwinTurn]) -> None:
    compared = compare(turns, twin)
    if compared.left is None and compared.right is None:
        return
    for here, there in (*compared.alignment.same, *compared.alignment.beside):
        settled = settle(turns[here], twin[there])
        if settled is not None:
            turns[here] = TwinTurn(settled.repaired, turns[here].channel)


class _Settled:
    """Gives what was settled for the lines of turns and for whole turns, the engine's repair otherwise."""

    def __init__(self, turns: Iterator[RepairedText], repairer: TextRepairer, token: CancelToken) -> None:
        self._repairer = repairer
        self._token = token
        self._known: dict[str, deque[RepairedText]] = defaultdict(deque)
        for turn in turns:
            if turn.spans:
                lines = list(_lines(turn))
                for piece in (turn, *lines) if len(lines) > 1 else lines:
                    self._known[piece.original].append(piece)
        self._lengths = sorted({len(original) for original in self._known}, reverse=True)

    def __call__(self, text: str) -> RepairedText:
        """The repair of a string value or of a line with its label; equal ones in the order of the file."""
        own = self._repairer.repair(text, self._token)
        if not own.spans:
            return own
        for stop in dict.fromkeys((len(text), len(text.rstrip(_STRIPPED)))):
            for length in self._lengths:
                found = self._known.get(text[stop - length : stop]) if 0 < length <= stop else None
                if found:
                    settled = found.popleft() if len(found) > 1 else found[0]
                    return _put(own, settled, stop - length)
        return own


def _lines(turn: RepairedText) -> Iterator[RepairedText]:
    begin = 0
    for line in turn.text.split("\n"):
        yield turn.slice(begin, begin + len(line))
        begin += len(line) + 1


def _put(own: RepairedText, settled: RepairedText, at: int) -> RepairedText:
    """A repair whose part from place ``at`` of the original on is another one's."""
    kept = [
        (place, span)
        for place, span in zip(places(own), own.spans, strict=True)
        if place + len(span.original) <= at or place >= at + len(settled.original)
    ]
    kept += [(at + place, span) for place, span in zip(places(settled), settled.spans, strict=True)]
    return relaid(own.original, kept)
