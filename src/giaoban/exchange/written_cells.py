"""How is a text written into a table that spreadsheet programs open, so that none runs it?"""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from giaoban.rules.formula_starts import harmless


def csv_file(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes the letters for another alphabet."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    for line in (headings, *lines):
        writer.writerow([harmless(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(headings: Sequence[str], lines: Iterable[Sequence[str]], title: str) -> bytes:
    """One sheet of texts with a filter; a text is a text, whatever it begins with."""
    out = BytesIO()
    workbook = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = workbook.add_worksheet(title[:31])
    bold, plain = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True})
    count = 0
    for count, line in enumerate((headings, *lines)):
        for column, cell in enumerate(line):
            sheet.write_string(count, column, cell[:32000], plain if count else bold)
    sheet.set_column(0, len(headings) - 2, 22)
    sheet.set_column(len(headings) - 1, len(headings) - 1, 80)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(headings) - 1)
    workbook.close()
    return out.getvalue()
