"""An export is there whole or not at all, and says why when it is not."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import UserFacingError
from app.export import _atomic
from app.export._atomic import atomic_file
from app.export._threads import thread_order
from app.export.base import EXPORTS, export_conversations, format_of
from app.export.csv import csv_line, harmless
from app.export.markdown import literal
from app.model.ids import ConversationId
from app.model.progress import Cancelled, CancelToken, Progress
from app.model.reports import ExportReport
from app.store.corpus import Corpus
from app.store.reader import Reader
from tests.helpers.small_corpus import Said, Talk, make_corpus

EVERY = list(EXPORTS)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    long = Talk([("A" if n % 2 else "B", f"turn {n} 周末") for n in range(2500)], "long")
    tree = Talk(
        [
            Said("root", "0", key="r"),
            Said("late", "2", key="b", answers="a"),
            Said("child", "1", key="a", answers="r"),
            Said("root", "3", key="c", answers="r"),
        ],
        "tree",
    )
    made = make_corpus(tmp_path_factory.mktemp("export") / "a.parlance", {"a.txt": [long, tree]})
    yield made
    made.close()


def run(reader: Reader, form: str, path: Path, *ids: int, token: CancelToken | None = None) -> ExportReport:
    work = export_conversations(reader, [ConversationId(number) for number in ids], form, path, token)
    while True:
        try:
            next(work)
        except StopIteration as stop:
            report: ExportReport = stop.value
            return report


def test_the_formats_are_there() -> None:
    assert EVERY == ["chatlab", "convokit", "csv", "html", "jsonl", "md", "txt"]
    for name in EVERY:
        assert EXPORTS[name].name == name
        assert EXPORTS[name].extension.endswith((f".{name}", ".json", ".jsonl"))
        assert format_of(Path(f"x{EXPORTS[name].extension}")) == name


@pytest.mark.parametrize("form", [name for name in EVERY if not EXPORTS[name].single])
def test_a_file_holds_every_turn_and_nothing_is_left_beside_it(
    corpus: Corpus, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"out.{form}"
    report = run(corpus.reader(), form, path, 1, 2, 1)
    assert (report.conversations, report.turns, report.path) == (2, 2504, str(path))
    text = path.read_text(encoding="utf-8")
    assert text.count("周末") == 2500
    assert "turn 0" in text
    assert "turn 2499" in text
    assert list(tmp_path.iterdir()) == [path]


def test_progress_counts_turns_to_the_end(corpus: Corpus, tmp_path: Path) -> None:
    reports = list(export_conversations(corpus.reader(), [ConversationId(1)], "txt", tmp_path / "a.txt"))
    assert all(isinstance(report, Progress) for report in reports)
    assert [report.done for report in reports] == [0, 1000, 2000, 2500]
    assert {report.total for report in reports} == {2500}


@pytest.mark.parametrize("form", EVERY)
def test_a_cancelled_export_leaves_the_old_file_and_nothing_else(
    corpus: Corpus, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "a.out"
    path.write_text("old")
    token = CancelToken()
    work = export_conversations(corpus.reader(), [ConversationId(1)], form, path, token)
    next(work)
    token.cancel()
    with pytest.raises(Cancelled):
        next(work)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_abandoned_export_leaves_nothing(corpus: Corpus, tmp_path: Path) -> None:
    work = export_conversations(corpus.reader(), [ConversationId(1)], "txt", tmp_path / "a.txt")
    next(work)
    work.close()
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_export_and_unknown_ids_are_said(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="no conversation to export"):
        run(corpus.reader(), "txt", tmp_path / "a.txt")
    with pytest.raises(UserFacingError, match="no conversation 99"):
        run(corpus.reader(), "txt", tmp_path / "a.txt", 1, 99)
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_that_changes_meanwhile_fails_the_export(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = corpus.reader()
    monkeypatch.setattr(reader, "turns", lambda *_args: [])
    with pytest.raises(UserFacingError, match="changed while"):
        run(reader, "txt", tmp_path / "a.txt", 1)
    assert list(tmp_path.iterdir()) == []


class FullDisk:
    """A place where the n-th write fails for want of space."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
        def fail(_handle: int) -> None:
            raise OSError(error, os.strerror(error))

        monkeypatch.setattr(_atomic.os, "fsync", fail)


