"""Rows of turns are counted and found as plain addition would."""

from hypothesis import given
from hypothesis import strategies as st

from app.ui.models.row_counts import RowCounts


@given(
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 6))),
    st.integers(0, 5),
)
def test_counts_and_places_agree_with_brute_force(
    count: int, changes: list[tuple[int, int]], more: int
) -> None:
    rows, plain = RowCounts(count), [1] * count
    for where, value in changes:
        at = where % count
        assert rows.set(at, value) == value - plain[at]
        plain[at] = value
    rows.extend(more)
    plain += [1] * more
    assert (len(rows), rows.total) == (len(plain), sum(plain))
    assert [rows[at] for at in range(len(plain))] == plain
    assert [rows.before(at) for at in range(len(plain) + 1)] == [
        sum(plain[:at]) for at in range(len(plain) + 1)
    ]
    places = [(at, inside) for at, value in enumerate(plain) for inside in range(value)]
    assert [rows.find(row) for row in range(rows.total)] == places
