"""Totals as files: `unit,period,indicator,value,sum,count,min,max` (docs/contracts.md).

The libraries of workbooks and Parquet are loaded where they are wanted: that takes longer than
writing a table of a province as CSV, which needs neither.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from giaoban.models import Period
from giaoban.queries.reporting.measures import Measures
from giaoban.queries.reporting.totals import figures
from giaoban.rules.reporting.rollup import COUNT, LEAST, MOST, SUM
from giaoban.rules.units.tree import DatedTree

COLUMNS = ("unit", "period", "indicator", "value", "sum", "count", "min", "max")
Number = float | int | None
Row = tuple[str, str, str, Number, Number, Number, Number, Number]


def total_rows(
    measures: Measures, period: Period, tree: DatedTree, unit_ids: Sequence[int] | None
) -> Iterator[Row]:
    """The rows of one period: units in the tree's order, indicators in the form's.

    No row where nothing is there; a ratio has a value alone. A code means one unit in a period, as
    in every file: where another unit bore it earlier in the period, that one's figures are in the
    rows of what it hung under.
    """
    found = figures(measures, unit_ids, [period.pk])
    live = {measure.code: found.values(measure.code) for measure in measures}
    for unit in tree.units():
        row = found.rows.get((unit.id, period.pk))
        if row is None or tree.bearer_within(unit.code, period.starts_on, period.ends_on) != unit:
            continue
        for measure in measures:
            value = _number(live[measure.code][row])
            if value is None:
                continue
            parts: tuple[Number, Number, Number, Number] = (None, None, None, None)
            if measure.slot is not None:
                four = found.packed[row, measure.slot]
                parts = (
                    _number(four[SUM]),
                    int(four[COUNT]),
                    _number(four[LEAST]),
                    _number(four[MOST]),
                )
            yield (unit.code, period.key, measure.code, value, *parts)


def units_of_level(tree: DatedTree, period: Period, level: int) -> list[int]:
    """Level 1 is the root, by the tree of the period's totals."""
    return list(tree.for_totals(period.ends_on).at_level(level))


def write_csv(rows: Iterable[Row], to: IO[str]) -> None:
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def write_xlsx(rows: Iterable[Row], to: IO[bytes]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(to, {"in_memory": True}) as book:
        sheet = book.add_worksheet("totals")
        sheet.write_row(0, 0, COLUMNS)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write_number(number, column, cell)


def write_parquet(rows: Iterable[Row], to: IO[bytes]) -> None:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        table, packed = Path(folder) / "totals.csv", Path(folder) / "totals.parquet"
        with table.open("w", encoding="utf-8", newline="") as written:
            write_csv(rows, written)
        types = dict.fromkeys(COLUMNS, "DOUBLE")
        types |= dict.fromkeys(COLUMNS[:3], "VARCHAR") | {"count": "BIGINT"}
        with duckdb.connect() as database:
            read = database.read_csv(str(table), header=True, dtype=types)
            read.write_parquet(str(packed))
        to.write(packed.read_bytes())


def _number(stored: float) -> Number:
    """Whole numbers without a point, others at full precision, None for nothing."""
    number = float(stored)
    if number != number:
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
