"""A year of the whole country: filled, folded, and read as the pages read it."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
from django.db import connection
from numpy.typing import NDArray

from benchmarks.inside import installation
from benchmarks.inside.filling import fill
from benchmarks.inside.installation import INDICATORS, MONTHS
from giaoban.actions.reporting.folding import fold_all
from giaoban.models import Period, Regime, Unit
from giaoban.queries.reporting.measures import Measures, measures_of
from giaoban.queries.reporting.totals import figures
from giaoban.queries.units.tree import load_dated_tree

Table = list[tuple[int, int, str, float]]
"""(unit, period, indicator, figure), in any order."""

ROUNDS = 25
PROVINCES = "every province, one indicator, one month"
EVERYTHING = "every unit above the reporters, one month, all indicators"
YEAR = "one province, 12 months, all indicators"
SERIES = "the country, 12 months, one indicator"
QUESTIONS = (PROVINCES, EVERYTHING, YEAR, SERIES)
ASKED = "i7"


def prepare(months: int, duckdb_file: str) -> dict[str, float]:
    """Fill and fold the months; the same values go into DuckDB's file, the tree as columns."""
    installation.with_country()
    began = time.perf_counter()
    tree = load_dated_tree()
    with duckdb.connect(duckdb_file) as duck:
        duck.execute(
            "CREATE TABLE facts (country BIGINT, province BIGINT, commune BIGINT, period BIGINT,"
            " indicator VARCHAR, number DOUBLE)"
        )
        for period in installation.opened(MONTHS[:months]):
            units, _indicators, numbers = fill(period)
            placed = tree.at(period.ends_on)
            levels = np.array([(*reversed(placed.ancestors_of(unit)), unit) for unit in units])
            columns: dict[str, NDArray[Any]] = {
                name: np.repeat(levels[:, level], INDICATORS)
                for level, name in enumerate(("country", "province", "commune"))
            }
            columns["number"] = numbers.ravel()
            columns["indicator"] = np.tile(np.arange(INDICATORS), len(units))
            _append(duck, period.pk, columns)
    filled = time.perf_counter()
    fold_all()
    folded = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute of such a load
    return {"filling": filled - began, "folding": folded - filled}


def _append(
    duck: duckdb.DuckDBPyConnection, period_id: int, columns: dict[str, NDArray[Any]]
) -> None:
    duck.register("batch", columns)
    duck.execute(
        "INSERT INTO facts SELECT country, province, commune, ?, 'i' || indicator, number"
        " FROM batch",
        [period_id],
    )
    duck.unregister("batch")


def read(duckdb_file: str) -> dict[str, dict[str, float]]:
    """Milliseconds of each question, ours and DuckDB's; different answers raise."""
    ours, theirs = _pages(), _duckdb(duckdb_file)
    found = {}
    for question in QUESTIONS:
        if sorted(ours[question]()) != sorted(theirs[question]()):
            raise RuntimeError(f"different answers: {question}")
        found[question] = {
            "ours": _milliseconds(ours[question]),
            "theirs": _milliseconds(theirs[question]),
        }
    return found


def _pages() -> dict[str, Callable[[], Table]]:
    """Through the one query behind every page, with every figure taken out of it."""
    regime = Regime.objects.get()
    measures = measures_of(regime)
    months = _months()
    country = Unit.objects.get(code="VN").pk
    provinces = list(
        Unit.objects.filter(placements__parent=country).order_by("pk").values_list("pk", flat=True)
    )
    last = months[-1:]
    return {
        PROVINCES: lambda: _figures(measures, provinces, last, [ASKED]),
        EVERYTHING: lambda: _figures(measures, [country, *provinces], last, list(measures.by_code)),
        YEAR: lambda: _figures(measures, provinces[:1], months, list(measures.by_code)),
        SERIES: lambda: _figures(measures, [country], months, [ASKED]),
    }


def _figures(measures: Measures, units: list[int], periods: list[int], codes: list[str]) -> Table:
    found = figures(measures, units, periods)
    return [
        (unit_id, period_id, code, value)
        for unit_id in units
        for period_id in periods
        for code in codes
        if (value := found.value(code, unit_id, period_id)) is not None
    ]


def _duckdb(file: str) -> dict[str, Callable[[], Table]]:
    duck = duckdb.connect(file, read_only=True)
    months = _months()
    last = months[-1]
    country = Unit.objects.get(code="VN").pk
    province = Unit.objects.filter(placements__parent=country).order_by("pk").first()
    assert province is not None

    def ask(statement: str, *parameters: object) -> Callable[[], Table]:
        return lambda: duck.execute(statement, parameters).fetchall()

    return {
        PROVINCES: ask(
            "SELECT province, period, indicator, sum(number) FROM facts"
            " WHERE period = ? AND indicator = ? GROUP BY ALL",
            last,
            ASKED,
        ),
        EVERYTHING: ask(
            "SELECT coalesce(province, country), period, indicator, sum(number) FROM facts"
            " WHERE period = ? GROUP BY GROUPING SETS"
            " ((country, period, indicator), (country, province, period, indicator))",
            last,
        ),
        YEAR: ask(
            "SELECT province, period, indicator, sum(number) FROM facts"
            " WHERE province = ? GROUP BY ALL",
            province.pk,
        ),
        SERIES: ask(
            "SELECT country, period, indicator, sum(number) FROM facts"
            " WHERE indicator = ? GROUP BY ALL",
            ASKED,
        ),
    }


def _months() -> list[int]:
    return list(
        Period.objects.filter(is_reported=True).order_by("starts_on").values_list("pk", flat=True)
    )


def _milliseconds(question: Callable[[], Table]) -> float:
    """The median of warm rounds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        question()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000
