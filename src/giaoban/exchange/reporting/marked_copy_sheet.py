"""The first sheet of a marked copy: what to do with the file, and everything that is wrong."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook

from giaoban.exchange.reporting.problem_words import place, sentence
from giaoban.exchange.reporting.template_styles import FACE
from giaoban.exchange.reporting.workbook_reader import PlacedProblem

Line = tuple[PlacedProblem, tuple[str, str] | None]
"""A problem, and the sheet and cell of the copy that it is about, if any."""
_FACE = {"font_name": FACE, "font_size": 12}
WIDTHS = (34, 24, 90)


def begin_sheet(workbook: Workbook) -> None:
    """Put it before all others, so that the file opens with it."""
    workbook.add_worksheet(sheet_name()).activate()


def write_sheet(workbook: Workbook, lines: Sequence[Line]) -> None:
    sheet = workbook.get_worksheet_by_name(sheet_name())
    title = workbook.add_format(_FACE | {"bold": True, "font_size": 14})
    plain = workbook.add_format(_FACE)
    sheet.hide_gridlines(2)
    first, *steps = head_lines()
    sheet.write_string(0, 0, first, title)
    for row, step in enumerate(steps, start=1):
        sheet.write_string(row, 0, step, plain)
    header = len(steps) + 2
    head = workbook.add_format(_FACE | {"bold": True, "border": 1, "bg_color": "#DDE5ED"})
    cell = workbook.add_format(_FACE | {"border": 1, "text_wrap": True, "valign": "top"})
    link = workbook.add_format(
        _FACE | {"border": 1, "valign": "top", "underline": 1, "font_color": "#1F4E8C"}
    )
    for column, (heading, width) in enumerate(zip(headings(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(header, column, heading, head)
    for row, (problem, spot) in enumerate(lines, start=header + 1):
        sheet.write_string(row, 0, where(problem), cell)
        if spot is None:
            sheet.write_blank(row, 1, None, cell)
        else:
            sheet.write_url(row, 1, f"internal:{location(spot)}", link, string=", ".join(spot))
        sheet.write_string(row, 2, sentence(problem.problem), cell)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def location(spot: tuple[str, str]) -> str:
    """A cell as a link within the workbook names it."""
    name = spot[0].replace("'", "''")
    return f"'{name}'!{spot[1]}"


def where(problem: PlacedProblem) -> str:
    """In words, where in the file that came."""
    words = place(problem.sheet, problem.cell, 0, "")
    return words or problem.sheet or _("the whole file")


def sheet_name() -> str:
    return pgettext("name of a sheet", "To mend")


def headings() -> tuple[str, str, str]:
    return _("Where in the file that came"), _("Cell here"), _("What is wrong")


def head_lines() -> tuple[str, ...]:
    """The title and what to do, step by step."""
    return (
        _("Nothing of this file was taken yet: mend it, send it again"),
        _("1. Go through the list below. A press on a cell in the middle column leads there."),
        _("2. Mend the red cells, and look at the yellow ones. A note at each says what is wrong."),
        _("3. Save the file and send it the way you sent the first one. The marks may stay."),
    )
