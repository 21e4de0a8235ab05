"""How is a stored value written in a backup, and read back on either database?

A row is a JSON list in the order of the table's columns. Numbers, texts and what a JSON column
holds stay as they are; dates and moments are ISO 8601, bytes are base64.
"""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db import models as fields


def written_row(row: Sequence[Any]) -> bytes:
    """One line, with its end."""
    text = json.dumps(
        row, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_written
    )
    return text.encode() + b"\n"


def row_reader(columns: Sequence[Any]) -> Callable[[bytes], list[Any]]:
    """From a line to what the database's driver takes, for these fields."""
    converting = [(number, field) for number, field in enumerate(columns) if not _is_plain(field)]

    def read(line: bytes) -> list[Any]:
        row = json.loads(line)
        if not isinstance(row, list) or len(row) != len(columns):
            raise ValueError("a row of another length")
        for number, field in converting:
            if row[number] is not None:
                value = row[number]
                if not isinstance(field, fields.JSONField):
                    value = field.to_python(value)
                row[number] = field.get_db_prep_save(value, connection)
        return row

    return read


_PLAIN = (
    fields.AutoField,
    fields.BooleanField,
    fields.CharField,
    fields.FileField,
    fields.FloatField,
    fields.ForeignKey,
    fields.IntegerField,
    fields.TextField,
)


def _is_plain(field: Any) -> bool:
    """What JSON and both drivers understand without help; keys are numbers or texts here."""
    return isinstance(field, _PLAIN)


def _written(value: Any) -> str:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
        case date() | time():
            return value.isoformat()
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case Decimal():
            return str(value)
    return str(value)
