"""Cutting a turn into pieces loses nothing and invents nothing."""

from hypothesis import given
from hypothesis import strategies as st

from app.ui.conversation.pieces import MAX_PIECE, displayable, split

LINE_ENDS = set("\r\n\u2028\u2029\x85")


@given(st.text(alphabet=st.sampled_from("ab 汉😀`~\r\n\u2028\t"), max_size=200))
def test_pieces_cover_everything_but_line_ends(text: str) -> None:
    pieces = split(text)
    at = 0
    for piece in pieces:
        assert set(text[at : piece.start]) <= LINE_ENDS
        assert not set(text[piece.start : piece.end]) & LINE_ENDS
        assert piece.start <= piece.end
        at = piece.end
    assert set(text[at:]) <= LINE_ENDS


def test_fences_make_code() -> None:
    text = "see\n```py\nx < 1\n\n```\nend"
    kinds = [(piece.kind, text[piece.start : piece.end]) for piece in split(text)]
    assert kinds == [
        ("text", "see"),
        ("code", "```py"),
        ("code", "x < 1"),
        ("code", ""),
        ("code", "```"),
        ("text", "end"),
    ]


def test_another_fence_does_not_close() -> None:
    assert [piece.kind for piece in split("~~~\n```\nx\n~~~\ny")] == ["code", "code", "code", "code", "text"]


def test_blank_lines_are_blank() -> None:
    assert [piece.kind for piece in split("a\n \nb")] == ["text", "blank", "text"]
    assert [piece.kind for piece in split("")] == ["blank"]


def test_a_line_of_a_megabyte_is_cut_at_spaces() -> None:
    text = "word " * 200_000
    pieces = split(text)
    assert all(piece.end - piece.start <= MAX_PIECE for piece in pieces)
    assert all(text[piece.end - 1] == " " for piece in pieces)
    unbroken = split("x" * (MAX_PIECE * 2 + 1))
    assert [piece.end - piece.start for piece in unbroken] == [MAX_PIECE, MAX_PIECE, 1]


def test_a_limit_stops_early() -> None:
    pieces = split("abc\ndef\nghi", limit=5)
    assert (pieces[-1].start, pieces[-1].end) == (4, 5)


def test_controls_become_visible_and_keep_their_place() -> None:
    assert displayable("a\x00b\x1bc\td") == "a␀b␛c\td"
    assert len(displayable("\x07😀\x7f")) == 3


def kinds(text: str) -> list[str]:
    return [piece.kind for piece in split(text)]


def test_fences_of_messengers_close_behind_the_last_words() -> None:
    assert kinds("```$ one\ntwo```\nand then\n```three```\nfour") == ["code", "code", "text", "code", "text"]


def test_code_may_hold_a_line_that_ends_with_a_fence() -> None:
    assert kinds("```md\nsay ```\nmore\n```\nend") == ["code", "code", "code", "code", "text"]


def test_many_fences_in_one_line_each_are_told_apart_quickly() -> None:
    text = "```x```\n" * 20_000 + "end"
    assert set(kinds(text)[:-1]) == {"code"}
    assert kinds(text)[-1] == "text"


def test_what_stands_for_a_picture_is_media() -> None:
    assert kinds("[image_asset_pointer: file-service://file-abc]\n[file: menu.png]") == ["media", "media"]


def test_bare_words_in_brackets_are_media_only_where_they_name_some() -> None:
    media = [
        "[photo]",
        "[Sticker]",
        "[voice_message]",
        "[video file]",
        "[图片]",
        "[动画表情]",
        "[スタンプ]",
        "[사진]",
    ]
    assert kinds("\n".join(media)) == ["media"] * len(media)
    others = [
        "[deleted]",
        "[laughs]",
        "[removed]",
        "[inaudible]",
        "[joined_telegram]",
        "[recall]",
        "[周末]",
        "[1]",
    ]
    assert kinds("\n".join(others)) == ["text"] * len(others)
