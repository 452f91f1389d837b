"""Concordances as files: ids that lead back, texts that no spreadsheet computes, whole or not at all."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.errors import UserFacingError
from app.export.concordance.base import COLUMNS, CONCORDANCES, export_concordance
from app.export.concordance.tsv import tsv_line
from app.export.concordance.xlsx import MAX_CHARS, XlsxConcordance, fitting
from app.model.concordance import ConcordanceLine
from app.model.progress import Cancelled, CancelToken, Progress
from app.model.reports import ConcordanceReport

NASTY = (
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "＝1",
    "http://example.org",
    "a\x00b\x07",
    "😂周末",
)


def line(text: str, number: int = 1) -> ConcordanceLine:
    return ConcordanceLine(
        "talks/one.txt", 3, text, number, 5, 2, 4, text, "user", "2024-01-02T03:04:05Z", "exact", text, text,
        text, text, text, text, text,
    )  # fmt: skip


def write(path: Path, lines: list[ConcordanceLine], form: str) -> tuple[list[Progress], ConcordanceReport]:
    steps = export_concordance(iter(lines), len(lines), form, path)
    reports: list[Progress] = []
    while True:
        try:
            reports.append(next(steps))
        except StopIteration as end:
            return reports, end.value


def sheet_rows(path: Path, sheet: int = 1) -> list[list[str]]:
    """Cells of a sheet as texts."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as book:
        tree = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert not list(tree.iter(f"{space}f"))
    assert not list(tree.iter(f"{space}hyperlink"))
    return [["".join(cell.itertext()) for cell in row.iter(f"{space}c")] for row in tree.iter(f"{space}row")]


def test_the_forms_are_csv_tsv_and_xlsx() -> None:
    assert sorted(CONCORDANCES) == ["csv", "tsv", "xlsx"]


@pytest.mark.parametrize("text", NASTY)
def test_csv_and_tsv_hold_every_column_and_no_formula(tmp_path: Path, text: str) -> None:
    for form, path in (("csv", tmp_path / "c.csv"), ("tsv", tmp_path / "c.tsv")):
        reports, report = write(path, [line(text)], form)
        assert (report.path, report.hits) == (str(path), 1)
        assert reports[-1].done == reports[-1].total == 1
        data = path.read_text(encoding="utf-8-sig" if form == "csv" else "utf-8")
        rows = list(csv.reader(io.StringIO(data, newline=""))) if form == "csv" else [
            one.split("\t") for one in data.split("\n")[:-1]
        ]  # fmt: skip
        assert tuple(rows[0]) == COLUMNS
        assert len(rows) == 2
        found = dict(zip(COLUMNS, rows[1], strict=True))
        assert (found["conversation"], found["turn_id"], found["index"]) == ("3", "1", "5")
        assert (found["start"], found["end"], found["transcript"]) == ("2", "4", "talks/one.txt")
        assert not found["node"].startswith(("=", "+", "-", "@", "\t", "＝"))
        if text == "😂周末":
            assert found["node"] == text


@pytest.mark.parametrize("text", NASTY)
def test_a_workbook_holds_texts_as_texts_and_ids_as_numbers(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.xlsx"
    write(path, [line(text)], "xlsx")
    head, row = sheet_rows(path)
    assert tuple(head) == COLUMNS
    assert row[1] == "3"
    assert row[3:7] == ["1", "5", "2", "4"]
    assert row[12].replace("_x0000_", "\x00").replace("_x0007_", "\x07") == text


def test_a_workbook_goes_on_in_a_second_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(XlsxConcordance, "rows", 3)
    path = tmp_path / "c.xlsx"
    write(path, [line("x", number) for number in range(5)], "xlsx")
    assert [row[3] for row in sheet_rows(path, 1)] == ["turn_id", "0", "1"]
    assert [row[3] for row in sheet_rows(path, 2)] == ["turn_id", "2", "3"]
    assert [row[3] for row in sheet_rows(path, 3)] == ["turn_id", "4"]


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    cut = fitting("😂" * 40_000)
    assert len(cut.encode("utf-16-le")) // 2 <= MAX_CHARS
    assert cut.endswith("…")
    assert fitting("a\ud800b\uffff") == "a\ufffdb\ufffd"


def test_a_copied_line_has_as_many_tabs_as_columns() -> None:
    assert tsv_line(("a\tb\r\nc", 3, "=1")) == "a b c\t3\t'=1"


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx"])
def test_a_cancelled_or_failing_export_leaves_the_older_file_as_it_was(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"c.{form}"
    path.write_text("older")
    token = CancelToken()

    def endless() -> Iterator[ConcordanceLine]:
        while True:
            yield line("x")

    steps = export_concordance(endless(), None, form, path, token)
    next(steps)
    next(steps)
    token.cancel()
    with pytest.raises(Cancelled):
        next(steps)

    def failing() -> Iterator[ConcordanceLine]:
        yield line("x")
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        list(export_concordance(failing(), None, form, path))
    assert path.read_text() == "older"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_place_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError):
        list(export_concordance(iter([line("x")]), 1, "csv", tmp_path / "none" / "c.csv"))
