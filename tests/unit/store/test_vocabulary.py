"""The words of a corpus and what wildcards stand for among them."""

import re
from itertools import product
from pathlib import Path

import pytest

from app.store.corpus import Corpus
from app.store.vocabulary import Vocabulary
from app.text.segment import TokenKind, tokenize
from tests.helpers.corpora import add, corpus_of, repaired, turn

WORDS = sorted({"".join(word) for n in range(1, 6) for word in product("abé", repeat=n)})


def vocabulary(*words: str) -> Vocabulary:
    return Vocabulary("".join(f"\n{word}" for word in sorted(words)) + "\n" if words else "")


@pytest.mark.parametrize(
    "parts",
    [
        ("a", ""), ("", "a"), ("a", "b"), ("", "ab", ""), ("a", "a"), ("ab", "ba"), ("", "a", "b", ""),
        ("a", "é", ""), ("", ""), ("aba",), ("", "é", "é"), ("éé", "éé"), ("a", "b", "a", "b"), ("", "x", ""),
    ],
)  # fmt: skip
def test_a_wildcard_stands_for_what_a_regular_expression_finds(parts: tuple[str, ...]) -> None:
    pattern = re.compile(".*".join(map(re.escape, parts)))
    assert vocabulary(*WORDS).matching(parts) == [word for word in WORDS if pattern.fullmatch(word)]


def test_rare_parts_are_jumped_to() -> None:
    words = sorted({f"w{n}" for n in range(3000)} | {"kingdom", "king", "taking", "kin", "ing"})
    pattern = re.compile(".*ing")
    assert vocabulary(*words).matching(("", "ing")) == [word for word in words if pattern.fullmatch(word)]
    assert vocabulary(*words).matching(("k", "ing", "")) == ["king", "kingdom"]
    assert vocabulary(*words).matching(("k", "g")) == ["king"]
    assert vocabulary(*words).matching(("", "ing\n")) == []


def test_nothing_matches_in_an_empty_vocabulary() -> None:
    assert len(vocabulary()) == 0
    assert vocabulary().matching(("", "ing")) == []
    assert vocabulary("one", "two").matching(("", "")) == ["one", "two"]
    assert len(vocabulary("one", "two")) == 2


def words_of(corpus: Corpus) -> list[str]:
    return corpus.reader().vocabulary().matching(("", ""))


def test_the_words_of_a_corpus_follow_its_turns(tmp_path: Path) -> None:
    texts = ["你好 Hello, ＡＩ don't", "hello 😂 wörld 42 한글", "snake_case"]
    corpus = corpus_of(tmp_path / "c.parlance")
    assert words_of(corpus) == []
    add(corpus, map(turn, texts[:2]))
    add(corpus, [turn(texts[2])], name="b.txt")
    expected = {token.key for text in texts for token in tokenize(text) if token.kind is TokenKind.WORD}
    assert words_of(corpus) == sorted(expected)
    assert corpus.reader().vocabulary() is corpus.reader().vocabulary()
    corpus.close()


def test_undone_repairs_and_rollbacks_keep_every_word_that_is_indexed(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "c.parlance", turn(repaired("cafÃ©", "café")))
    with corpus.writer("test") as writer:
        writer.undo_repair(corpus.reader().turns_by_id([1])[0].id)
    assert {"café", "cafã"} <= set(words_of(corpus))
    with corpus.writer("test") as writer:
        known = writer._transactions.words
        assert known.take_in({"brook"}) == {"brook"}
        assert known.take_in({"brook"}) == set()
        writer.rollback()
        assert known.take_in({"brook"}) == {"brook"}
    corpus.close()