@pytest.mark.parametrize(
    ("error", "words"),
    [(errno.ENOSPC, "no space left"), (errno.EDQUOT, "no space left"), (errno.EIO, "cannot be written")],
)
def test_a_full_disk_is_said_and_the_old_file_stays(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, words: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    FullDisk(monkeypatch, error)
    with pytest.raises(UserFacingError, match=words):
        run(corpus.reader(), "txt", path, 1)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_read_only_folder_is_said(tmp_path: Path, error: int) -> None:
    def opener(_path: str, _flags: int) -> int:
        raise OSError(error, os.strerror(error))

    with pytest.raises(UserFacingError, match="read-only"), atomic_file(tmp_path / "a.txt", opener):
        pass
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_a_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="There is no folder"), atomic_file(tmp_path / "no" / "a.txt"):
        pass
    with pytest.raises(UserFacingError, match="not a file that can be replaced"), atomic_file(tmp_path):
        pass
    with (
        pytest.raises(UserFacingError, match="not a file that can be replaced"),
        atomic_file(Path(os.devnull)),
    ):
        pass
    assert Path(os.devnull).exists()


def test_a_replaced_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    with atomic_file(link) as stream:
        stream.write("new\r\n周末")
    assert link.is_symlink()
    assert real.read_bytes() == "new\r\n周末".encode()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_failure_inside_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write_half() -> None:
        with atomic_file(path) as stream:
            stream.write("half")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the very error of the block
        write_half()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＠x"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(start: str) -> None:
    assert harmless(start) == "'" + start
    assert csv_line((start, 1)).startswith(("'", "\"'"))


@pytest.mark.parametrize("cell", ["周末", "a=b", "", " =1", "'=1", "1-2"])
def test_other_cells_are_left_alone(cell: str) -> None:
    assert harmless(cell) == cell


def test_threads_are_read_reply_under_parent() -> None:
    assert thread_order([1, 2, 3, 4, 5], [0, 3, 1, 1, 0]) == [(1, 0), (3, 1), (2, 2), (4, 1), (5, 0)]
    assert thread_order([1, 2], [0, 99]) == [(1, 0), (2, 0)]
    assert thread_order([1, 2, 3], [2, 1, 3]) == [(3, 0), (1, 0), (2, 1)]
    chain = list(range(1, 5001))
    assert thread_order(chain, [0, *chain[:-1]])[-1] == (5000, 4999)


def test_html_follows_the_thread_and_csv_the_order(corpus: Corpus, tmp_path: Path) -> None:
    run(corpus.reader(), "html", tmp_path / "a.html", 2)
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert [page.index(f'<p dir="auto">{n}</p>') for n in range(4)] == sorted(
        page.index(f'<p dir="auto">{n}</p>') for n in range(4)
    )
    assert 'class="s2 d2"' in page
    run(corpus.reader(), "csv", tmp_path / "a.csv", 2)
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["1", "2", "3", "4"]
    assert [line.split(",")[7] for line in lines[1:]] == ["", "3", "1", "1"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# not a heading", r"\# not a heading"),
        ("1. not a list", r"1\. not a list"),
        ("- no\n+ no", "\\- no\\\n\\+ no"),
        ("*a* _b_ `c` <b> [d](e) &amp; ~f~ $g$ |", r"\*a\* \_b\_ \`c\` \<b\> \[d\](e) \&amp; \~f\~ \$g\$ \|"),
        ("===", r"\==="),
        ("---", r"\---"),
        ("a\n\n\nb", "a\\\n&nbsp;\\\n&nbsp;\\\nb"),
        ("    code", "&nbsp;&nbsp;&nbsp;&nbsp;code"),
        ("e.g. well-known, 10:30 (yes)", "e.g. well-known, 10:30 (yes)"),
        ("https://x.org", r"https\://x.org"),
    ],
)
def test_markdown_shows_text_literally(text: str, written: str) -> None:
    assert literal(text) == written
