"""Parquet files read as rows, where the optional library for them is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from app.errors import BadInputError
from app.i18n import _
from app.ingest.cells import json_value
from app.model.parsed import JsonValue

_ROWS_AT_ONCE: Final = 256


def parquet_rows(stream: BinaryIO) -> Iterator[dict[str, JsonValue]]:
    """The rows in their order, nested values as lists and objects.

    Raises BadInputError when the extra ``parquet`` is not installed, and for a damaged file.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra: large, and wanted by few
        from pyarrow import parquet  # noqa: PLC0415 - as above
    except ImportError:
        raise BadInputError(
            _("Parquet is read with a library that is not installed"),
            _("Install the parquet extra: pip install pyarrow. Or save the table as JSON Lines or CSV."),
        ) from None
    try:
        for batch in parquet.ParquetFile(stream).iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
            for row in batch.to_pylist():
                yield {str(name): json_value(value) for name, value in row.items()}
    except (pa.ArrowException, OSError, ValueError) as error:
        told = str(error).strip().splitlines() or [type(error).__name__]
        raise BadInputError(f"the Parquet file is damaged: {told[0]}") from error
