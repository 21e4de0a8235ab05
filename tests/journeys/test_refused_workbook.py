"""An officer's Excel file is refused: the marked copy is downloaded, mended, loaded and sent."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from giaoban.exchange.reporting.workbook_reader import RawCell, read_workbook
from giaoban.models import RefusedWorkbook, Version
from giaoban.rules.reporting.states import Channel, ReportState
from tests.browser import OpenPage
from tests.journeys.scene import make_scene
from tests.journeys.walking import look, open_at, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def cells(content: bytes) -> dict[str, RawCell]:
    return {cell.code: cell for cell in read_workbook(content).cells}


def typed(content: bytes, file: Path, **values: object) -> Path:
    """The workbook with these values, saved as a file to load."""
    book: Any = load_workbook(BytesIO(content))
    places = cells(content)
    for code, value in values.items():
        book[places[code].sheet][places[code].cell] = value
    book.save(file)
    return file


def test_an_officer_mends_the_marked_copy_of_a_refused_file_and_sends_it(
    open_page: OpenPage, tmp_path: Path
) -> None:
    scene = make_scene()
    unit, period = scene.cast.ta_van, scene.newest
    page = open_at(open_page, "desk")
    sign_in(page, "an@example.vn", reverse("report", args=[period.pk, unit.pk]))
    template = page.request.get(
        page.url.split("/reports/")[0] + reverse("template_workbook", args=[period.pk, unit.pk])
    ).body()
    bad = typed(template, tmp_path / "bao-cao.xlsx", processed="khoảng 640", online=320)
    page.locator("[data-opens=workbook-dialog]").first.click()
    page.set_input_files("#workbook", bad)
    page.locator("#workbook-dialog button.primary").click()
    expect(page.locator("#refused-file")).to_be_focused()
    expect(page.locator("#refused-file")).to_contain_text("khoảng 640")
    look(page)
    page.set_viewport_size({"width": 390, "height": 844})
    look(page)
    with page.expect_download() as download:
        page.locator("#refused-file a.button").click()
    copy = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == f"{unit.code}-{period.key}-can-sua.xlsx"
    there = cells(copy)["processed"]
    sheets = load_workbook(BytesIO(copy))
    assert sheets.active.title == "Cần sửa"
    assert sheets.active["B7"].hyperlink.location == f"'{there.sheet}'!{there.cell}"
    assert "khoảng 640" in sheets[there.sheet][there.cell].comment.text
    mended = typed(copy, tmp_path / "bao-cao-sua.xlsx", processed=640)
    page.locator("#refused-file [data-opens=workbook-dialog]").click()
    page.set_input_files("#workbook", mended)
    page.locator("#workbook-dialog button.primary").click()
    expect(page.locator("#cell-processed")).to_have_value("640")
    expect(page.locator("#refused-file")).to_have_count(0)
    page.locator("button[name=step][value=submit]:not(.visually-hidden)").click()
    expect(page.locator(".badge").first).to_be_visible()
    version = Version.objects.get(submission__unit=unit, submission__period=period)
    assert (version.state, version.channel) == (ReportState.SUBMITTED, Channel.WORKBOOK)
    assert not RefusedWorkbook.objects.exists()
