"""What do the lists of a filled workbook say, and which of their cells cannot be read?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from giaoban.exchange.reporting.template_layout import cell_name
from giaoban.exchange.reporting.workbook_cells import (
    Raw,
    as_number,
    as_text,
    as_yes_no,
    refuse_failed,
)
from giaoban.exchange.reporting.workbook_reader import FilledWorkbook, PlacedProblem, RawList
from giaoban.rules.problems import Problem, RuleError
from giaoban.rules.reporting.form_structure import ROWS, generated_code
from giaoban.rules.reporting.list_rows import RowCells, require_rows, row_findings, typed_date
from giaoban.rules.reporting.structure_texts import ADDED_KINDS, ColumnKind, ColumnText, ListText


@dataclass(slots=True)
class ReadLists:
    """The rows of the lists that are answered, by code; a problem stands with its cell."""

    rows: dict[str, list[RowCells]] = field(default_factory=dict)
    problems: list[PlacedProblem] = field(default_factory=list)


def judge_lists(
    workbook: FilledWorkbook, lists: Sequence[ListText], *, keeps_unread: bool = False
) -> ReadLists:
    """Turn what stands in the rows into cells by the kinds of their columns, and judge them.

    A list without rows is answered only where the sheet says that there were none. A row of which
    nothing could be read is no row, unless it is to be kept for the copy that comes back.
    """
    read = ReadLists()
    raw = {one.code: one for one in workbook.lists}
    for listed in lists:
        if listed.code in raw:
            _judge(raw[listed.code], listed, workbook.language, read, keeps_unread)
    return read


def _judge(
    raw: RawList, listed: ListText, language: str, read: ReadLists, keeps_unread: bool
) -> None:
    beside = generated_code(listed.code, ROWS)
    rows: list[RowCells] = []
    lines: list[int] = []
    for line, contents in raw.rows:
        cells: dict[str, float | str] = {}
        for column in listed.columns:
            try:
                content = _content(column, contents.get(column.code), language)
            except RuleError as error:
                cell = cell_name(line, raw.columns[column.code])
                read.problems.append(PlacedProblem(error.problem, raw.sheet, cell, beside))
                continue
            if content is not None and content != "":
                cells[column.code] = content
        if cells or keeps_unread:
            rows.append(cells)
            lines.append(line)
    if rows and raw.is_none:
        problem = Problem("none_but_filled", {"list": listed.name})
        read.problems.append(PlacedProblem(problem, raw.sheet, "", beside))
    if rows or raw.is_none:
        read.rows[listed.code] = rows
    try:
        require_rows(listed, rows)
    except RuleError as error:
        read.problems.append(PlacedProblem(error.problem, raw.sheet, "", beside))
    for finding in row_findings([listed], {listed.code: rows}):
        line = lines[int(finding.params["row"]) - 1]
        cell = cell_name(line, raw.columns[str(finding.params["column_code"])])
        problem = Problem(finding.code, finding.params)
        read.problems.append(PlacedProblem(problem, raw.sheet, cell, beside))


def _content(column: ColumnText, value: Raw, language: str) -> float | str | None:
    refuse_failed(value)
    if column.kind in ADDED_KINDS:
        return as_number(value, language)
    if column.kind == ColumnKind.YES_NO:
        return as_yes_no(value)
    if column.kind != ColumnKind.DATE or value is None:
        return as_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = as_text(value)
    return typed_date(text).isoformat() if text else None
