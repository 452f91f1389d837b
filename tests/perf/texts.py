"""Large bilingual transcripts for measurements: deterministic, words as frequent as in real text.

Words come from wordfreq where it is installed (the `models` extra), else from the sample, so that figures
can be taken anywhere; which of the two, the figures say.
"""

from __future__ import annotations

import bisect
import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.helpers.tree import ROOT

EMOJI = "😂👍🤔🔥🚀✨🧠💻☕🎬"
TURNS_PER_FILE = 2_000
_MOST_WORDS = 60_000

Draw = Callable[[], str]


def vocabulary(language: str) -> tuple[dict[str, float], str]:
    """Words with their frequencies, and where they are from."""
    try:
        from wordfreq import get_frequency_dict
    except ImportError:
        return _of_the_sample(language), "the sample's words"
    return get_frequency_dict(language, "large"), "wordfreq"


def _of_the_sample(language: str) -> dict[str, float]:
    """Runs of letters, or one to three Han characters in a row, in a Zipf distribution by their rank."""
    folder = ROOT / "resources" / "sample"
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt")))
    pattern = "(?=([\u4e00-\u9fff]{1,3}))" if language == "zh" else "[a-z']+"
    ranked = Counter(re.findall(pattern, text.lower())).most_common()
    return {word: 1 / rank for rank, (word, _n) in enumerate(ranked, 1)}


def _sampler(rng: random.Random, frequencies: dict[str, float]) -> Draw:
    items = sorted(frequencies.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    words = [word for word, _ in items]
    sums = list(itertools.accumulate(share for _, share in items))
    return lambda: words[min(len(words) - 1, bisect.bisect(sums, rng.random() * sums[-1]))]


def _turn(rng: random.Random, chinese: Draw, english: Draw) -> str:
    out: list[str] = []
    in_chinese = rng.random() < 0.6
    for _ in range(rng.randint(5, 60)):
        if rng.random() < 0.2:
            in_chinese = not in_chinese
        if in_chinese:
            out.append(chinese())
        else:
            out.append((" " if out and out[-1][-1].isascii() else "") + english())
        if rng.random() < 0.08:
            out.append(rng.choice("，。！？") if in_chinese else rng.choice((", ", ". ")))
        if rng.random() < 0.02:
            out.append(rng.choice(EMOJI))
    return "".join(out)


def write_transcripts(folder: Path, turns: int, seed: int = 7) -> Path:
    """``turns`` turns in files of about TURNS_PER_FILE, conversations of 6 to 30 turns after blank lines."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    chinese, english = (_sampler(rng, vocabulary(language)[0]) for language in ("zh", "en"))
    done = 0
    for number in itertools.count():
        if done >= turns:
            return folder
        with (folder / f"part-{number:05}.txt").open("w", encoding="utf-8", newline="\n") as stream:
            in_file = 0
            while in_file < TURNS_PER_FILE and done < turns:
                length = min(rng.randint(6, 30), turns - done)
                said = (_turn(rng, chinese, english) for _ in range(length))
                stream.writelines(f"[{'AB'[at % 2]}]: {text}\n" for at, text in enumerate(said))
                stream.write("\n")
                done += length
                in_file += length
    raise AssertionError("files do not run out")


def texts_of(paths: Sequence[Path]) -> Iterator[str]:
    """The texts of the turns of such files."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line:
                yield line[5:]
