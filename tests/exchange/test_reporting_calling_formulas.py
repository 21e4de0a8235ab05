"""WEBSERVICE, links to other files, DDE: found where a figure is read, and never taken for one."""

import struct
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.importing import IncomingFile
from giaoban.exchange.reporting.calling_formulas import Calling, calls_out
from giaoban.exchange.reporting.old_formulas import Outside
from giaoban.exchange.reporting.old_workbooks import judged_formulas
from giaoban.exchange.reporting.outside_names import outside_names
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
from tests.old_workbooks import (
    array,
    formula,
    name_in_book,
    number,
    other_book,
    own_book,
    own_name,
    shared,
    sheets_of_books,
    xls,
)
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
    "with a remark in it": (
        xlsx('<c r="B2"><f>WEB<!-- -->SERVICE("x")</f><v>5</v></c>'),
        ["B2"],
    ),
    "with an instruction in it": (
        xlsx('<c r="B2"><f>WEB<?a b?>SERVICE("x")</f><v>5</v></c>'),
        ["B2"],
    ),
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


CELL = bytes([0x24, 0, 0, 0, 0])  # A1 of the same sheet
HEAD = (
    *(other_book("\1/tmp/số.xlsx"), own_book(), own_book(0x3A01)),
    *(name_in_book("_xlfn.WEBSERVICE"), name_in_book("EDATE")),
    *(other_book("soffice\3/tmp/a.ods"), name_in_book("A1")),
    *(sheets_of_books(0, 1, 2, 3), own_name("_xlfn.WEBSERVICE"), own_name("Ten", CELL)),
    own_name("Ngoai", b"\x3a" + struct.pack("<HHH", 0, 0, 0)),
    own_name("Qua_hai_ten", struct.pack("<BI", 0x23, 5)),
    own_name("Qua_mot_ten", struct.pack("<BI", 0x23, 3)),
    own_name("Chinh_no", struct.pack("<BHHH", 0x39, 1, 6, 0) * 2 + struct.pack("<BI", 0x23, 6)),
)


def of_sheet(token: int, sheet: int, name: int = 0) -> bytes:
    return struct.pack("<BHHH", token, sheet, name, 0)


def of_name(number: int) -> bytes:
    return struct.pack("<BI", 0x23, number)


def function(number: int) -> bytes:
    return CELL + struct.pack("<BBH", 0x42, 1, number)


TOKENS = {
    "another workbook": (of_sheet(0x5A, 0), "[tmp/số.xlsx]"),
    "another workbook behind a text and a choice": (
        b"\x17\x02\x01a\0b\0\x19\x04\x01\0\2\0\4\0" + of_sheet(0x3A, 0),
        "[tmp/số.xlsx]",
    ),
    "an area of another workbook": (of_sheet(0x3B, 0) + bytes(4), "[tmp/số.xlsx]"),
    "a program": (of_sheet(0x39, 3, 1), "[soffice|/tmp/a.ods]"),
    "a function that was added": (of_sheet(0x39, 2, 1), "_xlfn.WEBSERVICE"),
    "a function of a later version": (of_name(1) + function(255), "_xlfn.WEBSERVICE"),
    "a name of what is elsewhere": (of_name(3), "[tmp/số.xlsx]"),
    "a name of a name of what is elsewhere": (of_name(4), "[tmp/số.xlsx]"),
    "a name of itself": (of_name(6), None),
    "a name that there is not": (of_name(0), "[tmp/số.xlsx]"),
    "a function of live figures": (function(379), "RTD"),
    "what is not understood": (b"\x7f\x7f", "[tmp/số.xlsx]"),
    "another sheet": (of_sheet(0x5A, 1), None),
    "a function that was added and stays": (of_sheet(0x39, 2, 2), None),
    "a name of a cell": (of_name(2), None),
    "a name of a cell by its workbook": (of_sheet(0x39, 1, 2), None),
    "a sum": (CELL + CELL + b"\x03" + function(4), None),
}


