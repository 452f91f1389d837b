"""What is done to whole batches is what is done to each text."""

import random

import numpy as np
import pytest

from app.store.schema import FACT_COLUMNS
from app.text.emoji import emoji_in
from app.text.folding import codes_of, fold_codes
from app.text.pieces import PIECE_CHARS, pieces
from app.text.scripts import ScriptCounts, count_scripts, index_and_count
from app.text.segment import TokenKind, fold, index_text, tokenize

EVERYTHING = [chr(code) for code in range(0x20, 0x2FA20) if not 0xD800 <= code < 0xE000]


@pytest.mark.parametrize(
    "text", ["Ａｂ Ｃ ｶﾞ", "e\u0301", "ẞß İ ŉ", "ᄒ\u1161\u11ab", "\uf900 \u212b", "plain ÀÉ 周末"]
)
def test_codes_are_folded_as_text_is(text: str) -> None:
    assert fold_codes(codes_of(text)).tobytes() == codes_of(fold(text)).tobytes()


def test_every_character_alone_is_folded_as_text_is() -> None:
    ours = {"\u2019", "\ue000", *map(chr, range(0xFFFE, 0x10000))}  # segmentation has its own way with these
    for char in EVERYTHING[::7] + [chr(code) for code in range(0x20, 0x600)]:
        if char not in ours:
            assert fold_codes(codes_of(char)).tobytes() == codes_of(fold(char)).tobytes(), hex(ord(char))


def test_pieces_lose_nothing_and_stay_small() -> None:
    texts = ["a" * size for size in (10, PIECE_CHARS - 1, 1, 0, PIECE_CHARS * 3, 5, PIECE_CHARS)]
    parts = list(pieces(texts))
    assert [text for part in parts for text in part] == texts
    assert all(len(part) == 1 or sum(map(len, part)) <= PIECE_CHARS for part in parts)
    assert list(pieces([])) == []


def test_a_batch_of_many_pieces_is_cut_and_counted_as_each_text_is() -> None:
    random.seed(3)
    texts = [
        "".join(random.choices("周末 chill, 的\u0301é😂'_か한1", k=random.randrange(900))) for _ in range(600)
    ]
    keys, counts, words = index_and_count(texts)
    assert sum(map(len, texts)) > 3 * PIECE_CHARS
    assert keys == index_text(texts) == [index_text([text])[0] for text in texts]
    assert list(map(tuple, counts.tolist())) == count_scripts(texts)
    tokens = (token for text in texts for token in tokenize(text))
    assert words == {token.key for token in tokens if token.kind is TokenKind.WORD}


def test_emoji_are_found_wherever_they_stand() -> None:
    random.seed(4)
    signs = [
        "😂",
        "👩\u200d👩\u200d👧",
        "🇩🇪",
        "1\ufe0f\u20e3",
        "👍🏽",
        "©\ufe0f",
        "☕",
        "❤\ufe0f\u200d🔥",
        "㊗",
    ]
    for _ in range(200):
        chosen = random.choices(signs, k=5)
        between = random.choice([" ", "的", "a", "é。"])
        assert emoji_in(between.join(["", *chosen, ""])) == chosen


def test_stored_counts_are_in_the_order_of_counting() -> None:
    assert ScriptCounts._fields == FACT_COLUMNS
    assert np.array(count_scripts(["a 周"])).tolist() == [[2, 1, 0, 0, 1, 0, 0, 0, 0]]
