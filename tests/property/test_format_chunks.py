"""Every format on its golden cases: cuts of chunks do not matter, a broken tail loses no beginning."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import BadInputError
from app.formats.base import FORMATS
from app.model.parsed import ParsedTurn, ParseEvent, ParseProblem
from app.text.lines import iter_lines
from tests.helpers.sources import MemorySource, pieces

ROOT = Path(__file__).resolve().parents[1] / "golden" / "formats"
CASES = sorted(path.parent for path in ROOT.glob("*/*/events.json"))
CUTS = st.lists(st.integers(0, 1 << 20), max_size=12)


class CutSource(MemorySource):
    """A source whose chunks end at chosen places."""

    def __init__(self, text: str, members: Mapping[str, str], cuts: list[int]) -> None:
        super().__init__(text, members=members)
        self.cuts = cuts

    def chunks(self, member: str | None = None) -> Iterator[str]:
        text = self._text if member is None else self._members[member]
        return iter(pieces(text, self.cuts))

    def lines(self) -> Iterator:  # type: ignore[type-arg]  # as the base class gives them
        return map(self._repair, iter_lines(self.chunks()))


def content(case: Path) -> tuple[str, dict[str, str]]:
    """The text of a case, or its members."""
    files = [path for path in case.rglob("*") if path.is_file() and path.name != "events.json"]
    members = {path.relative_to(case).as_posix(): path.read_bytes().decode("utf-8") for path in files}
    single = [name for name in members if name.startswith("input.")]
    return (members[single[0]], {}) if single else ("", members)


def events(case: Path, source: MemorySource) -> list[ParseEvent]:
    """What the case's format reads; an error at the end counts as a problem."""
    found: list[ParseEvent] = []
    try:
        found.extend(FORMATS[case.parent.name].parse(source))
    except BadInputError as error:
        found.append(ParseProblem(error.place or "", error.message))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
@settings(max_examples=15, deadline=None)
@given(cuts=CUTS)
def test_where_chunks_are_cut_does_not_matter(case: Path, cuts: list[int]) -> None:
    text, members = content(case)
    whole = events(case, CutSource(text, members, []))
    assert events(case, CutSource(text, members, cuts)) == whole


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
@settings(max_examples=15, deadline=None)
@given(share=st.floats(0.05, 0.98))
def test_what_stood_before_a_broken_tail_is_read_or_the_file_is_refused_with_a_reason(
    case: Path, share: float
) -> None:
    text, members = content(case)
    broken = {name: inner[: int(len(inner) * share)] for name, inner in members.items()}
    found = events(case, CutSource(text[: int(len(text) * share)], broken, []))
    assert any(isinstance(event, ParsedTurn) for event in found) or isinstance(found[-1], ParseProblem)
    assert all(event.reason for event in found if isinstance(event, ParseProblem))
