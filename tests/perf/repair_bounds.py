"""Time and memory of repair by length: ``python tests/perf/repair_bounds.py [MB ...] [TEXT ...]``.

Each text is repaired in a process of its own, models loaded before. Prints seconds of CPU, MB/s, the time a
byte takes against that of the length before (1.00 is linear), and peak memory against the bytes of the input.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.repair.channels import damage
from app.repair.engine import RepairEngine
from tests.helpers.shared import shared_root

WARM = "我们明天去公园吧 😂 café\n"

LOADED_BY = 100_000
"""So many characters of a text are repaired before it is measured, to load the models it needs."""


def _sentences(name: str) -> str:
    folder = shared_root() / "corpora" / "04-clean-sentences"
    return (folder / f"{name}.txt").read_text(encoding="utf-8")


def _noise(codec: str) -> str:
    return random.Random(7).randbytes(200_000).decode(codec, "replace")


TEXTS: dict[str, Callable[[], str]] = {
    "clean ASCII": lambda: "The quick brown fox said: “no”."[:25] + " over\n",
    "clean Chinese": lambda: _sentences("zh"),
    "damaged Chinese, exact": lambda: damage(_sentences("zh"), "cp1252-keep"),
    "damaged Chinese, lossy": lambda: damage(_sentences("zh"), "cp1254-drop"),
    "damaged Russian, lossy": lambda: damage(_sentences("ru"), "cp1252-drop"),
    "GBK as windows-1252": lambda: damage(_sentences("zh"), "gb18030-as-cp1252"),
    "two layers": lambda: damage(damage(_sentences("zh"), "cp1252-keep"), "cp1252-keep"),
    "bytes as Latin-1": lambda: _noise("latin-1"),
    "bytes as windows-1252": lambda: _noise("cp1252"),
    "bytes as UTF-8": lambda: _noise("utf-8"),
    "one line, clean": lambda: _sentences("fr").replace("\n", " "),
    "one line, damaged": lambda: damage(_sentences("zh").replace("\n", ""), "cp1254-drop"),
    "lines of one letter": lambda: "é\n",
    "lines of one damaged letter": lambda: "Ã©\n",
    "lead bytes only": lambda: "äåçèé",
    "continuation bytes only": lambda: "½¥¿¹",
    "entities": lambda: "&Atilde;&copy; a ",
    "escaped bytes": lambda: "\\u00e5\\u00a5\\u00bd ",
    "lost": lambda: "\ufffd锟斤拷 ",
}


def _measure(work: tuple[str, int]) -> tuple[float, float, int]:
    """Seconds, peak bytes beyond what was there before, and bytes of the input."""
    name, size = work
    engine = RepairEngine()
    for channel in ("cp1254-drop", "cp1252-keep"):
        engine.repair(damage(WARM * 20, channel))
    unit = TEXTS[name]()
    wanted = max(1, round(size / (len(unit.encode("utf-8", "surrogatepass")) / len(unit))))
    text = (unit * (wanted // len(unit) + 1))[:wanted]
    length = len(text.encode("utf-8", "surrogatepass"))
    engine.repair(text[:LOADED_BY])
    before = _resident()
    begin = time.process_time()
    repaired = engine.repairer(engine.diagnose(text[:65_536])).repair(text)
    seconds = time.process_time() - begin
    peak = _peak()
    assert repaired.original == text
    return seconds, max(0, peak - before), length


def _resident() -> int:
    """Bytes of memory in use; the peak counts anew from here on."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def _peak() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Print the table."""
    only = [word for word in sys.argv[1:] if not word[0].isdigit()]
    sizes = [float(word) for word in sys.argv[1:] if word[0].isdigit()] or [1.0, 10.0, 50.0]
    print(f"{'text':30} {'MB':>6} {'seconds':>9} {'MB/s':>8} {'growth':>7} {'memory':>8}")
    for name in only or TEXTS:
        earlier = None
        for size in sizes:
            with get_context("spawn").Pool(1) as pool:
                seconds, peak, length = pool.apply(_measure, ((name, int(size * 1e6)),))
            pace = seconds / length
            growth = f"{pace / earlier:7.2f}" if earlier else " " * 7
            earlier = pace
            print(
                f"{name:30} {length / 1e6:6.1f} {seconds:9.2f} {length / 1e6 / max(1e-6, seconds):8.2f}"
                f" {growth} {peak / length:7.1f}x",
                flush=True,
            )


if __name__ == "__main__":
    main()
