"""Read doubtful turns again with the undamaged text of the corpus in mind."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from app.model.progress import CancelToken, Progress
from app.model.repair import RepairedText
from app.repair.edits import overlaid, places
from app.repair.engine import CHANNELS, RepairEngine, TextRepairer
from app.store.rewrite import TurnRewrite
from app.store.twins import DoubtfulTurn, TwinDesk

STAGE = "reading damaged turns again"
_SAMPLE = 60_000


def recall(desk: TwinDesk, engine: RepairEngine, token: CancelToken) -> Generator[Progress, None, int]:
    """Decode what no twin proved, with undamaged text as context; gives the number of turns that changed.

    Transcripts that were read with the same context before are passed over, so that this costs nothing
    once a corpus has more undamaged text than is looked at.
    """
    sound = desk.sound()
    waiting = desk.waiting_for(sound.digest)
    changed = 0
    for done, transcript in enumerate(waiting):
        yield Progress(STAGE, done, len(waiting), "transcripts")
        token.raise_if_cancelled()
        turns = desk.repaired_turns(transcript)
        repairer = _repairer(engine, turns, (*desk.own_sound(transcript), *sound.texts))
        rewrites = []
        for turn in turns if repairer is not None else ():
            token.raise_if_cancelled()
            if repairer is not None and turn.doubtful:
                rewrites += _read_again(turn, repairer, token)
        desk.recalled(transcript, rewrites, sound.digest, token)
        changed += len(rewrites)
    return changed


def _repairer(
    engine: RepairEngine, turns: Iterable[DoubtfulTurn], context: tuple[str, ...]
) -> TextRepairer | None:
    """The repairer of a transcript as at its import, or None when its turns do not tell the same channel."""
    sample: list[str] = []
    room = _SAMPLE
    channel: str | None = None
    for turn in turns:
        channel = channel or turn.channel
        sample.append(turn.repaired.original)
        room -= len(sample[-1])
        if room <= 0:
            break
    text = "\n".join(sample)
    diagnosis = engine.diagnose(text)
    if diagnosis.name != channel and channel in CHANNELS:
        diagnosis = engine.diagnose(text, channel)
    return engine.repairer(diagnosis, context) if channel and diagnosis.name == channel else None


def _read_again(turn: DoubtfulTurn, repairer: TextRepairer, token: CancelToken) -> list[TurnRewrite]:
    """The new reading of a turn, if it differs and takes the turn apart in the same way."""
    fresh = repairer.repair(turn.repaired.original, token)
    if _cuts(fresh) != _cuts(turn.repaired):
        return []
    kept = overlaid(fresh, turn.repaired, turn.chosen) if turn.chosen else fresh
    if kept is None or kept == turn.repaired:
        return []
    return [TurnRewrite(turn.id, kept, turn.undone)]


def _cuts(repaired: RepairedText) -> list[tuple[int, str]]:
    return [(place, span.original) for place, span in zip(places(repaired), repaired.spans, strict=True)]
