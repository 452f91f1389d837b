"""Workbooks and Parquet are read as tables, within bounds, and say what is missing."""

import io
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from app.errors import BadInputError
from app.formats.mapping import Columns
from app.ingest import unpacked, workbooks
from app.ingest.files import open_binary
from app.ingest.options import ImportOptions
from app.model.ids import ConversationId
from app.store.corpus import Corpus
from tests.helpers.importing import run_import, write


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def turns_of(corpus: Corpus, number: int = 1) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in corpus.reader().turns(ConversationId(number))]


@pytest.fixture
def corpus(tmp_path: Path):
    made = Corpus.create(tmp_path / "c.parlance")
    yield made
    made.close()


def test_a_workbook_is_read_by_its_known_header_with_the_rest_as_metadata(corpus, tmp_path: Path) -> None:
    when = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC).replace(tzinfo=None)  # workbooks know no zones
    path = workbook(
        tmp_path / "chat.xlsx",
        one=[["Speaker", "Text", "Time", "mood"], ["Ann", "ready?", when, 3], [], ["Bob", "好", when, None]],
    )
    report = run_import(corpus, path)
    assert (report.transcripts, report.turns) == (1, 2)
    assert turns_of(corpus) == [("Ann", "ready?"), ("Bob", "好")]
    first, _second = corpus.reader().turns(ConversationId(1))
    assert first.time is not None
    assert first.time.startswith("2024-05-06T07:08:09")
    assert first.meta["mood"] == 3


def test_sheets_are_conversations_where_no_column_names_one(corpus, tmp_path: Path) -> None:
    rows: list[list[object]] = [["speaker", "text"], ["Ann", "hi"], ["Bob", "ho"]]
    run_import(corpus, workbook(tmp_path / "two.xlsx", a=rows, b=[["A title"], *rows[:2]]))
    assert turns_of(corpus, 1) == [("Ann", "hi"), ("Bob", "ho")]
    assert turns_of(corpus, 2) == [("Ann", "hi")]


def test_a_workbook_with_an_unknown_header_is_read_as_the_user_says(corpus, tmp_path: Path) -> None:
    path = workbook(tmp_path / "odd.xlsx", one=[["wer", "was"], ["Ann", "hi"], ["Bob", "ho"]])
    report = run_import(corpus, path)
    assert report.transcripts == 0
    assert "column" in report.skipped[0].reason
    run_import(corpus, path, options=ImportOptions(columns=Columns("was", "wer")))
    assert turns_of(corpus) == [("Ann", "hi"), ("Bob", "ho")]


def changed(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one part of it replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return write(path, made.getvalue())


def read(path: Path) -> bytes:
    with open_binary(path) as stream:
        return stream.read()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def test_bombs_in_a_workbook_are_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_ROWS", 1000)
    monkeypatch.setattr(unpacked, "ALWAYS_ALLOWED", 1 << 20)
    path = workbook(tmp_path / "bomb.xlsx", one=[["speaker", "text"], ["Ann", "hi"]])
    part = "xl/worksheets/sheet1.xml"
    entities = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + SHEET % b"<row><c><v>&b;</v></c></row>"
    )
    with pytest.raises(BadInputError):
        read(changed(path, part, entities))
    far = SHEET % b'<row r="1"><c r="A1"><v>1</v></c></row><row r="4000000000"><c><v>1</v></c></row>'
    with pytest.raises(BadInputError, match="more rows"):
        read(changed(path, part, far))
    with pytest.raises(BadInputError, match="expands"):
        read(changed(path, part, SHEET % (b" " * (8 << 20))))


def test_a_workbook_that_breaks_off_keeps_the_rows_before(tmp_path: Path) -> None:
    path = workbook(tmp_path / "torn.xlsx", one=[["speaker", "text"], ["Ann", "hi"], ["Bob", "ho"]])
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    torn = changed(
        path, "xl/worksheets/sheet1.xml", sheet[: sheet.index(b"<row", sheet.index(b'r="3"') - 9) + 4]
    )
    with open_binary(torn) as stream:
        first = stream.read1(1 << 16)  # type: ignore[attr-defined]  # buffered
        assert b"Ann" in first
        with pytest.raises(BadInputError, match="workbook is damaged"):
            stream.read()


def test_old_office_documents_are_refused_with_what_to_do(corpus, tmp_path: Path) -> None:
    report = run_import(corpus, write(tmp_path / "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))
    assert "Office" in report.skipped[0].reason


def test_parquet_without_its_library_says_what_to_install(corpus, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    report = run_import(corpus, write(tmp_path / "talk.parquet", b"PAR1" + bytes(100) + b"PAR1"))
    assert "not installed" in report.skipped[0].reason


def test_parquet_is_read_with_its_nested_conversations(corpus, tmp_path: Path) -> None:
    import pyarrow as pa  # an extra: `python3 packaging/dev.py test` installs it
    from pyarrow import parquet

    rows = [
        {
            "conversation_id": f"c{n}",
            "model": "m",
            "conversation": [{"role": "user", "content": f"q{n}"}, {"role": "assistant", "content": "答"}],
        }
        for n in range(3)
    ]
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "chats.parquet")
    parquet.write_table(
        pa.Table.from_pylist([{"speaker": "Ann", "text": "hi"}, {"speaker": "Bob", "text": "ho"}]),
        tmp_path / "flat.parquet",
    )
    report = run_import(corpus, tmp_path / "chats.parquet", tmp_path / "flat.parquet")
    assert (report.transcripts, report.turns) == (2, 8)
    assert turns_of(corpus, 2) == [("user", "q1"), ("assistant", "答")]
    assert turns_of(corpus, 4) == [("Ann", "hi"), ("Bob", "ho")]
    torn = write(tmp_path / "torn.parquet", (tmp_path / "flat.parquet").read_bytes()[:-20])
    with pytest.raises(BadInputError, match="Parquet file is damaged"):
        read(torn)
