"""What libraries give for a cell of a table, as JSON."""

from __future__ import annotations

import base64
from datetime import date, datetime, time, timedelta

from app.model.parsed import JsonValue


def json_value(value: object) -> JsonValue:
    """Lists and dicts with all that is in them; bytes that are no text come out in base 64."""
    if isinstance(value, list | tuple):
        return [json_value(one) for one in value]
    if isinstance(value, dict):
        return {str(name): json_value(one) for name, one in value.items()}
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(value).decode("ascii")
    return _scalar(value)


def _scalar(value: object) -> JsonValue:
    """Times in ISO 8601, durations in seconds."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
