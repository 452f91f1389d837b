"""Walking into JSON documents: whatever the chunks, the same values; what breaks off is told."""

import json

from hypothesis import given
from hypothesis import strategies as st

from app.formats._json_walk import Border, Found, walk
from app.model.parsed import JsonValue, ParseProblem

VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text('ab\\"[]{},: \n😀', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text('ab\\"é', max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
ENTERED = frozenset({(), ("messages",), ("chats",), ("chats", "list"), ("chats", "list", "*")})


def cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


@given(st.lists(VALUES), VALUES, st.sampled_from((None, 1)), st.integers(1, 7))
def test_items_come_one_by_one_however_the_text_is_cut(
    messages: list[JsonValue], other: JsonValue, indent: int | None, size: int
) -> None:
    document = {"name": "n", "messages": messages, "other": other}
    found = list(walk(cut(json.dumps(document, indent=indent), size), frozenset({(), ("messages",)})))
    values = [item for item in found if isinstance(item, Found)]
    assert [item.value for item in values if item.path == ("messages", "*")] == messages
    assert [item.value for item in values if item.path == ("other",)] == [other]
    assert not any(isinstance(item, ParseProblem) for item in found)


def json_items_before(text: str, end: int) -> int:
    """How many items of the list are complete in the first ``end`` characters."""
    for stop in range(end, len('{"messages": ['), -1):
        try:
            return len(json.loads(text[:stop] + "]}")["messages"])
        except ValueError:
            continue
    return 0


@given(st.lists(VALUES, min_size=1), st.data())
def test_a_document_that_breaks_off_keeps_what_came_before(
    messages: list[JsonValue], data: st.DataObject
) -> None:
    text = json.dumps({"messages": messages})
    end = data.draw(st.integers(1, len(text) - 1))
    found = list(walk([text[:end]], frozenset({(), ("messages",)})))
    values = [item.value for item in found if isinstance(item, Found)]
    assert values == messages[: len(values)]
    assert len(values) + 1 >= json_items_before(text, end)
    assert isinstance(found[-1], ParseProblem)
    assert found[-1].place.startswith("character ")


@given(st.text('[]{},:"\\ab1 \f\ufeff', max_size=40), st.integers(1, 5))
def test_no_text_raises(text: str, size: int) -> None:
    whole = list(walk([text], ENTERED))
    assert [type(item) for item in walk(cut(text, size), ENTERED)] == [type(item) for item in whole]


def test_entered_containers_have_borders() -> None:
    text = '{"chats": {"list": [{"id": 1}, {"id": 2}]}}'
    borders = [(item.path, item.kind) for item in walk([text], ENTERED) if isinstance(item, Border)]
    chat = ("chats", "list", "*")
    assert borders.count((chat, "begin")) == borders.count((chat, "end")) == 2


def test_a_bad_value_does_not_lose_the_rest() -> None:
    found = list(walk(['{"messages": [1, {"a": nope}, 3]}'], frozenset({(), ("messages",)})))
    assert [item.value for item in found if isinstance(item, Found)] == [1, 3]
    assert [item.place for item in found if isinstance(item, ParseProblem)] == ["messages, item 2"]
