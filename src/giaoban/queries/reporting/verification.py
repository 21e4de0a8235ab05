"""Are the stored totals what the values say? Worked out a second way, in DuckDB's SQL.

Nothing of rules/reporting/rollup is used: values, placements and periods go into DuckDB as they are
stored, and everything after is SQL (docs/decisions/0005). Dates are day numbers there. Only who is
asked is taken from the regime's own rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
from django.db import connection

from giaoban.models import Period, Regime, Total
from giaoban.queries.reporting.incident_areas import areas_of
from giaoban.queries.reporting.periods import expected_units
from giaoban.queries.reporting.verification_sql import DIFFERENCES, STEPS
from giaoban.queries.units.tree import load_dated_tree
from giaoban.rules.reporting.coverage import COUNTS

TOLERANCE = 1e-9


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
    with duckdb.connect() as database:
        _load(database)
        for statement in STEPS:
            database.execute(statement)
        row = database.execute("SELECT count(*) FROM compared").fetchone()
        found = database.execute(DIFFERENCES, [TOLERANCE]).fetchall()
    codes = dict(Regime.objects.values_list("pk", "code"))
    return Verification(
        int(row[0]) if row else 0,
        [Difference(codes[regime_id], *each) for regime_id, *each in found],
    )


def _load(database: duckdb.DuckDBPyConnection) -> None:
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
    periods = list(Period.objects.select_related("regime"))
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
        with connection.cursor() as cursor:
            cursor.execute(statement)
            while rows := cursor.fetchmany(200_000):
                _fill(database, name, rows)
    _load_totals(database)


def _load_totals(database: duckdb.DuckDBPyConnection) -> None:
    """The packed figures, taken apart by numpy alone."""
    totals = Total.objects.order_by().values_list("unit_id", "period_id", "figures", *COUNTS)
    figures: list[tuple[Any, ...]] = []
    coverage: list[tuple[Any, ...]] = []
    for unit_id, period_id, packed, *counted in totals.iterator(chunk_size=2000):
        matrix = np.frombuffer(packed, dtype="<f8").reshape(-1, 4)
        figures += [
            (unit_id, period_id, int(slot), *matrix[slot].tolist())
            for slot in np.flatnonzero(matrix[:, 1])
        ]
        coverage.append((unit_id, period_id, *counted))
        if len(figures) > 200_000:
            _fill(database, "stored_figures", figures)
            figures = []
    _fill(database, "stored_figures", figures)
    _fill(database, "stored_coverage", coverage)


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _fill(database: duckdb.DuckDBPyConnection, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Column by column: row by row would take minutes at national size."""
    if not rows:
        return
    columns: dict[str, Any] = {}
    read = []
    for number, cells in enumerate(zip(*rows, strict=True)):
        column = f"c{number}"
        if isinstance(cells[0], str):
            columns[column] = np.array(cells, dtype=object)
            read.append(column)
        else:
            columns[column] = np.array(
                [np.nan if cell is None else cell for cell in cells], dtype=np.float64
            )
            read.append(f"CASE WHEN isnan({column}) THEN NULL ELSE {column} END")
    database.register("incoming", columns)  # type: ignore[arg-type]
    database.execute(f"INSERT INTO {name} SELECT {', '.join(read)} FROM incoming")
    database.unregister("incoming")


_TABLES = {
    "unit": "id BIGINT, code VARCHAR, opened BIGINT, closed BIGINT",
    "placement": "unit BIGINT, parent BIGINT, since BIGINT, until BIGINT",
    "period": "id BIGINT, regime BIGINT, key VARCHAR, starts BIGINT, ends BIGINT,"
    " reported INTEGER, of_frequency INTEGER",
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
