"""What the user wants of single groups of files holds, also at the next import of the same files."""

import importlib
import importlib.util
import json
from pathlib import Path

import openpyxl
import pytest

from app.errors import UserFacingError
from app.formats.mapping import Columns, Remembered
from app.ingest.drain import drain
from app.ingest.left_out import left_out_before
from app.ingest.options import ImportOptions
from app.ingest.preview import kept_wishes, preview
from app.ingest.wishes import AUTO, Rule, Wish, kept_wish
from app.model.ids import ConversationId
from app.model.progress import CancelToken
from app.repair.engine import RepairEngine
from app.store.corpus import Corpus
from tests.helpers.importing import run_import, write

ODD = "wer,was,wo\nAnn,ready?,here\nBob,好,there\n"
MAPPED = Columns("was", "wer")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus.create(tmp_path / "c.parlance")


def by(pattern: str, **wish: object) -> Rule:
    return Rule(Wish(**wish), pattern)  # type: ignore[arg-type]  # one of its fields


def read_as(corpus: Corpus) -> dict[str, tuple[str, str]]:
    rows = corpus.reader().rows("SELECT name, format, encoding FROM transcript")
    return {str(name): (str(how), str(encoding)) for name, how, encoding in rows}


def test_a_wish_survives_being_written_down() -> None:
    wish = Wish("table", "gb18030", None, Columns("was, wie", "wer=wo"))
    assert kept_wish(wish.told("1.0")) == wish
    assert Wish().told("1.0") == "1.0"
    assert kept_wish("1.0") == Wish()


@pytest.mark.parametrize("readers", [0, 2])
def test_every_group_is_read_as_was_said_of_it(corpus: Corpus, tmp_path: Path, readers: int) -> None:
    folder = tmp_path / "in"
    text = "[A]: 你好吗，我很好\n[B]: 好的好的\n"
    write(folder / "one.txt", text)
    (folder / "old.txt").write_bytes(text.encode("gb18030"))
    write(folder / "deep" / "odd.csv", ODD)
    write(folder / "deep" / "odd.log", "Ann: hello\nBob: hi\n")
    rules = (
        by("old.*", encoding="GB18030"),
        by("deep/*.csv", columns=MAPPED),
        by("*.log", format="plain"),
        Rule(pattern="one.txt", leave_out=True),
    )
    report = run_import(corpus, folder, options=ImportOptions(rules=rules, readers=readers))
    assert not report.skipped
    assert read_as(corpus) == {
        "old.txt": ("plain", "gb18030"),
        "deep/odd.csv": ("table", "utf-8"),
        "deep/odd.log": ("plain", "utf-8"),
    }
    corpus.close()


