"""What do the rows of a list hold, what do they add up to, and what is wrong with them?"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.checks import Finding, FindingCode, FindingLevel
from giaoban.rules.reporting.form_structure import ROWS, generated_code
from giaoban.rules.reporting.indicators import IndicatorKind
from giaoban.rules.reporting.structure_texts import ColumnKind, ColumnText, ListText
from giaoban.rules.reporting.typed_cells import typed_cell

RowCells = Mapping[str, float | str]
"""What one row holds, by column code: numbers, yes as 1 and no as 0, texts, dates YYYY-MM-DD.

An empty cell is absent.
"""

MOST_ROWS = 2000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""By which a typed day may name its month."""
NUMBER_COLUMNS = frozenset({ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.YES_NO})


def list_numbers(listed: ListText, rows: Sequence[RowCells]) -> dict[str, float]:
    """What the list's indicators stand at: the number of rows, and the sum of each number column.

    An empty list says that there were none: all are 0. A column that no row of a filled list
    answers is missing.
    """
    numbers = {generated_code(listed.code, ROWS): float(len(rows))}
    for column in listed.columns:
        if column.kind not in NUMBER_COLUMNS:
            continue
        there = [float(row[column.code]) for row in rows if column.code in row]
        if there or not rows:
            numbers[generated_code(listed.code, column.code)] = math.fsum(there)
    return numbers


def typed_row(
    listed: ListText, typed: Mapping[str, str], language: str
) -> tuple[dict[str, float | str], dict[str, Problem]]:
    """What was typed into a row: its cells, and by column what could not be read."""
    cells: dict[str, float | str] = {}
    problems: dict[str, Problem] = {}
    for column in listed.columns:
        text = typed.get(column.code, "").strip()
        if not text:
            continue
        try:
            cells[column.code] = _typed_cell(column, text, language)
        except RuleError as error:
            problems[column.code] = error.problem
    return cells, problems


def _typed_cell(column: ColumnText, text: str, language: str) -> float | str:
    if column.kind == ColumnKind.DATE:
        return typed_date(text).isoformat()
    content = typed_cell(IndicatorKind(column.kind), text, language)
    return content.text if content.number is None else content.number


def typed_date(text: str) -> date:
    """A day as a clerk types it (21/11/2026, 21-11-2026), as a browser sends it (2026-11-21), or as
    a country with another form shows it (21 Nov 2026).

    Raises RuleError `not_a_date`.
    """
    for pattern in _DATES:
        if found := pattern.fullmatch(text.strip()):
            try:
                return date(int(found["year"]), _month(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise RuleError("not_a_date", text=text)


def _month(text: str) -> int:
    """Raises ValueError where a month has no such name."""
    return int(text) if text.isdecimal() else MONTHS.index(text[:3].capitalize()) + 1


_DATES = (
    re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3,9}) (?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII),
)


def require_rows(listed: ListText, rows: Sequence[RowCells]) -> None:
    """Refuse what no list can hold.

    Raises RuleError `too_many_rows` (most), `unknown_column` (list, column, row),
    `wrong_row_cell` (list, column, row) where a number column holds text or the reverse.
    """
    if len(rows) > MOST_ROWS:
        raise RuleError("too_many_rows", most=MOST_ROWS)
    columns = {column.code: column for column in listed.columns}
    for number, row in enumerate(rows, start=1):
        for code, content in row.items():
            if code not in columns:
                raise RuleError("unknown_column", list=listed.name, column=code, row=number)
            if not _fits(columns[code], content):
                column = columns[code].name
                raise RuleError("wrong_row_cell", list=listed.name, column=column, row=number)


def _fits(column: ColumnText, content: float | str) -> bool:
    if column.kind in NUMBER_COLUMNS:
        return not isinstance(content, str | bool) and math.isfinite(content)
    if not isinstance(content, str):
        return False
    if column.kind != ColumnKind.DATE:
        return True
    try:
        return date.fromisoformat(content).isoformat() == content
    except ValueError:
        return False


def row_findings(
    lists: Sequence[ListText], rows: Mapping[str, Sequence[RowCells]], *, is_draft: bool = False
) -> list[Finding]:
    """What stands against the rows of a report's lists, list by list and row by row.

    `rows` by list code. A finding stands beside the list's number of rows; its parameters are
    `row` (counted from 1), `column` (its name), `column_code`, `problem` (the code that a cell of
    a form would have) and that code's own.
    """
    found = []
    for listed in lists:
        beside = generated_code(listed.code, ROWS)
        for number, row in enumerate(rows.get(listed.code, ()), start=1):
            for column in listed.columns:
                for code, params in _cell_problems(column, row.get(column.code)):
                    is_missing = code is FindingCode.REQUIRED_MISSING
                    level = FindingLevel.MISSING if is_missing and is_draft else FindingLevel.ERROR
                    where: dict[str, str | float] = {
                        "row": number,
                        "column": column.name,
                        "column_code": column.code,
                    }
                    found.append(
                        Finding(
                            level,
                            FindingCode.IN_LIST_ROW,
                            beside,
                            params={**where, "problem": code.value, **params},
                        )
                    )
    return found


def _cell_problems(
    column: ColumnText, content: float | str | None
) -> Iterator[tuple[FindingCode, dict[str, float | str]]]:
    if content is None:
        if column.is_required:
            yield FindingCode.REQUIRED_MISSING, {}
    elif column.kind == ColumnKind.CHOICE and content not in column.choices:
        yield FindingCode.NOT_A_CHOICE, {"value": content}
    elif column.kind == ColumnKind.YES_NO and content not in (0, 1):
        yield FindingCode.NOT_YES_NO, {"value": content}
    elif column.kind == ColumnKind.COUNT and not isinstance(content, str):
        if content < 0:
            yield FindingCode.NEGATIVE, {"value": content}
        if content != math.floor(content):
            yield FindingCode.NOT_WHOLE, {"value": content}
