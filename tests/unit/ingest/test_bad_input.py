"""One bad file never stops the rest; each is named with its reason, and nothing is lost."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

import pytest

from app.errors import CorpusError, UserFacingError
from app.ingest import gather
from app.ingest.options import ImportOptions
from app.model.progress import Cancelled, CancelToken
from app.store.connections import connect_uri
from app.store.corpus import Corpus
from tests.helpers.corpora import content
from tests.helpers.importing import assert_sound, chat, run_import, write

GOOD = chat("hello", "world")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    corpus = Corpus.create(tmp_path / "c.parlance")
    yield corpus
    corpus.close()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "no"),
        (bytes(range(256)) * 40, "no"),
        (random.Random(1).randbytes(20_000), "no"),
        (b"\x7fELF\x02\x01\x01\x00" + b"\x00\x10\xff" * 3000, "not text"),
        (b"A quiet text without any speaker.\n" * 30, "no speaker labels"),
        (b"x" * 50_000_000, "no speaker labels"),
    ],
    ids=["empty", "blank", "every byte", "noise", "binary", "prose", "50 MB line"],
)
def test_a_bad_file_is_skipped_with_its_reason(
    corpus: Corpus, tmp_path: Path, data: bytes, reason: str
) -> None:
    write(tmp_path / "in" / "a.txt", GOOD)
    bad = write(tmp_path / "in" / "b.txt", data)
    write(tmp_path / "in" / "c.txt", GOOD + "[A]: more\n")
    report = run_import(corpus, tmp_path / "in")
    assert report.transcripts == 2
    assert [(item.path, reason in item.reason) for item in report.skipped] == [(str(bad), True)]
    assert "Traceback" not in report.skipped[0].reason
    assert_sound(corpus)


def test_invalid_bytes_and_nuls_are_replaced_and_the_rest_is_read(corpus: Corpus, tmp_path: Path) -> None:
    write(
        tmp_path / "a.txt", "[A]: 你好你好你好，世界\n".encode() * 20 + b"[B]: bad \xff\xfe byte\n[A]: a\0b\n"
    )
    report = run_import(corpus, tmp_path / "a.txt")
    assert report.skipped == ()
    texts = [row[5] for row in content(corpus)]
    assert texts[-1] == "a\ufffdb"
    assert str(texts[-2]).startswith("bad \ufffd")
    assert str(texts[-2]).endswith(" byte")
    assert_sound(corpus)


def test_an_unreadable_file_is_skipped(corpus: Corpus, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path / "in" / name, GOOD + f"[A]: {name}\n")

    def opener(path: Path) -> BinaryIO:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return path.open("rb")

    report = run_import(corpus, tmp_path / "in", opener=opener)
    assert report.transcripts == 2
    assert [(item.path, item.reason) for item in report.skipped] == [
        (str(tmp_path / "in" / "b.txt"), "cannot be read: Permission denied")
    ]


class Failing:
    """A stream that breaks in the middle, as a bad disk does."""

    def __init__(self, stream: BinaryIO, good: int) -> None:
        self._stream = stream
        self._good = good

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stream.close()

    def read(self, size: int = -1) -> bytes:
        if self._stream.tell() >= self._good:
            raise OSError(5, "Input/output error")
        return self._stream.read(size)


def test_a_disk_error_in_the_middle_is_continued_when_the_disk_reads_again(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "BATCH_TURNS", 10)
    path = write(tmp_path / "a.txt", chat(*(f"turn {number} " + "word " * 4000 for number in range(60))))
    opened = 0

    def opener(path: Path) -> BinaryIO:
        nonlocal opened
        opened += 1
        stream = path.open("rb")
        return stream if opened < 4 else Failing(stream, 600_000)  # type: ignore[return-value]

    report = run_import(corpus, path, opener=opener)
    assert [item.reason for item in report.skipped] == ["cannot be read: Input/output error"]
    half = corpus.reader().counts().turns
    assert 0 < half < 60
    again = run_import(corpus, path)
    assert (again.transcripts, again.turns) == (1, 60 - half)
    assert [str(row[5]).split()[1] for row in content(corpus)] == [str(number) for number in range(60)]
    assert_sound(corpus)


def test_truncated_json_keeps_what_was_read_and_names_the_place(corpus: Corpus, tmp_path: Path) -> None:
    line = '{"messages": [{"role": "user", "content": "hi %d"}, {"role": "assistant", "content": "yes"}]}\n'
    text = "".join(line % number for number in range(5))
    path = write(tmp_path / "a.jsonl", text + '{"messages": [{"role": "user", "content": "cut')
    report = run_import(corpus, path)
    assert (report.transcripts, report.skipped) == (1, ())
    assert [(item.path, "6" in item.place) for item in report.warnings] == [(str(path), True)]
    assert report.conversations >= 5
    assert_sound(corpus)


def test_unpaired_surrogates_in_json_are_replaced(corpus: Corpus, tmp_path: Path) -> None:
    messages = '{"role": "user", "content": "a\\ud800b \\u0000"}, {"role": "assistant", "content": "c"}'
    line = '{"messages": [' + messages + "]}\n"
    report = run_import(corpus, write(tmp_path / "a.jsonl", line * 3))
    assert report.skipped == ()
    assert content(corpus)[0][5] == "a\ufffdb \ufffd"
    assert_sound(corpus)


def test_a_bug_in_one_format_does_not_cost_the_other_files(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in" / "a.txt", chat("fine", "file"))
    write(tmp_path / "in" / "b.txt", chat("boom", "file"))
    monkeypatch.setattr(gather, "BATCH_TURNS", 1)
    take = gather.Gatherer._take
    seen: list[str] = []

    def faulty(self: gather.Gatherer, event: object) -> None:
        if getattr(getattr(event, "text", None), "text", "") == "file" and "boom" in seen:
            raise ZeroDivisionError("a bug")
        seen.append(getattr(getattr(event, "text", None), "text", ""))
        take(self, event)  # type: ignore[arg-type]

    monkeypatch.setattr(gather.Gatherer, "_take", faulty)
    report = run_import(corpus, tmp_path / "in")
    assert [item.reason for item in report.skipped] == ["internal error: ZeroDivisionError: a bug"]
    assert [row[5] for row in content(corpus)] == ["fine", "file"]
    assert_sound(corpus)


def test_a_full_disk_is_said_clearly_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "BATCH_TURNS", 50)
    path = write(tmp_path / "a.txt", chat(*(f"turn {number} " + "word " * 30 for number in range(600))))
    limit = 0

    def small_disk(uri: str) -> sqlite3.Connection:
        connection = connect_uri(uri)
        connection.execute(f"PRAGMA max_page_count = {limit}")
        return connection

    corpus = Corpus.create(tmp_path / "c.parlance")
    limit = int(str(corpus.reader().rows("PRAGMA page_count")[0][0])) + 12
    corpus.close()
    corpus = Corpus.open(tmp_path / "c.parlance", connect=small_disk)
    with pytest.raises(CorpusError, match="disk is full"):
        run_import(corpus, path)
    kept = corpus.reader().counts().turns
    assert 0 < kept < 600
    assert kept % 50 == 0
    limit = 100_000
    assert run_import(corpus, path).turns == 600 - kept
    assert_sound(corpus)
    corpus.close()


def test_cancelling_keeps_what_was_committed_and_the_next_run_goes_on(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "BATCH_TURNS", 50)
    path = write(tmp_path / "a.txt", chat(*(f"turn {number}" for number in range(300))))
    token = CancelToken()
    seen = 0

    def on_progress(report: object) -> None:
        nonlocal seen
        seen += 1
        if seen == 4:
            token.cancel()

    with pytest.raises(Cancelled):
        run_import(corpus, path, token=token, on_progress=on_progress)
    kept = corpus.reader().counts().turns
    assert 0 < kept < 300
    assert run_import(corpus, path).turns == 300 - kept
    assert [row[3] for row in content(corpus)] == list(range(1, 301))
    assert_sound(corpus)


def test_unknown_encodings_and_channels_are_refused_before_anything_is_read(
    corpus: Corpus, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.txt", GOOD)
    with pytest.raises(UserFacingError, match="no encoding named 'klingon'"):
        run_import(corpus, path, options=ImportOptions(encoding="klingon"))
    with pytest.raises(UserFacingError, match="no channel named 'klingon'"):
        run_import(corpus, path, options=ImportOptions(channel="klingon"))


def test_a_very_long_turn_is_kept_whole(corpus: Corpus, tmp_path: Path) -> None:
    text = "hello 你好 " * 100_000
    report = run_import(corpus, write(tmp_path / "a.txt", f"[A]: {text}\n[B]: hi\n"))
    assert report.turns == 2
    assert len(str(content(corpus)[0][5])) >= len(text) - 1
    assert_sound(corpus)


class _AfterSomeChecks(CancelToken):
    """Cancels itself when it was asked so many times."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.asked, self._most = 0, most

    def raise_if_cancelled(self) -> None:
        self.asked += 1
        if self.asked == self._most:
            self.cancel()
        super().raise_if_cancelled()


def test_an_import_is_cancelled_within_one_giant_damaged_line(corpus: Corpus, tmp_path: Path) -> None:
    words = "我们昨天一起去看了那部电影，真的很好看！".encode().decode("cp1254", "ignore")
    write(tmp_path / "a.txt", f"[A]: {words * 4000}\n[B]: {words}\n")
    token = _AfterSomeChecks(100)
    with pytest.raises(Cancelled):
        run_import(corpus, tmp_path / "a.txt", token=token, options=ImportOptions(readers=0))
    assert token.asked == 100
    assert list(corpus.reader().transcripts()) == []
