"""A consolidated report of a structured form: parts indented, breakdowns, grids, lists by unit."""

from dataclasses import replace

import pytest

from giaoban.actions.reporting.consolidation import draft_report
from giaoban.actions.reporting.drafts import Cell, begin_version, save_cells
from giaoban.actions.reporting.folding import fold_all
from giaoban.actions.reporting.list_rows import save_list_rows
from giaoban.actions.reporting.marks import append_marks_for
from giaoban.actions.reporting.submitting import submit_report
from giaoban.documents.content import Table
from giaoban.documents.reporting.report_list_tables import MOST_ON_PAPER, list_tables
from giaoban.documents.reporting.report_structure_tables import (
    structure_tables,
    structure_unit_tables,
)
from giaoban.documents.reporting.report_tables import main_table
from giaoban.documents.reporting.report_unit_tables import unit_tables
from giaoban.models import Period, Unit
from giaoban.queries.reporting.consolidated_reports import figures_of
from giaoban.queries.reporting.consolidation import consolidated_facts
from giaoban.rules.reporting.consolidated_facts import ConsolidatedFacts, digest, kept, restored
from giaoban.rules.reporting.listed_rows import ListedColumn, ListedRow, ListedRows
from tests.cast import Cast
from tests.factories import NOW, make_period, make_regime, make_version
from tests.project_form import make_project_regime
from tests.structured_form import publish_structured

MADE = {
    "ta_van": {
        "trained": 10,
        "trained__sex__female": 6,
        "trained__sex__male": 4,
        "officials": 3,
        "damage__houses__number": 2,
        "damage__schools__number": 1,
        "damage__all__number": 3,
    },
    "y_ty": {
        "trained": 20,
        "trained__sex__female": 5,
        "trained__sex__male": 15,
        "officials": 8,
        "damage__houses__number": 4,
        "damage__schools__number": 0,
        "damage__all__number": 4,
    },
}
ROWS = {
    "ta_van": [{"topic": "Chữ ký số", "people": 30}, {"topic": "Họp số", "people": 5}],
    "y_ty": [{"topic": "An toàn thông tin", "people": 12}],
}


@pytest.fixture
def given(cast: Cast) -> ConsolidatedFacts:
    form = publish_structured(make_regime(cast.lao_cai), NOW)
    period = make_period(form.regime, "2026-10")
    units = [cast.ta_van, cast.y_ty]
    for unit, name in zip(units, MADE, strict=True):
        send(unit, period, cast, name)
    fold_all()
    return consolidated_facts(cast.lao_cai, period)


def send(unit: Unit, period: Period, cast: Cast, name: str) -> None:
    version = begin_version(unit=unit, period=period, by=cast.chi, now=NOW)
    cells = {code: Cell(number=number) for code, number in MADE[name].items()}
    version = save_cells(version=version, cells=cells, by=cast.chi, now=NOW)
    version = save_list_rows(
        version=version, list_code="courses", rows=ROWS[name], by=cast.chi, now=NOW
    )
    submit_report(version=version, by=cast.chi, now=NOW)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_parts_stand_indented_under_their_whole_and_cells_elsewhere(
    given: ConsolidatedFacts,
) -> None:
    table = main_table(given)
    rows = [(row.cells[0].text, row.cells[1].text, row.indent) for row in table.rows]
    assert rows[:8] == [
        ("", "Tập huấn", 0),
        ("1", "Số người được tập huấn", 0),
        ("1.1", "Trong đó: Cán bộ, công chức", 1),
        ("1.1.1", "Trong đó: Công chức cấp xã", 2),
        ("2", "Lớp tập huấn", 0),
        ("", "Số học viên", 1),
        ("", "Kinh phí", 1),
        ("", "Trực tuyến", 1),
    ]


def test_a_breakdown_has_a_column_for_each_category_and_a_table_is_a_grid(
    given: ConsolidatedFacts,
) -> None:
    by_sex, damage = structure_tables(given)
    assert by_sex.caption == "Bảng 2. Phân theo giới tính"
    assert texts(by_sex) == [["1", "Số người được tập huấn", "người", "30", "11", "19"]]
    assert damage.caption == "Bảng 3. Thiệt hại"
    assert [row[:2] for row in texts(damage)] == [
        ["Nhà ở", "6"],
        ["Trường học", "1"],
        ["Cộng", "7"],
    ]
    assert damage.rows[0].cells[1].origin


