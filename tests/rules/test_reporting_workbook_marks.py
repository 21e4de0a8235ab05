"""What a workbook in use proposes: figures, labels, nested rows, tables, sums, unit and period."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.rules.reporting.checks import CheckLevel
from giaoban.rules.reporting.form_problems import form_problems
from giaoban.rules.reporting.indicators import IndicatorFacts, IndicatorKind
from giaoban.rules.reporting.marked_forms import form_with_marks, uncovered
from giaoban.rules.reporting.period_keys import PeriodKind
from giaoban.rules.reporting.regime_facts import Asked, FormText
from giaoban.rules.reporting.said_in_cells import filled, period_said, said
from giaoban.rules.reporting.workbook_formulas import (
    added_cells,
    cell_name,
    cell_named,
    divided_cells,
    shifted,
)
from giaoban.rules.reporting.workbook_grid import GridCell, SheetGrid
from giaoban.rules.reporting.workbook_marks import Mark, Marks, put, read, renamed, stored, without
from giaoban.rules.reporting.workbook_neighbours import likely_head, likely_label
from giaoban.rules.reporting.workbook_proposal import proposed_marks


def grid(name: str, rows: list[list[str | None]], merged: tuple[str, ...] = ()) -> SheetGrid:
    """A sheet: "" is a framed empty cell, None no cell, "=…" a formula; above a head no frames."""
    start = next((n for n, row in enumerate(rows) if row[0] in {"TT", "Chỉ tiêu"}), len(rows))
    cells = {}
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is None:
                continue
            is_formula = text.startswith("=")
            cells[number, column] = GridCell(
                text="" if is_formula else text,
                formula=text[1:] if is_formula else "",
                is_framed=number >= start,
            )
    ranges = []
    for each in merged:
        first, last = map(cell_named, each.split(":"))
        assert first
        assert last
        ranges.append((*first, *last))
    return SheetGrid(name, cells, tuple(ranges))


NESTED = grid(
    "Biểu 1",
    [
        ["BÁO CÁO DỊCH VỤ CÔNG", None, None, None, None],
        ["Đơn vị báo cáo: ………", None, None, None, None],
        ["Tháng …… năm 2026", None, None, None, None],
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ này", "Ghi chú"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["I", "Hồ sơ", "", "", ""],
        ["1", "Tổng số hồ sơ", "hồ sơ", "=SUM(D8:D9)", ""],
        ["", "- Trong đó: trực tuyến", "hồ sơ", "", ""],
        ["", "- Trực tiếp", "", "", ""],
        ["2", "Tỷ lệ trực tuyến", "", "=D8/D7", ""],
        ["II", "Kinh phí", "", "", ""],
        ["1", "Kinh phí đã chi", "triệu đồng", "", ""],
        ["2", "Có tổ công nghệ số", "có/không", "", ""],
    ],
    merged=("A1:E1",),
)
TABLE = grid(
    "Biểu 2",
    [
        ["Chỉ tiêu", "Số lớp", "Học viên", None],
        [None, None, "Nam", "Nữ"],
        ["Khóa cơ bản", "", "", ""],
        ["Khóa nâng cao", "", "", ""],
        ["Cộng", "=B3+B4", "=SUM(C3:C4)", "=SUM(D3:D4)"],
    ],
    merged=("A1:A2", "B1:B2", "C1:D1"),
)


def marked(*sheets: SheetGrid) -> Marks:
    return proposed_marks(sheets)


def test_rows_of_a_form_become_indicators_with_their_parts() -> None:
    found = [
        (m.kind, m.cell, m.code, m.asking.kind, m.asking.section, m.asking.part_of)
        for m in marked(NESTED)
    ]
    assert found == [
        ("unit", "A2", "", "count", "", ""),
        ("period", "A3", "", "count", "", ""),
        ("figure", "D7", "tong_so_ho_so", "count", "Hồ sơ", ""),
        ("figure", "D8", "truc_tuyen", "count", "Hồ sơ", "tong_so_ho_so"),
        ("figure", "D9", "truc_tiep", "count", "Hồ sơ", "tong_so_ho_so"),
        ("figure", "D10", "ty_le_truc_tuyen", "ratio", "Hồ sơ", ""),
        ("figure", "D12", "kinh_phi_da_chi", "amount", "Kinh phí", ""),
        ("figure", "D13", "co_to_cong_nghe_so", "yes_no", "Kinh phí", ""),
    ]


def test_a_mark_is_known_by_the_words_beside_and_above_it() -> None:
    mark = marked(NESTED)[3]
    assert (mark.label, mark.label_text) == ("B8", "- Trong đó: trực tuyến")
    assert (mark.head, mark.head_text) == ("D4", "Kỳ này")


def test_several_columns_become_a_table_with_a_total_row() -> None:
    text = form_with_marks(FormText(), marked(TABLE))
    (table,) = text.tables
    assert [(row.code, row.is_total) for row in table.rows] == [
        ("khoa_co_ban", False),
        ("khoa_nang_cao", False),
        ("cong", True),
    ]
    assert [column.name for column in table.columns] == [
        "Số lớp",
        "Học viên – Nam",
        "Học viên – Nữ",
    ]
    assert (text.asked, text.checks) == ((), ())


def test_the_form_of_a_workbook_can_be_published_as_it_is() -> None:
    text = form_with_marks(FormText(), marked(NESTED, TABLE))
    assert form_problems(text) == []
    assert [a.parts for a in text.asked if a.code == "tong_so_ho_so"] == ["equal"]
    ratio = next(a for a in text.asked if a.kind == "ratio")
    assert (ratio.numerator, ratio.denominator) == ("truc_tuyen", "tong_so_ho_so")


def test_a_sum_of_other_rows_becomes_a_check() -> None:
    sheet = grid(
        "Biểu",
        [
            ["TT", "Nội dung", "Số lượng"],
            ["1", "Xã", ""],
            ["2", "Phường", ""],
            ["3", "Cộng", "=C2+C3"],
        ],
    )
    text = form_with_marks(FormText(), marked(sheet))
    assert [(check.formula, check.level) for check in text.checks] == [
        ("cong == xa + phuong", CheckLevel.ERROR)
    ]


def test_what_the_form_asks_already_stays_as_it_is() -> None:
    mine = Asked("truc_tuyen", "Nộp trực tuyến", "count", measure="lượt")
    text = form_with_marks(FormText(asked=(mine,)), marked(NESTED))
    assert [a for a in text.asked if a.code == "truc_tuyen"] == [mine]
    assert form_with_marks(text, marked(NESTED)) == text


def test_a_table_with_a_blacked_out_cell_becomes_single_indicators() -> None:
    cells = dict(TABLE.cells)
    del cells[2, 3]
    found = marked(replace(TABLE, cells=cells))
    assert {mark.asking.table for mark in found} == {""}
    assert len(found) == 8


def test_hidden_sheets_are_left_alone() -> None:
    assert marked(replace(TABLE, is_hidden=True)) == ()


def test_marks_come_back_as_they_were_stored() -> None:
    marks = marked(NESTED, TABLE)
    assert read(stored(marks)) == marks


def test_a_cell_and_a_code_are_marked_once() -> None:
    marks = put((), Mark("figure", "I", "B2", "a", sums=()))
    marks = put(marks, Mark("figure", "I", "B3", "b"))
    marks = put(marks, Mark("figure", "I", "B4", "a"))
    assert [(mark.cell, mark.code) for mark in marks] == [("B3", "b"), ("B4", "a")]
    assert put(marks, Mark("unit", "I", "B3"))[0] == Mark("unit", "I", "B3")


def test_a_sum_is_forgotten_with_one_of_its_cells_and_follows_a_new_code() -> None:
    marks = (Mark("figure", "I", "B2", "sum", sums=("a", "b")), Mark("figure", "I", "B3", "a"))
    assert without(marks, "I", "B3") == (Mark("figure", "I", "B2", "sum"),)
    assert renamed(marks, "b", "c")[0].sums == ("a", "c")


def test_what_the_marks_do_not_cover_is_named() -> None:
    facts = [
        IndicatorFacts("a", IndicatorKind.COUNT),
        IndicatorFacts("b", IndicatorKind.TEXT),
        IndicatorFacts("r", IndicatorKind.RATIO),
        IndicatorFacts("f", IndicatorKind.FILE),
    ]
    marks = (Mark("figure", "I", "B2", "a"), Mark("figure", "I", "B3", "gone"))
    assert uncovered(facts, marks) == ["b"]


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("SUM(D8:D10)", ["D8", "D9", "D10"]),
        ("D8+D9", ["D8", "D9"]),
        ("+D8+$D$9+SUM(D10, D12)", ["D8", "D9", "D10", "D12"]),
        ("'Biểu 2'!D8 + 'Biểu 2'!D9", ["D8", "D9"]),
        ("D8-D9", None),
        ("D8*2", None),
        ("D8", None),
        ("SUM(D8:D9)/2", None),
        ("AVERAGE(D8:D9)", None),
        ("[1]Sheet1!A1+D2", None),
        ("SUM(A1:ZZ99999)", None),
    ],
)
def test_only_plain_sums_are_understood(formula: str, cells: list[str] | None) -> None:
    found = added_cells(formula, "Biểu 1")
    assert (found and [cell_name(cell) for _sheet, cell in found]) == cells
    if found and "Biểu 2" in formula:
        assert {sheet for sheet, _cell in found} == {"Biểu 2"}


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        ("D8/D9", ("D8", "D9")),
        ("IFERROR(D8/D9,0)", ("D8", "D9")),
        ("D8/D9*100", None),
        ("SUM(D8:D9)/D10", None),
    ],
)
def test_only_plain_quotients_are_understood(formula: str, parts: tuple[str, str] | None) -> None:
    found = divided_cells(formula, "I")
    assert (found and tuple(cell_name(cell) for _sheet, cell in found)) == parts


def test_a_shared_formula_reads_as_it_would_where_it_is_shared() -> None:
    assert shifted("SUM($B3:D$3)+LOG10(A1)", 2, 1) == "SUM($B5:E$3)+LOG10(B3)"


@pytest.mark.parametrize(
    ("name", "cell"), [("A1", (0, 0)), ("$ab$12", (11, 27)), ("A0", None), ("12", None), ("", None)]
)
def test_a_cell_is_named_by_letters_and_a_number(name: str, cell: tuple[int, int] | None) -> None:
    assert cell_named(name) == cell


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("Đơn vị báo cáo: ………", "Đơn vị báo cáo: Xã Tả Van"),
        ("UBND xã …….", "Xã Tả Van"),
        ("(Tên đơn vị)", "(Xã Tả Van)"),
        ("", "Xã Tả Van"),
    ],
)
def test_a_value_is_put_after_the_colon(template: str, shown: str) -> None:
    assert filled(template, "Xã Tả Van") == shown
    assert said(shown) == "Xã Tả Van"


@pytest.mark.parametrize(
    ("text", "frequency", "key"),
    [
        ("Tháng 10 năm 2026", PeriodKind.MONTH, "2026-10"),
        ("Kỳ báo cáo: tháng 9/2026", PeriodKind.MONTH, "2026-09"),
        ("(T10-2026)", PeriodKind.MONTH, "2026-10"),
        ("2026-10", PeriodKind.MONTH, "2026-10"),
        ("Quý IV/2026", PeriodKind.QUARTER, "2026Q4"),
        ("Quý 2 năm 2026", PeriodKind.QUARTER, "2026Q2"),
        ("6 tháng đầu năm 2026", PeriodKind.HALF, "2026H1"),
        ("9 tháng năm 2026", PeriodKind.NINE_MONTHS, "2026-9M"),
        ("Năm 2026", PeriodKind.YEAR, "2026"),
        ("Tuần 47/2026", PeriodKind.WEEK, "2026W47"),
        ("Tháng 10 năm 2026", PeriodKind.QUARTER, None),
        ("Tháng 10 năm 2026", PeriodKind.YEAR, None),
        ("Tháng 13 năm 2026", PeriodKind.MONTH, None),
        ("Tháng …… năm 2026", PeriodKind.MONTH, None),
        ("", PeriodKind.MONTH, None),
    ],
)
def test_the_period_is_read_as_a_clerk_writes_it(
    text: str, frequency: PeriodKind, key: str | None
) -> None:
    assert period_said(text, frequency) == key


@pytest.mark.parametrize(
    ("cell", "label", "head"),
    [("D8", "B8", "D4"), ("D7", "B7", "D4"), ("E12", "B12", "E4"), ("A1", None, None)],
)
def test_the_words_of_a_cell_are_looked_for_left_and_above(
    cell: str, label: str | None, head: str | None
) -> None:
    place = cell_named(cell) or (0, 0)
    found = likely_label(NESTED, place), likely_head(NESTED, place)
    assert tuple(each and cell_name(each) for each in found) == (label, head)


_WORDS = st.sampled_from(
    [
        "TT",
        "Chỉ tiêu",
        "Kỳ này",
        "I",
        "1.1",
        "- Trong đó: nữ",
        "Trong đó:",
        "+ Nam",
        "Cộng",
        "%",
        "",
        "",
        "",
        "12",
        "(1)",
        "***",
        "Tháng 10 năm 2026",
        "=SUM(B2:B3)",
        "=C3/C4",
        "=C4/C5",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(_WORDS, min_size=5, max_size=5), max_size=8))
def test_the_marks_of_any_sheet_make_a_form_that_can_be_kept(rows: list[list[str | None]]) -> None:
    head: list[str | None] = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kỳ này", "Lũy kế"]
    marks = marked(grid("Biểu", [head, *rows]))
    text = form_with_marks(FormText(), marks)
    wrong = {problem.problem.code for problem in form_problems(text)}
    assert wrong <= {"form_without_indicators"}
    assert form_with_marks(text, marks) == text
    assert read(stored(marks)) == marks


def test_a_row_of_numbers_alone_is_no_head() -> None:
    assert marked(grid("Biểu", [["TT", "STT"], ["1", ""]])) == ()
