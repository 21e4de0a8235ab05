"""WEBSERVICE, links to other files, DDE: found where a figure is read, and never taken for one."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.importing import IncomingFile
from giaoban.exchange.reporting.calling_formulas import calls_out
from giaoban.exchange.reporting.workbook_bounds import refuse_unbounded
from giaoban.exchange.reporting.workbook_reader import opened, read_workbook
from giaoban.models import Regime
from giaoban.rules.problems import RuleError
from tests.actions.test_reporting_importing import take, workbook
from tests.cast import Cast
from tests.conftest import Convert
from tests.exchange.test_reporting_failed_formulas import ods, xlsx
from tests.exchange.test_reporting_marked_copies import RED, copy_of
from tests.exchange.test_reporting_structured_workbooks import (
    LIST_SHEET,
    filled,
    spots,
    template,
)
from tests.exchange.test_reporting_workbooks_as_sent import changed
from tests.factories import NOW, make_period, make_regime
from tests.structured_form import publish_structured

WEB = 'WEBSERVICE("http://noi-khac.example/so")'
CALLING = (
    WEB,
    f"_xlfn.{WEB}",
    f"of:=COM.MICROSOFT.{WEB}",
    f"IFERROR(VALUE( webservice ({WEB[11:-1]})),0)",
    "[1]Sheet1!A1",
    "SUM(B2,[12]Sheet1!A1:A9)",
    "'[1]Tờ một'!A1",
    "'C:\\tep\\[so.xlsx]Tờ ''một'''!A1",
    "[1]!Ten",
    "[1]!'!R1C1'",
    "cmd|'/c calc'!A0",
    'RTD("x",,"y")',
    'of:=DDE("soffice";"/tmp/a.ods";"A1")',
    "of:=['file:///tmp/so.ods'#$Sheet1.A1]",
    'IFERROR(__xludf.DUMMYFUNCTION("IMPORTRANGE(""https://x"",""A1"")"),"5")',
)
KEEPING = (
    "SUM(D8:D10)",
    "Bang1[Cột]*'Tờ một'!A1",
    "Bang1[[#This Row],[a]]",
    "SUM(Bang1[[a]:[b]])",
    "[0]!Ten",
    'HYPERLINK("http://noi-khac.example","12")',
    'IF(A1>0,"[1]Sheet1!A1 | WEBSERVICE(x)","")',
    "'CALL (a|b)'!A1",
    "RECALL(A1)",
    "of:=SUM([.A1:.C3]![.B1:.B4])",
    "of:={1;2|3;4}",
    "of:=[$'Tờ một'.A1]",
)


@pytest.mark.parametrize("formula", CALLING)
def test_a_formula_that_calls_out_is_known(formula: str) -> None:
    assert calls_out(formula)


@pytest.mark.parametrize("formula", KEEPING)
def test_a_formula_that_stays_within_the_workbook_is_let_be(formula: str) -> None:
    assert not calls_out(formula)


LINK = "[1]Sheet1!A1"
WRITTEN = {
    "with the figure it left": (xlsx(f'<c r="B2"><f>{LINK}</f><v>5</v></c>'), ["B2"]),
    "that failed": (xlsx(f'<c r="B2" t="e"><f>{LINK}</f><v>#REF!</v></c>'), ["B2"]),
    "with letters as numbers": (xlsx('<c r="B2"><f>R&#84;D("x")</f><v>5</v></c>'), ["B2"]),
    "shared": (
        xlsx(
            f'<c r="B2"><f t="shared" ref="B2:C2" si="0">{LINK}</f><v>5</v></c>'
            '<c r="C2"><f t="shared" si="0"/><v>6</v></c>'
        ),
        ["B2", "C2"],
    ),
    "that fills several": (
        xlsx(f'<c r="B2"><f t="array" ref="B2:B3">{LINK}</f><v>5</v></c>'),
        ["B2", "B3"],
    ),
    "repeated in an .ods": (
        ods(
            "<table:table-row/><table:table-row><table:table-cell/><table:table-cell "
            "table:number-columns-repeated='2' office:value-type='float' office:value='5' "
            "table:formula=\"of:=['file:///a.ods'#$x.A1]\"/></table:table-row>"
        ),
        ["B2", "C2"],
    ),
    "that fills several of an .ods": (
        ods(
            "<table:table-row><table:table-cell table:number-matrix-rows-spanned='2' "
            "table:number-matrix-columns-spanned='1' office:value-type='float' office:value='5' "
            "table:formula='of:=DDE(&quot;a&quot;;&quot;b&quot;;&quot;c&quot;)'/>"
            "</table:table-row>"
        ),
        ["A1", "A2"],
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_it_is_found_in_each_of_its_cells_however_it_is_written(name: str) -> None:
    content, cells = WRITTEN[name]
    with opened(content) as (book, found):
        assert sorted(found) == [(book.sheet_names[0], cell) for cell in cells]


@pytest.mark.parametrize(
    "content",
    [
        xlsx(f'<c r="B2"><f t="array" ref="A1:XFD1048576">{LINK}</f><v>5</v></c>'),
        ods(
            f"<table:table-row><table:table-cell table:number-matrix-rows-spanned='{'9' * 39}' "
            "table:formula='of:=DDE()'/></table:table-row>"
        ),
    ],
    ids=["xlsx", "ods"],
)
def test_one_that_fills_more_cells_than_there_may_be_is_refused(content: bytes) -> None:
    with pytest.raises(RuleError) as raised:
        refuse_unbounded(content)
    assert raised.value.code == "workbook_too_large"


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path)
    fields = ("received", "online", {"code": "proof", "kind": "file"})
    return make_regime(cast.lao_cai, indicators=fields)


def refusals(regime: Regime, content: bytes, name: str = "a.xlsx") -> list[tuple[Any, ...]]:
    found = take(regime, [IncomingFile(name, content)])[0].problems
    return [(each.problem.code, each.sheet, each.cell) for each in found]


def test_a_figure_from_outside_is_refused_by_its_cell_and_marked_until_it_is_typed(
    cast: Cast, regime: Regime
) -> None:
    period = make_period(regime, "2026-10")
    content = workbook(period, cast.ta_van, received=7).content
    cells = {cell.code: cell for cell in read_workbook(content).cells}
    there = cells["online"]
    calling = changed(content, lambda book: _put(book, there.sheet, there.cell, f"=_xlfn.{WEB}"))
    assert refusals(regime, calling) == [("formula_calls_out", there.sheet, there.cell)]

    copy = copy_of(period, cast.ta_van, calling)
    mark = load_workbook(BytesIO(copy))[there.sheet][there.cell]
    assert (mark.value, mark.fill.fgColor.rgb) == (f"_xlfn.{WEB}", RED)
    assert refusals(regime, copy) == [("not_a_number", there.sheet, there.cell)]


def _put(book: Any, sheet: str, cell: str, value: object) -> None:
    book[sheet][cell] = value


def test_what_calls_out_where_nothing_is_read_is_let_be(cast: Cast, regime: Regime) -> None:
    content = workbook(make_period(regime, "2026-10"), cast.ta_van, received=7).content
    calling = changed(content, lambda book: _put(book, book.sheetnames[0], "J40", f"={WEB}"))
    assert refusals(regime, calling) == []


def test_a_figure_from_outside_is_refused_in_tables_and_lists_too(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    form = publish_structured(make_regime(cast.lao_cai), NOW)
    content = template(make_period(form.regime, "2026-10"), cast)
    rows: list[list[object]] = [["Chữ ký số", None, f"={LINK}"]]
    calling = filled(content, {"damage__schools__loss": f"={LINK}"}, rows)
    assert sorted(refusals(form.regime, calling)) == [
        ("formula_calls_out", LIST_SHEET, "D7"),
        ("formula_calls_out", *spots(content)["damage__schools__loss"]),
    ]


@pytest.mark.parametrize("to", ["xlsx", "ods"])
def test_a_figure_from_outside_is_refused_as_libreoffice_saves_it(
    cast: Cast, regime: Regime, libreoffice: Convert, tmp_path: Path, to: str
) -> None:
    content = workbook(make_period(regime, "2026-10"), cast.ta_van, received=7).content
    there = {cell.code: cell for cell in read_workbook(content).cells}["online"]
    file = tmp_path / "report.xlsx"
    file.write_bytes(
        changed(content, lambda book: _put(book, there.sheet, there.cell, f"=_xlfn.{WEB}"))
    )
    saved = libreoffice(file, to)
    assert refusals(regime, saved.read_bytes(), saved.name) == [
        ("formula_calls_out", there.sheet, there.cell)
    ]