def test_by_unit_stand_breakdowns_the_totals_of_tables_and_lists(given: ConsolidatedFacts) -> None:
    tables = structure_unit_tables(given)
    captions = [table.caption for table in tables]
    assert captions == [
        "Số người được tập huấn, phân theo giới tính",
        "Thiệt hại",
        "Lớp tập huấn",
    ]
    by_sex, damage, courses = ([row[2:] for row in texts(table)] for table in tables)
    assert sorted(by_sex) == [["10", "6", "4"], ["20", "5", "15"], ["30", "11", "19"]]
    assert sorted(row[0] for row in damage) == ["3", "4", "7"]
    assert sorted(row[:2] for row in courses) == [["1", "12"], ["2", "35"], ["3", "47"]]
    named = {cell.text for table in unit_tables(given) for cell in table.header[0]}
    assert not {text for text in named if "Nữ" in text or "Thiệt hại" in text}


def test_the_facts_are_kept_with_their_structure(given: ConsolidatedFacts) -> None:
    again = restored(kept(given))
    assert again == given
    assert digest(again) == digest(given)


OF_PROJECTS = {
    "people": 60,
    "people__project__water": 30,
    "people__project__road": 10,
    "people__project__school": 20,
    "days": 4,
    "days__project__water": 4,
    "days__project__road": 2,
}


def test_projects_stand_under_their_donors(cast: Cast) -> None:
    period = make_period(make_project_regime(cast), "2026Q3")
    make_version(cast.ta_van, period, values=OF_PROJECTS)
    make_version(cast.sa_pa, period, values={"people": 20, "people__project__school": 20})
    append_marks_for(unit_ids=[cast.ta_van.pk, cast.sa_pa.pk], period=period)
    fold_all()
    facts = consolidated_facts(cast.lao_cai, period)

    (table,) = structure_tables(facts)

    assert table.caption == "Bảng 2. Phân theo dự án"
    (header,) = table.header
    assert [cell.text for cell in header][1:3] == ["Dự án", "Số người hưởng lợi (người)"]
    assert texts(table) == [
        ["", "Tổng số", "80", "4"],
        ["", "Kova", "40", ""],  # a mean of means is no figure of the donor
        ["1", "Nước sạch nông thôn", "30", "4"],
        ["2", "Đường liên thôn", "10", "2"],
        ["", "Kova + Renn", "40", ""],
        ["3", "Trường học an toàn", "40", ""],
    ]
    assert restored(kept(facts)) == facts


def test_the_rows_of_lists_are_set_out_by_unit_where_they_are_asked_for(
    cast: Cast, given: ConsolidatedFacts
) -> None:
    period = Period.objects.get(is_reported=True)
    report = draft_report(unit=cast.lao_cai, period=period, by=cast.chi, now=NOW)
    assert figures_of(report).facts.listed == ()

    report.content["has_list_rows"] = True
    report.save()
    facts = figures_of(report).facts
    (table,) = list_tables(facts)

    assert [row[:3] for row in texts(table)] == [
        ["1", "Xã Tả Van", "Chữ ký số"],
        ["2", "Xã Tả Van", "Họp số"],
        ["3", "Xã Y Tý", "An toàn thông tin"],
    ]
    assert [cell.text for cell in table.header[0]] == [
        "STT",
        "Đơn vị",
        "Nội dung",
        "Ngày tổ chức",
        "Số học viên (người)",
        "Kinh phí (triệu đồng)",
        "Trực tuyến",
        "Cấp",
    ]
    assert restored(kept(facts)) == facts


def test_paper_holds_the_first_rows_and_the_spreadsheet_all(
    given: ConsolidatedFacts,
) -> None:
    row = ListedRow("Xã Tả Van", given.period, {"people": 1.0})
    columns = (ListedColumn("people", "Số học viên", "count", "người"),)
    many = ListedRows("courses", "Lớp tập huấn", columns, (row,) * (MOST_ON_PAPER + 7), left_out=2)
    (table,) = list_tables(replace(given, listed=(many,)))

    assert len(list(table.placed_rows())) == MOST_ON_PAPER
    assert len(list(table.placed_rows(is_paper=False))) == MOST_ON_PAPER + 7
    assert table.notes_on_paper == (
        "Còn 2 dòng không ghi vào báo cáo.",
        "Và 7 dòng nữa, có trong tệp Excel của báo cáo này.",
    )
    assert table.notes == ("Còn 2 dòng không ghi vào báo cáo.",)