@pytest.mark.parametrize("name", TOKENS)
def test_a_formula_of_an_xls_calls_out_by_what_its_tokens_name(name: str) -> None:
    tokens, named = TOKENS[name]
    found = judged_formulas(xls([number(0, 0), formula(1, 1, tokens)], head=HEAD), most=9)
    assert found == ([("s0000", "B2", named)] if named else [])
    assert all(isinstance(shown, Calling) for _sheet, _cell, shown in found)


def test_a_formula_that_is_not_understood_is_let_be_where_nothing_is_outside() -> None:
    assert judged_formulas(xls([number(0, 0), formula(1, 1, b"\x7f\x7f")]), most=9) == []


@pytest.mark.parametrize("of_several", [shared, array])
def test_a_formula_of_several_cells_of_an_xls_is_found_in_each(of_several: Any) -> None:
    refers = struct.pack("<BHH", 1, 1, 1)
    cells = [formula(1, 1, refers), of_several(1, (1, 2), of_sheet(0x5A, 0)), formula(1, 2, refers)]
    found = refuse_unbounded(xls(cells, head=HEAD))
    assert found == dict.fromkeys([("s0000", "B2"), ("s0000", "C2")], "[tmp/số.xlsx]")
    assert all(isinstance(shown, Calling) for shown in found.values())


@pytest.mark.parametrize(
    ("name", "code"),
    [(b"\1\2so.xls", "old_workbook_calls_out"), (b"\3Bieu", ""), (b":", "")],
    ids=["another workbook", "a sheet of its own", "functions"],
)
def test_an_xls_of_excel_95_is_refused_as_a_whole(name: bytes, code: str) -> None:
    outside = Outside()
    outside.is_newest = False
    raised = ""
    try:
        outside.add(0x0017, bytes([len(name)]) + name)
    except RuleError as error:
        raised = error.code
    assert raised == code


def with_name(formula: str, said: str) -> bytes:
    """An .xlsx in which a name stands for the formula, and the cell B2 says something."""
    out = BytesIO()
    content = xlsx(f'<c r="B2"><f>{said}</f><v>5</v></c>')
    names = f'<definedNames><definedName name="Ngoai">{formula}</definedName></definedNames>'
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/workbook.xml":
                part = part.replace(b"</sheets>", b"</sheets>" + names.encode())
            target.writestr(name, part)
    return out.getvalue()


