"""A workbook of a form with nested rows, breakdowns, a table and a list goes out and comes back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.drafts import begin_version
from giaoban.actions.reporting.import_outcomes import EVERYTHING_ACCEPTED, FileRefused
from giaoban.actions.reporting.importing import Import, IncomingFile, import_files
from giaoban.actions.reporting.list_rows import save_list_rows
from giaoban.exchange.reporting.template_layout import CHECK
from giaoban.exchange.reporting.workbook_reader import (
    UnreadableWorkbook,
    read_workbook,
)
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.models import Period, Version
from giaoban.queries.reporting.answers import answers_of
from giaoban.queries.reporting.list_rows import rows_of
from giaoban.queries.reporting.template_facts import filled_from, form_of_period, template_units
from tests.cast import Cast
from tests.conftest import Convert
from tests.factories import NOW, TODAY, make_period, make_regime
from tests.structured_form import CODES, publish_structured

LIST_SHEET, TABLE_SHEET = "2 Lớp tập huấn", "3 Thiệt hại"
ROWS = [
    ["Chữ ký số", date(2026, 10, 5), 30, 12.5, "Có", "Tỉnh"],
    ["An toàn thông tin", "06/10/2026", "25", None, "Không", None],
]
NUMBERS = [ROWS[0], ["An toàn thông tin", None, 25, None, "Không"]]
AS_STORED = {
    "courses": [
        {
            "topic": "Chữ ký số",
            "held_on": "2026-10-05",
            "people": 30.0,
            "cost": 12.5,
            "online": 1.0,
            "level": "Tỉnh",
        },
        {"topic": "An toàn thông tin", "held_on": "2026-10-06", "people": 25.0, "online": 0.0},
    ]
}


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def period(cast: Cast) -> Period:
    form = publish_structured(make_regime(cast.lao_cai), NOW)
    return make_period(form.regime, "2026-10")


def template(period: Period, cast: Cast) -> bytes:
    shared = form_of_period(period)
    facts = template_units(shared, [cast.ta_van.pk])[cast.ta_van.pk]
    return TemplateWriter(shared, "tháng 10/2026", NOW).workbook(facts)


def spots(content: bytes) -> dict[str, tuple[str, str]]:
    workbook = read_workbook(content)
    return {cell.code: (cell.sheet, cell.cell) for cell in workbook.cells} | dict(workbook.computed)


def filled(
    content: bytes, cells: Mapping[str, object], rows: list[list[object]] | None = None
) -> bytes:
    """After somebody typed into the report, the table and the list."""
    places = spots(content)
    workbook = load_workbook(BytesIO(content))
    for code, value in cells.items():
        sheet, cell = places[code]
        workbook[sheet][cell] = value
    for number, row in enumerate(rows or [], start=7):
        for column, value in enumerate(row, start=2):
            if value is not None:
                workbook[LIST_SHEET].cell(number, column, value)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def taken(cast: Cast, period: Period, content: bytes) -> Version:
    return fill_draft_from_workbook(
        unit=cast.ta_van,
        period=period,
        file=IncomingFile("mẫu.xlsx", content),
        by=cast.an,
        now=NOW,
    )


def test_everything_has_its_place_on_the_report_a_table_or_a_list(
    cast: Cast, period: Period
) -> None:
    content = template(period, cast)
    places = spots(content)
    assert set(places) == set(CODES)
    sheets = {code: sheet for code, (sheet, _cell) in places.items()}
    assert {sheets[code] for code in CODES if code.startswith("damage")} == {TABLE_SHEET}
    assert {sheets[code] for code in CODES if not code.startswith("damage")} == {"Báo cáo"}
    report = load_workbook(BytesIO(content)).worksheets[0]
    numbers = [report.cell(row, 1).value for row in range(9, 22)]
    nested = ["Tập huấn", 1, None, None, None, "1.1", "1.1.1"]
    assert numbers == [*nested, 2, None, None, None, "Thiệt hại", 3]


def test_tables_and_lists_come_back_as_they_were_typed(cast: Cast, period: Period) -> None:
    cells = {
        "trained": 60,
        "trained__sex__female": 35,
        "trained__sex__male": 25,
        "damage__houses__number": 3,
        "damage__houses__insured": "Có",
        "damage__all__number": 3,
    }
    version = taken(cast, period, filled(template(period, cast), cells, ROWS))
    assert rows_of(version) == AS_STORED
    assert answers_of(version).numbers == {
        "trained": 60,
        "trained__sex__female": 35,
        "trained__sex__male": 25,
        "damage__houses__number": 3,
        "damage__houses__insured": 1,
        "damage__all__number": 3,
        "courses__rows": 2,
        "courses__people": 55,
        "courses__cost": 12.5,
        "courses__online": 1,
    }


def test_every_bad_cell_of_a_table_and_a_list_is_named(cast: Cast, period: Period) -> None:
    rows = [["Chữ ký số", "hôm qua", "ba mươi"], [None, None, 5.5], ["Xã", *[None] * 4, "Thôn"]]
    rows += [["#REF!", "#N/A", 1e300]]
    content = filled(template(period, cast), {"damage__schools__loss": "nhiều"}, rows)
    with pytest.raises(FileRefused) as refused:
        taken(cast, period, content)
    named = {(bad.sheet, bad.cell, bad.problem.code) for bad in refused.value.problems}
    assert named == {
        (TABLE_SHEET, spots(content)["damage__schools__loss"][1], "not_a_number"),
        (LIST_SHEET, "C7", "not_a_date"),
        (LIST_SHEET, "D7", "not_a_number"),
        (LIST_SHEET, "B8", "in_list_row"),
        (LIST_SHEET, "D8", "in_list_row"),
        (LIST_SHEET, "G9", "in_list_row"),
        (LIST_SHEET, "B10", "formula_failed"),
        (LIST_SHEET, "C10", "formula_failed"),
        (LIST_SHEET, "D10", "too_large"),
    }


def test_more_rows_than_the_sheet_has_room_for_are_taken(cast: Cast, period: Period) -> None:
    rows: list[list[object]] = [[f"Lớp {number}", None, 1] for number in range(350)]
    version = taken(cast, period, filled(template(period, cast), {}, rows))
    assert len(rows_of(version)["courses"]) == 350
    assert answers_of(version).numbers["courses__people"] == 350


@pytest.mark.parametrize(("said", "stored"), [("", None), ("Có", 0.0)])
def test_an_empty_list_is_an_answer_only_where_it_is_said(
    cast: Cast, period: Period, said: str, stored: float | None
) -> None:
    workbook = load_workbook(BytesIO(template(period, cast)))
    workbook[LIST_SHEET]["C3"] = said
    out = BytesIO()
    workbook.save(out)
    version = taken(cast, period, out.getvalue())
    assert answers_of(version).numbers.get("courses__rows") == stored


def test_a_table_whose_rows_were_moved_is_refused(cast: Cast, period: Period) -> None:
    workbook = load_workbook(BytesIO(template(period, cast)))
    workbook[TABLE_SHEET].delete_rows(5)
    out = BytesIO()
    workbook.save(out)
    with pytest.raises(UnreadableWorkbook) as refused:
        read_workbook(out.getvalue())
    assert refused.value.problem.code == "workbook_rows_moved"


def test_a_report_is_written_into_its_workbook_with_its_rows(cast: Cast, period: Period) -> None:
    version = taken(cast, period, filled(template(period, cast), {"trained": 7}, ROWS))
    shared = form_of_period(period)
    facts = template_units(shared, [cast.ta_van.pk])[cast.ta_van.pk]
    own = replace(facts, filled=filled_from(version, shared.facts))
    content = TemplateWriter(shared, "tháng 10/2026", NOW).workbook(own)
    again = taken(cast, period, content)
    assert rows_of(again) == AS_STORED
    assert answers_of(again) == answers_of(version)


def test_an_import_takes_the_rows_and_knows_them_again(cast: Cast, period: Period) -> None:
    content = filled(template(period, cast), {"trained": 7}, ROWS)
    other = [["Chữ ký điện tử", *ROWS[0][1:]], ROWS[1]]
    renamed = filled(template(period, cast), {"trained": 7}, other)
    became = []
    for file in (content, content, renamed):
        [outcome] = imported(cast, period, "mẫu.xlsx", file)
        assert outcome.problems == []
        became.append((outcome.new, outcome.changed, outcome.unchanged))
    assert became == [(1, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert rows_of(Version.objects.latest("pk"))["courses"][0]["topic"] == "Chữ ký điện tử"


def test_a_long_table_leaves_the_lists_as_they_count(cast: Cast, period: Period) -> None:
    content = filled(template(period, cast), {"trained": 7}, ROWS)
    [outcome] = imported(cast, period, "mẫu.xlsx", content)
    assert outcome.problems == []
    header = "unit,period,indicator,value\n"
    table = f"{header}03037,2026-10,trained,9\n03037,2026-10,damage__houses__number,2\n"
    [outcome] = imported(cast, period, "bảng.csv", table.encode())
    assert outcome.problems == []
    newest = Version.objects.latest("pk")
    assert rows_of(newest) == AS_STORED
    numbers = answers_of(newest).numbers
    assert (numbers["trained"], numbers["damage__houses__number"]) == (9, 2)
    assert (numbers["courses__rows"], numbers["courses__people"]) == (2, 55)
    table = f"{header}03037,2026-10,courses__rows,5\n"
    [outcome] = imported(cast, period, "bảng.csv", table.encode())
    assert [bad.problem.code for bad in outcome.problems] == ["computed_from_list"]


def imported(cast: Cast, period: Period, name: str, content: bytes) -> list[Any]:
    wanted = Import(
        regime=period.regime, by=cast.chi, today=TODAY, now=NOW, reach=EVERYTHING_ACCEPTED
    )
    return list(import_files(wanted=wanted, files=[IncomingFile(name, content)]))


def test_nothing_arose_empties_the_lists_too(cast: Cast, period: Period) -> None:
    version = begin_version(unit=cast.ta_van, period=period, by=cast.an, now=NOW)
    save_list_rows(
        version=version, list_code="courses", rows=[{"topic": "Lớp"}], by=cast.an, now=NOW
    )
    content = template(period, cast)
    workbook = load_workbook(BytesIO(content))
    workbook.worksheets[0]["D6"] = "Có"
    out = BytesIO()
    workbook.save(out)
    version = taken(cast, period, out.getvalue())
    assert version.nothing_arose
    assert rows_of(version) == {}
    assert answers_of(version).numbers["courses__rows"] == 0


@pytest.mark.libreoffice
def test_the_workbook_works_out_lists_and_judges_parts_as_the_server_does(
    cast: Cast, period: Period, libreoffice: Convert, tmp_path: Path
) -> None:
    cells = {
        "trained": 60,
        "trained__sex__female": 35,
        "trained__sex__male": 20,
        "officials": 61,
        "damage__houses__number": 3,
        "damage__schools__number": 2,
        "damage__all__number": 6,
    }
    path = tmp_path / "mẫu.xlsx"
    path.write_bytes(filled(template(period, cast), cells, [*NUMBERS, [None, None, 5]]))
    back = libreoffice(libreoffice(path, "ods"), "xlsx").read_bytes()
    sheets = load_workbook(BytesIO(back), data_only=True)
    report, places = sheets.worksheets[0], spots(back)
    worked_out = {
        code: report[places[code][1]].value for code in CODES if code.startswith("courses")
    }
    assert worked_out == {
        "courses__rows": 3,
        "courses__people": 60,
        "courses__cost": 12.5,
        "courses__online": 1,
    }
    row = int(places["trained"][1][1:])
    said = str(report.cell(row, CHECK + 1).value)
    assert "Giới tính" in said
    assert "Khuyết tật" not in said
    assert not report.cell(int(places["officials"][1][1:]), 9).value
    table = sheets[TABLE_SHEET]
    assert [bool(table.cell(line, 6).value) for line in (5, 6, 7)] == [False, False, True]
    listed = sheets[LIST_SHEET]
    assert [bool(listed.cell(line, 8).value) for line in (7, 8, 9, 10)] == [
        False,
        False,
        True,
        False,
    ]
