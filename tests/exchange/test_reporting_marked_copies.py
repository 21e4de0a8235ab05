"""What comes back of a refused workbook: what could be read, in its place, and every mark on it."""

from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.importing import IncomingFile
from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.marked_copy import marked_copy
from giaoban.exchange.reporting.workbook_reader import (
    PlacedProblem,
    UnreadableWorkbook,
    read_workbook,
)
from giaoban.exchange.reporting.workbook_salvage import salvaged_workbook
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.models import Period, Regime, Unit
from giaoban.queries.reporting.template_facts import form_of_period, template_units
from giaoban.rules.problems import Problem
from tests.actions.test_reporting_importing import take, workbook
from tests.cast import Cast
from tests.exchange.test_reporting_structured_workbooks import LIST_SHEET, TABLE_SHEET
from tests.exchange.test_reporting_structured_workbooks import filled as structured
from tests.exchange.test_reporting_workbooks_as_sent import changed
from tests.factories import NOW, make_form, make_period, make_regime
from tests.structured_form import publish_structured

FIELDS = (
    {"code": "received", "is_required": True},
    {"code": "online"},
    {"code": "cost", "kind": "amount"},
    {"code": "remark", "kind": "text"},
    {"code": "proof", "kind": "file"},
)
GIVEN = {"received": 40, "online": 7, "cost": 2.5, "remark": "Thiếu máy"}
RED, YELLOW = "FFFDE8E8", "FFFFF4CE"


@pytest.fixture
def regime(cast: Cast, settings: Any, tmp_path: Path) -> Regime:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_regime(cast.lao_cai, indicators=FIELDS)


@pytest.fixture
def period(regime: Regime) -> Period:
    return make_period(regime, "2026-10")


def copy_of(period: Period, unit: Unit, content: bytes, *codes: str) -> bytes:
    """The copy of a file that was refused as a whole for these reasons."""
    came, moved = salvaged_workbook(content, regime=period.regime.code)
    shared = form_of_period(period)
    writer = TemplateWriter(shared, "Tháng 10/2026", NOW, came.language)
    params = {"sheet": "Báo cáo", "form": 1, "present": 2}
    problems = [PlacedProblem(Problem(code, params)) for code in codes]
    return marked_copy(
        writer, template_units(shared, [unit.pk])[unit.pk], came, [*problems, *moved]
    )


def held(copy: bytes) -> dict[str, object]:
    cells = read_workbook(copy).cells
    return {cell.code: cell.value for cell in cells if cell.value and cell.code != "proof"}


def marks(copy: bytes) -> dict[str, str]:
    """By code the colour of the cells that bear a note."""
    book = load_workbook(BytesIO(copy))
    found = {}
    for cell in read_workbook(copy).cells:
        there = book[cell.sheet][cell.cell]
        if there.comment:
            found[cell.code] = there.fill.fgColor.rgb
    return found


def listed(copy: bytes) -> list[tuple[Any, ...]]:
    """The lines of the first sheet: where in the file that came, cell of the copy."""
    sheet = load_workbook(BytesIO(copy)).worksheets[0]
    assert sheet.title == "Cần sửa"
    return [row[:2] for row in sheet.iter_rows(min_row=7, values_only=True)]


def put_in(book: Any) -> None:
    """A row of somebody's own between those of the form."""
    sheet = book.worksheets[0]
    row = at.place_of(_cell(book, "online"))[0] + 1
    sheet.insert_rows(row)
    sheet.cell(row, 2, "Hồ sơ khác")
    sheet.cell(row, at.NOW + 1, 5)


def _cell(book: Any, code: str) -> str:
    sheet = book.worksheets[0]
    row = next(row for row in range(1, 60) if sheet.cell(row, at.CODE + 1).value == code)
    return at.cell_name(row - 1, at.NOW)


def take_out(book: Any) -> None:
    book.worksheets[0].delete_rows(at.place_of(_cell(book, "online"))[0] + 1)


def rename(book: Any) -> None:
    book.worksheets[0].title = "Sheet1"


