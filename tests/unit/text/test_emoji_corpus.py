"""Every emoji sequence that Unicode recommends is one emoji."""

import re

import pytest

from app.text.emoji import emoji_in
from app.text.segment import TokenKind, tokenize
from tests.helpers.shared import shared_path


@pytest.mark.corpora
def test_every_recommended_sequence_is_one_emoji() -> None:
    lines = shared_path("corpora", "05-hostile", "unicode", "emoji-test-14.0.txt").read_text("utf-8")
    sequences = [
        "".join(chr(int(code, 16)) for code in match.group(1).split())
        for match in re.finditer(r"^([0-9A-F ]+?)\s*; fully-qualified", lines, re.MULTILINE)
    ]
    assert len(sequences) > 3000
    assert [text for text in sequences if emoji_in(text) != [text]] == []
    assert [text for text in sequences if emoji_in(f"a{text}字{text}") != [text, text]] == []


@pytest.mark.corpora
def test_emoji_by_default_are_emoji_tokens() -> None:
    lines = shared_path("corpora", "05-hostile", "unicode", "emoji-test-14.0.txt").read_text("utf-8")
    single = [
        chr(int(match.group(1), 16))
        for match in re.finditer(r"^([0-9A-F]{4,5})\s*; fully-qualified", lines, re.MULTILINE)
    ]
    assert [char for char in single if [t.kind for t in tokenize(char)] != [TokenKind.EMOJI]] == []
