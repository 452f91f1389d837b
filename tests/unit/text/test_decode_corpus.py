"""Real files in legacy encodings: how many are read as what they are."""

from pathlib import Path

import pytest

from app.errors import BadInputError
from app.text.decode import detect
from tests.helpers.shared import shared_path

# Encodings of the issue: all must be right but the two that are known not to be.
PROMISED = ("utf-", "gb18030", "big5", "shift_jis", "euc-", "koi8", "windows-", "uhc", "ascii", "iso-2022")
KNOWN_WRONG = {"et/windows-1252.txt", "zh/euc-tw.txt"}
ALIASES = {
    "ibm852": "cp852", "ibm855": "cp855", "ibm866": "cp866",
    "mac-centraleurope": "mac_latin2", "uhc": "cp949",
    "mac-cyrillic": "mac_cyrillic", "tis-620": "tis_620",
}  # fmt: skip


def truth(path: Path) -> str | None:
    """The text of a file as its name says, or None where Python has no such codec."""
    name = path.stem if path.suffix in {".txt", ".smi"} else path.name.replace(".", "-")
    try:
        return path.read_bytes().decode(ALIASES.get(name, name)).removeprefix("\ufeff")
    except LookupError:
        return None


def is_right(path: Path) -> bool:
    data = path.read_bytes()
    try:
        found = detect(data).encoding
    except BadInputError:
        return False
    return data.decode(found, "replace").removeprefix("\ufeff") == truth(path)


@pytest.mark.corpora
def test_the_promised_encodings_are_recognised_in_real_files() -> None:
    root = shared_path("corpora", "03-encodings", "legacy", "uchardet")
    files = sorted(path for path in root.rglob("*") if path.is_file())
    wrong = {path.relative_to(root).as_posix() for path in files if not is_right(path)}
    promised = {path.relative_to(root).as_posix() for path in files if path.name.startswith(PROMISED)}
    assert len(promised) > 60
    assert wrong & promised == KNOWN_WRONG
    assert len(wrong) <= 11, sorted(wrong)


@pytest.mark.corpora
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_short_chinese_texts_are_recognised(encoding: str) -> None:
    lines = shared_path("corpora", "04-clean-sentences", "zh.txt").read_text("utf-8").splitlines()
    texts = ["\n".join(lines[at : at + 3]) for at in range(0, 120, 3)]
    wrong = [
        text
        for text in texts
        if text.encode(encoding, "ignore").decode(detect(text.encode(encoding)).encoding) != text
    ]
    assert wrong == []
