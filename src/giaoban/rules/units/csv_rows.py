"""What do the rows of a units CSV say, and which cells cannot be read?

The columns are those of docs/contracts.md, in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from giaoban.rules.units.changes import text_problems

COLUMNS = ("code", "name", "kind", "parent_code", "opened_on", "closed_on")
REQUIRED_COLUMNS = ("code", "name", "parent_code")
BEGINNING = date(1900, 1, 1)
"""The opening of a unit whose `opened_on` is empty."""

REMEDIES = {
    "column_unknown": "remove_or_rename_column",
    "column_missing": "add_column",
    "column_twice": "keep_one_column",
    "row_length_differs": "check_commas_and_quotes",
    "unit_code_missing": "give_code",
    "unit_name_missing": "give_name",
    "unit_text_too_long": "shorten",
    "date_malformed": "write_date_as_year_month_day",
    "date_out_of_range": "correct_date",
    "unit_closes_before_it_opens": "correct_dates",
    "unit_code_twice": "end_one_before_the_other_begins",
    "unit_code_in_use": "close_the_other_or_begin_later",
    "unit_differs_from_existing": "change_it_in_the_program",
    "unit_parent_unknown": "add_parent_or_correct_code",
    "unit_parent_not_open": "correct_dates_or_parent",
    "unit_parent_closes_first": "correct_dates_or_parent",
    "unit_under_itself": "correct_parent",
    "unit_out_of_reach": "place_under_your_own",
    "several_roots": "give_parent_or_place_under",
    "unit_under_unknown": "correct_code",
    "file_empty": "add_rows",
}
"""What would mend each problem: one remedy a code."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a cell. `line` is that of the file, the header being 1."""

    line: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def remedy(self) -> str:
        return REMEDIES[self.code]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row that could be read. An empty `parent_code` is a root."""

    line: int
    code: str
    name: str
    kind: str
    parent_code: str
    opened_on: date
    closed_on: date | None

    def overlaps(self, other: "UnitRow") -> bool:
        """Whether both exist on some day."""
        return (other.closed_on is None or self.opened_on < other.closed_on) and (
            self.closed_on is None or other.opened_on < self.closed_on
        )


def header_problems(header: Sequence[str]) -> list[RowProblem]:
    """Codes: `column_unknown` (known), `column_missing`, `column_twice`; all on line 1."""
    names = [name.strip() for name in header]
    problems = []
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            problems.append(RowProblem(1, name, "column_unknown", {"known": COLUMNS}))
        elif names.count(name) > 1:
            problems.append(RowProblem(1, name, "column_twice"))
    problems += [
        RowProblem(1, name, "column_missing") for name in REQUIRED_COLUMNS if name not in names
    ]
    return problems


def read_rows(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> tuple[list[UnitRow], list[RowProblem]]:
    """The rows that could be read, and every cell that could not; empty rows are passed over.

    `rows` are (line, cells). A header with a problem lets no row be read. Codes: those of
    header_problems, `row_length_differs` (cells, columns), `unit_code_missing`,
    `unit_name_missing`, `unit_text_too_long` (column, longest), `date_malformed` (value),
    `date_out_of_range` (value), `unit_closes_before_it_opens` (opened_on, closed_on).
    """
    problems = header_problems(header)
    if problems:
        return [], problems
    names = [name.strip() for name in header]
    read = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            params = {"cells": len(cells), "columns": len(names)}
            problems.append(RowProblem(line, "", "row_length_differs", params))
            continue
        values = dict.fromkeys(COLUMNS, "")
        values.update({name: cell.strip() for name, cell in zip(names, cells, strict=True)})
        row, bad = _read_row(line, values)
        problems += bad
        if row is not None:
            read.append(row)
    return read, problems


_CODE_COLUMN = {"unit_code_missing": "code", "unit_name_missing": "name"}


def _read_row(line: int, values: Mapping[str, str]) -> tuple[UnitRow | None, list[RowProblem]]:
    problems = [
        RowProblem(
            line,
            str(problem.params.get("column") or _CODE_COLUMN[problem.code]),
            problem.code,
            problem.params,
        )
        for problem in text_problems(code=values["code"], name=values["name"], kind=values["kind"])
    ]
    dates: dict[str, date | None] = {"opened_on": BEGINNING, "closed_on": None}
    for column in dates:
        if value := values[column]:
            dates[column], code = _read_date(value)
            if code:
                problems.append(RowProblem(line, column, code, {"value": value}))
    opened_on, closed_on = dates["opened_on"], dates["closed_on"]
    if problems or opened_on is None:
        return None, problems
    if closed_on is not None and closed_on <= opened_on:
        params = {"opened_on": opened_on, "closed_on": closed_on}
        return None, [RowProblem(line, "closed_on", "unit_closes_before_it_opens", params)]
    row = UnitRow(
        line,
        values["code"],
        values["name"],
        values["kind"],
        values["parent_code"],
        opened_on,
        closed_on,
    )
    return row, []


def _read_date(value: str) -> tuple[date | None, str]:
    # date.fromisoformat alone would take 20250701 and 2025-W27-2 as well.
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        return None, "date_malformed"
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None, "date_malformed"
    # Both ends leave room for the day before and the years after.
    if not 1800 <= day.year <= 2999:
        return None, "date_out_of_range"
    return day, ""
