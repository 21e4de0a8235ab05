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
_WIDTHS = (34, 24, 90)


def begin_sheet(workbook: Workbook) -> None:
    """Put it before all others, so that the file opens with it."""
    workbook.add_worksheet(_name()).activate()


def write_sheet(workbook: Workbook, lines: Sequence[Line]) -> None:
    sheet = workbook.get_worksheet_by_name(_name())
    title = workbook.add_format(_FACE | {"bold": True, "font_size": 14})
    plain = workbook.add_format(_FACE)
    sheet.hide_gridlines(2)
    steps = _steps()
    sheet.write_string(0, 0, _("Nothing of this file was taken yet: mend it, send it again"), title)
    for row, step in enumerate(steps, start=1):
        sheet.write_string(row, 0, step, plain)
    header = len(steps) + 2
    head = workbook.add_format(_FACE | {"bold": True, "border": 1, "bg_color": "#DDE5ED"})
    cell = workbook.add_format(_FACE | {"border": 1, "text_wrap": True, "valign": "top"})
    link = workbook.add_format(
        _FACE | {"border": 1, "valign": "top", "underline": 1, "font_color": "#1F4E8C"}
    )
    headings = (_("Where in the file that came"), _("Cell here"), _("What is wrong"))
    for column, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(header, column, heading, head)
    for row, (problem, spot) in enumerate(lines, start=header + 1):
        where = place(problem.sheet, problem.cell, 0, "")
        sheet.write_string(row, 0, where or problem.sheet or _("the whole file"), cell)
        if spot is None:
            sheet.write_blank(row, 1, None, cell)
        else:
            name, at = spot[0].replace("'", "''"), spot[1]
            sheet.write_url(row, 1, f"internal:'{name}'!{at}", link, string=f"{spot[0]}, {at}")
        sheet.write_string(row, 2, sentence(problem.problem), cell)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _name() -> str:
    return pgettext("name of a sheet", "To mend")


def _steps() -> tuple[str, ...]:
    return (
        _("1. Go through the list below. A press on a cell in the middle column leads there."),
        _("2. Mend the red cells, and look at the yellow ones. A note at each says what is wrong."),
        _("3. Save the file and send it the way you sent the first one. The marks may stay."),
    )
