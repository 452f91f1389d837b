"""What holds of the tokens of any text."""

import sqlite3

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.model.ids import CodePoint
from app.text.offsets import Utf16Map
from app.text.scripts import count_scripts
from app.text.segment import TokenKind, index_text, tokenize

_VISIBLE = "是 的 ， 。 a B ' ’ _ - 1 é ß İ ŉ ｶ ﾞ ガ ー Ａ 각 👩 👍 🏽 🇨 🇳 สวัสดี नि ١ ② 𝒳 𠀀"
TRICKY = st.sampled_from(
    [
        *_VISIBLE.split(),
        *[" ", "\n", "\t", "\u3000", "\u2028", "\0", "\x07"],
        *["e\u0301", "\u0301", "カ\u3099", "\u3099", "\u1100", "\u1161", "\u11a8", "\u09c7\u09be", "\u0345"],
        *["\u200d", "\ufe0f", "\u200f", "\u200b", "\u00ad", "\u20e3", "\u034f"],
        *["\uf9e4", "\u2126", "\ud800", "\udc00", "\ue000"],
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(TRICKY, max_size=14).map("".join))


@settings(max_examples=700, deadline=None)
@given(st.lists(TEXTS, max_size=6))
@example(["\0", "\u0301a", "a\u0301'\u0301b", "🇨🇳🇯", "a'b'c", "\u0345!"])
def test_the_batch_form_equals_the_tokens(texts: list[str]) -> None:
    assert index_text(texts) == [" ".join(token.key for token in tokenize(text)) for text in texts]


@settings(max_examples=800, deadline=None)
@given(TEXTS)
def test_tokens_stand_in_order_inside_the_text_and_keys_are_clean(text: str) -> None:
    before = 0
    for token in tokenize(text):
        assert 0 <= token.start <= token.end <= len(text)
        assert token.start >= before or token.end == before
        before = max(before, token.start)
        assert token.key
        assert not any(char.isspace() or char == "\0" or "\ud800" <= char <= "\udfff" for char in token.key)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_a_token_cut_out_of_the_text_gives_the_same_key(text: str) -> None:
    for token in tokenize(text):
        if token.kind is not TokenKind.BARRIER:
            alone = [part.key for part in tokenize(text[token.start : token.end])]
            assert token.key in alone or token.key in "".join(alone) or "".join(alone) in token.key


@settings(max_examples=500, deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_counts_equal_the_counted_tokens(texts: list[str]) -> None:
    for text, counts in zip(texts, count_scripts(texts), strict=True):
        counted = [token for token in tokenize(text) if token.kind is not TokenKind.BARRIER]
        assert counts.tokens == len(counted) == sum(counts[1:])


CJK = st.text(st.sampled_from("是的我你好，。 a\n👍"), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(CJK, st.integers(0, 11), st.integers(1, 12))
def test_a_cjk_substring_is_found_as_a_phrase(text: str, start: int, length: int) -> None:
    part = "".join(char for char in text[start : start + length]).strip("，。 a\n👍")
    if not part:
        return
    line, query = index_text([text, part])
    assert f" {query} " in f" {line} "


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_the_index_keeps_every_key_whole(texts: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    tokenizer = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cn Cf'"
    connection.execute(f'CREATE VIRTUAL TABLE t USING fts5(text, tokenize="{tokenizer}")')
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
    lines = index_text(texts)
    connection.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", enumerate(lines))
    for number, line in enumerate(lines):
        (count,) = connection.execute("SELECT count(*) FROM v WHERE doc = ?", (number,)).fetchone()
        assert count == len(line.split())
    connection.close()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_utf16_offsets_equal_the_encoded_length(text: str) -> None:
    places = Utf16Map(text)
    for at in range(len(text) + 1):
        unit = places.to_utf16(CodePoint(at))
        assert unit == len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
        assert places.from_utf16(unit) == at
