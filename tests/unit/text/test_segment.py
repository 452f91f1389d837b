"""The tokens that index, query and counts share."""

import sqlite3

import pytest

from app.text.segment import Token, TokenKind, fold, index_text, tokenize

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cn Cf'"


def keys(text: str) -> str:
    return " ".join(token.key for token in tokenize(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("是的", "是 的"),
        ("是，的", "是 , 的"),
        ("是 的", "是 \ue000 的"),
        ("是\n的", "是 \ue000 的"),
        ("是， 的", "是 , 的"),
        ("是 ， 的", "是 , 的"),
        ("Hello 世界", "hello \ue000 世 界"),
        ("重跑itgc后", "重 跑 itgc 后"),
        ("two  words\nhere", "two words here"),
        ("code-switching", "code - switching"),
        ("don't don’t 'x'", "don't don't ' x '"),
        ("a_b __init__", "a_b _ _ init _ _"),
        ("ＡＢＣ１２", "abc12"),
        ("ｶﾞﾗｽ", "ガ ラ ス"),
        ("カ\u3099", "ガ"),
        ("か\u309a", "か\u309a"),
        ("각하", "각 하"),
        ("\u1112\u1161\u11ab", "한"),
        ("Straße ÉCOLE", "strasse école"),
        ("e\u0301cole", "école"),
        ("\uf9e4", "\u7406"),
        ("葛\U000e0100", "葛"),
        ("👩‍💻👍🏽❤️", "👩 💻 👍 ❤"),
        ("🇨🇳🇯🇵🇩", "🇨🇳 🇯🇵 🇩"),
        ("1️⃣", "1"),
        ("是 👍", "是 \ue000 👍"),
        ("👍 👍", "👍 👍"),
        ("عربي ١٢٣", "عربي ١٢٣"),
        ("สวัสดี", "สวัสดี"),
        ("\u200fab\u200b", "ab"),
        ("是\u200b的", "是 的"),
        ("ab\u200bcd", "ab cd"),
        ("a\0b\x07c", "a b c"),
        ("\u0301x", "\u0301x"),
        ("是\ue000的", "是 \ue001 的"),
        ("\ud800", "\ufffd"),
        (" \t\n", ""),
        ("", ""),
    ],
)
def test_keys_follow_the_rules(text: str, expected: str) -> None:
    assert keys(text) == expected
    assert index_text([text]) == [expected]


def test_a_batch_gives_each_text_its_own_line() -> None:
    texts = ["是", "", "的 ok", "\0", "e", "\u0301", "x" * 3]
    assert index_text(texts) == [keys(text) for text in texts]
    assert index_text([]) == []


def test_offsets_point_into_the_original_text() -> None:
    text = "ﾎﾟe\u0301 ß𝒳 👍🏽好"
    found = [(token.key, text[token.start : token.end]) for token in tokenize(text)]
    assert found == [
        ("ポ", "ﾎﾟ"), ("é", "e\u0301"), ("ss𝒳", "ß𝒳"), ("👍", "👍🏽"), ("好", "好"),
    ]  # fmt: skip


def test_a_white_space_barrier_covers_the_white_space() -> None:
    assert tokenize("是  的")[1] == Token(TokenKind.BARRIER, "\ue000", 1, 3)


def test_kinds_tell_what_is_counted() -> None:
    kinds = [token.kind for token in tokenize("ok, 是👍")]
    assert kinds == [TokenKind.WORD, TokenKind.BARRIER, TokenKind.CJK, TokenKind.EMOJI]


def test_folding_keeps_diacritics() -> None:
    assert fold("ＣＡＦÉ ｶﾞ") == "café ガ"
    assert fold("cafe") != fold("café")


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(f'CREATE VIRTUAL TABLE t USING fts5(text, tokenize="{TOKENIZER}")')
    texts = [
        "是，的",
        "是 的",
        "这是的呢",
        "code-switching is fun",
        "写code很好",
        "👩‍💻 at work",
        "好👍🏽",
        "don't",
    ]
    connection.executemany("INSERT INTO t VALUES (?)", [(line,) for line in index_text(texts)])
    return connection


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("是的", [3]),
        ("是，的", [1]),
        ("是 的", [2]),
        ("code-switching", [4]),
        ("code", [4, 5]),
        ("👩‍💻", [6]),
        ("💻", [6]),
        ("👍", [7]),
        ("👍🏿", [7]),
        ("DON’T", [8]),
    ],
)
def test_a_phrase_of_keys_finds_exactly_what_it_says(
    index: sqlite3.Connection, query: str, rows: list[int]
) -> None:
    phrase = '"' + index_text([query])[0].replace('"', '""') + '"'
    assert [row for (row,) in index.execute("SELECT rowid FROM t WHERE t MATCH ?", (phrase,))] == rows


def test_every_kind_of_key_comes_out_of_the_index_whole() -> None:
    characters = [
        chr(code) for code in (*range(0x21, 0x3100), *range(0xA000, 0xA100), *range(0xFB00, 0x10000))
    ]
    characters += [chr(code) for code in (0x20000, 0x323B0, 0x1F9E0, 0x1F1E8, 0x10FFFD, 0xF0000, 0x1E030)]
    lines = sorted({line for line in index_text(characters) if line and " " not in line})
    connection = sqlite3.connect(":memory:")
    connection.execute(f'CREATE VIRTUAL TABLE t USING fts5(text, tokenize="{TOKENIZER}")')
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
    connection.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", enumerate(lines))
    terms = connection.execute("SELECT doc, count(*) FROM v GROUP BY doc").fetchall()
    assert terms == [(number, 1) for number in range(len(lines))]
