"""How do the rows of the units' lists stand in an annex of the report, one by one?"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from giaoban.documents.content import Cell, Column, Row, Table
from giaoban.documents.numbers import format_number
from giaoban.documents.reporting.report_words import (
    LANGUAGE,
    NO,
    SAID,
    UNIT,
    YES,
    column_title,
    more_rows_in_spreadsheet,
    rows_left_out,
)
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts
from giaoban.rules.reporting.listed_rows import ListedColumn, ListedRow, ListedRows
from giaoban.rules.reporting.structure_texts import ADDED_KINDS, ColumnKind

MOST_ON_PAPER = 300
"""Rows of one list; the spreadsheet has them all."""
_NUMBER, _UNIT, _TEXT, _SHORT = 10.0, 40.0, 44.0, 22.0
_UPRIGHT = 165.0


def list_tables(facts: ConsolidatedFacts) -> list[Table]:
    """One for each list; the period stands beside the unit where the report covers several."""
    return [_table(facts, listed) for listed in facts.listed]


def _table(facts: ConsolidatedFacts, listed: ListedRows) -> Table:
    has_periods = any(row.period != facts.period for row in listed.rows)
    columns = (
        Column(_NUMBER, "center"),
        Column(_UNIT),
        *([Column(_SHORT)] if has_periods else []),
        *(_column(column) for column in listed.columns),
    )
    titles = (
        SAID.tables.number,
        UNIT,
        *([SAID.tables.period] if has_periods else []),
        *(_title(column) for column in listed.columns),
    )
    rows = _rows(listed, facts, has_periods=has_periods)
    beyond = rows[MOST_ON_PAPER:]
    return Table(
        columns=columns,
        header=(tuple(Cell(title) for title in titles),),
        rows=tuple(rows[:MOST_ON_PAPER]),
        beyond=tuple(beyond),
        caption=listed.name,
        notes=(rows_left_out(listed.left_out),) if listed.left_out else (),
        paper_notes=(more_rows_in_spreadsheet(len(beyond)),) if beyond else (),
        is_landscape=sum(column.weight for column in columns) > _UPRIGHT,
        indent_column=1,
    )


def _rows(listed: ListedRows, facts: ConsolidatedFacts, *, has_periods: bool) -> Sequence[Row]:
    """Numbered through; the name of a unit stands in each, so that a spreadsheet can be sorted."""
    rows: list[Row] = []
    for unit, of_unit in groupby(listed.rows, key=lambda row: row.unit):
        for row in of_unit:
            number = len(rows) + 1
            head = [Cell(str(number), number), Cell(unit)]
            if has_periods:
                title = column_title(row.period, facts.year_starts, incident=facts.incident)
                head.append(Cell(title))
            rows.append(Row((*head, *(_cell(column, row) for column in listed.columns))))
    return rows


def _column(column: ListedColumn) -> Column:
    if column.kind in ADDED_KINDS:
        return Column(_SHORT, "right", _number_format(column))
    return Column(_TEXT if column.kind == ColumnKind.TEXT else _SHORT)


def _number_format(column: ListedColumn) -> str:
    if column.kind == ColumnKind.COUNT:
        return "#,##0"
    if column.decimals is None:
        return "#,##0.##"
    return "#,##0" + ("." + "0" * column.decimals if column.decimals else "")


def _title(column: ListedColumn) -> str:
    return f"{column.name} ({column.measure})" if column.measure else column.name


def _cell(column: ListedColumn, row: ListedRow) -> Cell:
    value = row.cells.get(column.code)
    if value is None:
        return Cell("")
    if column.kind == ColumnKind.YES_NO:
        return Cell(YES if value else NO)
    if isinstance(value, str):
        if column.kind == ColumnKind.DATE:
            day = date.fromisoformat(value)
            return Cell(day_text(day, LANGUAGE), day)
        return Cell(value)
    return Cell(format_number(value, LANGUAGE, decimals=column.decimals), value)
