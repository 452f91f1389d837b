"""Times and labels of structured formats."""

import pytest

from app.formats._json_values import ItemScanner, load_json
from app.formats.values import iso_time, one_line


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1325571377.5, "2012-01-03T06:16:17.500Z"),
        (1325571377000, "2012-01-03T06:16:17Z"),
        ("1325571377", "2012-01-03T06:16:17Z"),
        ("2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00Z"),
        ("2024-05-01", "2024-05-01T00:00:00Z"),
        ("soon", None), (None, None), (True, None), ("nan", None), (1e300, None), ([], None),
    ],
)  # fmt: skip
def test_times_become_iso_8601_in_utc(value: object, expected: str | None) -> None:
    assert iso_time(value) == expected  # type: ignore[arg-type]


def test_labels_are_one_line() -> None:
    assert one_line(" a\nb　c ") == "a b　c"


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_items_are_cut_wherever_the_chunks_end(size: int) -> None:
    text = r'[ {"a": "x,]\"\\"}, [1,2], "\\", 5 , {}]'
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    assert [load_json(item or "") for item in ItemScanner().items(chunks)] == load_json(text)
