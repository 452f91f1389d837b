"""Alpaca: records of ``{"instruction", "input", "output"}``, with a system prompt and earlier turns at will.

A record with ``chosen`` and ``rejected`` instead of an output gives its two answers as branches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.formats.base import FORMATS, Source
from app.formats.records import JsonObject, RecordFormat, key_of, without
from app.formats.values import shown
from app.model.parsed import JsonValue, ParsedConversation, ParsedTurn, ParseEvent

_QUESTIONS: Final = ("instruction", "prompt", "query")
_ANSWERS: Final = ("output", "response", "completion")
_CHOICES: Final = ("chosen", "rejected")
_SHOWN: Final = (*_QUESTIONS, "input", *_ANSWERS, *_CHOICES, "system", "history")


@FORMATS.register("alpaca")
class AlpacaFormat(RecordFormat):
    """Instruction and answer pairs, as used for training."""

    name = "alpaca"
    title = "Alpaca"
    alternatives = True
    extensions = (".json", ".jsonl")
    best = 0.85
    clue = re.compile(r'\{\s*"instruction"\s*:\s*"')  # without the brackets before: many take seconds

    def recognises(self, value: JsonObject) -> bool:
        """A question and an answer, or two answers to choose from, all of them texts."""
        answers = [*(name for name in _ANSWERS if isinstance(value.get(name), str))]
        both = all(isinstance(value.get(name), str) for name in _CHOICES)
        return _text(value, _QUESTIONS) is not None and (bool(answers) or both)

    def events(
        self,
        number: int,
        place: str,  # noqa: ARG002 - nothing can be wrong inside a record
        value: JsonObject,
        source: Source,
    ) -> Iterator[ParseEvent]:
        """One conversation a record: system prompt, history, question, answer or answers."""
        key = f"{key_of(value.get('id')) or 'record'} ({number})"
        yield ParsedConversation(key, meta=without(value, *_SHOWN, "id"))
        said = [*_before(value), ("user", _question(value))]
        answer = _text(value, _ANSWERS)
        if answer is not None:
            said.append(("assistant", answer))
        for position, (speaker, text) in enumerate(said, 1):
            yield ParsedTurn(key, speaker, source.repair(shown(text)), key=str(position), role=speaker)
        for name in _CHOICES:
            choice = value.get(name)
            if isinstance(choice, str):
                meta: JsonObject = {"preference": name}
                told = source.repair(shown(choice))
                yield ParsedTurn(key, "assistant", told, name, str(len(said)), "assistant", meta=meta)


def _text(value: JsonObject, names: tuple[str, ...]) -> str | None:
    return next((item for name in names if isinstance(item := value.get(name), str)), None)


def _question(value: JsonObject) -> str:
    """The instruction, and on lines of its own what it is about."""
    asked, about = _text(value, _QUESTIONS) or "", value.get("input")
    return f"{asked}\n{about}" if asked and isinstance(about, str) and about else asked or str(about or "")


def _before(value: JsonObject) -> Iterator[tuple[str, str]]:
    system: JsonValue = value.get("system")
    if isinstance(system, str) and system:
        yield "system", system
    history = value.get("history")
    for pair in history if isinstance(history, list) else []:
        if isinstance(pair, list):
            for speaker, text in zip(("user", "assistant"), pair, strict=False):
                if isinstance(text, str):
                    yield speaker, text
