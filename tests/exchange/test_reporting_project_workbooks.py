"""A workbook shows a unit the projects that it is asked about, and is read back as it is judged."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from giaoban.actions.reporting.draft_workbooks import fill_draft_from_workbook
from giaoban.actions.reporting.import_outcomes import EVERYTHING_ACCEPTED
from giaoban.actions.reporting.importing import Import, IncomingFile, import_files
from giaoban.exchange.reporting import template_layout as at
from giaoban.exchange.reporting.workbook_reader import read_workbook
from giaoban.exchange.reporting.workbook_template import TemplateWriter
from giaoban.models import Period, Unit
from giaoban.queries.reporting.report_page import report_of
from giaoban.queries.reporting.template_facts import form_of_period, template_units
from tests.cast import Cast
from tests.conftest import Convert
from tests.factories import NOW, TODAY, make_period
from tests.project_form import make_project_regime

SHEET = "Báo cáo"


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def period(cast: Cast) -> Period:
    return make_period(make_project_regime(cast), "2026Q3")


def template(period: Period, unit: Unit, **figures: float) -> bytes:
    """The workbook of a unit, with figures typed by code."""
    shared = form_of_period(period)
    facts = template_units(shared, [unit.pk])[unit.pk]
    content = TemplateWriter(shared, "quý III/2026", NOW).workbook(facts)
    workbook = load_workbook(BytesIO(content))
    cells = {cell.code: cell.cell for cell in read_workbook(content).cells}
    for code, number in figures.items():
        workbook[SHEET][cells[code]] = number
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def hidden_rows(content: bytes) -> dict[str, bool]:
    sheet = load_workbook(BytesIO(content))[SHEET]
    return {
        cell.code: bool(sheet.row_dimensions[int(cell.cell[1:])].hidden)
        for cell in read_workbook(content).cells
    }


def test_rows_of_other_projects_are_out_of_sight_and_locked(cast: Cast, period: Period) -> None:
    content = template(period, cast.sa_pa)

    assert [code for code, is_hidden in hidden_rows(content).items() if is_hidden] == [
        "people__project__water",
        "people__project__road",
        "days__project__water",
        "days__project__road",
    ]
    sheet = load_workbook(BytesIO(content))[SHEET]
    cells = {cell.code: cell.cell for cell in read_workbook(content).cells}
    assert sheet[cells["people__project__water"]].protection.locked
    assert not sheet[cells["people__project__school"]].protection.locked
    assert not any(hidden_rows(template(period, cast.ta_van)).values())


@pytest.mark.libreoffice
def test_excel_judges_the_sum_by_the_projects_that_are_asked(
    cast: Cast, period: Period, libreoffice: Convert, tmp_path: Path
) -> None:
    file = tmp_path / "mẫu.xlsx"
    file.write_bytes(template(period, cast.sa_pa, people=40, people__project__school=30))
    found = load_workbook(libreoffice(file, "xlsx"), data_only=True)[SHEET]
    cells = {cell.code: cell.cell for cell in read_workbook(file.read_bytes()).cells}
    row = int(cells["people"][1:])
    assert found.cell(row, at.CHECK + 1).value == "Cộng theo “Dự án” không bằng số liệu này."


def test_a_filled_workbook_is_taken_without_the_projects_that_are_not_asked(
    cast: Cast, period: Period
) -> None:
    content = template(period, cast.sa_pa, people=40, people__project__school=40)

    version = fill_draft_from_workbook(
        unit=cast.sa_pa, period=period, file=IncomingFile("mẫu.xlsx", content), by=None, now=NOW
    )

    assert dict(version.values.values_list("indicator__code", "number")) == {
        "people": 40,
        "people__project__school": 40,
    }
    assert report_of(cast.sa_pa, period, NOW, is_sending=True).found == []


def test_a_figure_typed_into_a_row_that_is_not_asked_is_refused_by_its_cell(
    cast: Cast, period: Period
) -> None:
    content = template(
        period, cast.sa_pa, people=40, people__project__school=40, people__project__road=3
    )
    wanted = Import(
        regime=period.regime, by=cast.chi, today=TODAY, now=NOW, reach=EVERYTHING_ACCEPTED
    )
    (outcome,) = import_files(wanted=wanted, files=[IncomingFile("mẫu.xlsx", content)])
    cells = {cell.code: cell.cell for cell in read_workbook(content).cells}
    assert [(one.problem.code, one.sheet, one.cell) for one in outcome.problems] == [
        ("not_asked", SHEET, cells["people__project__road"])
    ]
