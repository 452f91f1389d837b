"""Addresses of the web, quotations and media are told from other text; nothing of the text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.conversation.addresses import shown, url_of
from app.ui.conversation.pieces import addresses_in, split


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in addresses_in(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("see https://example.org/a?b=1&c=(d).", ["https://example.org/a?b=1&c=(d)"]),
        ("(https://example.org/x)", ["https://example.org/x"]),
        ("看 https://example.cn/路径，然后", ["https://example.cn/路径"]),
        ("www.example.com, www.example.org!", ["www.example.com", "www.example.org"]),
        ("https://example.org/\u202egpj.exe", ["https://example.org/"]),
        ("no address: example.org, ftp://x.org, javascript:alert(1)", []),
    ],
)
def test_addresses_end_before_the_punctuation_around_them(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "words", ["javascript://x/%0aalert(1)", "file:///etc/passwd", "https://", "x" * 9000]
)
def test_only_the_web_is_opened(words: str) -> None:
    assert url_of(words) is None or url_of(words).scheme() == "https"  # type: ignore[union-attr]  # None is left
    assert url_of("javascript://x") is None


def test_letters_that_only_look_latin_are_written_out() -> None:
    assert "xn--" in shown("https://аpple.com/x")
    assert (
        "".join(shown("https://example.org/" + "a" * 500).split("\n")) == "https://example.org/" + "a" * 500
    )


def test_quotations_and_media_are_lines_of_their_own_kind() -> None:
    text = (
        "> said\n>> before\nanswer > other\n[image: cat.jpg]\n<Media omitted>\n[see: a](x)\n```\n> code\n```"
    )
    assert [piece.kind for piece in split(text)] == [
        "quote", "quote", "text", "media", "media", "text", "code", "code", "code",
    ]  # fmt: skip


@given(st.text(alphabet="> \n[]<>:ab omitted`~", max_size=200))
def test_whatever_the_kinds_every_character_is_in_a_piece_or_a_line_end(text: str) -> None:
    covered = {at for piece in split(text) for at in range(piece.start, piece.end)}
    assert all(at in covered or text[at] == "\n" for at in range(len(text)))
