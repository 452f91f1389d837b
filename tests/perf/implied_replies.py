"""Suggested links against those that people drew: precision, recall and F1 over the annotated IRC logs.

    python -m tests.perf.implied_replies FOLDER [--fit]

FOLDER holds NAME.raw.txt and NAME.annotation.txt as published by Kummerfeld et al. (2019). What is printed
is cross-validated: the weights for each log are fitted to the others. ``--fit`` prints weights for all.
The paper's own figures on its test set, links P/R/F: previous message 35.7/34.4/35.0, linear model
64.7/62.3/63.5, feed-forward network 73.7/71.0/72.3.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

from app.threads.evidence import NAMES, Evidence, Floats, Said
from app.threads.implied import WEIGHTS

_LINE = re.compile(r"\[(\d\d):(\d\d)\] (?:<([^>]+)>|\* ?(\S+)) ?(.*)$")
_STEPS, _RATE, _RIDGE = 400, 0.05, 1e-3
_DAY = 86_400.0
_BANDS = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01))

Choice = tuple[Floats, list[int], int]
"""Evidence for the candidates, the right ones among them, and how many right ones there are."""


def read_log(path: Path) -> list[Said]:
    """The lines of a log; the clock turns over at midnight."""
    turns: list[Said] = []
    moment = days = 0.0
    for line in path.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            turns.append(Said("", line, moment, event=True))
            continue
        now = (int(match[1]) * 60 + int(match[2])) * 60.0 + days
        if now < moment - _DAY / 2:
            days += _DAY
            now += _DAY
        moment = max(moment, now)
        turns.append(Said(match[3] or match[4], match[5], moment))
    return turns


def choices(log: Path) -> list[Choice]:
    """The annotated messages of a log."""
    gold: dict[int, set[int]] = {}
    for line in log.with_name(log.name.replace(".raw.", ".annotation.")).read_text("utf-8").splitlines():
        one, two = sorted(int(number) for number in line.split()[:2])
        gold.setdefault(two, set()).add(one)
    evidence = Evidence()
    turns = read_log(log)
    evidence.know([said.speaker for said in turns if not said.event])
    found: list[Choice] = []
    for number, said in enumerate(turns):
        evidence.read(said)
        if number in gold:
            reach, rows = evidence.of()
            right = [0 if parent == number else parent - reach.start + 1 for parent in gold[number]]
            found.append((rows, [place for place in right if place >= 0], len(right)))
        evidence.close()
    return found


def fit(data: list[Choice]) -> Floats:
    """Weights by gradient ascent (Adam) on the likelihood of the right candidates."""
    known = [(rows, right) for rows, right, _count in data if right]
    rows = np.concatenate([one for one, _right in known])
    starts = np.cumsum([0] + [len(one) for one, _right in known])
    group = np.repeat(np.arange(len(known)), np.diff(starts))
    target = np.zeros(len(rows))
    for number, (_one, right) in enumerate(known):
        target[starts[number] + np.array(right)] = 1 / len(right)
    weights, mean, square = (np.zeros(len(NAMES)) for _ in range(3))
    for step in range(1, _STEPS + 1):
        scores = rows @ weights
        shares = np.exp(scores - np.maximum.reduceat(scores, starts[:-1])[group])
        shares /= np.add.reduceat(shares, starts[:-1])[group]
        slope = rows.T @ (shares - target) / len(known) + _RIDGE * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def judge(data: list[Choice], weights: Floats) -> list[tuple[float, bool]]:
    """The confidence of every suggestion and whether it is right."""
    judged = []
    for rows, right, _count in data:
        scores = rows @ weights
        shares = np.exp(scores - scores.max())
        best = int(scores.argmax())
        judged.append((float(shares[best] / shares.sum()), best in right))
    return judged


def report(name: str, judged: list[tuple[float, bool]], gold: int) -> None:
    """One line of precision, recall and F1, in per cent."""
    good = sum(right for _share, right in judged)
    precision, recall, f1 = good / len(judged), good / gold, 2 * good / (len(judged) + gold)
    print(f"{name:24} P {100 * precision:5.1f}  R {100 * recall:5.1f}  F {100 * f1:5.1f}  of {gold} links")


def main(words: list[str]) -> None:
    """Print the table."""
    logs = sorted(Path(words[0]).glob("*.raw.txt"))
    data = [choices(log) for log in logs]
    judged: list[tuple[float, bool]] = []
    for held, part in enumerate(data):
        weights = fit([one for number, other in enumerate(data) if number != held for one in other])
        judged += judge(part, weights)
    every = [one for part in data for one in part]
    gold = sum(count for _rows, _right, count in every)
    report("held out", judged, gold)
    report("weights of the program", judge(every, np.array([WEIGHTS[name] for name in NAMES])), gold)
    for low, high in _BANDS:
        band = [right for share, right in judged if low <= share < high]
        share = 100 * np.mean(band)
        print(f"confidence {low:.1f} to {min(high, 1):.1f}: {len(band):5} links, {share:.1f} % right")
    if "--fit" in words:
        print({name: round(float(weight), 2) for name, weight in zip(NAMES, fit(every), strict=True)})


if __name__ == "__main__":
    main(sys.argv[1:])
