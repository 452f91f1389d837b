"""What is said of a file that no format reads."""

from pathlib import Path

import pytest

from app.errors import BadInputError
from app.formats.base import Sample, choose


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ('{"ok": true, "members": ["U1"]}', "JSON that holds no messages"),
        ('{"a": 1}\n{"a": 2}\n', "JSON that holds no messages"),
        ("<?xml version='1.0'?>\n<a><b>A: x</b></a>\n", "XML that holds no messages"),
        ("[]", "JSON that holds no messages"),
        ("[[1, 2], [3]]", "JSON that holds no messages"),
        ("<!DOCTYPE html>\n<html><body>chat</body></html>", "an HTML page that holds no messages"),
        ('<?xml version="1.0"?><list/>', "XML that holds no messages"),
        ("[some prose in brackets] and on\n" * 9, "no speaker labels"),
        ("1000 1001 -\n1002 1003 -\n", "no speaker labels"),
    ],
)
def test_the_reason_fits_what_the_file_is(head: str, reason: str) -> None:
    with pytest.raises(BadInputError, match=reason):
        choose(Sample(Path("file"), head))
