"""Writing back-off models in the ARPA format, and making KenLM's files of them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

UNKNOWN = -7.0
"""log10 of the probability of a word the model lacks."""

Row = tuple[str, float, float]
"""The words of an n-gram, its log10 probability, its log10 back-off weight."""


def write(target: Path, orders: Sequence[Sequence[Row]]) -> None:
    """Write the n-grams of every order; words that stand for unknown ones and beginnings are added."""
    unigrams = [("<s>", -99.0, 0.0), ("<unk>", UNKNOWN, 0.0), *orders[0]]
    every = [unigrams, *orders[1:]]
    with target.open("w", encoding="utf-8") as file:
        file.write("\\data\\\n" + "".join(f"ngram {n}={len(rows)}\n" for n, rows in enumerate(every, 1)))
        for order, rows in enumerate(every, 1):
            file.write(f"\n\\{order}-grams:\n")
            last = order == len(every)
            file.writelines(
                f"{log_p:.4f}\t{words}\n" if last else f"{log_p:.4f}\t{words}\t{backoff:.4f}\n"
                for words, log_p, backoff in rows
            )
        file.write("\n\\end\\\n")


def to_kenlm(source: Path, tool: Path, libraries: Path, target: Path) -> None:
    """Make a KenLM file: a trie of figures of 6 bits, back-off weights of 4, with compressed pointers."""
    subprocess.run(
        [str(tool), "-s", "-a", "22", "-q", "6", "-b", "4", "trie", str(source), str(target)],
        check=True, env={"LD_LIBRARY_PATH": str(libraries)},
    )  # fmt: skip
