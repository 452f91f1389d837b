"""What is read and written is listed from the registries."""

import json

import pytest

from app.bootstrap import main
from app.export.base import EXPORTS
from app.formats.base import FORMATS


def test_every_format_is_listed_with_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["read"]] == list(FORMATS)
    assert [one["name"] for one in told["written"]] == list(EXPORTS)
    assert all(one["title"] and one["notes"] for one in told["read"] + told["written"])


def test_the_list_is_for_people_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    said = capsys.readouterr().out
    assert "whatsapp" in said
    assert ".utterances.jsonl" in said
