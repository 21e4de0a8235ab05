"""#REF!, #DIV/0! and their like: found in every kind of workbook, and never taken for nothing."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from giaoban.actions.reporting.import_outcomes import FileProblem
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.exchange.reporting.problem_words import sentence
from giaoban.exchange.reporting.workbook_bounds import refuse_unbounded
from giaoban.exchange.reporting.workbook_reader import UnreadableWorkbook, opened, read_workbook
from giaoban.exchange.written_cells import xlsx_file
from giaoban.models import Regime
from giaoban.rules.problems import Problem
from tests.actions.test_reporting_importing import take, workbook
from tests.cast import Cast
from tests.conftest import Convert
from tests.factories import make_period, make_regime
from tests.locked_workbooks import locked_workbooks
from tests.old_workbooks import failed_formula, number, record, xls

FIELDS = (
    {"code": "processed"},
    {"code": "cost", "kind": "amount"},
    {"code": "remark", "kind": "text"},
    {"code": "proof", "kind": "file"},
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_regime(cast.lao_cai, indicators=FIELDS)


def xlsx(row: str, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A whole .xlsx with this row, whose only sheet “x” stands in the part."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(xlsx_file(["a"], [["b"]], "x"))) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name).replace(b"/xl/worksheets/sheet1.xml", f"/{part}".encode())
            if name == "xl/_rels/workbook.xml.rels":
                content = content.replace(b"worksheets/sheet1.xml", f"/{part}".encode())
            if name == "xl/worksheets/sheet1.xml":
                sheet = f"<sheetData><row r='2'>{row}</row></sheetData>"
                name, content = part, f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'.encode()
            target.writestr(name, content)
    return out.getvalue()


def ods(rows: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        names = " ".join(f'xmlns:{name}="{OPEN}{name}:1.0"' for name in ("office", "table", "text"))
        archive.writestr(
            "content.xml",
            f'<office:document-content {names} xmlns:calcext="urn:org:documentfoundation:calc">'
            f'<office:body><office:spreadsheet><table:table table:name="x">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


EMPTY = 'office:value-type="string" office:string-value=""'
FAILED = {
    "as Excel writes it": (xlsx('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "#DIV/0!"),
    "in other quotes": (xlsx("<c t = 'e' r='B2'><v>#REF!</v></c>"), "#REF!"),
    "without a name": (xlsx('<c/><c t="e"><f a=">"/><v> #N/A </v></c>'), "#N/A"),
    "without a value": (xlsx('<c r="B2" t="e"><f>1/0</f></c>'), "#"),
    "in a part of another name": (
        xlsx('<c r="B2" t="e"><v>#NUM!</v></c>', "xl/other/s.xml"),
        "#NUM!",
    ),
    "as LibreOffice writes it": (
        ods(
            f"<table:table-row/><table:table-row><table:table-cell/><table:table-cell {EMPTY} "
            'table:formula="of:=1/0" calcext:value-type="error"><text:p>Err:502</text:p>'
            "</table:table-cell></table:table-row>"
        ),
        "Err:502",
    ),
    "as other programs write an .ods": (
        ods(
            "<table:table-row/><table:table-row><table:table-cell/><table:table-cell "
            'table:formula="of:=1/0" office:value-type="float" office:value="0">'
            "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
        ),
        "#DIV/0!",
    ),
    "in an .xls": (xls([number(0, 0), failed_formula(1, 1, 0x17)]), "#REF!"),
    "typed into an .xls": (xls([record(0x0205, bytes([1, 0, 1, 0, 0, 0, 0x2A, 1]))]), "#N/A"),
}


@pytest.mark.parametrize("name", FAILED)
def test_a_failed_formula_is_found_however_it_is_written(name: str) -> None:
    content, shown = FAILED[name]
    with opened(content) as (book, failed):
        assert failed == {(book.sheet_names[0], "B2"): shown}


def test_a_failed_formula_that_repeats_is_found_in_each_cell() -> None:
    cell = f'<table:table-cell {EMPTY} calcext:value-type="error" table:number-columns-repeated="2"'
    row = f'<table:table-row table:number-rows-repeated="2">{cell}/></table:table-row>'
    found = refuse_unbounded(ods(row))
    assert sorted(cell for _sheet, cell in found) == ["A1", "A2", "B1", "B2"]


@pytest.mark.parametrize("row", ['<c r="B2" t="str"><v>#REF!</v></c>', '<c r="B2"><v>1</v></c>'])
def test_what_did_not_fail_is_not_said_to_have(row: str) -> None:
    assert refuse_unbounded(xlsx(row)) == {}


def as_saved(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(BytesIO(content))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("to", ["xlsx", "ods", "xls"])
def test_a_failed_formula_is_refused_with_its_cell_whoever_saved_the_file(
    cast: Cast, regime: Regime, libreoffice: Convert, tmp_path: Path, to: str
) -> None:
    content = workbook(make_period(regime, "2026-10"), cast.ta_van, processed=7).content
    cells = {cell.code: cell for cell in read_workbook(content).cells}

    def fail(book: Any) -> None:
        sheet = book[cells["cost"].sheet]
        sheet[cells["cost"].cell] = "=1/0"
        sheet[cells["remark"].cell] = "=NA()"

    file = tmp_path / "report.xlsx"
    file.write_bytes(as_saved(content, fail))
    saved = libreoffice(file, to)
    found = take(regime, [IncomingFile(saved.name, saved.read_bytes())])[0].problems
    assert sorted(map(placed, found)) == sorted(
        ("formula_failed", cells[code].sheet, cells[code].cell, shown)
        for code, shown in (("cost", "#DIV/0!"), ("remark", "#N/A"))
    )


def placed(found: FileProblem) -> tuple[str, str, str, object]:
    return found.problem.code, found.sheet, found.cell, found.problem.params["text"]


def test_what_to_do_about_it_is_said() -> None:
    with override("en"):
        assert sentence(Problem("formula_failed", {"text": "#REF!"})) == (
            "The formula in this cell failed, and the cell shows “#REF!”: mend the formula, or "
            "type over it what belongs there."
        )


@pytest.mark.libreoffice
def test_a_file_with_a_password_is_named_as_such_whoever_locked_it(tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(xlsx_file(["a"], [["b"]], "x"))
    codes = {}
    for ending, content in locked_workbooks(file, tmp_path / "out").items():
        with pytest.raises(UnreadableWorkbook) as raised:
            read_workbook(content)
        codes[ending] = raised.value.problem.code
    assert codes == dict.fromkeys(("xlsx", "xls", "ods"), "workbook_locked")
