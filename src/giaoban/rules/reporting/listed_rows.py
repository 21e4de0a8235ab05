"""Which rows of the units' lists does a consolidated report set out, one by one, on request?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_KEPT = 5000
"""Of one list; beyond, a report says how many more there are."""


@dataclass(frozen=True, slots=True)
class ListedColumn:
    """`kind` is that of structure_texts.ColumnKind."""

    code: str
    name: str
    kind: str
    measure: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row with the unit that gave it and the key of its period; `cells` by column code."""

    unit: str
    period: str
    cells: Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class ListedRows:
    """A list with the rows of every unit; `left_out` is how many more there are."""

    code: str
    name: str
    columns: tuple[ListedColumn, ...]
    rows: tuple[ListedRow, ...]
    left_out: int = 0


def restored_rows(given: Mapping[str, Any]) -> ListedRows:
    """What was kept as JSON."""
    return ListedRows(
        code=given["code"],
        name=given["name"],
        columns=tuple(ListedColumn(**column) for column in given["columns"]),
        rows=tuple(
            ListedRow(row["unit"], row["period"], {c: _cell(v) for c, v in row["cells"].items()})
            for row in given["rows"]
        ),
        left_out=given["left_out"],
    )


def _cell(value: float | str) -> float | str:
    """A database may give 12 for 12.0; the digest would not be the same."""
    return value if isinstance(value, str) else float(value)
