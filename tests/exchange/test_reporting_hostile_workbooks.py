"""Files made to do harm: refused with their reason, in bounded memory and time."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from giaoban.exchange.reporting.compound_files import SIGNATURE
from giaoban.exchange.reporting.workbook_bounds import refuse_unbounded
from giaoban.exchange.reporting.workbook_cells import CountedSheets, rows_of
from giaoban.exchange.reporting.workbook_reader import UnreadableWorkbook, opened, read_workbook
from giaoban.exchange.written_cells import csv_file, xlsx_file
from giaoban.rules.problems import RuleError
from tests.old_workbooks import compound, extent, failed_formula, number, xls

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
MEGABYTES = 400  # what a reading process may hold in all
SECONDS = 10


def book(sheet: str | bytes) -> bytes:
    """An .xlsx whose only part that matters is its sheet."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def xlsx_of(*sheets: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, sheet in enumerate(sheets):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", sheet)
    return out.getvalue()


def moved(part: str, sheet: str | None = None) -> bytes:
    """A whole .xlsx whose only sheet stands in another part, where its relation finds it."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(xlsx_file(["a"], [["b"]], "x"))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name).replace(b"/xl/worksheets/sheet1.xml", f"/{part}".encode())
            if name == "xl/_rels/workbook.xml.rels":
                content = content.replace(b"worksheets/sheet1.xml", f"/{part}".encode())
            if name == "xl/worksheets/sheet1.xml":
                name, content = part, sheet.encode() if sheet else content
            target.writestr(name, content)
    return out.getvalue()


def binary_book() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/Workbook.bin", b"\x83\x01\x00")
        archive.writestr("xl/other/s.bin", b"\x81\x01\x00")
    return out.getvalue()


def shared(text: str, cells: int) -> bytes:
    """A whole .xlsx in which so many cells name the same text."""
    rows_ = "".join(
        f'<row r="{row}">' + '<c t="s"><v>0</v></c>' * 500 + "</row>"
        for row in range(1, cells // 500 + 1)
    )
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(moved("xl/worksheets/sheet1.xml", rows(rows_)))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/sharedStrings.xml":
                content = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode()
            target.writestr(name, content)
    return out.getvalue()


def rows(inner: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData></worksheet>'


def open_document(inner: str, table: str = f"{OPEN}table:1.0") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<o:c xmlns:o="{OPEN}office:1.0" xmlns:office="{OPEN}office:1.0" '
            f'xmlns:table="{table}"><table:table>{inner}</table:table></o:c>',
        )
    return out.getvalue()


OLD = "old_workbook_too_large"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HOSTILE = {
    "a sheet in another folder": (moved("xl/other/s.xml", rows(FAR)), "workbook_too_large"),
    "a sheet that is called a picture": (
        moved("xl/media/image1.png", rows(FAR)),
        "workbook_too_large",
    ),
    "a sheet in capitals": (moved("XL/Worksheets/Sheet1.XML", rows(FAR)), "workbook_too_large"),
    "cells in small letters": (
        book(rows(FAR).replace("XFD1048576", "xfd1048576")),
        "workbook_too_large",
    ),
    "a row behind another attribute": (
        book(rows('<row a=">" r="1048576">' + "<c><v>1</v></c>" * 703 + "</row>")),
        "workbook_too_large",
    ),
    "a zip behind other bytes": (
        b"\xd0\xcf\x11\xe0" + bytes(512) + moved("xl/worksheets/sheet1.xml", rows(FAR)),
        "workbook_too_large",
    ),
    "a binary workbook": (binary_book(), "workbook_damaged"),
    "two cells far apart": (book(rows(FAR)), "workbook_too_large"),
    "cells without names": (
        book(rows("<row>" + "<c><v>1</v></c>" * 16000 + "</row>" + "<row><c/></row>" * 70_000)),
        "workbook_too_large",
    ),
    "a million rows": (
        book(rows('<row r="1000001"><c r="A1000001"><v>1</v></c></row>')),
        "workbook_too_large",
    ),
    "a bomb": (book(b"0" * (101 * 1024 * 1024)), "workbook_too_large"),
    "an .ods that repeats": (
        open_document(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="16384"><p>1</p></table:table-cell></table:table-row>'
        ),
        "workbook_too_large",
    ),
    "an .ods whose numbers stand in attributes": (
        open_document(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
            "</table:table-row>"
        ),
        "workbook_too_large",
    ),
    "an .ods of another namespace": (
        open_document(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
            'table:number-columns-repeated="16384"><p>1</p></table:table-cell></table:table-row>',
            "urn:other",
        ),
        "workbook_too_large",
    ),
    "an .ods that counts with zeros in front": (
        open_document(
            '<table:table-row table:number-rows-repeated="0000001048576"><table:table-cell '
            'table:number-columns-repeated="+000016384"><p>1</p></table:table-cell>'
            "</table:table-row>"
        ),
        "workbook_too_large",
    ),
    "an .ods that repeats a long text": (
        open_document(
            '<table:table-row table:number-rows-repeated="1000"><table:table-cell '
            f'table:number-columns-repeated="900"><p>{"a" * 1000}</p></table:table-cell>'
            "</table:table-row>"
        ),
        "workbook_too_large",
    ),
    "an .ods of sheets without end": (
        open_document("</table:table><table:table>" * 3000),
        "workbook_too_large",
    ),
    "a long text that many cells name": (shared("a" * 30_000, 100_000), "workbook_too_large"),
    "many sheets that are nearly too large": (
        xlsx_of(*[rows('<row r="1"/><row r="990"><c r="ALL990"/></row>')] * 5),
        "workbook_too_large",
    ),
    "an .xls that says it is huge": (xls([extent(65_536, 256), number(0, 0)]), OLD),
    "an .xls that says it is endless": (xls([extent(2**32 - 1, 65_535), number(0, 0)]), OLD),
    "an .xls with two cells far apart": (xls([number(0, 0), number(65_535, 255)]), OLD),
    "an .xls with a cell far off": (xls([number(65_535, 255)]), OLD),
    "an .xls whose sheets are one": (xls([number(0, 0), number(3_900, 229)], names=200), OLD),
    "an .xls of failed formulas": (xls([failed_formula(1, 1, 7)] * 110_000), OLD),
    "an .xls with a failed formula far off": (xls([failed_formula(65_535, 255, 7)]), OLD),
    "an .xls with two sheets of one name": (
        xls([number(0, 0)], [number(0, 0), failed_formula(9, 9, 7)]).replace(b"s0001", b"s0000"),
        "workbook_damaged",
    ),
    "an .xls cut off": (xls([number(0, 0)] * 900)[:9_000], "workbook_damaged"),
    "an .xls cut off in its head": (xls([number(0, 0)])[:100], "workbook_damaged"),
    "an .xls of anything": (SIGNATURE + Random(3).randbytes(20_000), "workbook_damaged"),
    "an .xls with anything in it": (
        compound({"Workbook": Random(4).randbytes(60_000)}),
        "workbook_damaged",
    ),
    "an .xls in circles": (xls([number(0, 0)])[:512] + bytes(512) * 9, "workbook_damaged"),
    "an .xls with a harmless zip behind it": (
        xls([number(0, 0), number(65_535, 255)]) + moved("xl/worksheets/sheet1.xml"),
        OLD,
    ),
    "not a workbook": (b"MZ\x90\x00 a program", "workbook_damaged"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "workbook_damaged"),
    "nothing": (b"", "workbook_damaged"),
    "a page": (b"<html><script>alert(1)</script></html>", "workbook_damaged"),
    "half a zip": (book(rows(FAR))[:90], "workbook_damaged"),
}
FULL = "workbook_too_large"
HEAVY: dict[str, tuple[Callable[[], bytes], str]] = {
    "an .ods of rows": (lambda: open_document("<table:table-row/>" * 5_000_000), FULL),
    "an .ods of cells": (
        lambda: open_document(f"<table:table-row>{'<table:table-cell/>' * 5_000_000}</r>"),
        FULL,
    ),
    "an .xlsx of rows": (lambda: book(rows("<row/>" * 16_000_000)), FULL),
    "an .xlsx of cells": (lambda: book(rows(f"<row>{'<c/>' * 24_000_000}</row>")), FULL),
    "an .xlsx of names": (
        lambda: book(rows('<row r="1"/>' * 700 + ' r="ABC1"' * 10_000_000)),
        FULL,
    ),
    "an .xlsx of texts": (
        lambda: xlsx_of(f'<sst xmlns="{MAIN}">{"<si/>" * 19_000_000}</sst>'),
        FULL,
    ),
    "an .xls of records": (lambda: xls([number(1, 1)] * 300_000, names=200), OLD),
}
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({most} * 2**20, -1))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
import django
django.setup()
from giaoban.exchange.reporting.workbook_reader import UnreadableWorkbook, read_workbook
try:
    read_workbook(open(sys.argv[1], "rb").read())
except UnreadableWorkbook as error:
    # Not ru_maxrss: that begins with the size of the process that started this one.
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(error.problem.code, int(peak.split()[1]) // 1024, apart // 1024)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_do_harm_is_refused_with_its_reason(name: str) -> None:
    content, code = HOSTILE[name]
    with pytest.raises(UnreadableWorkbook) as raised:
        read_workbook(content)
    assert raised.value.problem.code == code


def test_a_part_that_many_sheets_name_is_counted_for_each(settings: Any) -> None:
    workbook = CalamineWorkbook.from_filelike(BytesIO(moved("xl/worksheets/sheet1.xml")))
    settings.WORKBOOK_MOST_CELLS_IN_ALL = 5  # the sheet has two
    counted = CountedSheets(workbook, {})
    assert [counted.rows_of("x") for _twice in range(2)] == [[["a"], ["b"]]] * 2
    with pytest.raises(RuleError, match="workbook_too_large"):
        counted.rows_of("x")


def test_a_failed_formula_is_not_put_far_outside_its_sheet() -> None:
    workbook = CalamineWorkbook.from_filelike(BytesIO(moved("xl/worksheets/sheet1.xml")))
    failed = {("x", f"XFD{row}"): "#REF!" for row in range(1, 200)}
    with pytest.raises(RuleError, match="workbook_too_large"):
        rows_of(workbook, "x", failed)


def test_a_harmless_sheet_is_read_wherever_it_stands() -> None:
    with opened(moved("xl/other/s.xml")) as (workbook, failed):
        assert workbook.get_sheet_by_name("x").to_python() == [["a"], ["b"]]
    assert failed == {}


def test_a_sheet_full_to_the_bound_is_let_through() -> None:
    inner = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in (1, 999, 5000, 1_000_000)
    )
    refuse_unbounded(book(rows(inner)))


OFTEN = (
    "two cells far apart",
    "a bomb",
    "an .ods that repeats",
    "an .xls that says it is endless",
    "an .xls with two cells far apart",
)


@pytest.mark.parametrize("name", OFTEN)
def test_memory_and_time_stay_bounded(name: str, tmp_path: Path) -> None:
    content, code = HOSTILE[name]
    assert refused_within_bounds(content, tmp_path) == code


@pytest.mark.full
@pytest.mark.parametrize("name", HEAVY)
def test_memory_and_time_stay_bounded_where_the_file_is_full(name: str, tmp_path: Path) -> None:
    made, code = HEAVY[name]
    assert refused_within_bounds(made(), tmp_path) == code


def refused_within_bounds(content: bytes, folder: Path) -> str:
    """Why, where neither the reading process nor the one it starts holds or takes too much."""
    file = folder / "hostile.xlsx"
    file.write_bytes(content)
    script = READ.replace("{most}", "3000").replace("{seconds}", str(SECONDS))
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said, megabytes, apart = done.stdout.split()
    assert int(megabytes) + int(apart) < MEGABYTES
    return said


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_written_text_never_becomes_a_formula(text: str) -> None:
    written = csv_file(["a"], [[text]]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert written.lstrip('"').startswith("'")
    with zipfile.ZipFile(BytesIO(xlsx_file(["a"], [[text]], "x"))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
