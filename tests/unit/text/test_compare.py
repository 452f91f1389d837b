"""What differs between two versions of a text is found word by word, and by character in Chinese."""

from hypothesis import given
from hypothesis import strategies as st

from app.text.compare import Span, differences


def cut(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def without(text: str, spans: tuple[Span, ...]) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def test_words_differ_as_words() -> None:
    first, second = "The museum opens at ten.", "The museums open at ten."
    ours, theirs = differences(first, second)
    assert cut(first, ours) == ["museum opens"]
    assert cut(second, theirs) == ["museums open"]


def test_chinese_differs_by_character() -> None:
    first, second = "我们周末去爬山吧", "我们周六去爬山"
    ours, theirs = differences(first, second)
    assert cut(first, ours) == ["末", "吧"]
    assert cut(second, theirs) == ["六"]


def test_equal_texts_differ_nowhere_and_nothing_differs_wholly() -> None:
    assert differences("same", "same") == ((), ())
    assert differences("", "all of it") == ((), ((0, 9),))


def test_very_long_texts_are_compared_by_lines() -> None:
    first = "".join(f"line {number} with words\n" for number in range(3000))
    second = first.replace("line 1500 with", "line 1500 without")
    ours, _theirs = differences(first, second)
    assert cut(first, ours) == ["line 1500 with words\n"]


@given(st.text(alphabet="ab 中文\n", max_size=40), st.text(alphabet="ab 中文\n", max_size=40))
def test_what_does_not_differ_is_the_same_in_both(first: str, second: str) -> None:
    ours, theirs = differences(first, second)
    assert "".join(without(first, ours).split()) == "".join(without(second, theirs).split())
