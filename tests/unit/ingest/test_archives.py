"""Archives are read as folders, compressed files as what they hold; bad ones are refused for a reason."""

import bz2
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from app.errors import BadInputError
from app.ingest import archives, unpacked
from app.ingest.discover import Candidate, discover
from app.ingest.files import digest_file, open_binary
from app.model.reports import ImportReport, SkippedFile
from app.store.corpus import Corpus
from tests.helpers.importing import run_import
from tests.helpers.shared import shared_path

CHAT = "[A]: 周末去哪儿？\n[B]: the museum 😂\n"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def make_tar(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # the mode is a variable
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def found_in(path: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Names and sizes of the candidates, and what was skipped why."""
    items = list(discover([path], corpus=None, claim=lambda _listing: frozenset()))
    candidates = {item.name: item.size for item in items if isinstance(item, Candidate)}
    return candidates, {Path(item.path).name: item.reason for item in items if isinstance(item, SkippedFile)}


def drained(path: Path) -> tuple[bytes, BadInputError | None]:
    """What can be read of a file, and the error it ends in."""
    got = bytearray()
    with open_binary(path) as stream:
        try:
            while block := stream.read(4096):
                got += block
        except BadInputError as error:
            return bytes(got), error
    return bytes(got), None


def imported(tmp_path: Path, *paths: Path) -> tuple[ImportReport, list[str]]:
    path = tmp_path / "c.parlance"
    with closing(Corpus.open(path) if path.exists() else Corpus.create(path)) as corpus:
        report = run_import(corpus, *paths)
        return report, [found.name for found in corpus.reader().transcripts()]


@pytest.mark.parametrize("ending", PACKERS)
def test_a_compressed_file_gives_what_it_holds(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"chat.txt.{ending}"
    path.write_bytes(PACKERS[ending](CHAT.encode() * 500))
    with open_binary(path) as stream:
        assert stream.read() == CHAT.encode() * 500


@pytest.mark.parametrize("ending", PACKERS)
def test_what_breaks_off_is_told_with_the_place_after_what_was_sound(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"chat.txt.{ending}"
    text = "".join(f"[A]: line {number * 7919 % 10_007}\n" for number in range(200_000)).encode()
    packed = PACKERS[ending](text)
    path.write_bytes(packed[: len(packed) // 2])
    got, error = drained(path)
    assert text.startswith(got)
    assert error is not None
    assert error.place.startswith("byte ")
    assert "damaged" in error.message


LINES = "".join(
    f"[{'AB'[number % 2]}]: line {hashlib.sha256(str(number).encode()).hexdigest()}\n"
    for number in range(40_000)
).encode()
"""Packed it takes half of its size."""


@pytest.mark.parametrize("ending", PACKERS)
def test_a_transcript_that_breaks_off_in_its_packing_is_imported_up_to_there(
    tmp_path: Path, ending: str
) -> None:
    packed = PACKERS[ending](LINES)
    path = tmp_path / f"chat.txt.{ending}"
    path.write_bytes(packed[: len(packed) * 3 // 4])
    report, names = imported(tmp_path, path)
    assert names == [path.name]
    assert report.turns > 10_000
    assert [("damaged" in item.reason, "byte" in item.place) for item in report.warnings] == [(True, True)]
    again, _names = imported(tmp_path, path)
    assert again.unchanged == 1


def test_a_checksum_that_does_not_fit_is_told_and_costs_nothing_before_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as archive:
        archive.writestr("a.txt", LINES)
    whole = bytearray((tmp_path / "whole.zip").read_bytes())
    whole[len(whole) // 2] ^= 1
    (tmp_path / "changed.zip").write_bytes(whole)
    report, names = imported(tmp_path, tmp_path / "changed.zip")
    assert names == ["changed.zip/a.txt"]
    assert report.turns > 30_000
    assert "CRC" in report.warnings[0].reason


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_that_breaks_off_gives_the_members_before_and_says_so(tmp_path: Path, mode: str) -> None:
    members = {"first.txt": LINES, "second.txt": LINES, "third.txt": LINES}
    ending = ".tar" if mode == "w" else ".tar.gz"
    path = make_tar(tmp_path / f"all{ending}", members, mode)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    report, names = imported(tmp_path, path)
    assert names == [f"all{ending}/first.txt", f"all{ending}/second.txt"]
    assert [("damaged" in item.reason, item.path) for item in report.skipped] == [(True, str(path))]
    assert "breaks off" in report.warnings[0].reason


def test_an_archive_in_an_archive_is_named_as_what_it_is(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "out.zip", {"in.zip": b"PK", "in.tar.gz": b"x", "a.txt": b"[A]: x\n"})
    names, skipped = found_in(path)
    assert names == {"out.zip/a.txt": 7}
    assert all(reason.startswith("an archive in an archive") for reason in skipped.values())
    assert len(skipped) == 2


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "ALWAYS_ALLOWED", 1 << 20)
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"a" * (8 << 20)))
    _got, error = drained(path)
    assert error is not None
    assert "expands" in error.message
    names, skipped = found_in(make_zip(tmp_path / "bomb.zip", {"a.txt": b"a" * (8 << 20)}))
    assert names == {}
    assert "expands" in skipped["bomb.zip"]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
def test_tar_archives_are_folders(tmp_path: Path, mode: str) -> None:
    ending = ".tar" if mode == "w" else f".tar.{mode[2:]}"
    path = make_tar(tmp_path / f"all{ending}", {"one/a.txt": CHAT.encode(), "b.txt": b"[A]: hi\n"}, mode)
    names, _skipped = found_in(path)
    assert names == {f"all{ending}/b.txt": 8, f"all{ending}/one/a.txt": len(CHAT.encode())}
    with open_binary(path / "one" / "a.txt") as stream:
        assert stream.read().decode() == CHAT


def test_a_tar_packed_with_zstandard_is_a_folder(tmp_path: Path) -> None:
    plain = make_tar(tmp_path / "all.tar", {"a.txt": CHAT.encode()})
    packed = tmp_path / "all.tar.zst"
    packed.write_bytes(zstandard.compress(plain.read_bytes()))
    with open_binary(packed / "a.txt") as stream:
        assert stream.read().decode() == CHAT


def test_names_that_lead_out_links_and_encrypted_members_are_refused_each_for_its_reason(
    tmp_path: Path,
) -> None:
    path = make_zip(
        tmp_path / "bad.zip", {"../up.txt": b"[A]: x\n", "/abs.txt": b"[A]: x\n", "ok.txt": b"[A]: x\n"}
    )
    names, skipped = found_in(path)
    assert names == {"bad.zip/ok.txt": 7}
    assert set(skipped) == {"up.txt", "abs.txt"}
    assert set(skipped.values()) == {"its name leads out of the archive"}
    with tarfile.open(tmp_path / "links.tar", "w") as archive:
        link = tarfile.TarInfo("passwd.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert found_in(tmp_path / "links.tar") == ({}, {"passwd.txt": "it is a link or a device"})


def test_hidden_members_and_the_junk_of_other_systems_are_passed_over(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {".DS_Store": b"x", "__MACOSX/._a.txt": b"x", "a.txt": b"[A]: x\n"})
    assert found_in(path) == ({"a.zip/a.txt": 7}, {})


def test_a_zip_made_on_chinese_windows_has_its_names(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("聊天记录周末对话.txt")
    path = tmp_path / "names.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, b"[A]: x\n")
    data = path.read_bytes()
    utf8, gbk = "聊天记录周末对话.txt".encode(), "聊天记录周末对话.txt".encode("gbk")
    # The same archive with the name in GBK and the flag for UTF-8 taken away.
    with zipfile.ZipFile(tmp_path / "plain.zip", "w") as archive:
        archive.writestr("n" * len(gbk), b"[A]: x\n")
    data = (tmp_path / "plain.zip").read_bytes().replace(b"n" * len(gbk), gbk)
    assert utf8 not in data
    path.write_bytes(data)
    names, _skipped = found_in(path)
    assert names == {"names.zip/聊天记录周末对话.txt": 7}
    with open_binary(path / "聊天记录周末对话.txt") as stream:
        assert stream.read() == b"[A]: x\n"


def test_members_are_imported_once_and_known_again(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "all.zip", {"x/a.txt": CHAT.encode(), "b.txt.gz": gzip.compress(b"[C]: hello\n")}
    )
    report, names = imported(tmp_path, path)
    assert (report.transcripts, report.turns, report.skipped) == (2, 3, ())
    assert sorted(names) == ["all.zip/b.txt.gz", "all.zip/x/a.txt"]
    again, _names = imported(tmp_path, path)
    assert (again.transcripts, again.unchanged) == (0, 2)
    archives.forget_archives()


def test_a_compressed_copy_is_known_as_a_copy(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(CHAT, encoding="utf-8")
    (folder / "b.txt.zst").write_bytes(zstandard.compress(CHAT.encode()))
    assert digest_file(folder / "a.txt") == digest_file(folder / "b.txt.zst")
    report, _names = imported(tmp_path, folder)
    assert (report.transcripts, report.duplicates) == (2, 1)


def test_a_folder_in_an_archive_is_claimed_as_on_the_disk(tmp_path: Path) -> None:
    utterances = b'{"id": "1", "speaker": "A", "text": "hi", "conversation_id": "1", "reply_to": null}\n'
    path = make_zip(
        tmp_path / "corpus.zip",
        {"corpus/utterances.jsonl": utterances, "corpus/speakers.json": b'{"A": {"meta": {}}}'},
    )
    report, names = imported(tmp_path, path)
    assert (report.transcripts, report.turns, report.skipped) == (1, 1, ())
    assert names == ["corpus.zip/corpus"]
    again, _names = imported(tmp_path, path)
    assert again.unchanged == 1


def test_a_broken_archive_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(CHAT, encoding="utf-8")
    whole = make_zip(tmp_path / "whole.zip", {"a.txt": CHAT.encode() * 50}).read_bytes()
    (folder / "broken.zip").write_bytes(whole[: len(whole) // 2])
    (folder / "nothing.tar.gz").write_bytes(b"\x1f\x8bno")
    report, names = imported(tmp_path, folder)
    assert names == ["a.txt"]
    reasons = {Path(item.path).name: item.reason for item in report.skipped}
    assert "damaged" in reasons["broken.zip"]
    assert "damaged" in reasons["nothing.tar.gz"]


@pytest.mark.corpora
def test_hostile_archives_are_refused_or_read_without_a_crash() -> None:
    names, skipped = found_in(shared_path("corpora", "05-hostile", "archives"))
    for name in names:
        got, _error = drained(shared_path("corpora", "05-hostile", "archives") / name)
        assert len(got) < 1 << 20
    assert skipped["a.txt"] or skipped["invalid_relative_path_xt.zip"]
    assert all(skipped.values())
