"""A list in the workbook in use: rows in form, template and reading, totals in the annex."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.forms import publish_form
from giaoban.actions.reporting.import_outcomes import FileRefused
from giaoban.actions.reporting.importing import IncomingFile
from giaoban.actions.reporting.refused_workbooks import came_of_report
from giaoban.actions.reporting.stored_problems import in_workbook
from giaoban.actions.reporting.workbook_maps import (
    begin_map,
    make_form_from_map,
    mark_block,
    mark_cell,
    use_map,
)
from giaoban.exchange.reporting.committee_workbook import MarkedTemplateWriter, annex
from giaoban.exchange.reporting.marked_copy import marked_copy
from giaoban.exchange.reporting.template_choice import template_writer
from giaoban.exchange.reporting.workbook_reader import UnreadableWorkbook, read_workbook
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.models import Period, Version, WorkbookMap
from giaoban.queries.reporting.forms import form_text
from giaoban.queries.reporting.list_rows import rows_of
from giaoban.queries.reporting.template_facts import filled_from, form_of_period, template_units
from giaoban.rules.problems import RuleError
from giaoban.rules.reporting.structure_texts import ListText
from giaoban.rules.reporting.workbook_blocks import Block
from giaoban.rules.reporting.workbook_lists import list_marks, uncovered_lists
from giaoban.rules.reporting.workbook_marks import Asking, Mark, MarkKind, read
from tests.cast import Cast
from tests.conftest import Convert
from tests.factories import NOW, make_period, make_regime
from tests.own_workbook import typed_into
from tests.rules.test_reporting_workbook_marks import grid

WORKS = "Công trình"
BLOCK = Block((3, 1), (6, 4), "A", 2, list="cong_trinh", list_name="Công trình hư hỏng")


def workbook() -> bytes:
    """Four rows for works, their costs added up below, and one figure under that."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    frame = book.add_format({"border": 1})
    sheet = book.add_worksheet(WORKS)
    sheet.write_string("A1", "CÔNG TRÌNH HƯ HỎNG")
    for column, text in enumerate(("TT", "Tên công trình", "Ngày hỏng", "Kinh phí (triệu đồng)")):
        sheet.write_string(2, column, text, frame)
    sheet.write_string(2, 4, "Quy đổi", frame)
    for row in range(3, 7):
        sheet.write_number(row, 0, row - 2, frame)
        for column in (1, 2, 3):
            sheet.write_blank(row, column, None, frame)
        sheet.write_formula(row, 4, f"=D{row + 1}*2", frame)
    sheet.write_string("B8", "Cộng", frame)
    sheet.write_formula("D8", "=SUM(D4:D7)", frame)
    sheet.write_string("B10", "Số hộ phải di dời", frame)
    sheet.write_blank("D10", None, frame)
    book.close()
    return out.getvalue()


@pytest.fixture
def held(cast: Cast, settings: Any, tmp_path: Path) -> WorkbookMap:
    """The workbook marked, its form made and published, in use."""
    settings.MEDIA_ROOT = str(tmp_path)
    regime = make_regime(cast.lao_cai, indicators=[])
    regime.forms.all().delete()
    who: dict[str, Any] = {"by": cast.chi, "now": NOW}
    held = begin_map(regime=regime, unit=None, name="b.xlsx", content=workbook(), **who)
    WorkbookMap.objects.filter(pk=held.pk).update(marks=[])
    held = mark_block(held=held, sheet=WORKS, block=BLOCK, revision=0, **who)
    column = Mark(MarkKind.LIST, WORKS, "E4", asking=Asking(kind="amount"))
    held = mark_cell(held=held, mark=column, revision=1, **who)
    moved = Mark(MarkKind.FIGURE, WORKS, "D10", "di_doi", "B10", asking=Asking())
    held = mark_cell(held=held, mark=moved, revision=2, **who)
    publish_form(form=make_form_from_map(held=held, **who), **who)
    return use_map(held=held, revision=3, **who)


@pytest.fixture
def period(held: WorkbookMap) -> Period:
    return make_period(held.regime, "2026-10")


def written(period: Period, unit_id: int, version: Version | None = None) -> bytes:
    shared = form_of_period(period)
    writer = template_writer(shared, "tháng 10/2026", NOW, "vi")
    assert isinstance(writer, MarkedTemplateWriter)
    unit = template_units(shared, [unit_id])[unit_id]
    if version is not None:
        unit = replace(unit, filled=filled_from(version, shared.facts))
    return writer.workbook(unit)