def remove(book: Any) -> None:
    book.create_sheet("Ghi chú riêng")["B2"] = 3
    del book[book.sheetnames[0]]


@pytest.mark.parametrize(
    ("change", "code", "keeps", "marked"),
    [
        (put_in, "workbook_rows_moved", {}, dict.fromkeys(("online", "cost", "remark"), YELLOW)),
        (
            take_out,
            "workbook_rows_moved",
            {"online": None},
            {"online": RED, "cost": YELLOW, "remark": YELLOW},
        ),
        (rename, "workbook_sheet_missing", {}, {}),
        (remove, "workbook_sheet_missing", dict.fromkeys(GIVEN), {}),
    ],
)
def test_a_file_with_moved_rows_or_sheets_comes_back_with_what_was_found(
    cast: Cast,
    regime: Regime,
    period: Period,
    change: Any,
    code: str,
    keeps: dict[str, None],
    marked: dict[str, str],
) -> None:
    content = changed(workbook(period, cast.ta_van, **GIVEN).content, change)
    refused = take(regime, [IncomingFile("a.xlsx", content)])[0]
    assert [each.problem.code for each in refused.problems] == [code]
    copy = copy_of(period, cast.ta_van, content, code)
    expected = {name: value for name, value in (GIVEN | keeps).items() if value is not None}
    assert (held(copy), marks(copy)) == (expected, marked)
    assert listed(copy)[0] == ("cả tệp", None)
    mended = changed(copy, lambda book: book["Báo cáo"].__setitem__(_place(copy, "received"), 41))
    taken = take(regime, [IncomingFile("b.xlsx", mended)])[0]
    assert (taken.problems, taken.new) == ([], 1)


def _place(copy: bytes, code: str) -> str:
    return {cell.code: cell.cell for cell in read_workbook(copy).cells}[code]


def test_the_first_sheet_names_what_moved_and_what_was_left_out(cast: Cast, period: Period) -> None:
    content = changed(workbook(period, cast.ta_van, **GIVEN, note="Cả báo cáo").content, put_in)
    copy = copy_of(period, cast.ta_van, content, "workbook_rows_moved")
    assert listed(copy) == [
        ("cả tệp", None),
        ("trang tính “Báo cáo”, ô D10", None),  # the row that is not of the form
        ("trang tính “Báo cáo”, ô D11", "Báo cáo, D10"),
        ("trang tính “Báo cáo”, ô D12", "Báo cáo, D11"),
        ("trang tính “Báo cáo”, ô D13", "Báo cáo, D12"),
    ]
    assert read_workbook(copy).note == "Cả báo cáo"  # which stood a row further down


def test_a_file_of_an_older_form_comes_back_with_its_unreadable_cells_too(
    cast: Cast, regime: Regime, period: Period
) -> None:
    given = GIVEN | {"online": "khoảng bảy"}
    content = workbook(period, cast.ta_van, **given).content
    make_form(regime, indicators=["received", "online"], number=2)
    copy = copy_of(period, cast.ta_van, content, "workbook_form_outdated")
    assert held(copy) == {"received": 40, "online": "khoảng bảy"}
    assert marks(copy) == {"online": RED}


def test_a_mark_of_an_estimate_that_nobody_knows_is_marked_where_it_stands(
    cast: Cast, period: Period
) -> None:
    content = workbook(period, cast.ta_van, **GIVEN).content
    cell = next(cell for cell in read_workbook(content).cells if cell.code == "online")
    typed = changed(
        content, lambda book: book[cell.sheet].__setitem__(cell.estimate_cell, "chắc là")
    )
    copy = copy_of(period, cast.ta_van, typed)
    marked = load_workbook(BytesIO(copy))[cell.sheet][cell.estimate_cell]
    assert (marked.value, marked.fill.fgColor.rgb) == ("chắc là", RED)
    assert (held(copy), marks(copy)) == (GIVEN, {})