NAMED = {
    "that is outside": (with_name(LINK, "ngoai*2"), {("x", "B2"): "ngoai*2"}),
    "that is within": (with_name("x!$A$1", "Ngoai*2"), {}),
    "that is not said": (with_name(LINK, "Ngoai_2+SUM(A1:A9)"), {}),
    "in a text": (with_name(LINK, "COUNTIF(A1:A9,&quot;Ngoai&quot;)"), {}),
    "in an .ods": (
        ods(
            "<table:table-row><table:table-cell office:value-type='float' office:value='5' "
            "table:formula='of:=[.B1]+Ngoai'/></table:table-row><table:named-expressions>"
            "<table:named-expression table:name='Ngoai' "
            "table:expression=\"['file:///a.ods'#$x.$A$1]\"/></table:named-expressions>"
        ),
        {("x", "A1"): "[.B1]+Ngoai"},
    ),
    "by way of another name of an .ods": (
        ods(
            "<table:table-row><table:table-cell office:value-type='float' office:value='5' "
            "table:formula='of:=$x.Qua'/></table:table-row><table:named-expressions>"
            "<table:named-expression table:name='Qua' table:expression='of:=Ngoai'/>"
            "<table:named-expression table:name='Ngoai' "
            "table:expression=\"['file:///a.ods'#$x.$A$1]\"/></table:named-expressions>"
        ),
        {("x", "A1"): "$x.Qua"},
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_name_that_stands_for_what_is_outside_calls_out_too(name: str) -> None:
    content, found = NAMED[name]
    assert refuse_unbounded(content) == found


def naming(*names: tuple[str, str]) -> frozenset[str]:
    said = "".join(f'<definedName name="{name}">{said}</definedName>' for name, said in names)
    return outside_names(f"<workbook><definedNames>{said}</definedNames></workbook>".encode())


def test_names_are_followed_however_far_behind_the_outside_is() -> None:
    chain = [(f"Ten_{at}", f"SUM(TEN_{at + 1},Ten_{at})") for at in range(5_000)]
    assert naming(*chain, ("Ten_5000", "1")) == frozenset()
    outside = naming(*chain, ("Ten_5000", LINK), ("Trong", "Ten_5001+x!$A$1"))
    assert outside == {f"ten_{at}" for at in range(5_001)}


def test_names_that_say_each_other_more_often_than_people_write_are_refused() -> None:
    said = "+".join(f"Ten_{at}" for at in range(400))
    with pytest.raises(RuleError) as raised:
        naming(*((f"Ten_{at}", said) for at in range(400)))
    assert raised.value.code == "workbook_too_large"


def test_a_formula_is_looked_at_once_however_many_and_long_the_names_are() -> None:
    names = naming(*(("+" * 240 + f"a{at}", LINK) for at in range(999)), ("Ngoai", LINK))
    begun = process_time()
    assert not any(calls_out(sign * 9_000, names) for sign in ("+", "a", "a+", "[1]+", "[1]a:"))
    assert not calls_out("[1]" + "a" * 9_000, names)
    assert calls_out("+" * 9_000 + "NGOAI", names)
    assert process_time() - begun < 0.5


def test_many_names_of_an_xls_that_name_each_other_are_judged_once_each() -> None:
    twice = [own_name("Ten", struct.pack("<BI", 0x23, at + 2) * 2) for at in range(3_000)]
    head = (other_book("a.xlsx"), sheets_of_books(0), *twice, own_name("Ten", of_sheet(0x3A, 0)))
    found = judged_formulas(xls([number(0, 0), formula(1, 1, of_name(1))], head=head), most=9)
    assert found == [("s0000", "B2", "[a.xlsx]")]


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


@pytest.mark.parametrize("to", ["xlsx", "ods", "xls"])
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


OUTSIDE_AND_WITHIN = (
    "of:=['file:///tmp/so.ods'#$x.A1]+1",
    "of:=DDE(&quot;soffice&quot;;&quot;/tmp/so.ods&quot;;&quot;x.A1&quot;)",
    "of:=COM.MICROSOFT.WEBSERVICE(&quot;http://noi-khac.example&quot;)",
    "of:=Ngoai+1",
    "of:=SUM([.B1:.B9])*EDATE(DATE(2026;1;1);3)",
    "of:=CHOOSE(2;IF([.B1]&gt;1;2;3);[$y.A1])&amp;&quot;Tổng&quot;",
)


def test_links_programs_and_names_are_found_in_an_xls_that_libreoffice_saved(
    libreoffice: Convert, tmp_path: Path
) -> None:
    open_ = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{open_}{name}:1.0"' for name in ("office", "table"))
    rows = "".join(
        "<table:table-row><table:table-cell office:value-type='float' office:value='5' "
        f'table:formula="{each}"/></table:table-row>'
        for each in OUTSIDE_AND_WITHIN
    )
    file = tmp_path / "a.fods"
    file.write_text(
        f'<?xml version="1.0"?><office:document {names} xmlns:of="{open_}of:1.2" '
        'office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f'<office:body><office:spreadsheet><table:table table:name="Biểu">{rows}</table:table>'
        '<table:table table:name="y"/><table:named-expressions><table:named-expression '
        'table:name="Ngoai" table:base-cell-address="$y.$A$1" '
        "table:expression=\"of:=['file:///tmp/so.ods'#$x.$A$1]\"/></table:named-expressions>"
        "</office:spreadsheet></office:body></office:document>",
        encoding="utf-8",
    )
    found = refuse_unbounded(libreoffice(file, "xls").read_bytes())
    calling = {place: shown for place, shown in found.items() if isinstance(shown, Calling)}
    assert calling == {
        ("Biểu", "A1"): "[tmp/so.ods]",
        ("Biểu", "A2"): "[soffice|/tmp/so.ods]",
        ("Biểu", "A3"): "_xlfn.WEBSERVICE",
        ("Biểu", "A4"): "[tmp/so.ods]",
    }
