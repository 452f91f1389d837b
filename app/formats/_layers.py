"""Tells tiers of words, sounds and tags, which annotate what is said, from tiers of somebody's speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from app.model.parsed import JsonValue, ParseProblem

_NAMED: Final = re.compile(
    r"(?i)(?:^|[\s_\-/.:@\[(|]|(?-i:(?<=[a-z])(?=[A-Z])))"
    r"(?:words?|tok(?:en)?s?|phon(?:e|eme|etic)?s?|segs?|segments?|syll(?:able)?s?|mau|kan|ort"
    r"|lemma(?:s|ta)?|pos|xpos|upos|tags?|morph(?:eme)?s?|gloss(?:es)?|ipa|sampa|norm|dep(?:rel)?|tones?|breaks?)"
    r"(?:[\s_\-/.:@\])|]*\d*)$"
)
_LEAST: Final = 10
"""Fewer labels say nothing about what a tier is."""
_INSIDE, _PER_STRETCH = 0.9, 1.5
_SLACK_S: Final = 0.02


class Label(NamedTuple):
    """A labelled stretch; begin and end in whatever the format counts."""

    begin: float
    end: float
    text: str


def named_as_layer(name: str) -> bool:
    """Whether a tier is called after what it annotates: ``words``, ``Anna - phones``, ``pos`` …"""
    return _NAMED.search(name.strip()) is not None


def without_layer(name: str) -> str:
    """Whose words or sounds a tier holds, by its name; "" when that does not say."""
    return _NAMED.sub("", name.strip()).strip(" _-/.:@[(|")


def lies_in(labels: Sequence[Label], others: Sequence[Label]) -> bool:
    """Whether labels are single words that lie, several to a stretch, inside another tier's longer texts."""
    if len(labels) < _LEAST or len(others) * _PER_STRETCH > len(labels):
        return False
    if any(len(one.text.split()) > 1 for one in labels):
        return False
    if sum(len(other.text.split()) > 1 for other in others) * 2 < len(others):
        return False
    begins = [other.begin for other in others]
    inside = 0
    for one in labels:
        at = bisect_left(begins, one.begin + _SLACK_S) - 1
        inside += at >= 0 and one.end <= others[at].end + _SLACK_S
    return inside >= len(labels) * _INSIDE


class Layer:
    """The labels of one tier, found by where they begin."""

    def __init__(self, name: str, labels: Iterable[Label]) -> None:
        self.name = name
        self._labels = sorted(labels)
        self._begins = [one.begin for one in self._labels]
        self.count = len(self._labels)
        self.used = 0

    def within(self, begin: float, end: float) -> str:
        """The labels that begin from ``begin`` to before ``end``, with spaces between them."""
        first, last = bisect_left(self._begins, begin), bisect_left(self._begins, end)
        self.used += last - first
        return " ".join(one.text for one in self._labels[first:last])


def under(layers: Iterable[Layer], begin: float, end: float) -> dict[str, JsonValue]:
    """What every layer has to say of a stretch, by the layer's name."""
    return {layer.name: text for layer in layers if (text := layer.within(begin, end))}


def told(layers: Sequence[Layer]) -> Mapping[str, JsonValue]:
    """Metadata of a conversation: which tiers are nobody's speech, with how many labels each has."""
    return {"annotation tiers": {layer.name: layer.count for layer in layers}} if layers else {}


def unused(layers: Iterable[Layer]) -> Iterator[ParseProblem]:
    """Labels that stand under no turn, a problem a layer: they are left out."""
    for layer in layers:
        if layer.used < layer.count:
            left = layer.count - layer.used
            yield ParseProblem(
                f"tier {layer.name}", f"labels under no turn are left out: {left} of {layer.count}"
            )
