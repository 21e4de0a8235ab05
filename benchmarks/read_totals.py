"""How long do the reads of a page take at national size, against DuckDB's own file?

The questions are those of the decision on stored totals; levels above the reporters are asked.
Ours go through the page's own query. DuckDB sums the values in its file, which knows each
commune's province. `python -m benchmarks.read_totals --units 300 --months 3`.
"""

import argparse
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.national import INDICATORS, fill

ROUNDS = 30
Answer = dict[tuple[Any, ...], float]


def run(units: int, months: int, database: str) -> dict[str, Any]:
    """Milliseconds of each question, warm, the median of ROUNDS; ratio below 1: ours is faster."""
    home = fill(database, units, months)
    ours, theirs = _our_questions(), _their_questions(str(home / "values.duckdb"))
    rows = []
    for name in ours:
        if ours[name]() != _rounded(theirs[name]()):
            raise RuntimeError(f"{name}: the two do not agree")
        mine, other = _milliseconds(ours[name]), _milliseconds(theirs[name])
        rows.append(
            {
                "question": name,
                "ours_ms": round(mine, 2),
                "duckdb_ms": round(other, 2),
                "ratio": round(mine / other, 2),
            }
        )
    return {"name": "read_totals", "database": database, "questions": rows}


def _our_questions() -> dict[str, Callable[[], Answer]]:
    from giaoban.models import Period, Regime, Unit
    from giaoban.queries.reporting.measures import measures_of
    from giaoban.queries.reporting.totals import figures

    measures = measures_of(Regime.objects.get(code="bench"))
    codes = list(measures.by_code)
    nation = Unit.objects.get(code="VN").pk
    provinces = sorted(Unit.objects.filter(placements__parent=nation).values_list("pk", flat=True))
    months = list(
        Period.objects.filter(is_reported=True).order_by("starts_on").values_list("pk", flat=True)
    )

    def ask(asked: list[str], unit_ids: list[int], period_ids: list[int]) -> Answer:
        found = figures(measures, unit_ids, period_ids)
        answer = {}
        for code in asked:
            values = found.values(code)
            for (unit_id, period_id), row in found.rows.items():
                answer[code, unit_id, period_id] = float(values[row])
        return answer

    return {
        "one indicator, one period, every province": lambda: ask(codes[:1], provinces, months[-1:]),
        "all indicators, one period, nation and provinces": lambda: ask(
            codes, [nation, *provinces], months[-1:]
        ),
        "one province, every month, all indicators": lambda: ask(codes, provinces[:1], months),
        "national series of one indicator": lambda: ask(codes[:1], [nation], months),
    }


def _their_questions(path: str) -> dict[str, Callable[[], Answer]]:
    import duckdb

    from giaoban.models import Period, Unit

    nation = Unit.objects.get(code="VN").pk
    provinces = sorted(Unit.objects.filter(placements__parent=nation).values_list("pk", flat=True))
    newest = Period.objects.filter(is_reported=True).order_by("-starts_on").values_list("pk")[0][0]
    database = duckdb.connect(path)
    _load(database)

    def ask(unit: str, where: str) -> Callable[[], Answer]:
        statement = (
            f"SELECT indicator, {unit}, period, sum(number) FROM value WHERE {where} GROUP BY ALL"
        )

        def asked() -> Answer:
            return {(r[0], r[1], r[2]): r[3] for r in database.execute(statement).fetchall()}

        return asked

    levels = [ask(unit, f"period = {newest}") for unit in (str(nation), "province")]
    return {
        "one indicator, one period, every province": ask(
            "province", f"indicator = 'i0' AND period = {newest}"
        ),
        "all indicators, one period, nation and provinces": lambda: levels[0]() | levels[1](),
        "one province, every month, all indicators": ask("province", f"province = {provinces[0]}"),
        "national series of one indicator": ask(str(nation), "indicator = 'i0'"),
    }


def _load(database: Any) -> None:
    """The values as DuckDB likes them: columns, sorted by period, province and indicator."""
    import numpy as np
    from django.db import connection

    database.execute(
        "CREATE TABLE value (period INT, province INT, unit INT, indicator VARCHAR, number DOUBLE)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.period_id, p.parent_id, s.unit_id, i.code, v.number
            FROM giaoban_value v
            JOIN giaoban_indicator i ON i.id = v.indicator_id
            JOIN giaoban_submission s ON s.counted_id = v.version_id
            JOIN giaoban_placement p ON p.unit_id = s.unit_id
            """
        )
        while rows := cursor.fetchmany(200_000):
            period, province, unit, code, number = zip(*rows, strict=True)
            chunk = {
                "period": np.array(period),
                "province": np.array(province),
                "unit": np.array(unit),
                "indicator": np.array(code, dtype=object),
                "number": np.array(number),
            }
            database.execute("INSERT INTO value SELECT * FROM chunk")
            del chunk
    database.execute(
        "CREATE TABLE sorted AS SELECT * FROM value ORDER BY period, province, indicator"
    )
    database.execute("DROP TABLE value")
    database.execute("ALTER TABLE sorted RENAME TO value")
    database.execute("CHECKPOINT")


def _rounded(answer: Answer) -> Answer:
    """Whole numbers were summed, so both are exact."""
    return {key: float(value) for key, value in answer.items()}


def _milliseconds(question: Callable[[], Answer]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        question()
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--units", type=int, default=3321)
    asked.add_argument("--months", type=int, default=12)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = asked.parse_args()
    print(run(options.units, options.months, options.database))
    assert INDICATORS
