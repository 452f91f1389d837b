"""Id vectors of any length come whole out of SQLite."""

import sqlite3

import numpy as np
import pytest

from app.store.facts import column


@pytest.mark.parametrize("count", [0, 1, 11_000, 50_000])
def test_every_id_of_a_query_arrives_in_its_order(count: int) -> None:
    connection = sqlite3.connect(":memory:")
    try:
        numbers = "SELECT 7 WHERE ? > 0 UNION ALL SELECT v + 3 FROM n LIMIT ?"
        sql = f"WITH RECURSIVE n(v) AS ({numbers}) SELECT v FROM n"
        found = column(connection, sql, (count, count))
    finally:
        connection.close()
    assert np.array_equal(found, np.arange(count, dtype=np.int64) * 3 + 7)