def test_a_changed_file_is_read_the_way_it_was_wanted_before(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    odd = write(folder / "odd.csv", ODD)
    (folder / "latin.txt").write_bytes("[A]: déjà vu\n".encode("cp1252"))
    rules = (by("odd.csv", columns=MAPPED), by("latin.txt", encoding="cp1250"))
    assert run_import(corpus, folder, options=ImportOptions(rules=rules)).transcripts == 2
    assert run_import(corpus, folder).unchanged == 2
    odd.write_text(ODD + "Ann,later,here\n", encoding="utf-8")
    (folder / "latin.txt").write_bytes("[A]: déjà vu, café\n".encode("cp1252"))
    assert run_import(corpus, folder).transcripts == 2
    assert read_as(corpus)["latin.txt"] == ("plain", "cp1250")
    assert corpus.reader().counts().turns == 4
    assert {Path(path).name: wish for path, wish in kept_wishes(corpus.reader()).items()} == {
        "odd.csv": Wish(columns=MAPPED),
        "latin.txt": Wish(encoding="cp1250"),
    }
    again = run_import(corpus, folder, options=ImportOptions(rules=(by("latin.txt", encoding=AUTO),)))
    assert (again.transcripts, again.unchanged) == (1, 1)
    assert read_as(corpus)["latin.txt"] != ("plain", "cp1250")
    assert run_import(corpus, folder).unchanged == 2
    corpus.close()


def test_another_mapping_reads_a_table_again_and_nothing_else(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "odd.csv", ODD)
    write(folder / "talk.txt", "[A]: hi\n")
    for columns, new in ((MAPPED, 2), (MAPPED, 0), (Columns("wo", "wer"), 1)):
        report = run_import(corpus, folder, options=ImportOptions(columns=columns))
        assert (report.transcripts, report.unchanged) == (new, 2 - new)
    texts = [turn.text for turn in corpus.reader().turns(ConversationId(1))]
    assert "ready?" not in texts
    corpus.close()


def test_a_header_that_was_mapped_once_is_known_from_then_on(corpus: Corpus, tmp_path: Path) -> None:
    remembered = Remembered(((frozenset({"was", "wo", "wer"}), MAPPED),))
    folder = tmp_path / "in"
    write(folder / "odd.csv", ODD)
    lines = [{"wo": "x", "wer": "Ann", "was": "ja"}, {"wo": "x", "wer": "Bob", "was": "nein"}]
    write(folder / "odd.jsonl", "\n".join(json.dumps(line) for line in lines))
    write(folder / "other.csv", ODD.replace("wo", "wann"))
    report = run_import(corpus, folder, options=ImportOptions(remembered=remembered))
    assert (report.transcripts, report.turns) == (2, 4)
    (skipped,) = report.skipped
    assert skipped.header == ("wer", "was", "wann")
    assert "no column is known" in skipped.reason
    write(folder / "odd.csv", ODD + "Ann,more,x\n")
    assert run_import(corpus, folder).transcripts == 1, "its mapping is kept with the transcript"
    corpus.close()


def test_a_preview_says_what_the_import_will_do(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "odd.csv", ODD)
    write(folder / "talk.txt", "[A]: hi\n")
    write(folder / "not.txt", "[A]: hi\n")
    rules = (by("*.csv", columns=MAPPED), Rule(pattern="not.txt", leave_out=True))
    options = ImportOptions(rules=rules)
    found = drain(preview([folder], options, RepairEngine(), CancelToken()))
    assert sorted((group.format, group.columns) for group in found.groups) == [
        ("plain", ()),
        ("table", (("text", "was"), ("speaker", "wer"))),
    ]
    run_import(corpus, folder, options=options)
    kept = kept_wishes(corpus.reader())
    later = drain(preview([folder], ImportOptions(), RepairEngine(), CancelToken(), before=kept))
    assert {group.columns for group in later.groups} == {(), (("text", "was"), ("speaker", "wer"))}
    corpus.close()


@pytest.mark.parametrize("wish", [{"format": "nonsense"}, {"encoding": "klingon"}, {"channel": "x"}])
def test_names_that_nobody_knows_are_refused_before_anything_is_read(wish: dict[str, str]) -> None:
    with pytest.raises(UserFacingError, match="There is no"):
        ImportOptions(rules=(by("*", **wish),)).checked()


def test_what_was_left_out_by_name_stays_out_until_it_is_wanted(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    kept, left = (
        write(folder / "kept.txt", "Ann: hello\nBob: hi\n"),
        write(folder / "left.txt", "Ann: a\nBob: b\n"),
    )
    out = Rule(files=frozenset({str(left)}), leave_out=True)
    first = run_import(corpus, folder, options=ImportOptions(rules=(out,)))
    assert (first.transcripts, first.left_out) == (1, 1)
    write(left, "Ann: a\nBob: b\nAnn: changed\n")
    again = run_import(corpus, folder)
    assert (again.transcripts, again.unchanged, again.left_out) == (0, 1, 1)
    assert left_out_before(corpus.reader()) == {str(left)}
    logged = corpus.reader().rows("SELECT count(*) FROM import_log WHERE outcome = 'left out'")
    assert logged == [(1,)], "it is said once, not at every look"

    shown = drain(
        preview(
            [folder], ImportOptions(), RepairEngine(), CancelToken(), left=left_out_before(corpus.reader())
        )
    )
    assert [(group.files, group.left_out) for group in shown.groups] == [
        ((str(kept),), False),
        ((str(left),), True),
    ]
    assert shown.files == 1

    wanted = Rule(files=frozenset({str(left)}), leave_out=False)
    back = run_import(corpus, folder, options=ImportOptions(rules=(wanted,)))
    assert (back.transcripts, back.left_out) == (1, 0)
    assert left_out_before(corpus.reader()) == frozenset()
    assert run_import(corpus, folder).unchanged == 2


def test_a_file_that_is_named_itself_is_wanted(corpus: Corpus, tmp_path: Path) -> None:
    left = write(tmp_path / "in" / "left.txt", "Ann: a\nBob: b\n")
    out = Rule(files=frozenset({str(left)}), leave_out=True)
    assert run_import(corpus, tmp_path / "in", options=ImportOptions(rules=(out,))).left_out == 1
    assert run_import(corpus, left).transcripts == 1


def test_a_pattern_that_matches_nothing_is_said(corpus: Corpus, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", "Ann: a\nBob: b\n")
    rules = (by("*.tsx", format="plain"), by("a.*", format="plain"), Rule(pattern="old/*", leave_out=True))
    report = run_import(corpus, tmp_path / "in", options=ImportOptions(rules=rules))
    assert [warning.path for warning in report.warnings] == ["*.tsx", "old/*"]
    assert drain(
        preview([tmp_path / "in"], ImportOptions(rules=rules), RepairEngine(), CancelToken())
    ).unmatched == ("*.tsx", "old/*")


@pytest.mark.parametrize(
    ("name", "place"),
    [("odd.csv", "line 1"), ("odd.jsonl", "line 1"), ("odd.json", "item 1"), ("odd.xlsx", "line 1")]
    + [("odd.parquet", "line 1")] * (importlib.util.find_spec("pyarrow") is not None),
)
def test_mapped_columns_that_a_header_has_not_are_said_where_the_table_begins(
    corpus: Corpus, tmp_path: Path, name: str, place: str
) -> None:
    rows = [{"speaker": "Ann", "text": "ready?"}, {"speaker": "Bob", "text": "好"}]
    file = write(tmp_path / "in" / name, "")
    if name.endswith("csv"):
        file.write_text("speaker,text\n" + "".join(",".join(row.values()) + "\n" for row in rows), "utf-8")
    elif name.endswith("jsonl"):
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    elif name.endswith("json"):
        file.write_text(json.dumps(rows, indent=1), "utf-8")
    elif name.endswith("xlsx"):
        book = openpyxl.Workbook()
        for cells in (["speaker", "text"], *(list(row.values()) for row in rows)):
            book.active.append(cells)
        book.save(file)
    else:
        pyarrow = importlib.import_module("pyarrow")
        importlib.import_module("pyarrow.parquet").write_table(pyarrow.Table.from_pylist(rows), file)
    columns = Columns("text", "speaker", time="wann")
    report = run_import(corpus, tmp_path / "in", options=ImportOptions(columns=columns))
    assert report.turns == 2
    assert [(warning.place, warning.reason) for warning in report.warnings] == [
        (place, "the mapping names columns that it has not: wann")
    ]
