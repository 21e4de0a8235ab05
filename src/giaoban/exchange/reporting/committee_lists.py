"""Lists in the workbook in use: their entries in a unit's template, their totals in the annex."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.sheet_patching import Value
from giaoban.exchange.reporting.template_tables import yes_no_text
from giaoban.exchange.reporting.workbook_patching import PatchedWorkbook
from giaoban.queries.written_days import day_text
from giaoban.rules.reporting.form_structure import ROWS, generated_code
from giaoban.rules.reporting.list_rows import NUMBER_COLUMNS, RowCells
from giaoban.rules.reporting.structure_texts import ColumnKind, ColumnText, ListText
from giaoban.rules.reporting.workbook_lists import cells_of, list_columns
from giaoban.rules.reporting.workbook_marks import Mark, Marks

ListColumns = dict[str, tuple[Mark, ColumnText]]
"""The marked columns of one list by their codes."""


def columns_of(lists: Sequence[ListText], marks: Marks) -> dict[str, ListColumns]:
    """By list code, of those that the form asks."""
    marked = list_columns(marks)
    return {
        listed.code: {
            column.code: (mark, column)
            for column in listed.columns
            for mark in marked.get(listed.code, ())
            if mark.asking.column == column.code
        }
        for listed in lists
    }


def in_lists(lists: Mapping[str, ListColumns]) -> Iterator[tuple[str, tuple[Mark, ColumnText]]]:
    """Every marked column, by the code that its choices go by."""
    for code, columns in lists.items():
        for column, marked in columns.items():
            yield generated_code(code, column), marked


def hidden_row(mark: Mark) -> tuple[str, ...]:
    """What the reader goes by."""
    formula = "1" if mark.is_worked_out else ""
    heads = (mark.head, mark.head_text, mark.label, mark.label_text)
    place = (mark.asking.list, mark.asking.column, mark.sheet, mark.cell)
    return (at.KEY_LISTED, *place, *heads, formula)


def fits(lists: Mapping[str, ListColumns], rows: Mapping[str, Sequence[RowCells]]) -> bool:
    """Whether the workbook has a row for every entry."""
    return all(
        len(rows.get(code, ())) <= mark.asking.rows
        for code, columns in lists.items()
        for mark, _column in columns.values()
    )


def put_rows(
    workbook: PatchedWorkbook,
    lists: Mapping[str, ListColumns],
    rows: Mapping[str, Sequence[RowCells]],
) -> None:
    for code, columns in lists.items():
        for mark, column in columns.values():
            # The workbook's own formula works it out.
            if mark.is_worked_out:
                continue
            for cell, row in zip(cells_of(mark), rows.get(code, ()), strict=False):
                workbook.put(mark.sheet, cell, _shown(column, row.get(column.code)))


def _shown(column: ColumnText, content: float | str | None) -> Value:
    if column.kind == ColumnKind.YES_NO and isinstance(content, float | int):
        return yes_no_text(content)
    if column.kind == ColumnKind.DATE and isinstance(content, str):
        return day_text(date.fromisoformat(content))
    return content


def put_list_totals(
    workbook: PatchedWorkbook, marks: Marks, numbers: Mapping[str, float | None]
) -> None:
    """In the first row of each list the sums and, in words, how many entries there are.

    All its other rows are emptied, and the workbook's own total row adds up the same.
    """
    for code, columns in list_columns(marks).items():
        count = numbers.get(generated_code(code, ROWS))
        is_told = count is None
        for mark in columns:
            first, *others = cells_of(mark)
            for cell in others:
                workbook.put(mark.sheet, cell, None)
            value: Value = None
            if mark.asking.kind in NUMBER_COLUMNS:
                value = numbers.get(mark.code)
            elif not is_told and count is not None:
                value, is_told = _("%(count)s entries in all") % {"count": int(count)}, True
            workbook.put(mark.sheet, first, value)
