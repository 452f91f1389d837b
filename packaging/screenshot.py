#!/usr/bin/env python3
"""Draw the pictures of the README from the real window: ``python3 packaging/dev.py screenshot``.

Opens the shared transcripts where they lie beside the checkout, otherwise the bundled sample, and
searches for 周末, so that hits, a repaired conversation and plots are in the picture.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "packaging" / "pictures"
QUERY = "周末"


def main(argv: Sequence[str]) -> int:
    """Write parlance.png and parlance-dark.png; a folder as the first word is opened instead."""
    seeds = ROOT.parent / "shared" / "seeds"
    folder = Path(argv[0]) if argv else seeds if seeds.is_dir() else ROOT / "resources" / "sample"
    PICTURES.mkdir(exist_ok=True)
    start = [sys.executable, str(ROOT / "main.py")]
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / f"{folder.name}.parlance"
        subprocess.run([*start, "import", str(folder), "-c", str(corpus)], check=True)
        for picture, words in (("parlance.png", []), ("parlance-dark.png", ["--dark"])):
            target = PICTURES / picture
            subprocess.run(
                [*start, "--render", str(target), str(corpus), "--query", QUERY, *words], check=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