def test_a_marked_list_becomes_a_list_of_the_form(held: WorkbookMap) -> None:
    (listed,) = form_text(held.regime.forms.get()).lists
    assert (listed.code, listed.name) == ("cong_trinh", "Công trình hư hỏng")
    assert [(column.name, column.kind) for column in listed.columns] == [
        ("Tên công trình", "text"),
        ("Ngày hỏng", "date"),
        ("Kinh phí (triệu đồng)", "amount"),
        ("Quy đổi", "amount"),
    ]
    assert uncovered_lists([listed], read(held.marks)) == []
    assert uncovered_lists([listed], ()) == ["Công trình hư hỏng"]


def test_entries_go_through_template_reading_and_a_filled_workbook(
    cast: Cast, period: Period, libreoffice: Convert, tmp_path: Path
) -> None:
    """With two rows put in, so that there are more entries than the workbook had rows for."""
    template = written(period, cast.ta_van.pk)
    book = load_workbook(BytesIO(template))
    sheet = book[WORKS]
    is_open = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
    assert is_open == {f"{letter}{row}" for letter in "BCD" for row in range(4, 8)} | {"D10"}
    assert {str(each.sqref) for each in sheet.data_validations.dataValidation} == {"D4:D7", "D10"}
    sheet.insert_rows(8, amount=2)
    for row, (name, day, cost) in enumerate(
        (("Cầu Tả Van", "01/10/2026", 5), ("Kè", None, 2.5), ("Đường", "2/10/2026", 1)), start=7
    ):
        sheet[f"B{row}"], sheet[f"C{row}"], sheet[f"D{row}"] = name, day, cost
    sheet["D12"] = 3
    book.save(tmp_path / "a.xlsx")
    content = libreoffice(tmp_path / "a.xlsx", "xlsx").read_bytes()
    version = fill_draft_from_workbook(
        unit=cast.ta_van, period=period, file=IncomingFile("a.xlsx", content), by=cast.an, now=NOW
    )
    rows = rows_of(version)["cong_trinh"]
    assert [(row["ten_cong_trinh"], row.get("ngay_hong")) for row in rows] == [
        ("Cầu Tả Van", "2026-10-01"),
        ("Kè", None),
        ("Đường", "2026-10-02"),
    ]
    numbers = dict(version.values.values_list("indicator__code", "number"))
    costs = next(code for code in numbers if code.startswith("cong_trinh__kinh_phi"))
    assert (numbers["cong_trinh__rows"], numbers[costs], numbers["di_doi"]) == (3, 8.5, 3)
    again = load_workbook(BytesIO(written(period, cast.ta_van.pk, version)))[WORKS]
    assert [again[cell].value for cell in ("B4", "C4", "D5", "B6", "B7", "D10", "E4")] == [
        *("Cầu Tả Van", "01/10/2026", 2.5, "Đường", None, 3, "=D4*2"),
    ]


def test_the_committees_file_itself_is_read_and_comes_back_marked_when_refused(
    cast: Cast, period: Period
) -> None:
    """Without the hidden sheet of a template; below an old entry nothing is left."""
    typed = {(WORKS, "B5"): "Cầu", (WORKS, "D5"): "năm", (WORKS, "D10"): 2}
    who: dict[str, Any] = {"unit": cast.ta_van, "period": period, "by": cast.an, "now": NOW}
    refused = typed_into(workbook(), typed)
    with pytest.raises(FileRefused) as caught:
        fill_draft_from_workbook(file=IncomingFile("a.xlsx", refused), **who)
    found = came_of_report(refused, cast.ta_van, period)
    assert found is not None
    shared = form_of_period(period)
    unit = template_units(shared, [cast.ta_van.pk])[cast.ta_van.pk]
    writer = TemplateWriter(shared, "Tháng 10/2026", NOW)
    copy = marked_copy(writer, unit, found[0], in_workbook(caught.value.problems))
    sheet = load_workbook(BytesIO(copy))[WORKS]
    assert [sheet[cell].value for cell in ("B4", "D4", "B5", "D10")] == ["Cầu", "năm", None, 2]
    assert sheet["D4"].fill.fgColor.rgb == "FFFDE8E8"
    mended = IncomingFile("a.xlsx", typed_into(copy, {(WORKS, "D4"): 5}))
    version = fill_draft_from_workbook(file=mended, **who)
    assert [row["ten_cong_trinh"] for row in rows_of(version)["cong_trinh"]] == ["Cầu"]