def test_rows_of_a_list_and_of_a_table_come_back_where_they_belong(cast: Cast) -> None:
    period = make_period(publish_structured(make_regime(cast.lao_cai), NOW).regime, "2026-10")
    shared = form_of_period(period)
    facts = template_units(shared, [cast.ta_van.pk])[cast.ta_van.pk]
    template = TemplateWriter(shared, "tháng 10/2026", NOW).workbook(facts)
    rows: list[list[object]] = [[None, "ba mươi"], ["Chữ ký số", "hôm qua", 30, 12.5, "Có"]]
    content = structured(template, {"damage__houses__number": 3}, rows)

    def move(book: Any) -> None:
        book[LIST_SHEET].insert_rows(2)
        book[TABLE_SHEET].insert_rows(5)

    copy = copy_of(period, cast.ta_van, changed(content, move), "workbook_rows_moved")
    sheet = load_workbook(BytesIO(copy))[LIST_SHEET]
    cells = [[cell.value for cell in row] for row in sheet["B7:F8"]]
    assert cells == [[None, "ba mươi", None, None, None], ["Chữ ký số", "hôm qua", 30, 12.5, "Có"]]
    red = [cell.coordinate for row in sheet["B7:G8"] for cell in row if _colour(cell) == RED]
    assert red == ["C7", "C8"]
    assert marks(copy)["damage__houses__number"] == YELLOW
    assert held(copy)["damage__houses__number"] == 3


def _colour(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)


def name_ten_thousand_sheets(book: Any) -> None:
    for number in range(10_000):
        row = ["cell", f"c{number}", f"t{number}", "D9", "I9"]
        book[at.HIDDEN_SHEET].append(row)
    for number in range(500):
        book["Của tôi"].append([f"{number}-{column}" for column in range(100)])


def name_codes_in_many_columns(book: Any) -> None:
    for column in range(5):
        place = at.cell_name(4, column)
        book[at.HIDDEN_SHEET].append(["in_table", "a__b", "Của tôi", "D9", place])


def lay_lists_over_one_another(book: Any) -> None:
    book["Của tôi"]["C6"] = "a__b__c"
    for texts in (["a", "b__c"], ["a__b", "c"]):
        book[at.HIDDEN_SHEET].append(["list", *texts, "Của tôi", "C7"])


def mark_too_many(book: Any) -> None:
    for number in range(3_001):
        book[at.HIDDEN_SHEET].append(["marked", f"c{number}", "Của tôi", "D9", "A1", "x"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (name_ten_thousand_sheets, ""),
        (name_codes_in_many_columns, "cell_map_broken"),
        (lay_lists_over_one_another, "cell_map_broken"),
        (mark_too_many, "cell_map_broken"),
    ],
)
def test_a_hidden_sheet_that_names_ever_more_does_not_keep_the_reader_busy(
    cast: Cast, regime: Regime, period: Period, change: Any, code: str
) -> None:
    def with_own_sheet(book: Any) -> None:
        book.create_sheet("Của tôi")
        change(book)

    content = changed(workbook(period, cast.ta_van, **GIVEN).content, with_own_sheet)
    begun, found = process_time(), ""
    try:
        _came, moved = salvaged_workbook(content, regime=regime.code)
        assert len([each for each in moved if each.problem.code == "sheet_lost"]) == 10_000
    except UnreadableWorkbook as error:
        found = error.problem.code
    assert found == code
    assert process_time() - begun < 10  # minutes, where every name is looked for by itself


def test_a_file_of_another_report_is_not_gone_through(
    cast: Cast, regime: Regime, period: Period
) -> None:
    content = workbook(period, cast.ta_van, **GIVEN).content
    whose = {"regime": regime.code, "unit": "03037", "period": "2026-10"}
    assert salvaged_workbook(content, **whose)[1] == []
    for name in whose:
        with pytest.raises(UnreadableWorkbook) as raised:
            salvaged_workbook(content, **(whose | {name: "khac"}))
        assert raised.value.problem.code == f"workbook_of_another_{name}"


def test_what_is_no_template_has_no_copy() -> None:
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04"):
        with pytest.raises(UnreadableWorkbook):
            salvaged_workbook(content, regime="x")
