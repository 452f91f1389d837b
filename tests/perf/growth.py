"""How every figure grows with the corpus: ``python tests/perf/growth.py SMALL.json LARGE.json``.

Both files are what ``search_table.py``, ``window_table.py`` or ``import_table.py`` wrote with ``--json``, of
corpora of which one is some times as large as the other; measure them one after the other on one machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.perf.figures import Figure, read_json


def as_growth(small: Sequence[Figure], large: Sequence[Figure]) -> str:
    """A Markdown table of the rows that are in both."""
    known = {row.what: row for row in small}
    lines = ["| what | small | large | times |", "|---|--:|--:|--:|"]
    for row in large:
        before = known.get(row.what)
        if before is not None and before.value:
            values = " | ".join(f"{one.value:,.3g} {one.unit}" for one in (before, row))
            lines.append(f"| {row.what} | {values} | {row.value / before.value:.2g} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    words.add_argument("small", type=Path)
    words.add_argument("large", type=Path)
    given = words.parse_args()
    print(as_growth(read_json(given.small), read_json(given.large)))


if __name__ == "__main__":
    main()
