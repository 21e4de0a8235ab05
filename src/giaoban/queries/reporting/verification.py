"""Are the stored totals what the values say? Worked out a second way, in DuckDB's SQL.

Nothing of rules/reporting/rollup is used: values, placements and periods go into DuckDB as they are
stored, and everything after is SQL (docs/decisions/0005). Dates are day numbers there. Only who is
asked is taken from the regime's own rule. DuckDB works in a file that is gone afterwards, on some
periods at a time, so that a country's years need no more memory than its month.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from django.db import connection
from django.db.models import Count
from numpy.typing import NDArray

from giaoban.models import Period, Regime, Total
from giaoban.queries.reporting.incident_areas import areas_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.verification_sql import DIFFERENCES, STEPS
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.coverage import COUNTS

TOLERANCE = 1e-9
AT_A_TIME = 5000
"""Totals that are compared together: a month of a country, or hundreds of small periods."""

_ROWS = 20_000
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "256MB",
    "threads": 2,
    "preserve_insertion_order": False,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One total that is not what it should be; None where a side has nothing."""

    regime: str  # codes of the regime and the unit, key of the period
    unit: str
    period: str
    what: str  # indicator and part (sum count least most), or a count of units
    stored: float | None
    computed: float | None


@dataclass(frozen=True, slots=True)
class Verification:
    """How many figures were compared, and those that differ."""

    compared: int
    differences: list[Difference]


def verify() -> Verification:
    """Compare every stored total of every regime. Call it where the database stands still."""
    compared, found = 0, []
    with _database() as database:
        periods = list(
            Period.objects.select_related("regime").order_by("regime", "ends_on", "starts_on")
        )
        _load(database, periods)
        for together in _batches(periods):
            database.execute("DELETE FROM wanted")
            _fill(database, "wanted", [(period.pk,) for period in together])
            _load_totals(database, together)
            for statement in STEPS:
                database.execute(statement)
            row = database.execute("SELECT count(*) FROM compared").fetchone()
            compared += int(row[0]) if row else 0
            found += database.execute(DIFFERENCES, [TOLERANCE]).fetchall()
    codes = dict(Regime.objects.values_list("pk", "code"))
    return Verification(
        compared, [Difference(codes[regime_id], *each) for regime_id, *each in found]
    )


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    """What does not fit the limit is written beside the file."""
    with tempfile.TemporaryDirectory(prefix="giaoban-verify-") as folder:
        path = str(Path(folder) / "totals.duckdb")
        with duckdb.connect(path, config=_SETTINGS) as database:
            yield database


def _batches(periods: Sequence[Period]) -> Iterator[list[Period]]:
    """Neighbouring periods that together have about AT_A_TIME totals."""
    counts = dict(Total.objects.order_by().values_list("period").annotate(Count("pk")))
    together: list[Period] = []
    held = 0
    for period in periods:
        if held and held + counts.get(period.pk, 0) > AT_A_TIME:
            yield together
            together, held = [], 0
        together.append(period)
        held += counts.get(period.pk, 0)
    if together:
        yield together


def _load(database: duckdb.DuckDBPyConnection, periods: Sequence[Period]) -> None:
    for name, columns in _TABLES.items():
        database.execute(f"CREATE TABLE {name} ({columns})")
    tree = load_dated_tree()
    _fill(
        database,
        "unit",
        [
            (unit.id, unit.code, unit.opened_on.toordinal(), _day(unit.closed_on))
            for unit in tree.units()
        ],
    )
    _fill(
        database,
        "placement",
        [
            (held.unit_id, held.parent_id, held.since.toordinal(), _day(held.until))
            for unit in tree.units()
            for held in tree.placements_of(unit.id)
        ],
    )
    _fill(
        database,
        "period",
        [
            (
                *(period.pk, period.regime_id, period.key),
                *(period.starts_on.toordinal(), period.ends_on.toordinal()),
                *(int(period.is_reported), int(period.kind == period.regime.frequency)),
            )
            for period in periods
        ],
    )
    areas = areas_of(periods)
    for period in periods:
        asked = expected_units(period, tree, areas)
        _fill(database, "asked", [(period.pk, unit_id) for unit_id in asked])
    for name, statement in _AS_STORED.items():
        _copy(database, name, statement)


