"""The committee goes on with its own workbook: marked, published, filled, taken, and given back."""

from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from giaoban.actions.reporting.folding import fold_all
from giaoban.models import Period, Version, WorkbookMap
from tests.browser import OpenPage
from tests.cast import make_cast
from tests.factories import make_period, make_regime
from tests.journeys.scene import newest_month
from tests.journeys.walking import agree, look, open_at, sign_in
from tests.own_workbook import CLASSES, FIGURES, SERVICES, typed_into, workbook_in_use

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_secretary_marks_the_workbook_in_use_and_gets_the_annex_in_it(
    open_page: OpenPage, tmp_path: Path
) -> None:
    cast = make_cast()
    regime = make_regime(cast.lao_cai, calendar="calendar", committee=cast.committee)
    regime.forms.all().delete()
    (tmp_path / "bieu.xlsx").write_bytes(workbook_in_use())
    page = open_at(open_page, "desk")
    sign_in(page, "chi@example.vn", reverse("regime_workbook", args=[regime.pk]))
    look(page)
    page.set_input_files("#workbook", tmp_path / "bieu.xlsx")
    page.locator("form:has(#workbook) button").click()
    expect(page.locator(".marking-grid td.role-figure")).to_have_count(5)
    look(page)
    # With the keys alone: from the figure that is chosen to the cell below it, and into its panel.
    page.locator("a[data-cell=D13]").click()
    expect(page.locator("#code")).to_have_value("kinh_phi_da_chi")
    page.locator("#code").fill("spent")
    page.locator("#panel button.primary").click()
    expect(page.locator("td.role-figure.is-chosen code")).to_have_text("spent")
    page.locator("a[data-cell=D13]").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.cell") == "D11"
    page.locator("form[action$='/form/'] button").click()
    expect(page.locator("#indicator-spent")).to_be_visible()
    page.locator("#publish form[action$='/publish/'] button").click()
    agree(page)
    page.wait_for_url(f"**{reverse('regime', args=[regime.pk])}")
    page.goto(reverse("workbook_map", args=[WorkbookMap.objects.get().pk]))
    page.locator("form[action$='/use/'] button").click()
    expect(page.locator(".tone.done")).to_be_visible()
    look(page)

    period = make_period(regime, newest_month())
    for name, paper in (("ta_van", 10), ("y_ty", 5)):
        unit = getattr(cast, name)
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(_filled(page, period, unit.pk, paper))
        page.goto(reverse("import_reports", args=[regime.pk]))
        page.set_input_files("input[name=files]", file)
        page.locator("button[name=take]").click()
        expect(page.locator(".count.done")).to_contain_text("1")
    fold_all()
    version = Version.objects.get(submission__unit=cast.ta_van)
    assert version.values.get(indicator__code="spent").cell == f"{SERVICES}!D13"

    page.goto(reverse("consolidated_reports"))
    page.locator("#period").select_option(str(period.pk))
    page.locator("form[action$='consolidated/draft/'] button").click()
    with page.expect_download() as download:
        page.locator("a[href$='/annex.xlsx']").click()
    shown = load_workbook(BytesIO(download.value.path().read_bytes()), data_only=True)
    sheet = shown[SERVICES]
    assert [sheet[cell].value for cell in ("D8", "D9", "D10", "D13")] == [75, 60, 15, 25]
    assert [shown[CLASSES][cell].value for cell in ("B5", "B7")] == [4, 4]
    assert sheet["A2"].value == "Đơn vị báo cáo: Tỉnh Lào Cai"


def _filled(page: Page, period: Period, unit_id: int, paper: int) -> bytes:
    """The unit's template, filled in by a program that calculates nothing."""
    address = reverse("template_workbook", args=[period.pk, unit_id])
    template = page.request.get(page.evaluate("location.origin") + address).body()
    return typed_into(
        template,
        {
            FIGURES["nop_truc_tuyen"]: 30,
            FIGURES["nop_truc_tiep"]: paper,
            FIGURES["kinh_phi_da_chi"]: 12.5,
            **{(CLASSES, f"{letter}{row}"): 2 * (row == 5) for letter in "BCD" for row in (5, 6)},
        },
    )
