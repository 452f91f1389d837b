"""Fuzz the repair engine: ``python tests/fuzz/repair_decoder.py -max_total_time=600 [CORPUS FOLDER]``.

Needs the extra ``fuzz`` (atheris, Linux and macOS). Whatever the bytes are: nothing raises, undo gives the
text back, the plan survives storing, spans are where they say, and repairing the repaired changes nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["app.repair"]):
    from app.repair import plan
    from app.repair.channels import CHANNELS, damage
    from app.repair.engine import RepairEngine
    from app.repair.proof import disagreements

ENGINE = RepairEngine()
READ_AS = ("latin-1", "cp1252", "cp1254", "cp1251", "gb18030", "cp932", "utf-8", "mac_roman")


def text_of(provider: atheris.FuzzedDataProvider) -> str:
    """Bytes read in one of many codecs, or text that a channel of the table damaged."""
    way = provider.ConsumeIntInRange(0, len(READ_AS) + 2)
    if way < len(READ_AS):
        return provider.ConsumeBytes(400).decode(READ_AS[way], "replace")
    if way == len(READ_AS):
        return provider.ConsumeUnicode(200)
    text = provider.ConsumeUnicodeNoSurrogates(120)
    for _ in range(way - len(READ_AS)):
        text = damage(text, CHANNELS[provider.ConsumeIntInRange(0, len(CHANNELS) - 1)])
    return text


def check(data: bytes) -> None:
    """One run."""
    provider = atheris.FuzzedDataProvider(data)
    forced = provider.ConsumeIntInRange(0, 2 * len(CHANNELS))
    channel = CHANNELS[forced] if forced < len(CHANNELS) else None
    text = text_of(provider)
    repaired = ENGINE.repair(text, channel)
    assert repaired.original == text, "undo does not give the text back"
    assert plan.replay(text, plan.load(plan.dump(repaired.spans))) == repaired, "the plan does not survive"
    at = 0
    for span in repaired.spans:
        assert at <= span.start, "spans overlap"
        assert repaired.text[span.start : span.end] == span.repaired, "a span is not where it says"
        at = span.end
    disagreements(repaired, channel)
    if channel is None:
        again = ENGINE.repair(repaired.text).text
        assert again == repaired.text, f"not idempotent: {text!r} -> {repaired.text!r} -> {again!r}"


if __name__ == "__main__":
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()
