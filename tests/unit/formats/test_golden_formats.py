"""Golden cases: a transcript beside the events that its format gives, and nothing may change by itself.

Case folders are tests/golden/formats/<format>/<case> with ``input.*`` (or a folder's members) and
``events.json``. PARLANCE_WRITE_GOLDEN=1 writes the events anew, to be looked at before they are kept.
"""

import dataclasses
import json
import os
from pathlib import Path

import pytest

from app.formats.base import FORMATS, Sample, choose
from app.model.parsed import ParseEvent
from tests.helpers.sources import MemorySource, folder_sample, sample_of

ROOT = Path(__file__).resolve().parents[2] / "golden" / "formats"
CASES = sorted(path.parent for path in ROOT.glob("*/*/events.json"))
if os.environ.get("PARLANCE_WRITE_GOLDEN"):
    CASES = sorted(path for path in ROOT.glob("*/*") if path.is_dir())


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def load(case: Path, chunk_size: int = 1 << 16) -> tuple[Sample, MemorySource]:
    """The sample and the source of a case."""
    files = [path for path in case.rglob("*") if path.is_file() and path.name != "events.json"]
    members = {path.relative_to(case).as_posix(): text_of(path) for path in files}
    single = [name for name in members if name.startswith("input.")]
    if single:
        return sample_of(members[single[0]]), MemorySource(members[single[0]], chunk_size=chunk_size)
    return folder_sample(members), MemorySource(members=members, chunk_size=chunk_size)


def written(event: ParseEvent) -> dict[str, object]:
    """An event as JSON, without what is empty."""
    fields = {name: value for name, value in dataclasses.asdict(event).items() if value not in (None, {}, "")}
    if "text" in fields:
        fields["text"] = fields["text"]["text"]
    return {"event": type(event).__name__.removeprefix("Parsed").lower(), **fields}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_golden_case_gives_its_events_however_it_is_cut(case: Path) -> None:
    expected = case / "events.json"
    for size in (1 << 16, 1, 7, 100):
        sample, source = load(case, size)
        assert choose(sample)[0] == case.parent.name
        events = [written(event) for event in FORMATS[case.parent.name].parse(source)]
        if os.environ.get("PARLANCE_WRITE_GOLDEN"):
            expected.write_text(json.dumps(events, ensure_ascii=False, indent=1) + "\n", "utf-8")
        assert events == json.loads(text_of(expected))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_other_formats_score_a_golden_case_lower(case: Path) -> None:
    sample, _ = load(case)
    own = FORMATS[case.parent.name].score(sample)
    assert all(form.score(sample) < own for name, form in FORMATS.items() if name != case.parent.name)


def test_every_format_has_a_golden_case() -> None:
    assert {case.parent.name for case in CASES} == set(FORMATS)
