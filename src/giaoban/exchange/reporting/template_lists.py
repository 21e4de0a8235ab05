"""The sheet of a list in a report's workbook: a row for each work or course, counted and summed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.template_formulas import cell_fault, quoted, validation_of
from giaoban.exchange.reporting.template_layout import Spot, cell_name, letters_of, sheet_in_formula
from giaoban.exchange.reporting.template_places import FormPlaces
from giaoban.exchange.reporting.template_styles import Styles, number_format
from giaoban.exchange.reporting.template_tables import yes_no_text
from giaoban.queries.country import country
from giaoban.rules.reporting.form_structure import generated_code
from giaoban.rules.reporting.list_rows import MOST_ROWS, RowCells
from giaoban.rules.reporting.regime_facts import Asked
from giaoban.rules.reporting.structure_texts import ColumnKind, ColumnText, ListText

_WIDTHS = {ColumnKind.TEXT: 36, ColumnKind.CHOICE: 20, ColumnKind.DATE: 14}
_DAY = country().dates.in_language(country().layout.language)
_TYPED = frozenset({ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.YES_NO, ColumnKind.CHOICE})


def write_list(
    sheet: Worksheet,
    styles: Styles,
    form: FormPlaces,
    listed: ListText,
    rows: Sequence[RowCells] | None,
) -> None:
    """`rows` are those filled in already; None where the list is not answered yet."""
    of = styles.of
    check = at.LIST_FIRST + len(listed.columns)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5, of("plain"))
    # Whole columns are open: beyond the rows that have a frame more may be written.
    for offset, column in enumerate(listed.columns, start=at.LIST_FIRST):
        width = _WIDTHS.get(ColumnKind(column.kind), 16)
        sheet.set_column(offset, offset, width, _style(styles, column, "open"))
    sheet.set_column(check, check, 34, of("plain"))
    for row in range(at.LIST_HEADER_ROW):
        for offset in range(at.LIST_FIRST, check):
            sheet.write_blank(row, offset, None, of("plain"))
    sheet.write_string(0, 0, listed.name, of("head"))
    words = _("One row each. The number of rows and the sums are worked out by themselves.")
    sheet.write_string(1, 0, words, of("state"))
    _write_none(sheet, styles, form.none_spots[listed.code], is_none=rows is not None and not rows)
    _write_headings(sheet, styles, listed, check)
    rows = rows or ()
    shown = max(at.LIST_ROWS_SHOWN, len(rows))
    for index in range(shown):
        cells = rows[index] if index < len(rows) else {}
        _write_row(sheet, styles, listed, index, cells)
    _validate(sheet, form, listed)
    sheet.freeze_panes(at.LIST_FIRST_ROW, at.LIST_FIRST + 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(at.LIST_HEADER_ROW)
    sheet.print_area(0, 0, at.LIST_FIRST_ROW + max(len(rows), 20), check)


def rows_formula(sheet: str, listed: ListText, none: Spot) -> str:
    """How many rows hold anything; 0 where it is said that there are none, else empty."""
    columns = (range_of(sheet, at.LIST_FIRST + offset) for offset in range(len(listed.columns)))
    count = f"SUMPRODUCT(--(({'+'.join(f'({column}<>{quoted(str())})' for column in columns)})>0))"
    return f'=IF({count}=0,IF({none.absolute}="","",0),{count})'


def column_formula(sheet: str, listed: ListText, column_code: str, count: Spot) -> str:
    """The sum of a column, of yes or no the number of yes; 0 where there are no rows."""
    codes = [column.code for column in listed.columns]
    offset = codes.index(column_code)
    cells = range_of(sheet, at.LIST_FIRST + offset)
    there, added = f"COUNT({cells})", f"SUM({cells})"
    if listed.columns[offset].kind == ColumnKind.YES_NO:
        added = f"COUNTIF({cells},{quoted(_('Yes'))})"
        there = f"{added}+COUNTIF({cells},{quoted(_('No'))})"
    none = f"AND(ISNUMBER({count.cell}),{count.cell}=0)"
    return f'=IF({there}>0,{added},IF({none},0,""))'


def range_of(sheet: str, column: int) -> str:
    """All the rows that a list may have, in one column."""
    letters = letters_of(column)
    first, last = at.LIST_FIRST_ROW + 1, at.LIST_FIRST_ROW + MOST_ROWS
    return f"{sheet_in_formula(sheet)}!${letters}${first}:${letters}${last}"


def _write_none(sheet: Worksheet, styles: Styles, none: Spot, *, is_none: bool) -> None:
    label = _("None in this period? Choose Yes:")
    sheet.write_string(none.row, none.column - 1, label, styles.of("label"))
    sheet.write(none.row, none.column, _("Yes") if is_none else "", styles.of("choice"))
    rule = {"validate": "list", "source": [_("Yes")]}
    sheet.data_validation(none.row, none.column, none.row, none.column, rule)


def _write_headings(sheet: Worksheet, styles: Styles, listed: ListText, check: int) -> None:
    of = styles.of
    sheet.write_string(at.LIST_HEADER_ROW, 0, _("No."), of("header"))
    for offset, column in enumerate(listed.columns, start=at.LIST_FIRST):
        heading = f"{column.name} ({column.measure})" if column.measure else column.name
        heading = f"{heading} *" if column.is_required else heading
        sheet.write_string(at.LIST_HEADER_ROW, offset, heading, of("header"))
        code = generated_code(listed.code, column.code)
        sheet.write_string(at.LIST_GUARD_ROW, offset, code, of("plain"))
    sheet.write_string(at.LIST_HEADER_ROW, check, _("To be mended"), of("header"))
    sheet.set_row(at.LIST_HEADER_ROW, 34)
    sheet.set_row(at.LIST_GUARD_ROW, None, None, {"hidden": True})


def _write_row(
    sheet: Worksheet, styles: Styles, listed: ListText, index: int, cells: RowCells
) -> None:
    row = at.LIST_FIRST_ROW + index
    sheet.write_number(row, 0, index + 1, styles.of("number"))
    faults = []
    for offset, column in enumerate(listed.columns, start=at.LIST_FIRST):
        style = _style(styles, column, "framed")
        content = cells.get(column.code)
        if content is None:
            sheet.write_blank(row, offset, None, style)
        elif column.kind == ColumnKind.DATE:
            sheet.write_datetime(row, offset, date.fromisoformat(str(content)), style)
        elif column.kind == ColumnKind.YES_NO:
            sheet.write_string(row, offset, yes_no_text(float(content)), style)
        elif isinstance(content, str):
            sheet.write_string(row, offset, content, style)
        else:
            sheet.write_number(row, offset, content, style)
        faults.append(_fault(listed, column, row, offset))
    check = at.LIST_FIRST + len(listed.columns)
    style = styles.of("check")
    if formula := "&".join(filter(None, faults)):
        sheet.write_formula(row, check, f"=TRIM({formula})", style, _said(listed, cells))
    else:
        sheet.write_blank(row, check, None, style)


def _fault(listed: ListText, column: ColumnText, row: int, offset: int) -> str:
    """What is wrong with a cell; a required one is missing only in a row that holds anything."""
    if not column.is_required and column.kind not in {ColumnKind.COUNT, ColumnKind.AMOUNT}:
        return ""
    last = at.LIST_FIRST + len(listed.columns) - 1
    cells = f"{cell_name(row, at.LIST_FIRST)}:{cell_name(row, last)}"
    asked = _as_asked(column)
    return cell_fault(asked, cell_name(row, offset), f"COUNTA({cells})=0", f" {column.name}: ")


def _said(listed: ListText, cells: RowCells) -> str:
    """The same for what is filled in when the workbook is made."""
    lacking = [
        f"{column.name}: {_('Not filled in yet')}"
        for column in listed.columns
        if cells and column.is_required and column.code not in cells
    ]
    return " ".join(lacking)


def _validate(sheet: Worksheet, form: FormPlaces, listed: ListText) -> None:
    last = at.LIST_FIRST_ROW + MOST_ROWS - 1
    for offset, column in enumerate(listed.columns, start=at.LIST_FIRST):
        rule: dict[str, Any] | None = None
        if column.kind in _TYPED:
            choices = form.choices_of(generated_code(listed.code, column.code))
            rule = column_validation(column, choices)
        elif column.kind == ColumnKind.DATE:
            rule = {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1900, 1, 1),
                "maximum": date(2999, 12, 31),
                "input_title": column.name[:32],
                "input_message": _("Type a date, such as 20/11/2026."),
            }
        if rule:
            sheet.data_validation(at.LIST_FIRST_ROW, offset, last, offset, rule)


def column_validation(column: ColumnText, choices: str) -> dict[str, Any] | None:
    """As validation_of an indicator; None for texts and dates."""
    return validation_of(_as_asked(column), choices) if column.kind in _TYPED else None


def _style(styles: Styles, column: ColumnText, frame: str) -> Any:
    shape = {ColumnKind.DATE: _DAY, ColumnKind.TEXT: "@", ColumnKind.CHOICE: "@"}
    number = shape.get(ColumnKind(column.kind), "")
    if column.kind in {ColumnKind.COUNT, ColumnKind.AMOUNT}:
        number = number_format(column.kind, column.decimals)
    if frame == "open":
        return styles.of("open", number)
    is_text = column.kind == ColumnKind.TEXT
    return styles.of("list_text" if is_text else "list_cell", number)


def _as_asked(column: ColumnText) -> Asked:
    """A column as an indicator of its kind, which has the same bounds."""
    return Asked(
        code=column.code,
        name=column.name,
        kind=column.kind,
        is_required=column.is_required,
        choices=column.choices,
    )