def test_more_entries_than_rows_are_written_in_the_built_in_layout(
    cast: Cast, period: Period
) -> None:
    typed = {(WORKS, f"B{row}"): "Cầu" for row in range(4, 8)}
    file = IncomingFile("a.xlsx", typed_into(written(period, cast.ta_van.pk), typed))
    version = fill_draft_from_workbook(
        unit=cast.ta_van, period=period, file=file, by=cast.an, now=NOW
    )
    version.list_rows.create(list_code="cong_trinh", position=4, cells={"ten_cong_trinh": "Kè"})
    content = written(period, cast.ta_van.pk, version)
    assert WORKS not in load_workbook(BytesIO(content)).sheetnames
    assert [len(each.rows) for each in read_workbook(content).lists] == [5]


def test_a_list_whose_head_or_foot_is_gone_is_refused_with_the_cell(
    cast: Cast, period: Period
) -> None:
    template = written(period, cast.ta_van.pk)
    for cell in ("B3", "B8"):
        with pytest.raises(UnreadableWorkbook) as caught:
            read_workbook(typed_into(template, {(WORKS, cell): "Khác"}))
        problem = caught.value.problem
        assert (problem.code, problem.params["cell"]) == ("workbook_label_moved", cell)


def test_a_workbook_with_lists_alone_becomes_a_form_and_is_read(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    regime = make_regime(cast.lao_cai, indicators=[])
    regime.forms.all().delete()
    who: dict[str, Any] = {"by": cast.chi, "now": NOW}
    held = begin_map(regime=regime, unit=None, name="b.xlsx", content=workbook(), **who)
    WorkbookMap.objects.filter(pk=held.pk).update(marks=[])
    held.refresh_from_db()
    for refused in (
        lambda: make_form_from_map(held=held, **who),
        lambda: use_map(held=held, revision=0, **who),
    ):
        with pytest.raises(RuleError, match="map_without_figures"):
            refused()
    held = mark_block(held=held, sheet=WORKS, block=BLOCK, revision=0, **who)
    publish_form(form=make_form_from_map(held=held, **who), **who)
    use_map(held=held, revision=1, **who)
    period = make_period(regime, "2026-10")
    content = typed_into(written(period, cast.ta_van.pk), {(WORKS, "B4"): "Cầu"})
    file = IncomingFile("a.xlsx", content)
    version = fill_draft_from_workbook(
        unit=cast.ta_van, period=period, file=file, by=cast.an, now=NOW
    )
    assert [row["ten_cong_trinh"] for row in rows_of(version)["cong_trinh"]] == ["Cầu"]


def test_the_annex_counts_and_sums_in_the_first_row(held: WorkbookMap) -> None:
    marks = read(held.marks)
    costs = next(mark.code for mark in marks if mark.cell == "D4")
    filled = typed_into(workbook(), {(WORKS, "B5"): "Cầu cũ"})
    names = {"unit": "Tỉnh", "unit_code": "15", "period": "tháng 10/2026"}
    numbers = {"cong_trinh__rows": 12.0, costs: 40.5, "di_doi": 9.0}
    content = annex(filled, marks, numbers=numbers, **names)
    sheet = load_workbook(BytesIO(content))[WORKS]
    assert [sheet[cell].value for cell in ("B4", "C4", "D4", "B5", "D8", "D10")] == [
        *("Tổng số 12 mục", None, 40.5, None, "=SUM(D4:D7)", 9),
    ]


@pytest.mark.parametrize(
    ("block", "asked", "code"),
    [
        (replace(BLOCK, heads=8), (), "list_without_heads"),
        (BLOCK, (ListText("cong_trinh", "Công trình"),), "list_column_unknown"),
        (replace(BLOCK, last=(2, 1)), (), "block_too_large"),
    ],
)
def test_a_block_that_is_no_list_is_refused(
    block: Block, asked: tuple[ListText, ...], code: str
) -> None:
    sheet = grid("Biểu", [["x"], ["y"], ["TT", "Tên", "Ngày", "Số", "Ghi"], ["1", "", "", "", ""]])
    with pytest.raises(RuleError) as caught:
        list_marks(sheet, block, asked)
    assert caught.value.code == code