def _copy(database: duckdb.DuckDBPyConnection, name: str, statement: str) -> None:
    """A few rows at a time: PostgreSQL's driver would otherwise hold the whole answer."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(_ROWS):
            _fill(database, name, rows)


def _load_totals(database: duckdb.DuckDBPyConnection, periods: Sequence[Period]) -> None:
    """The packed figures of some periods, taken apart by numpy alone."""
    database.execute("DELETE FROM stored_figures")
    database.execute("DELETE FROM stored_coverage")
    totals = (
        Total.objects.filter(period__in=periods)
        .order_by()
        .values_list("unit_id", "period_id", "figures", *COUNTS)
        .iterator(chunk_size=500)
    )
    while rows := list(islice(totals, 500)):
        _fill(database, "stored_coverage", [(row[0], row[1], *row[3:]) for row in rows])
        figures = np.concatenate([_figures(*row[:3]) for row in rows])
        if len(figures):
            _insert(database, "stored_figures", list(figures.T))


def _figures(unit_id: int, period_id: int, packed: bytes) -> NDArray[np.float64]:
    """Rows of unit, period, slot, sum, count, least, most; of what has a count."""
    matrix = np.frombuffer(packed, dtype="<f8").reshape(-1, 4)
    slots = np.flatnonzero(matrix[:, 1])
    place = np.broadcast_to([unit_id, period_id], (len(slots), 2))
    return np.column_stack([place, slots, matrix[slots]]).astype(np.float64)


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _fill(database: duckdb.DuckDBPyConnection, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        _insert(
            database,
            name,
            [
                np.array(cells, dtype=object)
                if isinstance(cells[0], str)
                else np.array([np.nan if cell is None else cell for cell in cells], np.float64)
                for cells in zip(*rows, strict=True)
            ],
        )


def _insert(
    database: duckdb.DuckDBPyConnection, name: str, columns: Sequence[NDArray[Any]]
) -> None:
    """Column by column: row by row would take minutes at national size. NaN is NULL."""
    incoming = {f"c{number}": column for number, column in enumerate(columns)}
    read = [
        column if held.dtype == object else f"CASE WHEN isnan({column}) THEN NULL ELSE {column} END"
        for column, held in incoming.items()
    ]
    database.register("incoming", incoming)
    database.execute(f"INSERT INTO {name} SELECT {', '.join(read)} FROM incoming")
    database.unregister("incoming")


_TABLES = {
    "unit": "id BIGINT, code VARCHAR, opened BIGINT, closed BIGINT",
    "placement": "unit BIGINT, parent BIGINT, since BIGINT, until BIGINT",
    "period": "id BIGINT, regime BIGINT, key VARCHAR, starts BIGINT, ends BIGINT,"
    " reported INTEGER, of_frequency INTEGER",
    "wanted": "period BIGINT",
    "asked": "period BIGINT, unit BIGINT",
    "indicator": "id BIGINT, regime BIGINT, code VARCHAR, slot BIGINT, over_time VARCHAR,"
    " over_units VARCHAR",
    "said": "unit BIGINT, period BIGINT, indicator BIGINT, number DOUBLE",
    "report": "unit BIGINT, period BIGINT, counted VARCHAR, latest VARCHAR, late INTEGER,"
    " estimated INTEGER, over_error INTEGER",
    "stored_figures": "unit BIGINT, period BIGINT, slot BIGINT, sum DOUBLE, count DOUBLE,"
    " least DOUBLE, most DOUBLE",
    "stored_coverage": "unit BIGINT, period BIGINT, expected BIGINT, received BIGINT, late BIGINT,"
    " returned BIGINT, accepted BIGINT, estimated BIGINT, over_error BIGINT",
}

_AS_STORED = {
    "indicator": """
        SELECT id, regime_id, code, slot, over_time, over_units
        FROM giaoban_indicator WHERE slot IS NOT NULL
    """,
    "said": """
        SELECT s.unit_id, s.period_id, v.indicator_id, v.number
        FROM giaoban_submission s JOIN giaoban_value v ON v.version_id = s.counted_id
        WHERE v.number IS NOT NULL
    """,
    "report": """
        SELECT s.unit_id, s.period_id, COALESCE(c.state, ''), COALESCE(l.state, ''),
               CASE WHEN s.is_late THEN 1 ELSE 0 END,
               CASE WHEN c.has_estimates THEN 1 ELSE 0 END,
               CASE WHEN c.over_error <> '' THEN 1 ELSE 0 END
        FROM giaoban_submission s
        LEFT JOIN giaoban_version c ON c.id = s.counted_id
        LEFT JOIN giaoban_version l ON l.id = s.latest_id
    """,
}
