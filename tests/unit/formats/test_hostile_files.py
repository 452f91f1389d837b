"""Whatever a file holds, reading it ends in events or in one clear error."""

import io
from contextlib import suppress
from pathlib import Path

import pytest

from app.errors import BadInputError
from app.formats.base import FORMATS, choose
from app.model.parsed import ParseProblem
from app.text.decode import detect, open_decoded
from tests.helpers.shared import shared_path
from tests.helpers.sources import MemorySource, sample_of


def outcome(path: Path) -> str:
    """The format that read the file, or "refused" with a reason."""
    data = path.read_bytes()
    try:
        text = "".join(open_decoded(io.BytesIO(data), detect(data).encoding))
        name, _score = choose(sample_of(text, path.name))
        for event in FORMATS[name].parse(MemorySource(text)):
            if isinstance(event, ParseProblem):
                assert event.place
                assert event.reason
    except BadInputError as error:
        return "refused" if error.message else "refused without a reason"
    return name


@pytest.mark.corpora
def test_hostile_files_are_refused_or_read_without_a_crash() -> None:
    files = [path for path in shared_path("corpora", "05-hostile").rglob("*") if path.is_file()]
    assert len(files) > 150
    assert {outcome(path) for path in files} == {"refused"}


READ_AS = {
    "cha": {"chat", "refused"},  # one has no utterance
    "chat-api": {"mattermost", "messages", "refused"},  # rooms and channels by themselves are none
    "chatgpt": {"chatgpt"},
    "chatterbot-yaml": {"chatterbot"},
    "claude": {"claude"},
    "convokit": {"convokit", "refused"},  # the files beside the utterances are no transcripts by themselves
    "csv": {"table"},
    "discord": {"discord"},
    "eaf": {"elan"},
    "exmaralda": {"exmaralda"},
    "instagram": {"messenger"},
    "irc": {"irc", "refused"},  # the annotations beside the logs are none
    "lmsys": {"lmsys"},
    "mbox": {"mail"},
    "messenger": {"messenger"},
    "oasst": {"oasst"},
    "openai-jsonl": {"openai"},
    "plain": {"plain"},
    "sharegpt": {"sharegpt", "openai"},  # one of them has messages with roles
    "signal": {"whatsapp"},
    "slack": {"slack", "refused"},  # the archive by itself, and what the API tells of users and channels
    "srt": {"srt"},
    "tei": {"tei"},
    "telegram": {"telegram"},
    "textgrid": {"textgrid"},
    "toolbox": {"toolbox"},
    "transcriber": {"transcriber"},
    "webvtt": {"webvtt", "srt"},  # with files of SubRip and SubViewer
    "whatsapp": {"whatsapp", "refused"},  # the archive is none by itself, and one file lists headers
    "whisper": {"whisper", "refused"},  # one is empty
}
"""The formats as which the files of each folder of exports are read; all others are refused."""


@pytest.mark.corpora
def test_exports_are_taken_for_what_they_are_or_refused() -> None:
    root = shared_path("corpora", "01-exports")
    taken: dict[str, set[str]] = {}
    for path in root.rglob("*"):
        if path.is_file():
            taken.setdefault(path.relative_to(root).parts[0], set()).add(outcome(path))
    assert {folder: names for folder, names in taken.items() if names != {"refused"}} == READ_AS


@pytest.mark.corpora
def test_every_json_torture_file_passes_through_every_format() -> None:
    for path in shared_path("corpora", "05-hostile", "json").rglob("*.json"):
        text = path.read_bytes().decode("utf-8", "replace")
        for name in FORMATS:
            with suppress(BadInputError):
                list(FORMATS[name].parse(MemorySource(text)))
