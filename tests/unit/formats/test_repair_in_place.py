"""Repair of a whole file: nothing but the damage changes."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats.base import FORMATS
from app.model.repair import RepairedText, RepairSpan


def mend(text: str) -> RepairedText:
    """Repairs every "Ã©" to "é" and marks every U+FFFD as lost."""
    pieces: list[str] = []
    spans: list[RepairSpan] = []
    at = size = 0
    while at < len(text):
        if text.startswith("Ã©", at):
            spans.append(RepairSpan(size, size + 1, "Ã©", "é", "exact"))
            pieces.append("é")
            at += 2
        else:
            if text[at] == "\ufffd":
                spans.append(RepairSpan(size, size + 1, "\ufffd", "\ufffd", "lost"))
            pieces.append(text[at])
            at += 1
        size += 1
    return RepairedText("".join(pieces), tuple(spans))


def test_only_damaged_literals_change() -> None:
    text = '{ "Ã©" : "Ã©", "b":["x\\n\\u00e9", "caf\\u00c3\\u00a9 \\"ok\\" Ã©"] }\r\n'
    fixed = FORMATS["openai"].repair_in_place(text, mend)
    assert fixed.text == '{ "Ã©" : "é", "b":["x\\n\\u00e9", "café \\"ok\\" é"] }\r\n'
    assert fixed.original == text


def test_an_escaped_literal_stays_escaped() -> None:
    fixed = FORMATS["openai"].repair_in_place('["caf\\u00c3\\u00a9 \\u4e2d"]', mend)
    assert fixed.text == '["caf\\u00e9 \\u4e2d"]'
    assert [(span.original, span.repaired) for span in fixed.spans] == [("\\u00c3\\u00a9", "\\u00e9")]


def test_a_lost_span_leaves_its_escape_standing() -> None:
    fixed = FORMATS["convokit"].repair_in_place('["a\\ufffdb\\ud800c"]', mend)
    assert fixed.text == '["a\\ufffdb\\ud800c"]'
    assert [(span.start, span.repaired) for span in fixed.spans] == [(3, "\\ufffd"), (10, "\\ud800")]


def test_plain_text_is_repaired_line_by_line_with_its_line_ends() -> None:
    fixed = FORMATS["plain"].repair_in_place("[A]: Ã©\r\nÃ©\r\n\nÃ©", mend)
    assert fixed.text == "[A]: é\r\né\r\n\né"
    assert fixed.original == "[A]: Ã©\r\nÃ©\r\n\nÃ©"


PARTS = st.sampled_from(["Ã©", "é", "x", '"', "\\", "\n", "😀", "\ufffd", "中", " ", ":", "\0"])
STRINGS = st.lists(PARTS, max_size=6).map("".join)
VALUES = st.recursive(
    STRINGS | st.none() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.just("k"), inner),
    max_leaves=8,
)


def mended(value: object) -> object:
    if isinstance(value, str):
        return mend(value).text
    if isinstance(value, list):
        return [mended(item) for item in value]
    return {key: mended(item) for key, item in value.items()} if isinstance(value, dict) else value


@settings(max_examples=300, deadline=None)
@given(VALUES, st.booleans())
def test_the_repaired_file_holds_the_repaired_values(value: object, escaped: bool) -> None:
    text = json.dumps(value, ensure_ascii=escaped)
    fixed = FORMATS["openai"].repair_in_place(text, mend)
    assert json.loads(fixed.text) == mended(value)
    assert fixed.original == text
    assert all(fixed.text[span.start : span.end] == span.repaired for span in fixed.spans)
